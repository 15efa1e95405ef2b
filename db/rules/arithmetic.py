"""The arithmetic sheet: every figure of a candidate, so that a pocket calculator can follow (domain.md 5.3).

As printed, so never translated.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from db.rules.dates import decimal_text, long_date
from db.rules.phrases import sentence
from db.rules.reports import ColumnKind, ReportColumn, ReportTable
from db.rules.scoring import Ranked, plain, shown
from db.rules.selection import Component, Scale, component_label, tie_label

FOLD = 20  # what a value of 1–5 is multiplied by
MOST_UPRIGHT = 4  # members beside each other on upright paper


@dataclass(frozen=True)
class MemberLine:
    """One member: the values as they were given, by criterion; None: recused, and why."""

    name: str
    values: tuple[Decimal, ...] | None
    total: Fraction | None
    recused: str = ""


@dataclass(frozen=True)
class ArithmeticFacts:
    """Everything that a person with a pocket calculator needs for one candidate."""

    kecamatan: str
    held_on: date
    registration_number: str
    name: str
    scale: Scale
    criteria: tuple[tuple[str, str, Decimal], ...]  # code, name and weight
    members: tuple[MemberLine, ...]
    components: tuple[tuple[Component, Decimal, Fraction, Fraction], ...]  # set weight, part, score
    minimums: tuple[tuple[Component, Decimal], ...]
    interview: Fraction | None
    final: Fraction
    pass_mark: Decimal
    place: Ranked
    candidates: int
    tie_note: str
    formula: str


def arithmetic_tables(facts: ArithmeticFacts) -> tuple[ReportTable, ...]:
    """One candidate: the members' values times the weights, then every step to the place."""
    values, steps = _values(facts), _steps(facts)
    head = (
        f"{facts.name}, {facts.registration_number}",
        f"Wawancara {long_date(facts.held_on)}",
    )
    lies = len(facts.members) > MOST_UPRIGHT
    tables = [table for table in (values, steps) if table is not None]
    title = f"Lembar Hitung Nilai Calon TKSK Kecamatan {facts.kecamatan}"
    first = ReportTable("", title, tables[0].columns, tables[0].rows, head, tables[0].totals, tables[0].notes)
    made = [first, *tables[1:]]
    return tuple(
        ReportTable("", one.title, one.columns, one.rows, one.subtitle, one.totals, one.notes, landscape=lies)
        for one in made
    )


def _values(facts: ArithmeticFacts) -> ReportTable | None:
    """Aspects by members: the value (N) and the weight times the value (B × N)."""
    scoring = [(place, one) for place, one in enumerate(facts.members, 1) if one.values is not None]
    if not scoring:
        return None
    rows = []
    for row, (code, name, weight) in enumerate(facts.criteria):
        cells = [f"{code} {name}", plain(Fraction(weight))]
        for _place, member in scoring:
            assert member.values is not None
            value = member.values[row]
            cells += [plain(Fraction(value)), plain(_product(facts.scale, weight, value))]
        rows.append(tuple(cells))
    sums = [plain(_sum(facts, member)) for _place, member in scoring]
    columns = [
        ReportColumn("criterion", "Aspek", 30),
        ReportColumn("weight", "Bobot (B)", 8, ColumnKind.MARK),
    ]
    for place, _member in scoring:
        columns.append(ReportColumn(f"value{place}", f"P{place}", 7, ColumnKind.MARK))
        columns.append(ReportColumn(f"product{place}", f"B × P{place}", 9, ColumnKind.MARK))
    whole = sum((Fraction(weight) for _code, _name, weight in facts.criteria), Fraction(0))
    fold = " Nilai 1–5 dikalikan 20: B × P = bobot × nilai × 20." if facts.scale is Scale.FIVE else ""
    names = "; ".join(f"P{place}: {member.name}" for place, member in enumerate(facts.members, 1))
    return ReportTable(
        "",
        "Nilai Anggota",
        tuple(columns),
        tuple(rows),
        totals=("Jumlah", plain(whole), *(cell for one in sums for cell in ("", one))),
        notes=(f"{sentence(names)}{fold}",),
    )


