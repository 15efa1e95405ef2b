"""How long a proposal takes at the province and the ministry: a scale, never a deadline (domain.md 1.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.rules.problems import Problem
from db.rules.words import _, ngettext

MOST_STEPS, MOST_DAYS = 20, 1000
LONGEST_NAME = 200


@dataclass(frozen=True)
class SopStep:
    """One step and the working days that it may take."""

    name: str
    days: int


# SOP Resmi Nomor 3 Bidang Pemberdayaan Sosial, Dinas Sosial Provinsi Sumatera Utara: 236 working days.
DEFAULT_STEPS = (
    SopStep("Bagian Umum menerima surat usulan", 5),
    SopStep("Pencatatan dalam buku surat masuk", 1),
    SopStep("Disposisi Kepala Bidang", 5),
    SopStep("Verifikasi dan validasi berkas", 30),
    SopStep("Penyusunan surat rekomendasi kepada Kementerian Sosial", 4),
    SopStep("Tanda tangan Kepala Dinas Sosial Provinsi", 5),
    SopStep("Entri data oleh petugas PSKS", 3),
    SopStep("Menunggu SK Kementerian Sosial", 183),
)


@dataclass(frozen=True)
class ProposalTime:
    """How long a proposal has been on its way on a day, against the scale."""

    steps: tuple[SopStep, ...]
    sent_on: date  # the last time
    first_sent_on: date
    days: int  # of the calendar, since it was first sent
    worked: int  # working days since it was first sent
    silent: int  # days since the last news
    level: int  # 0 to 3: how many of the office's limits the silence has passed
    over: bool = False  # the answer is there: nothing waits any more
    ours: int | None = None  # days since it came back to us; None: it is with the others

    @property
    def total(self) -> int:
        return sum(step.days for step in self.steps)

    @property
    def place(self) -> int | None:
        """Which step should run now, from 0; None: the whole scale has passed."""
        return step_on(self.steps, self.worked)


def step_on(steps: Sequence[SopStep], worked: int) -> int | None:
    """Which step should run after so many working days, from 0; None after the last."""
    end = 0
    for place, step in enumerate(steps):
        end += step.days
        if worked <= end:
            return place
    return None


def time_in_words(time: ProposalTime) -> str:
    """How many days so far, of the calendar and of work."""
    text = ngettext(
        "{days} hari kalender, {worked} hari kerja dari {total} hari kerja SOP",
        "{days} hari kalender, {worked} hari kerja dari {total} hari kerja SOP",
        time.days,
    )
    return text.format(days=time.days, worked=time.worked, total=time.total)


def place_in_words(time: ProposalTime) -> str:
    """Where it should be now."""
    place = time.place
    if place is None:
        text = _("Sudah lewat {n} hari kerja dari seluruh langkah SOP.")
        return text.format(n=time.worked - time.total)
    text = _("Menurut SOP sekarang langkah {n} dari {all}: {name}.")
    return text.format(n=place + 1, all=len(time.steps), name=time.steps[place].name)


def check_steps(steps: Sequence[SopStep]) -> list[Problem]:
    """Every step has a name and days; the scale is not empty."""
    if not steps:
        return [Problem(_("Isi paling sedikit satu langkah."))]
    if len(steps) > MOST_STEPS:
        return [Problem(_("Paling banyak {n} langkah.").format(n=MOST_STEPS))]
    problems = []
    for place, step in enumerate(steps, 1):
        if not step.name.strip():
            problems.append(Problem(_("Langkah {n}: isi namanya.").format(n=place)))
        if not 1 <= step.days <= MOST_DAYS:
            text = _("Langkah {n}: isi 1 sampai {most} hari kerja.")
            problems.append(Problem(text.format(n=place, most=MOST_DAYS)))
    return problems
