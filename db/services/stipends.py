"""Tali asih: rates by source, what is due and paid by month, and the list that is signed."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from db.access import needs
from db.lettering import Addressing, IssuedLetter, Render, write_letter
from db.models.letters import Letter
from db.models.office import Reference
from db.models.officers import Assignment, Officer, serves_within
from db.models.regions import Region
from db.models.stipends import StipendPayment, StipendRate
from db.models.work import MonthlyReport
from db.rules.access import Right
from db.rules.letter_kinds import LetterKind
from db.rules.letters import Letter as Stated
from db.rules.officers import AssignmentKind
from db.rules.problems import refuse, require
from db.rules.stipends import (
    Month,
    Rate,
    Service,
    check_rate,
    is_due,
    months_between,
    rate_of,
    rupiah,
    said_months,
    short_months,
)
from db.rules.words import _
from db.rules.work import ReportState
from db.services.settings import get_limits


@dataclass(frozen=True)
class RateRow:
    """One rate as the list shows it."""

    id: int
    source_code: str
    source: str
    starts_on: date
    amount: int
    basis: str


@dataclass(frozen=True)
class Cell:
    """One month of one officer: what is due, what was paid and how its report stands."""

    due: int
    paid: int | None  # None: nothing noted
    payment_id: int | None
    report: ReportState | None


@dataclass(frozen=True)
class LedgerRow:
    """One officer's year with one source."""

    id: int  # of the officer
    name: str
    niat: str
    kecamatan: str
    months: tuple[Cell, ...]  # January to December

    @property
    def due(self) -> int:
        return sum(cell.due for cell in self.months)

    @property
    def paid(self) -> int:
        return sum(cell.paid or 0 for cell in self.months)

    @property
    def arrears(self) -> int:
        """What is due for months that were not noted as paid."""
        return sum(cell.due for cell in self.months if cell.paid is None)


@dataclass(frozen=True)
class PaymentRow:
    """One payment, to look at or to take back."""

    id: int
    source: str
    year: int
    month: int
    amount: int
    paid_on: date
    letter_id: int | None
    note: str


@dataclass(frozen=True)
class ListForm:
    """The list that officers sign when they are paid."""

    source_code: str
    months: tuple[Month, ...]
    officers: tuple[int, ...]
    dated_on: date
    budget: str  # APBD Kabupaten Sumbawa Tahun Anggaran 2020
    basis: str
    treasurer: str
    treasurer_nip: str


@needs(Right.READ)
def list_rates(session: Session) -> list[RateRow]:
    """All rates, by source and newest first."""
    names = _sources(session)
    rates = session.scalars(
        select(StipendRate).order_by(StipendRate.source_code, StipendRate.starts_on.desc())
    )
    return [
        RateRow(r.id, r.source_code, names.get(r.source_code, r.source_code), r.starts_on, r.amount, r.basis)
        for r in rates
    ]


@needs(Right.OFFICERS)
def add_rate(session: Session, source_code: str, starts_on: date, amount: int, basis: str) -> int:
    """Note what a source pays from a month on; another rate from the same month is refused."""
    require(check_rate(starts_on, amount))
    same = select(StipendRate.id).where(
        StipendRate.source_code == source_code, StipendRate.starts_on == starts_on
    )
    if session.scalar(same) is not None:
        raise refuse(
            _("Nilai sumber ini mulai bulan itu sudah dicatat; hapus dahulu yang lama."), "starts_on"
        )
    rate = StipendRate(source_code=source_code, starts_on=starts_on, amount=amount, basis=basis.strip())
    session.add(rate)
    session.flush()
    return rate.id


@needs(Right.OFFICERS)
def remove_rate(session: Session, rate_id: int) -> None:
    """Take away a rate that was noted wrongly; what was paid stays as it was paid."""
    session.delete(session.get_one(StipendRate, rate_id))