def _steps(facts: ArithmeticFacts) -> ReportTable:
    """From the members' sums to the place, each with what to type into the calculator."""
    rows: list[tuple[str, str, str]] = []
    for place, member in enumerate(facts.members, 1):
        if member.total is None:
            rows.append((f"Nilai P{place}", f"tidak menilai ({member.recused})", "–"))
        else:
            rows.append((f"Nilai P{place}", f"{plain(_sum(facts, member))} ÷ 100", plain(member.total)))
    known = [member.total for member in facts.members if member.total is not None]
    if facts.interview is not None:
        added = " + ".join(plain(total) for total in known)
        rows.append(("Jumlah nilai anggota", added, plain(sum(known, Fraction(0)))))
        rows.append(("Nilai wawancara", _mean(known), plain(facts.interview)))
    for component, _weight, _part, score in facts.components:
        if component is not Component.INTERVIEW:
            rows.append((f"Nilai {component_label(component).lower()}", "hasil tes", plain(score)))
    weights = [Fraction(weight) for _component, weight, _part, _score in facts.components]
    if len(facts.components) > 1:
        added = " + ".join(
            f"{plain(Fraction(weight))} × {_worth(component, score, known)}"
            for component, weight, _part, score in facts.components
        )
        made = f"({added}) ÷ {plain(sum(weights, Fraction(0)))}"
    else:
        made = f"= nilai {component_label(facts.components[0][0]).lower()}"
    rows.append(("Nilai akhir, belum dibulatkan", made, plain(facts.final)))
    rows.append(("Nilai akhir", "dibulatkan dua angka", decimal_text(shown(facts.final))))
    for component, minimum in facts.minimums:
        name = component_label(component).lower()
        reached = "tidak tercapai" if component in facts.place.below else "tercapai"
        rows.append((f"Minimum {name}", plain(Fraction(minimum)), reached))
    passes = "memenuhi" if facts.final >= Fraction(facts.pass_mark) else "tidak memenuhi"
    rows.append(("Ambang lulus", plain(Fraction(facts.pass_mark)), passes))
    rank = f"{facts.place.rank} dari {facts.candidates}"
    rows.append(("Peringkat", "menurut nilai akhir yang belum dibulatkan", rank))
    if facts.place.step is not None:
        rows.append(("Nilai akhir sama", "pembeda", tie_label(facts.place.step)))
    elif facts.place.tied:
        rows.append(("Nilai akhir sama", "semua langkah sama", "belum dibedakan"))
    notes = [facts.formula, *([sentence(facts.tie_note)] if facts.tie_note else [])]
    return ReportTable(
        "",
        "Langkah Hitungan",
        (
            ReportColumn("step", "Langkah", 22),
            ReportColumn("sum", "Hitungan", 46),
            ReportColumn("result", "Hasil", 20),
        ),
        tuple(rows),
        notes=tuple(notes),
    )


def _sum(facts: ArithmeticFacts, member: MemberLine) -> Fraction:
    pairs = zip(facts.criteria, member.values or (), strict=True)
    return sum((_product(facts.scale, line[2], value) for line, value in pairs), Fraction(0))


def _product(scale: Scale, weight: Decimal, value: Decimal) -> Fraction:
    return Fraction(weight) * Fraction(value) * (FOLD if scale is Scale.FIVE else 1)


def _mean(known: list[Fraction]) -> str:
    return f"{plain(sum(known, Fraction(0)))} ÷ {len(known)}"


def _worth(component: Component, score: Fraction, known: list[Fraction]) -> str:
    """A mean that never ends is written as its sum and divisor, so that nothing is lost."""
    exact = plain(score)
    return f"({_mean(known)})" if component is Component.INTERVIEW and "…" in exact else exact
