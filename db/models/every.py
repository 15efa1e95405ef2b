"""Every module that holds a table, for those who need them all: migrations and their tests.

The program imports only the tables it uses, so that the first rows are soon on the screen.
"""

from db.models import audit, letters, mapping, office, officers, people, recruitment, regions

ALL = (audit, letters, mapping, office, officers, people, recruitment, regions)
