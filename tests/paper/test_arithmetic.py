"""The arithmetic sheet, recomputed from the text of its PDF with nothing but these figures."""

import math
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from db.rules.arithmetic import ArithmeticFacts, MemberLine, arithmetic_tables
from db.rules.letters import Letterhead, PaperSize
from db.rules.reports import Report
from db.rules.scoring import final_score, interview_score, member_total, shares
from db.rules.selection import Component, Scale
from db.rules.ties import Candidate, rank_by_ladder
from desktop import paper

CRITERIA = tuple(
    zip(
        ("W1", "W2", "W3"),
        ("Pengetahuan", "Integritas", "Komunikasi"),
        map(Decimal, (50, 30, 20)),
        strict=True,
    )
)
SIX = tuple((f"W{n}", f"Aspek ke-{n}", Decimal(w)) for n, w in enumerate((20, 20, 20, 15, 15, 10), 1))
RINA = ((80, 75, 70, 85, 60, 70), (70, 80, 75, 80, 70, 65), (90, 85, 80, 75, 65, 80))
NUMBER = r"-?\d+(?:,\d+)?"


def facts(criteria, sheets, written=None, scale=Scale.HUNDRED, weights=(40, 0, 60)):
    """A candidate; None as a sheet: that member is recused."""
    fold = 20 if scale is Scale.FIVE else 1
    by_place = {place: weight for place, (_c, _n, weight) in enumerate(criteria)}
    members, totals = [], []
    for place, values in enumerate(sheets, 1):
        if values is None:
            members.append(MemberLine(f"Anggota {place}", None, None, "keluarga"))
            continue
        given_values = tuple(map(Decimal, values))
        total = member_total(by_place, {n: v * fold for n, v in enumerate(given_values)})
        members.append(MemberLine(f"Anggota {place}", given_values, total))
        totals.append(total)
    set_weights = dict(zip(Component, map(Decimal, weights), strict=True))
    used = {Component.INTERVIEW} | ({Component.WRITTEN} if written is not None else set())
    parts = shares(set_weights, used)
    scores = {Component.INTERVIEW: interview_score(totals)}
    if written is not None:
        scores[Component.WRITTEN] = Fraction(Decimal(written))
    final = final_score(parts, scores)
    [place] = rank_by_ladder([Candidate(1, final)], Decimal(70))
    return ArithmeticFacts(
        kecamatan="Utan",
        held_on=date(2020, 4, 20),
        registration_number="TKSK-2020-5204-06-003",
        name="Rina Marlina",
        scale=scale,
        criteria=criteria,
        members=tuple(members),
        components=tuple((c, set_weights[c], part, scores[c]) for c, part in parts.items()),
        minimums=(),
        interview=scores[Component.INTERVIEW],
        final=final,
        pass_mark=Decimal(70),
        place=place,
        candidates=1,
        tie_note="",
        formula="",
    )


def lines_of(stated):
    report = Report(
        head=Letterhead("PEMERINTAH KABUPATEN SUMBAWA", "DINAS SOSIAL", "Jalan Garuda"),
        paper=PaperSize.F4,
        practice=False,
        regency="Kabupaten Sumbawa",
        tables=arithmetic_tables(stated),
        printed="Sumber",
    )
    pages = PdfReader(BytesIO(paper.render_report(report))).pages
    return [" ".join(line.split()) for page in pages for line in page.extract_text().splitlines()]


def exact(text):
    return Fraction(text.replace(",", "."))


def worked(words):
    """What a pocket calculator shows for `(40 × 68 + 60 × (227,75 ÷ 3)) ÷ 100`."""
    python = re.sub(NUMBER, lambda found: f"exact('{found.group()}')", words)
    return eval(python.replace("×", "*").replace("÷", "/"), {"exact": exact})


def same(result, shown):
    """A figure that never ends is cut after eight places."""
    if shown.endswith("…"):
        cut = exact(shown[:-1])
        return cut <= result < cut + Fraction(1, 10**8)
    return exact(shown) == result


