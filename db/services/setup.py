"""The first start: lists for an empty database, then the office."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

import resources
from db.access import needs
from db.catalog import classification_rows, reference_rows, spec_of
from db.models.aid import AidPair
from db.models.letters import Classification
from db.models.mapping import Kind, KindCriterion, KindField
from db.models.office import Office, Official, Reference, Role, User
from db.models.recruitment import SelectionSet, SetAttachment, SetCriterion, SetDocument, SetRequirement
from db.models.regions import Region
from db.numbers import default_setting
from db.rules.access import ROLES, Right
from db.rules.kind_fields import YEAR, FieldType, FormCode
from db.rules.letter_kinds import LetterKind
from db.rules.letters import PaperSize
from db.rules.mapping import Register, Subject
from db.rules.office import OfficialForm, check_filled, check_official, digits
from db.rules.problems import Problem, require
from db.rules.recruitment import CheckMethod, RequirementKind
from db.rules.selection import AttachmentSource

NOTE = {"note": "Daftar awal dimuat"}
REFERENCES = (
    "duties",
    "exit_reasons",
    "educations",
    "disabilities",
    "ranks",
    "legal_basis",
    "employments",
    "programmes",
    "funds",
    "evaluation_criteria",
    "decree_kinds",
    "officer_papers",
    "religions",
    "marital_statuses",
    "aid_programmes",
    "aid_funds",
    "closing_reasons",
    "family_relations",
    "occupations",
)


@dataclass(frozen=True)
class OfficeForm:
    """What the first-start wizard asks about the office."""

    regency_code: str
    government: str
    name: str
    address: str
    phone: str
    email: str
    website: str
    postcode: str
    capital: str
    province_capital: str
    timezone: str
    section: str
    short_code: str
    paper: PaperSize
    logo: bytes | None = None
    practice: bool = False


@dataclass(frozen=True)
class Territory:
    """A province (code of two digits), kabupaten or kota to choose from."""

    code: str
    name: str
    capital: str
    timezone: str


@needs(Right.READ)
def list_territories(session: Session) -> list[Territory]:
    """All provinces, then all kabupaten and kota, each in order of name; there need be no office yet."""
    found = [*resources.list_provinces(), *resources.list_regencies()]
    found.sort(key=lambda territory: (len(territory.code), territory.name))
    return [Territory(t.code, t.name, t.capital, t.timezone) for t in found]


@needs(Right.OFFICE)
def load_lists(session: Session) -> None:
    """Fill a database without lists with roles, the single-PC user and the ready lists of domain.md 10."""
    if session.scalar(select(Role.code).limit(1)) is not None:
        return  # the program was started twice at once
    session.add_all(
        Role(code=code, name=name, rights=sorted(rights)) for code, (name, rights) in ROLES.items()
    )
    session.flush()
    session.add(User(login="pc", name="Pengguna PC ini", role_code="admin"))
    session.execute(insert(Reference), reference_rows(REFERENCES), execution_options=NOTE)
    session.execute(insert(Kind), _kinds(), execution_options=NOTE)
    session.execute(insert(KindCriterion), resources.read_seed("kind_criteria"), execution_options=NOTE)
    session.execute(insert(KindField), _kind_fields(), execution_options=NOTE)
    session.execute(insert(AidPair), resources.read_seed("aid_pairs"), execution_options=NOTE)
    session.execute(insert(Classification), classification_rows(), execution_options=NOTE)
    session.add_all(default_setting(kind) for kind in LetterKind if spec_of(kind).numbered)
    session.add(_selection_set())


@needs(Right.OFFICE)
def create_office(session: Session, form: OfficeForm, officials: list[OfficialForm]) -> None:
    """Make the office of this database: its regions are copied in, its signers noted."""
    require(check_office(form))
    for official in officials:
        require(check_official(official))
    rows = [
        {
            "code": region.code,
            "level": len(region.code),
            "name": region.name,
            "latitude": region.latitude,
            "longitude": region.longitude,
            "postcode": region.postcode,
        }
        for region in resources.read_regions(form.regency_code, with_parents=True)
    ]
    session.execute(insert(Region), rows, execution_options={"note": f"{len(rows)} wilayah disalin"})
    session.add(Office(id=1, **vars(form)))
    session.add_all(Official(**vars(official) | {"nip": digits(official.nip)}) for official in officials)


def check_office(form: OfficeForm) -> list[Problem]:
    """An office has everything that its letters need."""
    return check_filled(vars(form))


def _kinds() -> list[dict[str, object]]:
    return [
        {
            **{key: row[key] for key in ("code", "name", "abbreviation", "sex", "group", "definition")},
            "register": Register(row["register"]),
            "position": int(row["position"]),
            "subject": Subject(row["subject"]),
            "minimum_age": int(row["minimum_age"]) if row["minimum_age"] else None,
            "maximum_age": int(row["maximum_age"]) if row["maximum_age"] else None,
            "needs_disability": row["needs_disability"] == "yes",
            "sensitive": row["sensitive"] == "yes",
        }
        for row in resources.read_seed("kinds")
    ]


def _kind_fields() -> list[dict[str, object]]:
    return [
        {
            **{key: row[key] for key in ("code", "block", "label", "unit")},
            **{key: row[key].split("|") if row[key] else [] for key in ("kinds", "choices")},
            "form": FormCode(row["form"]),
            "type": FieldType.WHOLE if row["type"] == YEAR else FieldType(row["type"]),
            "required": row["required"] == "yes",
            "position": position,
            "built_in": True,
        }
        for position, row in enumerate(resources.read_seed("kind_fields"), 1)
    ]


def _selection_set() -> SelectionSet:
    requirements = resources.read_seed("requirements")
    return SelectionSet(
        name=requirements[0]["set"],
        valid_from=date(2018, 12, 31),  # promulgation of Permensos 28/2018 (domain.md 1.1)
        pass_mark=Decimal(70),
        requirements=[
            SetRequirement(
                code=row["code"],
                position=int(row["position"]),
                text=row["text"],
                kind=RequirementKind(row["kind"]),
                mandatory=row["mandatory"] == "yes",
                minimum=int(row["minimum"]) if row["minimum"] else None,
                maximum=int(row["maximum"]) if row["maximum"] else None,
                method=CheckMethod(row["check"]),
                article=row["article"],
            )
            for row in requirements
        ],
        documents=[
            SetDocument(
                code=row["code"],
                position=int(row["position"]),
                name=row["name"],
                mandatory=row["mandatory"],
                valid_months=int(row["valid_months"]) if row["valid_months"] else None,
            )
            for row in resources.read_seed("documents")
        ],
        criteria=[
            SetCriterion(
                position=int(row["position"]),
                weight=Decimal(row["weight"]),
                **{key: row[key] for key in ("code", "name", "level_1", "level_3", "level_5")},
            )
            for row in resources.read_seed("criteria")
        ],
        attachments=[
            SetAttachment(
                position=int(row["position"]),
                name=row["name"],
                source=AttachmentSource(row["source"]),
                document_code=row["document_code"],
            )
            for row in resources.read_seed("attachments")
        ],
    )
