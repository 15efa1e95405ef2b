"""The fields of forms F-1 to F-5, which appear by kind and which the office may add to (domain.md 2.5)."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from db.rules.mapping import Register, Subject
from db.rules.words import _

YEAR = "year"  # the shipped table calls a whole number so that is a year
FIRST_YEAR = 1900  # nothing that the forms ask began before


class FormCode(StrEnum):
    PPKS_PERSON = "F-1"
    PPKS_FAMILY = "F-2"
    PPKS_COMMUNITY = "F-3"
    PSKS_PERSON = "F-4"
    PSKS_INSTITUTION = "F-5"


class FieldType(StrEnum):
    TEXT = "text"
    WHOLE = "whole"
    MONEY = "money"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"


def form_of(register: Register, subject: Subject) -> FormCode:
    """Which form a kind is taken down on; a pioneer family (PSKS) is a family as any other."""
    if subject is Subject.FAMILY:
        return FormCode.PPKS_FAMILY
    if subject is Subject.PERSON:
        return FormCode.PPKS_PERSON if register is Register.PPKS else FormCode.PSKS_PERSON
    return FormCode.PPKS_COMMUNITY if register is Register.PPKS else FormCode.PSKS_INSTITUTION


def type_label(kind: FieldType) -> str:
    """What the editor of fields calls a type."""
    return {
        FieldType.TEXT: _("Teks"),
        FieldType.WHOLE: _("Bilangan"),
        FieldType.MONEY: _("Rupiah"),
        FieldType.DATE: _("Tanggal"),
        FieldType.YES_NO: _("Ya/tidak"),
        FieldType.CHOICE: _("Satu pilihan"),
        FieldType.CHOICES: _("Beberapa pilihan"),
    }[kind]


@dataclass(frozen=True)
class FieldFacts:
    """One field of a form. Without kinds it says something of the subject, else of cases of these kinds."""

    code: str
    form: FormCode
    kinds: tuple[str, ...]
    block: str
    label: str
    type: FieldType
    choices: tuple[str, ...]
    unit: str = ""
    required: bool = False
    year: bool = False  # a whole number that is a year

    def appears(self, form: FormCode, kinds: Collection[str]) -> bool:
        """Whether a form for these kinds asks for it."""
        return self.form is form and (not self.kinds or bool(set(self.kinds) & set(kinds)))