@needs(Right.READ)
def ledger(session: Session, source_code: str, year: int, today: date) -> list[LedgerRow]:
    """Everybody to whom the source owes or has paid something in a year; later months are not yet due."""
    limits = get_limits(session)
    rates = _rates(session, source_code)
    paid = _payments(session, source_code, year)
    services = _services(session, year, {officer_id for officer_id, _month in paid})
    reports = _reports(session, year)
    months = months_between((year, 1), (year, 12))
    rows = []
    for officer, (served, kecamatan) in services.items():
        cells = tuple(
            _cell(
                rate_of(rates, month)
                if month <= (today.year, today.month)
                and is_due(served, month, limits.stipend_from_day, interim=bool(limits.stipend_for_acting))
                else 0,
                paid.get((officer.id, month[1])),
                reports.get((officer.id, month[1])),
            )
            for month in months
        )
        if any(cell.due or cell.paid is not None for cell in cells):
            rows.append(LedgerRow(officer.id, officer.person.full_name, officer.niat or "", kecamatan, cells))
    return sorted(rows, key=lambda row: (row.kecamatan, row.name))


@needs(Right.OFFICERS)
def note_payments(
    session: Session,
    source_code: str,
    months: Collection[Month],
    officers: Collection[int],
    paid_on: date,
    note: str = "",
    *,
    today: date,
    letter_id: int | None = None,
) -> int:
    """Note what is due and not yet paid for these months and officers. Returns how many months were noted."""
    if paid_on > today:
        raise refuse(_("Tanggal bayar tidak boleh sesudah hari ini."), "paid_on")
    noted = 0
    for (year, month), row in _unpaid(session, source_code, months, officers, today):
        cell = row.months[month - 1]
        session.add(
            StipendPayment(
                officer_id=row.id,
                source_code=source_code,
                year=year,
                month=month,
                amount=cell.due,
                paid_on=paid_on,
                letter_id=letter_id,
                note=note.strip(),
            )
        )
        noted += 1
    if not noted:
        raise refuse(_("Tidak ada bulan yang belum dibayar untuk TKSK dan bulan yang dipilih."))
    session.flush()
    return noted


@needs(Right.READ)
def list_payments(session: Session, officer_id: int) -> list[PaymentRow]:
    """All that was paid to one officer, newest first."""
    names = _sources(session)
    payments = session.scalars(
        select(StipendPayment)
        .where(StipendPayment.officer_id == officer_id)
        .order_by(StipendPayment.year.desc(), StipendPayment.month.desc(), StipendPayment.source_code)
    )
    return [
        PaymentRow(
            p.id,
            names.get(p.source_code, p.source_code),
            p.year,
            p.month,
            p.amount,
            p.paid_on,
            p.letter_id,
            p.note,
        )
        for p in payments
    ]


@needs(Right.OFFICERS)
def remove_payment(session: Session, payment_id: int) -> None:
    """Take back a payment that was noted wrongly; the log keeps what it said."""
    session.delete(session.get_one(StipendPayment, payment_id))


@needs(Right.READ)
def list_facts(session: Session, form: ListForm, *, today: date) -> Stated:
    """What the list to be signed states: one line an officer, for all months together, and the sum."""
    sums: dict[int, int] = defaultdict(int)
    owed: dict[int, list[Month]] = defaultdict(list)
    rows: dict[int, LedgerRow] = {}
    for month, row in _unpaid(session, form.source_code, form.months, form.officers, today):
        sums[row.id] += row.months[month[1] - 1].due
        owed[row.id].append(month)
        rows.setdefault(row.id, row)
    if not rows:
        raise refuse(_("Tidak ada bulan yang belum dibayar untuk TKSK dan bulan yang dipilih."))
    listed = sorted(rows.values(), key=lambda row: (row.kecamatan, row.name))
    return Stated(
        LetterKind.ALLOWANCE_LIST,
        {
            "periode": said_months(form.months),
            "sumber_anggaran": form.budget.strip(),
            "dasar": form.basis.strip(),
            "penerima": tuple(
                {
                    "nama": r.name,
                    "niat": r.niat,
                    "kecamatan": r.kecamatan,
                    "bulan": short_months(owed[r.id]),
                    "jumlah": rupiah(sums[r.id]),
                }
                for r in listed
            ),
            "total": sum(sums.values()),
            "bendahara": form.treasurer.strip(),
            "nip_bendahara": form.treasurer_nip.strip(),
        },
    )


