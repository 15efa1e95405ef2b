"""The tables. `ALL` names every module that holds one, so that nothing is missing from the metadata."""

from db.models import audit, letters, mapping, office, officers, people, recruitment, regions

ALL = (audit, letters, mapping, office, officers, people, recruitment, regions)
