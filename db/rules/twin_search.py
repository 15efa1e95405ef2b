"""Finds people who may be one and the same (performance.md "Duplicates"): columns in, pairs out.

Five ways of being near (one birth date; one desa and year; one desa, day and month; one name and year; one
name and desa) give pairs. Letters in common, then the typing distance of the distinct names thin them out.
What is left is weighed as Fellegi and Sunter do: for each fact the logarithm of how much likelier it is in
one person than in two people chosen at random, so that a rare name says more than a common one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from db.rules.common_names import known_words
from db.rules.twins import CANDIDATE, Sign

Tick = Callable[[int], object]

UNKNOWN = np.iinfo(np.int32).min  # a birth date
STEPS = 7  # of a search, as told to tick
MOST_SLIPS = 2
PORTION = 1 << 17  # pairs at once: small enough for the processor's own memory
DESA_IN_KECAMATAN = 10_000  # in their codes
KNOWN, KNOWN_SHARE = 5, 20_000  # so many people have a word, or one in so many: it is a name
TWO_NAMES = -9.0  # of twins and of brothers typed wrongly there are more than of such slips
CROWD = 3000  # so many with one key are not compared each with each
RARE = 0.03  # how often a name counts that is met nowhere else
# What is known before anybody is counted: so many people weigh as much as this share of them.
USUAL_NAME, USUAL_DAY, USUAL_DESA, USUAL_KECAMATAN = (5000, 3e-6), (5000, 4e-5), (200, 0.01), (200, 0.05)
NEVER = -99.0
FIRST_DAY = 1 << 5 | 1  # 1 January

# How likely it is that one person, written twice, comes out so; and in how many ways a slip may come out.
DOUBLED = 0.002  # of all people
SAME, ONE_SLIP, TWO_SLIPS, SHORTENED, TURNED = 0.5, 0.3, 0.1, 0.08, 0.05
WAYS_OF_ONE, WAYS_OF_TWO = 50, 1500
SAME_DAY, SWAPPED, DAY_SLIP, MONTH_SLIP, YEAR_SLIP = 0.75, 0.07, 0.08, 0.02, 0.05
FIRST_OF_YEAR, OTHER_DAY = 0.05, 0.005
WAYS_OF_DAY, WAYS_OF_MONTH, WAYS_OF_YEAR = 12, 11, 3
SAME_DESA, SAME_KECAMATAN, ELSEWHERE = 0.85, 0.10, 0.05
SAME_SEX = 0.99

SIGNS = tuple(Sign)
PLACE = {sign: place for place, sign in enumerate(SIGNS)}


@dataclass(frozen=True)
class Columns:
    """People by columns, in any order: numpy arrays; `names` are places in `folded`, each name there once."""

    names: Any
    folded: Sequence[str]
    born: Any  # days since 1970, or UNKNOWN
    sex: Any  # 0 unknown, 1, 2
    desa: Any  # the code as a number, -1 unknown


@dataclass(frozen=True)
class Pairs:
    """What was found, the likeliest first, by places in the columns."""

    first: Any
    second: Any
    score: Any  # natural logarithm of the odds that they are one person
    signs: tuple[Any, ...]  # of name, birth date, desa and sex: places in SIGNS


def search(people: Columns, tick: Tick, only: Any = None) -> Pairs:
    """All pairs worth a look. only: places of who is new or changed; the rest is not compared with itself.

    tick is called often with the step (of STEPS) that runs, and may raise.
    """
    tick(0)
    facts = _Facts(people)
    fresh = None
    if only is not None:
        fresh = np.zeros(len(people.born), bool)
        fresh[only] = True
    found = []
    for step, key in enumerate(facts.keys(), 1):
        tick(step)
        found.append(np.unique(np.concatenate(list(facts.near(key, fresh, step, tick)))))
    tick(STEPS - 1)
    pairs = facts.weigh(np.unique(np.concatenate(found)))
    tick(STEPS)
    return pairs


class _Facts:
    """The columns with what follows from them."""

    def __init__(self, people: Columns) -> None:
        self.people = people
        self.total = max(len(people.born), 2)
        self.prior = log(2 * DOUBLED / self.total)
        self.days = _day_bits(people.born)
        self.words = np.array([name.count(" ") + 1 for name in people.folded], np.int8)
        self.lengths = np.array([len(name) for name in people.folded], np.int16)
        self.letters = _letters(people.folded)
        self.times = _word_times(people)
        self.rareness = _name_rareness(people, self.times, self.total)
        often = max(KNOWN, self.total // KNOWN_SHARE)
        self.known = known_words() | {word for word, times in self.times.items() if times >= often}
        self.day_rareness = _rareness(people.born, USUAL_DAY)
        self.desa_rareness = _rareness(people.desa, USUAL_DESA)
        self.kecamatan_rareness = _rareness(people.desa // DESA_IN_KECAMATAN, USUAL_KECAMATAN)
        self.best_place = float(self.desa_rareness.max(initial=0)) + log(SAME_DESA)

    def keys(self) -> Iterator[Any]:
        """Numbers that are equal where two people are near; below 0: near to nobody."""
        people, days = self.people, self.days.astype(np.int64)
        known, here, names = days >= 0, people.desa >= 0, np.int64(len(people.folded))
        yield np.where(known, days * 3 + people.sex, -1)
        yield np.where(known & here, (people.desa * 4096 + (days >> 9)) * 3 + people.sex, -1)
        yield np.where(known & here, (people.desa * 512 + (days & 511)) * 3 + people.sex, -1)
        yield np.where(known, people.names * np.int64(4096) + (days >> 9), -1)
        yield np.where(here, people.desa * names + people.names, -1)

    def near(self, key: Any, fresh: Any, step: int, tick: Tick) -> Iterator[Any]:
        """Pairs with one key that may be one person; each as one number."""
        order = np.argsort(key).astype(np.int32)
        order = order[np.count_nonzero(key < 0) :]
        key = key[order]
        ends = np.append(np.flatnonzero(np.diff(key)), len(key) - 1)
        del key
        letters = self.letters[self.people.names[order]]
        places = np.arange(len(order), dtype=np.int32)
        after = np.repeat(ends, np.diff(ends, prepend=-1)).astype(np.int32) - places  # neighbours yet to come
        yield np.empty(0, np.int64)
        for away in range(1, CROWD):
            more = after >= away
            places, after = places[more], after[more]
            if not places.size:
                return
            for start in range(0, len(places), PORTION):
                at = places[start : start + PORTION]
                one, other = letters[at], letters[at + away]
                differ = one ^ other
                slips = np.bitwise_count(differ)
                near = (
                    (slips <= 2 * MOST_SLIPS) | (differ & one == 0) | (differ & other == 0)
                )  # or a word less
                at, exact = at[near], slips[near] == 0
                first, second = order[at], order[at + away]
                if fresh is not None:
                    wanted = fresh[first] | fresh[second]
                    first, second, exact = first[wanted], second[wanted], exact[wanted]
                yield self._likely(first, second, exact)
                tick(step)

    def weigh(self, numbers: Any) -> Pairs:
        """Weigh the names too, each distinct two of them once, and keep who is likely."""
        first, second = numbers // self.total, numbers % self.total
        weighed = (
            self._names(first, second),
            self._born(first, second),
            self._place(first, second),
            self._sex(first, second),
        )
        score = self.prior + sum(weight for weight, _sign in weighed)
        kept = np.flatnonzero(score >= CANDIDATE)
        kept = kept[np.argsort(-score[kept], kind="stable")]
        return Pairs(first[kept], second[kept], score[kept], tuple(sign[kept] for _weight, sign in weighed))

    def _likely(self, first: Any, second: Any, exact: Any) -> Any:
        """Those that could be one person if their names were as alike as their letters allow.

        exact: the letters are the same. What is left is looked at more and more closely.
        """
        one, other = self.people.names[first], self.people.names[second]
        low, high = (
            np.minimum(self.rareness[one], self.rareness[other]),
            np.maximum(self.rareness[one], self.rareness[other]),
        )
        turned = np.where(exact, high + log(TURNED / 2), low + log(SHORTENED / 2))
        best = np.where(
            one == other, high + log(SAME), np.maximum(turned, high + log(ONE_SLIP / 2 / WAYS_OF_ONE))
        )
        best += self.prior + log(2 * SAME_SEX)
        for further, most in ((self._born, self.best_place), (self._place, 0.0)):
            weight = further(first, second)[0]
            may = best + weight + most >= CANDIDATE
            first, second, best = first[may], second[may], (best + weight)[may]
        low, high = np.minimum(first, second), np.maximum(first, second)
        return low.astype(np.int64) * self.total + high

    def _names(self, first: Any, second: Any) -> tuple[Any, Any]:
        one, other = self.people.names[first], self.people.names[second]
        shorter = np.where(self.lengths[one] <= self.lengths[other], one, other).astype(np.int64)
        longer = one.astype(np.int64) + other - shorter
        distinct, back = np.unique(shorter * len(self.people.folded) + longer, return_inverse=True)
        weights, signs = self._weigh_names(*np.divmod(distinct, len(self.people.folded)))
        return weights[back], signs[back]

    def _weigh_names(self, short: Any, long: Any) -> tuple[Any, Any]:
        shorts, longs = ([self.people.folded[name] for name in names.tolist()] for names in (short, long))
        edits = _edits(shorts, longs)
        turned = _edits([_in_order(name) for name in shorts], [_in_order(name) for name in longs])
        two = np.fromiter(map(self._are_two_names, shorts, longs), bool, len(shorts))
        part = np.fromiter(map(_is_part, shorts, longs), bool, len(shorts))
        enough = self.lengths[short] > 4
        rarer = np.maximum(self.rareness[short], self.rareness[long])
        slip = log(ONE_SLIP / 2 / WAYS_OF_ONE) + two * TWO_NAMES
        return _first_of(
            (short == long, Sign.NAME_SAME, rarer + log(SAME)),
            (turned == 0, Sign.NAME_TURNED, rarer + log(TURNED / 2)),
            ((edits == 1) & (self.lengths[short] > 2), Sign.NAME_CLOSE, rarer + slip),
            (part, Sign.NAME_SHORT, self.rareness[short] + log(SHORTENED / 2)),
            (
                (edits == 2) & enough,
                Sign.NAME_NEAR,
                rarer + log(TWO_SLIPS / 2 / WAYS_OF_TWO) + two * TWO_NAMES,
            ),
            ((turned == 1) & enough, Sign.NAME_TURNED, rarer + log(TURNED) + slip),
            otherwise=(Sign.NAME_OTHER, NEVER),
        )

    def _are_two_names(self, one: str, other: str) -> bool:
        """Whether the words in which they differ are all known as names: of twins, not slips."""
        first, second = set(one.split()), set(other.split())
        return len(first) == len(second) and self.known >= first ^ second

    def _born(self, first: Any, second: Any) -> tuple[Any, Any]:
        one, other = self.days[first], self.days[second]
        unknown = (one < 0) | (other < 0)
        near = np.flatnonzero(unknown | (one >> 9 == other >> 9) | (one & 511 == other & 511))
        weights, signs = np.full(len(one), log(OTHER_DAY)), np.full(len(one), PLACE[Sign.BORN_OTHER], np.int8)
        first, second, one, other, unknown = (column[near] for column in (first, second, one, other, unknown))
        m1, d1, m2, d2 = one >> 5 & 15, one & 31, other >> 5 & 15, other & 31
        years, one_digit = np.abs((one >> 9) - (other >> 9)), (d1 // 10 == d2 // 10) | (d1 % 10 == d2 % 10)
        same_year = years == 0
        new_year = (one & 511 == FIRST_DAY) | (other & 511 == FIRST_DAY)
        once, twice = self.day_rareness[first], self.day_rareness[second]
        rarer, commoner = np.maximum(once, twice), np.minimum(once, twice)
        weights[near], signs[near] = _first_of(
            (unknown, Sign.BORN_UNKNOWN, 0.0),
            (one == other, Sign.BORN_SAME, rarer + log(SAME_DAY)),
            (same_year & (d1 == m2) & (m1 == d2), Sign.BORN_SWAPPED, rarer + log(SWAPPED)),
            (same_year & (m1 == m2) & one_digit, Sign.BORN_DAY, rarer + log(DAY_SLIP / WAYS_OF_DAY)),
            (same_year & (d1 == d2), Sign.BORN_MONTH, rarer + log(MONTH_SLIP / WAYS_OF_MONTH)),
            ((years == 1) | (years == 10), Sign.BORN_YEAR, rarer + log(YEAR_SLIP / WAYS_OF_YEAR)),
            (same_year & new_year, Sign.BORN_FIRST, commoner + log(FIRST_OF_YEAR / 2)),
            otherwise=(Sign.BORN_OTHER, log(OTHER_DAY)),
        )
        return weights, signs

    def _place(self, first: Any, second: Any) -> tuple[Any, Any]:
        one, other = self.people.desa[first], self.people.desa[second]
        return _first_of(
            ((one < 0) | (other < 0), Sign.PLACE_UNKNOWN, 0.0),
            (one == other, Sign.DESA_SAME, self.desa_rareness[first] + log(SAME_DESA)),
            (
                one // DESA_IN_KECAMATAN == other // DESA_IN_KECAMATAN,
                Sign.KECAMATAN_SAME,
                self.kecamatan_rareness[first] + log(SAME_KECAMATAN),
            ),
            otherwise=(Sign.DESA_OTHER, log(ELSEWHERE)),
        )

    def _sex(self, first: Any, second: Any) -> tuple[Any, Any]:
        sex = self.people.sex
        return _first_of(
            ((sex[first] == 0) | (sex[second] == 0), Sign.SEX_UNKNOWN, 0.0),
            (sex[first] == sex[second], Sign.SEX_SAME, log(2 * SAME_SEX)),
            otherwise=(Sign.SEX_OTHER, log(2 * (1 - SAME_SEX))),
        )


def _first_of(*cases: tuple[Any, Sign, Any], otherwise: tuple[Sign, float]) -> tuple[Any, Any]:
    """Weight and sign of the first case that holds, for each pair."""
    holds = [case for case, _sign, _weight in cases]
    weights = np.select(holds, [weight for _case, _sign, weight in cases], otherwise[1])
    signs = np.select(
        holds, [np.int8(PLACE[sign]) for _case, sign, _weight in cases], np.int8(PLACE[otherwise[0]])
    )
    return weights, signs


def _letters(names: Sequence[str]) -> Any:
    """Which letters a name has, and which twice: bits that differ are letters that differ."""
    found = np.zeros(len(names), np.uint64)
    for place, name in enumerate(names):
        bits = 0
        for letter in name:
            bit = 1 << (ord(letter) % 32)
            bits |= bit << 32 if bits & bit else bit
        found[place] = bits
    return found


def _day_bits(born: Any) -> Any:
    """Year, month and day of each birth date as bits of one number; -1 where it is unknown."""
    known = born != UNKNOWN
    days = np.where(known, born, 0).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    year = days.astype("datetime64[Y]").astype(np.int32) + 1970
    month, day = months.astype(np.int32) % 12 + 1, (days - months).astype(np.int32) + 1
    return np.where(known, year << 9 | month << 5 | day, np.int32(-1))


def _rareness(column: Any, usual: tuple[int, float]) -> Any:
    """For each value, how much it says that two have it: the logarithm of how seldom it is."""
    values, times = np.unique(column, return_counts=True)
    seldom = -np.log(_share(times, len(column), usual)).astype(np.float32)
    return seldom[np.searchsorted(values, column)]


def _share(times: Any, total: int, usual: tuple[int, float]) -> Any:
    """How often something is met: as counted, and in a small office as elsewhere."""
    people, share = usual
    return (times + people * share) / (total + people)


def _word_times(people: Columns) -> dict[str, int]:
    """In how many people's names each word stands."""
    words: dict[str, int] = {}
    for name, number in zip(people.folded, _times(people), strict=True):
        for word in name.split():
            words[word] = words.get(word, 0) + number
    return words


def _times(people: Columns) -> list[int]:
    return np.bincount(people.names, minlength=len(people.folded)).tolist()  # type: ignore[no-any-return]


def _name_rareness(people: Columns, words: dict[str, int], total: int) -> Any:
    """The same for each distinct name, met in somebody else: counted, or guessed from its words."""
    times, whole = _times(people), sum(words.values()) or 1
    expected = np.zeros(len(people.folded))
    for place, (name, number) in enumerate(zip(people.folded, times, strict=True)):
        likely = float(total)
        for word in name.split():
            likely *= max(words[word] - number, RARE) / whole
        expected[place] = likely
    others = np.maximum(np.array(times) - 1, np.clip(expected, RARE, 1))
    return -np.log(_share(others, total, USUAL_NAME)).astype(np.float32)


def _edits(one: list[str], other: list[str]) -> Any:
    return cpdist(one, other, scorer=OSA.distance, score_cutoff=2, dtype=np.uint8)


def _in_order(name: str) -> str:
    return " ".join(sorted(name.split()))


def _is_part(short: str, long: str) -> bool:
    """Whether a name is another with words left out."""
    words = long.split()
    return len(short.split()) < len(words) and all(word in words for word in short.split())
