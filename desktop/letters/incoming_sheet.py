"""What the papers of the agenda say: the disposition sheet, the agenda book, the expedition book."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from db.rules.agenda import AgendaBook, Direction
from db.rules.dates import period, short_date
from db.rules.letter_kinds import LetterKind
from db.rules.letters import Frame, Letter
from db.services import agenda, agenda_book, letter_preview
from db.services.expedition import ExpeditionRow

if TYPE_CHECKING:
    from db.rules.templates import Row, Values

Stated = tuple[Frame, Letter]
ROWS_BY_HAND = 4  # a sheet has room for more dispositions than there are
DIRECTIONS = {Direction.IN: "Masuk", Direction.OUT: "Keluar", Direction.NUMBER: "Nomor"}


def read_sheet(session: Any, incoming_id: int, on: date) -> Stated:
    """The disposition sheet of an incoming letter: a form, without a number of its own."""
    letter = agenda.get_incoming(session, incoming_id)
    rows: list[Row] = [
        {"kepada": made.recipient, "isi": made.instruction, "batas": short_date(made.due_on)}
        for made in letter.dispositions
    ]
    rows += [{"kepada": "", "isi": "", "batas": ""}] * (ROWS_BY_HAND - len(rows))
    values: Values = {
        "nomor_agenda": letter.place,
        "tanggal_terima": letter.received_on,
        "pengirim": letter.sender,
        "nomor_surat": letter.number,
        "tanggal_surat": letter.dated_on,
        "hal": letter.subject,
        "sifat": letter.urgency,
        "klasifikasi": letter.classification,
        "batas_waktu": letter.follow_up_on,
        "disposisi": tuple(rows),
        "catatan": tuple(letter.note.splitlines()),
    }
    return frame_of(session, LetterKind.DISPOSITION, on), Letter(LetterKind.DISPOSITION, values)


def read_book(session: Any, at: datetime, **criteria: Any) -> Stated:
    """The agenda of a year or a month, as the list shows it, the oldest line first."""
    book = agenda_book.export_agenda(session, at=at, **criteria)
    both = criteria.get("direction") is None
    values: Values = {
        "judul": book.title.title(),
        "masa": book.period,
        "dicetak": f"{_counted(book)}; {book.printed}.",
        "surat": tuple(
            {
                "arah": DIRECTIONS[line.direction] if both else "",
                "agenda": line.place,
                "tanggal": short_date(line.day),
                "nomor": line.number,
                "tanggal_surat": short_date(line.dated_on) if line.direction is Direction.IN else "",
                "pihak": line.party,
                "hal": line.subject,
                "keterangan": line.note,
            }
            for line in book.lines
        ),
    }
    return frame_of(session, LetterKind.AGENDA, at.date()), Letter(LetterKind.AGENDA, values)


def read_expedition(session: Any, rows: Sequence[ExpeditionRow], on: date) -> Stated:
    """The expedition book of these letters, with room for the signature of whoever takes one."""
    values: Values = {
        "judul": "Buku Ekspedisi",
        "masa": period(rows[0].sent_on, rows[-1].sent_on),
        "ekspedisi": tuple(
            {
                "dikirim": short_date(row.sent_on),
                "nomor": row.number,
                "tujuan": row.recipient,
                "hal": row.subject,
                "cara": ", ".join(filter(None, (row.way, row.carrier))),
                "diterima": short_date(row.received_on),
                "penerima": row.received_by,
            }
            for row in rows
        ),
    }
    return frame_of(session, LetterKind.AGENDA, on), Letter(LetterKind.AGENDA, values)


def frame_of(session: Any, kind: LetterKind, on: date) -> Frame:
    """The office's paper without a number and without a code: this is no letter."""
    return replace(letter_preview.preview_frame(session, kind, on).frame, code="", number="")


def _counted(book: AgendaBook) -> str:
    """3 surat masuk, 12 surat keluar, 1 nomor tanpa surat."""
    names = {
        Direction.IN: "surat masuk",
        Direction.OUT: "surat keluar",
        Direction.NUMBER: "nomor tanpa surat",
    }
    counted = Counter(line.direction for line in book.lines)
    return ", ".join(f"{counted[one]} {name}" for one, name in names.items() if counted[one]) or "nihil"
