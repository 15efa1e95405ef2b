"""What comes in, what is done about it, and what is carried out: which days and which files make sense."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from db.rules.dates import long_date, short_date
from db.rules.problems import Problem
from db.rules.words import _

EARLIEST = date(2000, 1, 1)  # what is older is a year typed wrongly
URGENCIES = ("Biasa", "Segera", "Sangat Segera")  # printed, so never translated (domain.md 4.5)
INSTRUCTIONS = (
    "Untuk ditindaklanjuti",
    "Untuk diketahui",
    "Siapkan balasan",
    "Hadiri atau wakili",
    "Koordinasikan dengan bidang terkait",
    "Pelajari dan beri saran",
    "Arsipkan",
)
CARRIED = "Diantar"
WAYS = (CARRIED, "Pos", "Jasa kirim", "Surel", "Diambil sendiri")


class IncomingState(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    VOID = "void"  # entered by mistake: its number in the agenda stays, with the reason


class ExpeditionState(StrEnum):
    ON_THE_WAY = "on_the_way"
    RECEIVED = "received"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"
    NUMBER = "number"  # a number of the book without a letter: reserved, or void


def incoming_state(
    done_on: date | None, due_on: date | None, on: date, void_reason: str = ""
) -> IncomingState:
    """How an incoming letter stands on a day; due_on: the first day by which something had to be done."""
    if void_reason:
        return IncomingState.VOID
    if done_on:
        return IncomingState.DONE
    return IncomingState.OVERDUE if due_on and due_on < on else IncomingState.OPEN


def incoming_state_label(state: IncomingState) -> str:
    """What the screen calls it."""
    return {
        IncomingState.OPEN: _("Belum selesai"),
        IncomingState.OVERDUE: _("Terlambat"),
        IncomingState.DONE: _("Selesai"),
        IncomingState.VOID: _("Dibatalkan"),
    }[state]


def direction_label(direction: Direction) -> str:
    """What the screen calls it."""
    return {
        Direction.IN: _("Masuk"),
        Direction.OUT: _("Keluar"),
        Direction.NUMBER: _("Nomor"),
    }[direction]


@dataclass(frozen=True)
class IncomingForm:
    """An incoming letter, as typed."""

    received_on: date
    sender: str
    subject: str
    number: str = ""
    dated_on: date | None = None
    urgency: str = URGENCIES[0]
    classification: str = ""
    note: str = ""
    follow_up_on: date | None = None


@dataclass(frozen=True)
class DispositionForm:
    """What the head wants done, as typed."""

    made_on: date
    made_by: str
    recipient: str
    instruction: str
    due_on: date | None = None
    done_on: date | None = None
    result: str = ""


@dataclass(frozen=True)
class ExpeditionForm:
    """One letter on its way to one recipient, as typed."""

    recipient: str
    sent_on: date
    way: str = ""
    carrier: str = ""
    received_on: date | None = None
    received_by: str = ""


@dataclass(frozen=True)
class AgendaLine:
    """One line of the agenda as the book and Excel state it."""

    direction: Direction
    place: str  # the number in the book: 12, or 005.01
    day: date
    number: str  # of the letter
    dated_on: date | None
    party: str  # sender or recipient
    subject: str
    note: str


@dataclass(frozen=True)
class AgendaBook:
    """The agenda of some time, to be printed or taken out of the program."""

    title: str
    office: str
    period: str
    lines: tuple[AgendaLine, ...]
    printed: str  # dicetak 21-11-2026 pukul 14.03 WITA oleh Sari


def check_incoming(form: IncomingForm, today: date) -> list[Problem]:
    """An incoming letter has a sender, a subject, and days that follow each other."""
    problems = []
    if not form.sender.strip():
        problems.append(Problem(_("Isi pengirim surat."), "sender"))
    if not form.subject.strip():
        problems.append(Problem(_("Isi hal surat."), "subject"))
    problems += _check_day(form.received_on, "received_on", _("Tanggal terima"), today)
    if form.dated_on:
        problems += _check_day(form.dated_on, "dated_on", _("Tanggal surat"))
        if form.received_on < form.dated_on:
            text = _("Surat bertanggal {dated} tidak mungkin diterima {received}; periksa kedua tanggal.")
            said = text.format(dated=short_date(form.dated_on), received=short_date(form.received_on))
            problems.append(Problem(said, "received_on"))
    if form.follow_up_on and form.follow_up_on < form.received_on:
        text = _("Batas tindak lanjut paling awal pada tanggal terima, {day}.")
        problems.append(Problem(text.format(day=long_date(form.received_on)), "follow_up_on"))
    return problems


def check_disposition(form: DispositionForm, received_on: date) -> list[Problem]:
    """A disposition says who should do what, after the letter came."""
    problems = []
    if not form.recipient.strip():
        problems.append(Problem(_("Isi kepada siapa surat diteruskan."), "recipient"))
    if not form.instruction.strip():
        problems.append(Problem(_("Isi apa yang harus dilakukan."), "instruction"))
    if form.made_on < received_on:
        text = _("Surat baru diterima {day}; disposisi tidak mungkin lebih awal.")
        problems.append(Problem(text.format(day=long_date(received_on)), "made_on"))
    later = ((form.due_on, "due_on", _("Batas waktu")), (form.done_on, "done_on", _("Tanggal selesai")))
    for day, field, name in later:
        if day and day < form.made_on:
            text = _("{name} paling awal pada tanggal disposisi, {day}.")
            problems.append(Problem(text.format(name=name, day=long_date(form.made_on)), field))
    return problems


def check_expedition(form: ExpeditionForm, dated_on: date, today: date) -> list[Problem]:
    """A letter is sent after it was written, and received after it was sent."""
    problems = []
    if not form.recipient.strip():
        problems.append(Problem(_("Isi tujuan surat."), "recipient"))
    problems += check_sent(form.sent_on, dated_on, today)
    if form.received_on:
        problems += check_received(form.received_on, form.sent_on, today)
    elif form.received_by.strip():
        problems.append(Problem(_("Isi juga tanggal diterima."), "received_on"))
    return problems


def check_sent(sent_on: date, dated_on: date, today: date) -> list[Problem]:
    """The day on which a letter is sent."""
    if sent_on < dated_on:
        text = _("Surat ini bertanggal {day}; pengiriman tidak mungkin lebih awal.")
        return [Problem(text.format(day=long_date(dated_on)), "sent_on")]
    return _check_day(sent_on, "sent_on", _("Tanggal kirim"), today)


def check_carrier(way: str, carrier: str) -> list[Problem]:
    """A letter that somebody carries is worth asking back from him or her."""
    if way.strip().casefold() == CARRIED.casefold() and not carrier.strip():
        return [Problem(_("Isi siapa yang mengantar surat ini, atau pilih cara lain."), "carrier")]
    return []


def check_received(received_on: date, sent_on: date, today: date) -> list[Problem]:
    """The day on which a recipient had the letter in hand."""
    if received_on < sent_on:
        text = _("Surat baru dikirim {day}; penerimaan tidak mungkin lebih awal.")
        return [Problem(text.format(day=long_date(sent_on)), "received_on")]
    return _check_day(received_on, "received_on", _("Tanggal diterima"), today)


def check_void(void_reason: str) -> list[Problem]:
    """Nothing more is done about a letter that was entered by mistake."""
    if not void_reason:
        return []
    return [Problem(_("Pencatatan surat ini sudah dibatalkan. Buka kembali dahulu bila ternyata berlaku."))]


def sound_words(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a form without white around their words."""
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def _check_day(day: date, field: str, name: str, today: date | None = None) -> list[Problem]:
    if day < EARLIEST:
        text = _("{name} {day} terlalu lama berlalu; periksa tahunnya.")
        return [Problem(text.format(name=name, day=short_date(day)), field)]
    if today and day > today:
        text = _("{name} {day} belum tiba; periksa tanggalnya.")
        return [Problem(text.format(name=name, day=short_date(day)), field)]
    return []
