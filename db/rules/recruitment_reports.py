"""What the reports about selections say: columns, reasons of TMS, days from the vacancy (domain.md 11).

Words here are as printed, so never translated.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from db.rules.dates import short_date
from db.rules.recruitment import Applied, ProposalStatus, RequirementKind, Stage, proposal_label
from db.rules.reports import Cell, ColumnKind, ReportColumn
from db.rules.selection import TrackStep

WHOLE, DATE, MARK, DECIMAL = ColumnKind.WHOLE, ColumnKind.DATE, ColumnKind.MARK, ColumnKind.DECIMAL
STAGES = {
    Stage.DRAFT: "Rancangan",
    Stage.ANNOUNCED: "Pendaftaran",
    Stage.ADMINISTRATION: "Administrasi",
    Stage.INTERVIEW: "Wawancara",
    Stage.DECIDED: "Ditetapkan",
    Stage.PROPOSED: "Menunggu SK",
    Stage.FILLED: "Selesai",
    Stage.CANCELLED: "Dibatalkan",
}
REASONS = {
    RequirementKind.AGE: "umur",
    RequirementKind.EDUCATION: "pendidikan",
    RequirementKind.DOMICILE: "domisili",
    RequirementKind.DOCUMENT: "berkas",
    RequirementKind.STATEMENT: "pernyataan",
    RequirementKind.MEMBERSHIP: "keanggotaan",
    RequirementKind.OTHER: "syarat lain",
}
GONE = (Applied.WITHDRAWN, Applied.DISQUALIFIED)
NOT_MS = (Applied.REGISTERED, Applied.FAILED, *GONE)
LULUS = (Applied.CHOSEN, Applied.RESERVE, Applied.REFUSED, Applied.APPOINTED)  # reached the pass mark
SCORED = (*LULUS, Applied.NOT_CHOSEN)
DECIDED = (Stage.DECIDED, Stage.PROPOSED, Stage.FILLED)

APPLICANTS_COLUMNS = (
    ReportColumn("no", "No.", 4, WHOLE),
    ReportColumn("kecamatan", "Kecamatan", 13),
    ReportColumn("opened", "Diumumkan", 10, DATE),
    ReportColumn("stage", "Tahap", 12),
    ReportColumn("men", "L", 4, WHOLE),
    ReportColumn("women", "P", 4, WHOLE),
    ReportColumn("applied", "Jumlah", 7, WHOLE),
    ReportColumn("undecided", "Belum", 7, WHOLE),
    ReportColumn("passed", "MS", 5, WHOLE),
    ReportColumn("failed", "TMS", 5, WHOLE),
    ReportColumn("why", "Alasan TMS", 33),
    ReportColumn("gone", "Gugur", 7, WHOLE),
    ReportColumn("present", "Hadir", 6, WHOLE),
    ReportColumn("absent", "Absen", 6, WHOLE),
    ReportColumn("through", "Lulus", 6, WHOLE),
)
REGISTER_COLUMNS = (
    ReportColumn("no", "No.", 4, WHOLE),
    ReportColumn("number", "Nomor surat", 21),
    ReportColumn("kecamatan", "Kecamatan", 13),
    ReportColumn("candidate", "Calon", 18),
    ReportColumn("sent", "Dikirim", 10, DATE),
    ReportColumn("province", "Status provinsi", 23),
    ReportColumn("ministry", "Status Kemensos", 15),
    ReportColumn("decree", "Nomor SK", 15),
    ReportColumn("decreed", "Tanggal SK", 10, DATE),
    ReportColumn("days", "Hari", 5, WHOLE),
    ReportColumn("working", "Hari kerja", 7, WHOLE),
)
LEAD_STEPS = {
    TrackStep.ANNOUNCEMENT: "Pengumuman",
    TrackStep.REGISTRATION: "Penutupan",
    TrackStep.ADMINISTRATION: "Administrasi",
    TrackStep.INTERVIEW: "Wawancara",
    TrackStep.PLENARY: "Penetapan",
    TrackStep.PROPOSAL: "Usulan",
    TrackStep.DECREE: "SK",
}
_LEAD_CELLS = tuple((step.value, title) for step, title in LEAD_STEPS.items())
LEAD_COLUMNS = (
    ReportColumn("no", "No.", 4, WHOLE),
    ReportColumn("kecamatan", "Kecamatan", 14),
    ReportColumn("stage", "Tahap", 12),
    ReportColumn("from", "Dihitung dari", 12),
    ReportColumn("since", "Tanggal", 11, DATE),
    ReportColumn("which", "Hari", 12),
    *(ReportColumn(name, title, 10, WHOLE) for name, title in _LEAD_CELLS),
)
AVERAGE_COLUMNS = (
    ReportColumn("what", "Ukuran", 24),
    ReportColumn("which", "Hari", 12),
    *(ReportColumn(name, title, 13, DECIMAL) for name, title in _LEAD_CELLS),
)
PLANNED, EXTENDED, REAL = "rencana", "diperpanjang", "nyata"
LEAD_NOTE = (
    "Hari kalender sejak hari lowong; bila pejabat sebelumnya tidak tercatat atau berhenti sesudah "
    "pengumuman, sejak pengumuman. Hari sebelum itu tidak dihitung. "
    "Rencana: hari yang direncanakan semula; diperpanjang: rencana sesudah pendaftaran diperpanjang; "
    "nyata: hari menurut surat atau catatan tahapan."
)
AVERAGE_NOTE = "Hanya lowongan yang dihitung dari hari lowong dan sudah mempunyai hari untuk tahap itu."


def reasons_in_words(counted: Mapping[RequirementKind, int]) -> str:
    """umur 3; berkas 2: what applicants failed by, the most frequent first."""
    order = sorted(counted.items(), key=lambda item: (-item[1], REASONS[item[0]]))
    return "; ".join(f"{REASONS[kind]} {number}" for kind, number in order)


PROVINCE_SAYS = {
    ProposalStatus.SENT: "terkirim",
    ProposalStatus.RECEIVED: "diterima",
    ProposalStatus.RETURNED: "dikembalikan",
    ProposalStatus.RECOMMENDED: "rekomendasi",
}
MINISTRY_SAYS = {
    ProposalStatus.MINISTRY: "diterima",
    ProposalStatus.REFUSED: "ditolak",
    ProposalStatus.DECREED: "SK terbit",
}
ANSWERED = (ProposalStatus.REFUSED, ProposalStatus.DECREED)
Step = tuple[ProposalStatus, date]


def province_words(steps: Sequence[Step]) -> str:
    """What the province has done last, and when."""
    return _last([step for step in steps if step[0] in PROVINCE_SAYS], PROVINCE_SAYS)


def ministry_words(steps: Sequence[Step]) -> str:
    """What the ministry says: nothing before the province has recommended."""
    told = [step for step in steps if step[0] not in PROVINCE_SAYS]
    if told and told[-1][0] is ProposalStatus.DECREED:
        return MINISTRY_SAYS[ProposalStatus.DECREED]  # its day has a column
    if told:
        return _last(told, MINISTRY_SAYS)
    return "menunggu" if steps and steps[-1][0] is ProposalStatus.RECOMMENDED else ""


def _last(steps: Sequence[Step], words: Mapping[ProposalStatus, str]) -> str:
    if not steps:
        return ""
    status, day = steps[-1]
    return f"{words.get(status) or proposal_label(status).lower()} {short_date(day)}"


def days_from(since: date, days: Iterable[date | None]) -> tuple[int | None, ...]:
    """How many calendar days after the vacancy each of these lies; none for a day before it."""
    return tuple(None if day is None or day < since else (day - since).days for day in days)


def averages(rows: Sequence[Sequence[int | None]]) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """Mean and median of each step over the vacancies that have got so far; empty where none has."""
    columns = [[days for days in column if days is not None] for column in zip(*rows, strict=True)]
    columns = columns or [[] for _step in LEAD_STEPS]
    means = tuple(_two(Decimal(sum(column)) / len(column)) if column else None for column in columns)
    return means, tuple(_two(Decimal(str(median(column)))) if column else None for column in columns)


def _two(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
