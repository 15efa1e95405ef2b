"""How far a panel agrees, in numbers and in plain words (domain.md 5.2, 5.3)."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from db.rules.dates import decimal_text
from db.rules.scoring import shown
from db.rules.words import _

FEWEST_MEMBERS, FEWEST_CANDIDATES = 3, 5  # below, the coefficient says nothing (domain.md 5.2)
STRONG, FAIR = Fraction(7, 10), Fraction(5, 10)
NOTABLE = Fraction(3)  # points above or below the others that are worth a word

Table = Mapping[int, Mapping[int, Fraction]]  # applicant: member: total; who is recused is not in it


def spread(totals: Sequence[Fraction]) -> Fraction:
    """The highest total less the lowest."""
    return max(totals) - min(totals) if totals else Fraction(0)


def is_wide(totals: Sequence[Fraction], limit: Decimal) -> bool:
    """Whether the panel must say in writing why it differs; a limit of 0 asks for nothing."""
    return limit > 0 and len(totals) > 1 and spread(totals) >= Fraction(limit)


def deviation(totals: Sequence[Fraction]) -> Fraction | None:
    """The standard deviation of the sample, good to 9 places; None for fewer than two."""
    if len(totals) < 2:
        return None
    mean = sum(totals, Fraction(0)) / len(totals)
    variance = sum(((total - mean) ** 2 for total in totals), Fraction(0)) / (len(totals) - 1)
    return Fraction(math.isqrt(math.floor(variance * 10**18)), 10**9)


def concordance(table: Table) -> Fraction | None:
    """Kendall's W with the correction for ties, of those whom all members scored; None where meaningless.

    Kendall & Babington Smith (1939): W = 12 S / (m²(n³ − n) − m Σ(t³ − t)).
    """
    members = sorted({member for row in table.values() for member in row})
    rows = [row for row in table.values() if len(row) == len(members)]
    m, n = len(members), len(rows)
    if m < FEWEST_MEMBERS or n < FEWEST_CANDIDATES:
        return None
    sums, ties = [Fraction(0)] * n, 0
    for member in members:
        given = [row[member] for row in rows]
        for place, value in enumerate(given):
            lower, same = sum(v < value for v in given), given.count(value)
            sums[place] += lower + Fraction(same + 1, 2)
        ties += sum(t**3 - t for t in Counter(given).values())
    mean = Fraction(m * (n + 1), 2)
    divisor = m * m * (n**3 - n) - m * ties
    return 12 * sum(((total - mean) ** 2 for total in sums), Fraction(0)) / divisor if divisor else None


def leanings(table: Table) -> dict[int, Fraction]:
    """How much each member gives above (+) or below (−) the mean of the others, on the average."""
    differences: dict[int, list[Fraction]] = {}
    for row in table.values():
        for member, total in row.items():
            others = [other for key, other in row.items() if key != member]
            if others:
                differences.setdefault(member, []).append(total - sum(others, Fraction(0)) / len(others))
    return {member: sum(found, Fraction(0)) / len(found) for member, found in differences.items()}


def agreement_in_words(table: Table, limit: Decimal) -> str:
    """One sentence about the panel; empty while nothing can be said."""
    spreads = [spread(list(row.values())) for row in table.values() if len(row) > 1]
    if not spreads:
        return ""
    wide = sum(is_wide(list(row.values()), limit) for row in table.values())
    said = [_("Selisih terbesar {points}.").format(points=decimal_text(shown(max(spreads))))]
    if wide:
        text = _("{n} calon dinilai dengan selisih {limit} atau lebih.")
        said.append(text.format(n=wide, limit=decimal_text(limit).removesuffix(",00")))
    strength = concordance(table)
    if strength is None:
        said.append(_("Ukuran kesepakatan baru berarti dengan tiga penilai dan lima calon."))
    else:
        word = _("kuat") if strength >= STRONG else _("sedang") if strength >= FAIR else _("lemah")
        text = _("Urutan calon menurut para penilai sejalan secara {word} (W Kendall {w}).")
        said.append(text.format(word=word, w=decimal_text(shown(strength))))
    return " ".join(said)


def leaning_in_words(name: str, leaning: Fraction) -> str:
    """Whether a member is strict, lenient or like the others."""
    points = decimal_text(shown(abs(leaning)))
    if leaning >= NOTABLE:
        return _("{name} lebih murah: rata-rata {points} di atas penilai lain").format(
            name=name, points=points
        )
    if leaning <= -NOTABLE:
        return _("{name} lebih ketat: rata-rata {points} di bawah penilai lain").format(
            name=name, points=points
        )
    return _("{name} sejalan dengan penilai lain").format(name=name)
