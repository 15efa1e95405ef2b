"""Words of a selection that anyone can check: tracks, relations, components, ties (domain.md 5, 8.1)."""

from enum import StrEnum

from db.rules.words import _


class TrackStep(StrEnum):
    """The visible track of a vacancy, in its order (domain.md 10.3 tahapan seleksi)."""

    ANNOUNCEMENT = "announcement"
    REGISTRATION = "registration"
    ADMINISTRATION = "administration"
    OBJECTION = "objection"
    WRITTEN = "written"
    COMPUTER = "computer"
    INTERVIEW = "interview"
    PLENARY = "plenary"
    RESULT = "result"
    PROPOSAL = "proposal"
    DECREE = "decree"


def track_label(step: TrackStep) -> str:
    """What screen and paper call a step of the track."""
    return {
        TrackStep.ANNOUNCEMENT: _("Pengumuman"),
        TrackStep.REGISTRATION: _("Pendaftaran"),
        TrackStep.ADMINISTRATION: _("Seleksi administrasi"),
        TrackStep.OBJECTION: _("Sanggahan"),
        TrackStep.WRITTEN: _("Tes tertulis"),
        TrackStep.COMPUTER: _("Tes komputer"),
        TrackStep.INTERVIEW: _("Wawancara"),
        TrackStep.PLENARY: _("Rapat penetapan"),
        TrackStep.RESULT: _("Pengumuman hasil"),
        TrackStep.PROPOSAL: _("Pengusulan"),
        TrackStep.DECREE: _("SK"),
    }[step]


class RunBy(StrEnum):
    REGENCY = "regency"
    PROVINCE = "province"  # the office only records what came of it


def run_by_label(run_by: RunBy) -> str:
    """Who runs a step."""
    return {RunBy.REGENCY: _("Kabupaten/kota"), RunBy.PROVINCE: _("Provinsi")}[run_by]


class Component(StrEnum):
    """What the final score is made of."""

    WRITTEN = "written"
    COMPUTER = "computer"
    INTERVIEW = "interview"


Place = tuple[int, Component]  # of an applicant, in a test


def component_label(component: Component) -> str:
    """What screen and paper call a component."""
    return {
        Component.WRITTEN: _("Tes tertulis"),
        Component.COMPUTER: _("Tes komputer"),
        Component.INTERVIEW: _("Wawancara"),
    }[component]


class AttachmentSource(StrEnum):
    """Where the file of an attachment of the proposal comes from (domain.md 9.7)."""

    ADMINISTRATION_MINUTES = "administration_minutes"
    INTERVIEW_MINUTES = "interview_minutes"
    RECAP = "recap"
    APPLICANT_PAPER = "applicant_paper"
    EXIT_LETTER = "exit_letter"  # of the officer who left the post
    OTHER = "other"


def source_label(source: AttachmentSource) -> str:
    """What screen and paper call the source of an attachment."""
    return {
        AttachmentSource.ADMINISTRATION_MINUTES: _("Berita acara administrasi"),
        AttachmentSource.INTERVIEW_MINUTES: _("Berita acara wawancara"),
        AttachmentSource.RECAP: _("Rekapitulasi nilai"),
        AttachmentSource.APPLICANT_PAPER: _("Berkas pelamar"),
        AttachmentSource.EXIT_LETTER: _("Surat berhenti pejabat lama"),
        AttachmentSource.OTHER: _("Berkas lain"),
    }[source]


class Scale(StrEnum):
    HUNDRED = "hundred"  # 0–100
    FIVE = "five"  # 1–5, times 20


def scale_label(scale: Scale) -> str:
    """How members give their values."""
    return {Scale.HUNDRED: _("0–100"), Scale.FIVE: _("1–5")}[scale]


class TieStep(StrEnum):
    """What decides between equal final scores, one after the other (domain.md 5.3, 6)."""

    INTERVIEW = "interview"
    WRITTEN = "written"
    SERVICE = "service"  # documented years as PSM, Karang Taruna, Tagana
    EDUCATION = "education"
    AGE = "age"  # the older
    DRAW = "draw"  # with witnesses


def tie_label(step: TieStep) -> str:
    """What screen and paper call a step of the ladder."""
    return {
        TieStep.INTERVIEW: _("nilai wawancara lebih tinggi"),
        TieStep.WRITTEN: _("nilai tertulis lebih tinggi"),
        TieStep.SERVICE: _("lebih lama menjadi PSM, Karang Taruna, atau Tagana"),
        TieStep.EDUCATION: _("pendidikan lebih tinggi"),
        TieStep.AGE: _("usia lebih tua"),
        TieStep.DRAW: _("undian dengan saksi"),
    }[step]


class Relation(StrEnum):
    """Why a member does not score a candidate (UU 30/2014 Pasal 42–45 [M])."""

    FAMILY = "family"
    SUPERIOR = "superior"
    NEIGHBOUR = "neighbour"
    BUSINESS = "business"
    OTHER = "other"


def relation_label(relation: Relation) -> str:
    """What screen and paper call a relation."""
    return {
        Relation.FAMILY: _("keluarga"),
        Relation.SUPERIOR: _("atasan langsung"),
        Relation.NEIGHBOUR: _("tetangga dekat"),
        Relation.BUSINESS: _("hubungan usaha"),
        Relation.OTHER: _("lainnya"),
    }[relation]


class EntryWay(StrEnum):
    """How the values of a sheet came in."""

    OWN = "own"  # the member, with the own PIN
    TYPED = "typed"  # from paper, by one person
    TWICE = "twice"  # from paper, by two persons who do not see each other's


def entry_label(way: EntryWay) -> str:
    """What the screen calls it."""
    return {
        EntryWay.OWN: _("diisi anggota sendiri"),
        EntryWay.TYPED: _("disalin dari lembar"),
        EntryWay.TWICE: _("disalin dua orang"),
    }[way]


class ObjectionOutcome(StrEnum):
    ACCEPTED = "accepted"
    REJECTED = "rejected"


def objection_label(outcome: ObjectionOutcome | None) -> str:
    """How an objection ended; None: it waits for an answer."""
    if outcome is None:
        return _("Belum dijawab")
    return {
        ObjectionOutcome.ACCEPTED: _("Diterima"),
        ObjectionOutcome.REJECTED: _("Ditolak"),
    }[outcome]
