"""An incoming decree against what the office proposed (peers.md row 12, the case of Gorontalo D5)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from db.rules.import_cells import fold_place
from db.rules.office import digits
from db.rules.officers import MemberForm
from db.rules.people import is_same_name
from db.rules.words import _

N = TypeVar("N", "IncomingName", "OurName")
REGENCY = 4  # digits of its code
NO_KECAMATAN = ""


class Outcome(StrEnum):
    """What a name in the decree, or one of ours that it leaves out, turns out to be."""

    SAME = "same"
    ALIKE = "alike"
    NIAT_DIFFERS = "niat_differs"
    MOVED = "moved"
    NOT_PROPOSED = "not_proposed"
    MISSING = "missing"
    ELSEWHERE = "elsewhere"  # a name of another kabupaten: a decree of the province has many


OUTCOMES = tuple(Outcome)
OURS = frozenset({Outcome.SAME, Outcome.ALIKE, Outcome.NIAT_DIFFERS, Outcome.MOVED})


def outcome_label(outcome: Outcome) -> str:
    """What the screen calls it, in the words of the paper."""
    return {
        Outcome.SAME: _("Sama"),
        Outcome.ALIKE: _("Nama mirip"),
        Outcome.NIAT_DIFFERS: _("NIAT berbeda"),
        Outcome.MOVED: _("Kecamatan lain"),
        Outcome.NOT_PROPOSED: _("Tidak diusulkan"),
        Outcome.MISSING: _("Tidak tercantum"),
        Outcome.ELSEWHERE: _("Kabupaten/kota lain"),
    }[outcome]


def outcome_tone(outcome: Outcome) -> str:
    """The colour of its pill."""
    return {
        Outcome.SAME: "good",
        Outcome.ALIKE: "info",
        Outcome.NOT_PROPOSED: "bad",
        Outcome.MISSING: "bad",
        Outcome.ELSEWHERE: "neutral",
    }.get(outcome, "warn")


@dataclass(frozen=True)
class IncomingName:
    """One name of the decree as it came; `row` is its place there."""

    row: int
    name: str
    nik: str = ""
    niat: str = ""
    kecamatan: str = ""


@dataclass(frozen=True)
class OurName:
    """Somebody whom the office knows; the basis says whether and why the decree should name him."""

    person_id: int
    name: str
    nik: str
    niat: str
    kecamatan: str
    basis: str  # proposed | serving: expected in the decree; former | applicant: not


@dataclass(frozen=True)
class Match:
    """One line of the result; one side may be empty."""

    outcome: Outcome
    incoming: IncomingName | None
    ours: OurName | None
    note: str


def bare_name(name: str) -> str:
    """Hj. SITI Aminah, S.Sos. -> siti aminah: what two spellings of one name share."""
    words = name.partition(",")[0].split()
    kept = [word for word in words if "." not in word]
    return " ".join(re.sub(r"[\W_]", "", word).casefold() for word in kept or words)


def incoming_of(members: Iterable[MemberForm]) -> list[IncomingName]:
    """The rows of an Excel list as names of a decree."""
    return [IncomingName(one.row, one.name, one.nik, one.niat, one.kecamatan) for one in members]


def compare(
    incoming: Sequence[IncomingName],
    ours: Sequence[OurName],
    kecamatan: Iterable[str],
    regency_code: str = "",
) -> list[Match]:
    """Each name of the decree once, then those of ours that it leaves out.

    kecamatan: all of the office; a name from elsewhere is not ours to judge.
    """
    known = {fold_place(name) for name in kecamatan}
    expected = [one for one in ours if one.basis in ("proposed", "serving")]
    pairs = _pair(incoming, expected)
    taken = {id(one) for one in pairs.values()}
    others = _Known(one for one in ours if one.basis not in ("proposed", "serving"))
    before: _Known[IncomingName] = _Known()
    found = []
    for place, one in enumerate(incoming):
        partner = pairs.get(place)
        if partner is not None:
            found.append(_judge(one, partner))
        elif _is_elsewhere(one, known, regency_code):
            found.append(Match(Outcome.ELSEWHERE, one, None, ""))
        else:
            found.append(Match(Outcome.NOT_PROPOSED, one, None, _why_not(one, before, expected, others)))
        before.add(one)
    left_out = (one for one in expected if id(one) not in taken)
    return [*found, *(Match(Outcome.MISSING, None, one, _why_missing(one, incoming)) for one in left_out)]


def count_outcomes(matches: Iterable[Match]) -> dict[Outcome, int]:
    """How many of each, also of those with none."""
    counts = dict.fromkeys(OUTCOMES, 0)
    for match in matches:
        counts[match.outcome] += 1
    return counts


def _pair(incoming: Sequence[IncomingName], expected: Sequence[OurName]) -> dict[int, OurName]:
    """The surest pairs first: by NIK, by NIAT, by name and kecamatan, by name, by a name alike."""
    pairs: dict[int, OurName] = {}
    free = list(expected)

    def keys(one: IncomingName | OurName) -> tuple[object, ...]:
        name, place = bare_name(one.name), fold_place(one.kecamatan)
        return digits(one.nik), digits(one.niat), (name, place) if name and place else "", name

    for step in range(4):
        by_key: dict[object, list[OurName]] = {}
        for one in free:
            by_key.setdefault(keys(one)[step], []).append(one)
        for place, came in enumerate(incoming):
            key = keys(came)[step]
            offers = by_key.get(key, []) if key and place not in pairs else []
            if len(offers) == 1 or (offers and step < 2):  # of two of one name neither is sure
                pairs[place] = offers.pop(0)
        taken = {id(one) for one in pairs.values()}
        free = [one for one in free if id(one) not in taken]
    for place, came in enumerate(incoming):
        if place in pairs or not came.name:
            continue
        near = [
            one
            for one in free
            if fold_place(came.kecamatan) in (NO_KECAMATAN, fold_place(one.kecamatan))
            and is_same_name(came.name, one.name)
            and not _contradict(came, one)
        ]
        if len(near) == 1:
            pairs[place] = near[0]
            free = [one for one in free if one is not near[0]]
    return pairs


def _contradict(came: IncomingName, one: IncomingName | OurName) -> bool:
    """Two people of similar names have different numbers."""
    pairs = ((digits(came.nik), digits(one.nik)), (digits(came.niat), digits(one.niat)))
    return any(first and second and first != second for first, second in pairs)


def _judge(came: IncomingName, one: OurName) -> Match:
    """The gravest difference decides; the note says them all."""
    notes, outcome = [], Outcome.SAME
    if bare_name(came.name) != bare_name(one.name):
        outcome = Outcome.ALIKE
        notes.append(_("nama pada SK “{name}”").format(name=came.name))
    if digits(came.nik) and digits(one.nik) and digits(came.nik) != digits(one.nik):
        outcome = Outcome.ALIKE
        notes.append(_("NIK berbeda"))
    if digits(came.niat) and digits(one.niat) and digits(came.niat) != digits(one.niat):
        outcome = Outcome.NIAT_DIFFERS
        notes.append(_("NIAT pada SK {niat}, pada kita {ours}").format(niat=came.niat, ours=one.niat))
    if came.kecamatan and fold_place(came.kecamatan) != fold_place(one.kecamatan):
        outcome = Outcome.MOVED
        text = _("pada SK Kecamatan {came}, pada kita {ours}")
        notes.append(text.format(came=came.kecamatan, ours=one.kecamatan))
    said = "; ".join(notes)
    return Match(outcome, came, one, said[:1].upper() + said[1:])


def _is_elsewhere(one: IncomingName, known: set[str], regency_code: str) -> bool:
    if fold_place(one.kecamatan) in known:
        return False
    niat = digits(one.niat)
    if niat and regency_code:
        return niat[:REGENCY] != regency_code
    return bool(one.kecamatan)


def _why_not(
    one: IncomingName,
    before: "_Known[IncomingName]",
    expected: Sequence[OurName],
    others: "_Known[OurName]",
) -> str:
    notes = []
    if double := before.find(one):
        notes.append(_("Sudah disebut pada baris {row}.").format(row=double.row))
    if known := others.find(one):
        text = _("TKSK lama Kecamatan {kecamatan}.")
        if known.basis == "applicant":
            text = _("Pelamar Kecamatan {kecamatan} yang tidak terpilih.")
        notes.append(text.format(kecamatan=known.kecamatan))
    place = fold_place(one.kecamatan)
    wanted = next((other for other in expected if place and fold_place(other.kecamatan) == place), None)
    if wanted:
        text = _("Yang kita usulkan: {name}.") if wanted.basis == "proposed" else _("Yang bertugas: {name}.")
        notes.append(text.format(name=wanted.name.rstrip(".")))
    return " ".join(notes)


def _why_missing(one: OurName, incoming: Sequence[IncomingName]) -> str:
    place = fold_place(one.kecamatan)
    named = next((other for other in incoming if place and fold_place(other.kecamatan) == place), None)
    text = _("Calon yang kita usulkan.") if one.basis == "proposed" else _("Sedang bertugas.")
    if named:
        text += " " + _("SK menyebut {name}.").format(name=named.name.rstrip("."))
    return text


class _Known(Generic[N]):
    """Finds a person among thousands: by NIK, by NIAT, or by a name that no number contradicts."""

    def __init__(self, names: Iterable[N] = ()) -> None:
        self._found: dict[tuple[str, str], N] = {}
        for one in names:
            self.add(one)

    def add(self, one: N) -> None:
        for key in self._keys(one):
            self._found.setdefault(key, one)

    def find(self, one: IncomingName) -> N | None:
        found = (self._found.get(key) for key in self._keys(one))
        return next((other for other in found if other and not _contradict(one, other)), None)

    @staticmethod
    def _keys(one: IncomingName | OurName) -> Iterator[tuple[str, str]]:
        pairs = (("nik", digits(one.nik)), ("niat", digits(one.niat)), ("name", bare_name(one.name)))
        yield from (pair for pair in pairs if pair[1])


def in_order(matches: Sequence[Match]) -> Iterator[tuple[int, Match]]:
    """What needs a look first: the rest stands below."""
    order = (
        *(Outcome.NOT_PROPOSED, Outcome.MISSING, Outcome.MOVED, Outcome.NIAT_DIFFERS),
        *(Outcome.ALIKE, Outcome.SAME, Outcome.ELSEWHERE),
    )
    yield from sorted(enumerate(matches), key=lambda pair: order.index(pair[1].outcome))
