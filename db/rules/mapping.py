"""When a person may be recorded under a kind of PPKS or PSKS (domain.md 2.3)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db.rules.dates import age_on, long_date
from db.rules.people import Sex
from db.rules.problems import Problem
from db.rules.words import _


class Register(StrEnum):
    PPKS = "ppks"
    PSKS = "psks"


class Subject(StrEnum):
    PERSON = "person"
    FAMILY = "family"
    COMMUNITY = "community"
    INSTITUTION = "institution"


def subject_label(subject: Subject) -> str:
    """What the screen calls the subject of a kind."""
    return {
        Subject.PERSON: _("orang"),
        Subject.FAMILY: _("keluarga"),
        Subject.COMMUNITY: _("kelompok"),
        Subject.INSTITUTION: _("lembaga"),
    }[subject]


class RecordState(StrEnum):
    """How far a record has come (peers.md row 51)."""

    REPORTED = "reported"
    CHECKED = "checked"
    VALID = "valid"
    REFERRED = "referred"
    SERVED = "served"
    CLOSED = "closed"


def state_label(state: RecordState) -> str:
    """What the screen calls a state."""
    return {
        RecordState.REPORTED: _("Dilaporkan"),
        RecordState.CHECKED: _("Diperiksa lapangan"),
        RecordState.VALID: _("Valid"),
        RecordState.REFERRED: _("Dirujuk"),
        RecordState.SERVED: _("Dilayani"),
        RecordState.CLOSED: _("Ditutup"),
    }[state]


LOCAL = "LOK-"  # kinds of the office's own, outside the official recap (domain.md 2.2)


def register_words(register: Register, *, local: bool = False) -> str:
    """PPKS, or PPKS lokal: how a title calls the kinds that it counts."""
    return f"{register.upper()} lokal" if local else register.upper()


def is_official(kind_code: str) -> bool:
    """Whether a kind stands in the recap of 26 and 12."""
    return not kind_code.startswith(LOCAL)


FROM_ROSTER = "PSKS-11"  # TKSK: counted from the roster on the day of the figures, never taken down by hand
MAY_LACK_NIK = frozenset({"PMKS-04", "PMKS-11", "PMKS-12", "PMKS-21", "PMKS-22", "PMKS-26"})  # R6
STRICT_AGE = frozenset({"PMKS-08"})  # R3: here an age that does not fit is an error
NOT_TOGETHER = (("PMKS-01", "PMKS-02"), ("PMKS-05", "PMKS-09"))  # R5
ALSO_OF_GROUPS = frozenset(
    {"PMKS-14", "PMKS-21", "PMKS-22"}
)  # of persons, and of a group or an incident (F-3)


def may_be_about(kind_code: str, subject: Subject, wanted: Subject) -> bool:
    """Whether a kind may be recorded on such a subject (R7)."""
    return subject is wanted or (wanted is Subject.COMMUNITY and kind_code in ALSO_OF_GROUPS)


def check_by_hand(kind_codes: Collection[str]) -> list[Problem]:
    """TKSK are not taken down here."""
    if FROM_ROSTER not in kind_codes:
        return []
    text = _("TKSK dihitung sendiri dari daftar TKSK; tambahkan petugasnya di tab TKSK, bukan di sini.")
    return [Problem(text, "kind_code")]


def check_without_nik(kind_codes: Collection[str], names: Collection[str], reason: str) -> list[Problem]:
    """Who may be recorded without a NIK, and that there is a reason (R6); of somebody without one."""
    if not MAY_LACK_NIK & set(kind_codes):
        text = _(
            "Isi NIK: {kind} dicatat dengan NIK. Tanpa NIK hanya anak jalanan, gelandangan, pengemis, "
            "korban bencana, dan komunitas adat terpencil."
        )
        return [Problem(text.format(kind=", ".join(names)), "nik")]
    if not reason.strip():
        return [Problem(_("Isi NIK, atau pilih alasan tanpa NIK."), "nik")]
    return []


def doubt_pairs(kinds: Mapping[str, str]) -> list[Problem]:
    """Kinds of one person that should not both be true (R5): a warning. kinds: names by code."""
    text = _("{first} dan {second} biasanya tidak berlaku bersamaan; periksa umurnya.")
    return [
        Problem(text.format(first=kinds[first], second=kinds[second]), "kind_code")
        for first, second in NOT_TOGETHER
        if first in kinds and second in kinds
    ]


def born_by(day: date, age: int) -> date:
    """The last birthday of those who have this age on a day; who was born on 29 February waits for March."""
    try:
        return day.replace(year=day.year - age)
    except ValueError:
        return date(day.year - age, 2, 28)


@dataclass(frozen=True)
class KindRules:
    """The rules that a kind carries as data."""

    name: str
    minimum_age: int | None
    maximum_age: int | None
    sex: str  # L, P or empty
    needs_disability: bool
    has_criteria: bool
    strict_age: bool = False


def check_record(
    kind: KindRules, criteria: Sequence[str], disabilities: Sequence[str], sex: Sex | None
) -> list[Problem]:
    """Why the record is refused: criteria (R8), kind of disability (R4), sex (R3)."""
    problems = []
    if kind.has_criteria and not criteria:
        problems.append(Problem(_("Centang paling sedikit satu kriteria."), "criteria"))
    if kind.needs_disability and not disabilities:
        text = _("Pilih jenis disabilitas untuk {kind}.")
        problems.append(Problem(text.format(kind=kind.name), "disabilities"))
    return [*problems, *check_sex(kind, sex)]


def check_sex(kind: KindRules, sex: Sex | None) -> list[Problem]:
    """Whether the kind is for women or men only, and this is another (R3)."""
    if not (kind.sex and sex and kind.sex != sex):
        return []
    only = _("perempuan") if kind.sex == Sex.FEMALE else _("laki-laki")
    return [Problem(_("{kind} hanya untuk {only}.").format(kind=kind.name, only=only), "kind_code")]


def doubt_age(kind: KindRules, birth_date: date | None, on: date) -> list[Problem]:
    """Where the age on the day of the record does not fit: allowed with a reason (R2, R3)."""
    if birth_date is None:
        return []
    age = age_on(birth_date, on)
    too_young = kind.minimum_age is not None and age < kind.minimum_age
    too_old = kind.maximum_age is not None and age > kind.maximum_age
    if not (too_young or too_old):
        return []
    text = _("Umur {age} tahun pada {day}; {kind} untuk umur {limits}.")
    limits = _age_limits(kind.minimum_age, kind.maximum_age)
    return [
        Problem(text.format(age=age, day=long_date(on), kind=kind.name, limits=limits), "exception_reason")
    ]


def _age_limits(minimum: int | None, maximum: int | None) -> str:
    if minimum is None:
        return _("sampai {maximum} tahun").format(maximum=maximum)
    if maximum is None:
        return _("{minimum} tahun ke atas").format(minimum=minimum)
    return _("{minimum}–{maximum} tahun").format(minimum=minimum, maximum=maximum)
