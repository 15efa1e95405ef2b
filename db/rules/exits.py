"""What follows when an officer leaves: papers and works, each prepared or left out (peers.md 6.3)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from db.rules.dates import long_date, period
from db.rules.problems import Problem
from db.rules.words import _
from db.rules.working_days import next_working_day


class StepKind(StrEnum):
    ACCEPTANCE = "acceptance"  # of a resignation
    HANDOVER = "handover"  # minutes
    COVER = "cover"  # interim assignment
    DISMISSAL = "dismissal"  # the proposal to the ministry; never a dismissal by the kabupaten
    VACANCY = "vacancy"


class StepState(StrEnum):
    READY = "ready"  # filled in, waits for somebody to make it final
    DONE = "done"
    LEFT_OUT = "left_out"


def step_label(kind: StepKind) -> str:
    """What the screen calls a step."""
    return {
        StepKind.ACCEPTANCE: _("Surat persetujuan pengunduran diri"),
        StepKind.HANDOVER: _("Berita acara serah terima"),
        StepKind.COVER: _("Penunjukan Plt"),
        StepKind.DISMISSAL: _("Usulan pemberhentian dan penggantian"),
        StepKind.VACANCY: _("Draf lowongan"),
    }[kind]


def step_state_label(state: StepState) -> str:
    """What the screen calls how a step stands."""
    return {
        StepState.READY: _("Siap"),
        StepState.DONE: _("Selesai"),
        StepState.LEFT_OUT: _("Tidak dibuat"),
    }[state]


ALL = frozenset(StepKind)
NO_LETTER = ALL - {StepKind.ACCEPTANCE}  # nobody has asked for it, so nothing is accepted
NEW_POST = frozenset({StepKind.COVER, StepKind.VACANCY})


@dataclass(frozen=True)
class ReasonRule:
    """What one reason leads to (domain.md 1.6, peers.md idea 9).

    said: how a letter goes on after “yang bersangkutan”. proposed: the steps ticked at first;
    possible: those that may be ticked.
    """

    said: str
    proposed: frozenset[StepKind] = NO_LETTER
    possible: frozenset[StepKind] = ALL


RULES = {  # by the codes of the list exit_reasons; the words stand on paper and are not translated
    "resigned": ReasonRule("mengundurkan diri", ALL),
    "age_limit": ReasonRule("telah mencapai batas usia", possible=NO_LETTER),
    "civil_servant": ReasonRule("menjadi ASN, anggota TNI, atau anggota Polri"),
    # nobody is left to sign the minutes: the family or the kecamatan hands over, where it must be on paper
    "died": ReasonRule("telah meninggal dunia", NO_LETTER - {StepKind.HANDOVER}, NO_LETTER),
    # the decree ends by itself: there is nothing to ask the ministry for
    "term_ended": ReasonRule(
        "telah berakhir masa tugasnya dan tidak diperpanjang", NO_LETTER - {StepKind.DISMISSAL}, NO_LETTER
    ),
    "evaluation": ReasonRule("tidak memenuhi hasil evaluasi kinerja", possible=NO_LETTER),
    "absent": ReasonRule("tidak melaksanakan tugas berturut-turut", possible=NO_LETTER),
    "ethics": ReasonRule("melanggar netralitas atau kode etik", possible=NO_LETTER),
    "double_post": ReasonRule("merangkap jabatan"),
    "village_post": ReasonRule("menjadi kepala desa, perangkat desa, atau anggota legislatif"),
    "party": ReasonRule("menjadi anggota atau pengurus partai politik"),
    "moved": ReasonRule("pindah domisili"),
    "convicted": ReasonRule("dijatuhi pidana", NO_LETTER - {StepKind.HANDOVER}, NO_LETTER),
    "ill": ReasonRule("sakit tetap sehingga tidak dapat melaksanakan tugas"),
    "new_kecamatan": ReasonRule("bertugas di wilayah yang dimekarkan", NEW_POST),
    "other": ReasonRule("berhenti"),
}
OWN = ReasonRule("berhenti")  # a reason that the office has added to its list

DETAILS = {  # how a letter says the details that the lists offer
    "ikut Pilkades": "mencalonkan diri dalam pemilihan kepala desa",
    "menjadi calon legislatif": "mencalonkan diri sebagai anggota legislatif",
    "ikut Pilkada": "mencalonkan diri dalam pemilihan kepala daerah",
    "pekerjaan lain": "menerima pekerjaan lain",
    "lulus PPPK": "lulus seleksi Pegawai Pemerintah dengan Perjanjian Kerja (PPPK)",
    "lulus CPNS": "lulus seleksi calon Pegawai Negeri Sipil (CPNS)",
    "netralitas": "melanggar netralitas",
    "kode etik": "melanggar kode etik",
    "pendamping program lain": "merangkap sebagai pendamping program lain",
    "kepala desa": "menjadi kepala desa",
    "perangkat desa": "menjadi perangkat desa",
    "anggota legislatif": "menjadi anggota legislatif",
}
WHOLE = {"civil_servant", "ethics", "double_post", "village_post"}  # a listed detail says it all by itself


def rule_of(code: str) -> ReasonRule:
    """The rule of a reason; one that the office has added leads to all but the acceptance."""
    return RULES.get(code, OWN)


def why_on_paper(code: str, detail: str) -> str:
    """How a letter goes on after “yang bersangkutan”."""
    said, told = rule_of(code).said, _detail(detail)
    if not told:
        return said
    if code == "resigned":
        return f"{said} karena {told}"
    if (code in WHOLE and detail.strip() in DETAILS) or told.startswith("menjadi "):
        return told
    return f"{said} ({told})"


def wish_on_paper(detail: str) -> str:
    """How the acceptance of a resignation goes on after “karena”."""
    return _detail(detail) or "alasan pribadi"


def letter_on_paper(number: str, dated_on: date | None) -> str:
    """Nomor 05/TKSK/2020 tanggal 8 April 2020; only what is known of it."""
    parts = [f"Nomor {number}"] if number else []
    return " ".join([*parts, *([f"tanggal {long_date(dated_on)}"] if dated_on else [])])


def check_exit(
    starts_on: date, left_on: date, *, recorded: str = "", ends_on: date | None = None
) -> list[Problem]:
    """Somebody served at least one day before leaving, and leaves once.

    left_on: the first day without duty. recorded: the name of an officer who is known to have left
    already, on the day after `ends_on`.
    """
    if recorded and ends_on:
        text = _("{name} sudah dicatat berhenti mulai {day}. Batalkan dahulu pencatatan itu bila keliru.")
        return [Problem(text.format(name=recorded, day=long_date(ends_on + timedelta(1))))]
    if left_on <= starts_on:
        text = _("Tanggal berhenti harus sesudah awal penugasan ({day}).")
        return [Problem(text.format(day=long_date(starts_on)), "left_on")]
    return []


def handover_day(today: date, left_on: date) -> date:
    """The minutes are signed on the last day of duty, or today where that is over; never on a weekend."""
    return next_working_day(max(today, left_on - timedelta(1)))


def cover_from(today: date, left_on: date) -> date:
    """The first day of an interim where nobody says otherwise: the first one without duty, but not before
    its letter. A decision works from its day on; further back only to prevent a greater loss, or where
    somebody's right would be neglected (UU 30/2014 Pasal 57 and 58), so that is for the office to choose.
    """
    return max(today, left_on)


def check_cover(starts_on: date, left_on: date) -> list[Problem]:
    """Nobody takes the place of somebody who still serves."""
    if starts_on >= left_on:
        return []
    text = _("Petugas sementara mulai paling cepat {day}, hari pertama tanpa tugas.")
    return [Problem(text.format(day=long_date(left_on)), "cover")]


def warn_of_cover(starts_on: date, left_on: date, today: date) -> str:
    """What is to be thought of the first day of an interim; empty: nothing."""
    if starts_on < today:
        text = _(
            "Mendahului tanggal suratnya ({day}): berlaku surut hanya bila perlu untuk mencegah kerugian "
            "yang lebih besar (UU 30/2014 Pasal 58)."
        )
        return text.format(day=long_date(today))
    if starts_on > left_on:
        text = _("Tanpa petugas {days}.")
        return text.format(days=period(left_on, starts_on - timedelta(1)))
    return ""


def cover_until(starts_on: date, months: int) -> date:
    """The last day of an interim of so many months; 10 April to 9 October, 31 August to 28 February."""
    month = starts_on.month - 1 + months
    year, month = starts_on.year + month // 12, month % 12 + 1
    last = monthrange(year, month)[1]
    return date(year, month, last) if starts_on.day > last else starts_on.replace(year, month) - timedelta(1)


def _detail(detail: str) -> str:
    told = detail.strip().rstrip(".")
    return DETAILS.get(told, told)