@needs(Right.LETTERS)
def issue_list(
    session: Session, form: ListForm, *, today: date, render: Render, official_id: int | None, note_paid: bool
) -> IssuedLetter:
    """Make the list final; with `note_paid` its months are noted as paid on its day and belong to it."""
    facts = list_facts(session, form, today=today)
    addressing = Addressing(
        subject=f"Tanda Terima Tali Asih TKSK {facts.values['periode']}", recipient="TKSK"
    )
    issued = write_letter(
        session, facts, addressing, dated_on=form.dated_on, render=render, official_id=official_id
    )
    if note_paid:
        note_payments(
            session,
            form.source_code,
            form.months,
            form.officers,
            form.dated_on,
            today=today,
            letter_id=issued.id,
        )
    return issued


@needs(Right.READ)
def last_list(session: Session, source_code: str) -> dict[str, str]:
    """What the last list said of budget, basis and treasurer, to begin the next one with."""
    used = select(StipendPayment.letter_id).where(StipendPayment.source_code == source_code)
    letter = session.scalars(select(Letter).where(Letter.id.in_(used)).order_by(Letter.id.desc())).first()
    facts = letter.facts if letter else {}
    names = ("sumber_anggaran", "dasar", "bendahara", "nip_bendahara")
    return {name: str(facts.get(name, "")) for name in names}


def _unpaid(
    session: Session, source_code: str, months: Collection[Month], officers: Collection[int], today: date
) -> list[tuple[Month, LedgerRow]]:
    chosen, found = set(officers), []
    for year in sorted({year for year, _month in months}):
        rows = [row for row in ledger(session, source_code, year, today) if row.id in chosen]
        for row in rows:
            for number, cell in enumerate(row.months, 1):
                if (year, number) in months and cell.due and cell.paid is None:
                    found.append(((year, number), row))
    return found


def _cell(due: int, payment: tuple[int, int] | None, report: ReportState | None) -> Cell:
    payment_id, paid = payment or (None, None)
    return Cell(due, paid, payment_id, report)


def _services(
    session: Session, year: int, paid: Collection[int]
) -> dict[Officer, tuple[Sequence[Service], str]]:
    """Everybody who served in a year, and under which kecamatan; and who was paid without serving.

    That is the last definitive post of the year: money follows the person, and rangkap moves nobody
    (domain.md 1.8). Only who served the whole year as Plt stands under the post held as Plt.
    """
    found = session.scalars(
        select(Assignment)
        .join(Assignment.kecamatan)
        .where(
            serves_within(date(year, 1, 1), date(year, 12, 31)),
        )
        .options(joinedload(Assignment.officer).joinedload(Officer.person), joinedload(Assignment.kecamatan))
        .order_by(Assignment.starts_on, Region.name)
    )
    terms: dict[Officer, list[Assignment]] = defaultdict(list)
    for assignment in found:
        terms[assignment.officer].append(assignment)
    served: dict[Officer, tuple[Sequence[Service], str]] = {
        officer: ([Service(t.kind, t.starts_on, t.ends_on) for t in held], _post(held).kecamatan.name)
        for officer, held in terms.items()
    }
    others = set(paid) - {officer.id for officer in served}
    query = select(Officer).where(Officer.id.in_(others)).options(joinedload(Officer.person))
    return served | {officer: ([], "") for officer in session.scalars(query)} if others else served


def _post(held: Sequence[Assignment]) -> Assignment:
    return max(held, key=lambda term: (term.kind is AssignmentKind.DEFINITIVE, term.starts_on))


def _rates(session: Session, source_code: str) -> list[Rate]:
    rates = session.scalars(select(StipendRate).where(StipendRate.source_code == source_code))
    return [Rate(rate.starts_on, rate.amount) for rate in rates]


def _payments(session: Session, source_code: str, year: int) -> dict[tuple[int, int], tuple[int, int]]:
    paid = session.scalars(
        select(StipendPayment).where(StipendPayment.source_code == source_code, StipendPayment.year == year)
    )
    return {(p.officer_id, p.month): (p.id, p.amount) for p in paid}


def _reports(session: Session, year: int) -> dict[tuple[int, int], ReportState]:
    reports = session.execute(
        select(MonthlyReport.officer_id, MonthlyReport.month, MonthlyReport.state).where(
            MonthlyReport.year == year
        )
    )
    return {(officer_id, month): state for officer_id, month, state in reports}


def _sources(session: Session) -> dict[str, str]:
    listed = select(Reference.code, Reference.text).where(Reference.list_name == "funds")
    return {code: text for code, text in session.execute(listed)}