def recompute(stated):
    """Every figure of the sheet from its own text; gives the final score and how many were checked."""
    text = " ".join(lines_of(stated))
    fold = 20 if stated.scale is Scale.FIVE else 1
    scoring = [member for member in stated.members if member.values is not None]
    checked, sums = 0, [Fraction(0)] * len(scoring)
    for code, name, _weight in stated.criteria:
        found = re.search(rf"{code} {name} ((?:{NUMBER} ?){{{1 + 2 * len(scoring)}}})", text)
        weight, *cells = map(exact, found.group(1).split())
        for place, (value, product) in enumerate(zip(cells[::2], cells[1::2], strict=True)):
            assert weight * value * fold == product
            sums[place] += product
            checked += 1
    found = re.search(rf"Jumlah 100 ((?:{NUMBER} ?){{{len(scoring)}}})", text)
    assert [exact(cell) for cell in found.group(1).split()] == sums
    totals = []
    for place, member in enumerate(stated.members, 1):
        if member.values is None:
            assert f"Nilai P{place} tidak menilai (keluarga) –" in text
            continue
        made, total = re.search(rf"Nilai P{place} ({NUMBER}) ÷ 100 ({NUMBER})", text).groups()
        assert exact(made) == sums[len(totals)]
        assert exact(made) / 100 == exact(total)
        totals.append(exact(total))
    shown = re.search(rf"Jumlah nilai anggota ([\d,+ ]+?) ({NUMBER}) Nilai wawancara", text)
    assert worked(shown.group(1)) == sum(totals) == exact(shown.group(2))
    sum_shown, divisor, mean = re.search(rf"Nilai wawancara ({NUMBER}) ÷ (\d+) ({NUMBER}…?)", text).groups()
    assert int(divisor) == len(totals)
    assert same(exact(sum_shown) / int(divisor), mean)
    made, final = re.search(
        rf"Nilai akhir, belum dibulatkan (.+?) ({NUMBER}…?) Nilai akhir dibulatkan", text
    ).groups()
    result = exact(sum_shown) / int(divisor) if "=" in made else worked(made)
    assert same(result, final)
    rounded = re.search(rf"Nilai akhir dibulatkan dua angka ({NUMBER})", text).group(1)
    assert exact(rounded) == Fraction(math.floor(result * 100 + Fraction(1, 2)), 100)
    mark, passes = re.search(rf"Ambang lulus ({NUMBER}) (memenuhi|tidak memenuhi)", text).groups()
    assert (passes == "memenuhi") == (result >= exact(mark))
    assert "Peringkat menurut nilai akhir yang belum dibulatkan 1 dari 1" in text
    return result, checked


def test_the_worked_example_is_followed_to_72_75():
    assert recompute(facts(SIX, RINA, written=68)) == (Fraction("72.75"), 18)


def test_a_recused_member_is_named_and_divides_no_more():
    result, checked = recompute(facts(SIX, (RINA[0], None, RINA[2])))
    assert (result, checked) == ((Fraction("73.75") + 80) / 2, 12)


def test_a_scale_of_one_to_five_says_what_it_is_multiplied_by():
    stated = facts(CRITERIA, ((4, 3, 5), (5, 5, 4), ("3.5", 4, 4)), 71, Scale.FIVE)
    recompute(stated)
    assert "B × P = bobot × nilai × 20" in " ".join(lines_of(stated))


def test_a_component_that_is_off_divides_by_what_is_left():
    stated = facts(CRITERIA, ((80, 70, 60), (75, 75, 75)), 71, weights=(30, 10, 60))
    assert recompute(stated)[0] == Fraction(30 * 71 + 60 * (Fraction(73) + 75) / 2) / 90


def test_nine_members_stand_on_a_sheet_that_lies():
    stated = facts(CRITERIA, [(60 + n, 70, 80) for n in range(9)])
    recompute(stated)
    assert all(table.landscape for table in arithmetic_tables(stated))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.lists(st.decimals(0, 100, places=3), min_size=3, max_size=3), min_size=3, max_size=4),
    st.one_of(st.none(), st.decimals(0, 100, places=2)),
)
def test_any_sheet_can_be_followed(sheets, written):
    recompute(facts(CRITERIA, sheets, written))


@pytest.mark.parametrize("changed", ["P1", "Jumlah"])
def test_a_wrong_figure_would_be_found(changed):
    stated = facts(SIX, RINA, written=68)
    first = stated.members[0]
    broken = (
        replace(first, total=first.total + 1)
        if changed == "P1"
        else replace(first, values=(81, *first.values[1:]))
    )
    with pytest.raises(AssertionError):
        recompute(replace(stated, members=(broken, *stated.members[1:])))
