"""Borders of kecamatan and desa from a GeoJSON file that the office brings, matched by code or by name."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from db.rules.import_cells import fold_place
from db.rules.problems import Trouble
from db.rules.words import _

Point = tuple[float, float]  # longitude, latitude in degrees (WGS 84)
Ring = tuple[Point, ...]
Shape = tuple[tuple[Ring, ...], ...]  # polygons, each an outer ring and its holes
KECAMATAN, DESA = 6, 10  # digits of their codes
TOLERANCE = 0.0002  # degrees, about 20 metres: finer than a screen or an F4 page shows
FOREIGN = re.compile(r"\d\d\.\d\d\.\d\d(\.\d{4})?|\d{10}")  # a code of Kemendagri, whoever's
FEWEST = 4  # points of a ring, the last being the first again


@dataclass(frozen=True)
class Border:
    """One feature of the file: what it says of itself, and its shape."""

    facts: Mapping[str, str]
    shape: Shape


@dataclass(frozen=True)
class Match:
    """Which borders belong to which places, and what did not fit."""

    shapes: Mapping[str, Shape]  # by code of the region
    level: int  # digits of those codes
    strangers: tuple[tuple[str, str], ...] = ()  # name in the file, and why it was left out
    bare: tuple[str, ...] = field(default=())  # codes of places of that level without a border


def read_borders(text: str, file_name: str) -> list[Border]:
    """The areas of a GeoJSON file. Raises Trouble: not GeoJSON, no areas, not in degrees."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Trouble(
            _("{file} bukan berkas GeoJSON yang utuh. Minta lagi berkasnya.").format(file=file_name)
        ) from error
    try:
        borders = [border for border in map(_border, _features(content)) if border.shape]
    except (TypeError, ValueError, IndexError, KeyError, AttributeError) as error:
        raise Trouble(
            _("Bentuk wilayah dalam {file} tidak dapat dibaca. Simpan ulang sebagai GeoJSON.").format(
                file=file_name
            )
        ) from error
    if not borders:
        text = _("{file} tidak berisi batas wilayah (poligon). Pilih berkas batas kecamatan atau desa.")
        raise Trouble(text.format(file=file_name))
    if any(abs(x) > 180 or abs(y) > 90 for border in borders for x, y in _points(border.shape)):
        text = _("Koordinat {file} bukan derajat. Simpan ulang dengan sistem koordinat WGS 84 (EPSG:4326).")
        raise Trouble(text.format(file=file_name))
    return borders


def match_borders(borders: Sequence[Border], places: Mapping[str, str]) -> Match:
    """Each border by the code it bears, else by its name. places: names by code, of kecamatan and desa."""
    level = _level(borders, places)
    of_level = {code: name for code, name in places.items() if len(code) == level}
    by_name = defaultdict(list)
    for code, name in of_level.items():
        by_name[fold_place(name)].append(code)
    found: dict[str, Shape] = {}
    strangers: list[tuple[str, str]] = []
    for border in borders:
        code, reason = _place_of(border, of_level, by_name, places)
        if not code:
            strangers.append((_call(border), reason))
        else:
            found[code] = found.get(code, ()) + simplify(border.shape)  # islands may be features of their own
    bare = tuple(sorted(set(of_level) - set(found)))
    return Match(found, level, tuple(strangers), bare)


def simplify(shape: Shape, tolerance: float = TOLERANCE) -> Shape:
    """The same shape with fewer points, none further than the tolerance from its line."""
    slim = []
    for polygon in shape:
        rings = tuple(_thin(ring, tolerance) for ring in polygon)
        slim.append((rings[0], *(ring for ring in rings[1:] if len(ring) >= FEWEST)))
    return tuple(slim)


def to_text(shape: Shape) -> str:
    """As the database keeps it: the coordinates of a GeoJSON MultiPolygon, five decimals (a metre)."""
    rounded = [[[[round(x, 5), round(y, 5)] for x, y in ring] for ring in polygon] for polygon in shape]
    return json.dumps(rounded, separators=(",", ":"))


def from_text(text: str) -> Shape:
    """A shape that the database kept."""
    return tuple(tuple(tuple((x, y) for x, y in ring) for ring in polygon) for polygon in json.loads(text))


def middle(shape: Shape) -> Point:
    """The centre of the largest polygon's outer ring, weighed by area: where its name stands."""
    best, largest = (0.0, 0.0), -1.0
    for outer, *_holes in shape:
        twice = [ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(outer)]
        area = sum(twice)
        if abs(area) > largest and area:
            largest = abs(area)
            pairs = list(zip(pairwise(outer), twice, strict=True))
            best = (
                sum((a[0] + b[0]) * part for (a, b), part in pairs) / (3 * area),
                sum((a[1] + b[1]) * part for (a, b), part in pairs) / (3 * area),
            )
    return best


def _features(content: Any) -> Iterator[Mapping[str, Any]]:
    kind = content.get("type")
    if kind == "FeatureCollection":
        for feature in content["features"]:
            yield from _features(feature)
    elif kind == "Feature":
        if content.get("geometry"):
            yield content
    elif kind in ("Polygon", "MultiPolygon", "GeometryCollection"):
        yield {"properties": {}, "geometry": content}
    else:
        raise ValueError(kind)


def _border(feature: Mapping[str, Any]) -> Border:
    facts = {str(key): _said(value) for key, value in (feature.get("properties") or {}).items()}
    return Border(facts, tuple(_polygons(feature["geometry"])))


def _said(value: Any) -> str:
    """A code that a table program has made a number: 520406.0."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _polygons(geometry: Mapping[str, Any]) -> Iterator[tuple[Ring, ...]]:
    match geometry["type"]:
        case "Polygon":
            yield _rings(geometry["coordinates"])
        case "MultiPolygon":
            yield from map(_rings, geometry["coordinates"])
        case "GeometryCollection":
            for part in geometry["geometries"]:
                yield from _polygons(part)


def _rings(coordinates: Sequence[Any]) -> tuple[Ring, ...]:
    rings = tuple(tuple((float(point[0]), float(point[1])) for point in ring) for ring in coordinates)
    if not rings or len(rings[0]) < FEWEST:
        raise ValueError("a ring needs four points")
    return rings


def _points(shape: Shape) -> Iterator[Point]:
    return (point for polygon in shape for ring in polygon for point in ring)


def _level(borders: Sequence[Border], places: Mapping[str, str]) -> int:
    """Kecamatan or desa: as most of the codes say; without codes, as most of the names do."""
    codes = [code for border in borders if (code := _code(border, places))]
    if codes:
        return DESA if sum(len(code) == DESA for code in codes) * 2 > len(codes) else KECAMATAN
    names = {
        level: {fold_place(name) for code, name in places.items() if len(code) == level}
        for level in (KECAMATAN, DESA)
    }
    hits = {
        level: sum(any(fold_place(said) in known for said in border.facts.values()) for border in borders)
        for level, known in names.items()
    }
    if hits[DESA] == hits[KECAMATAN]:
        return DESA if len(borders) > len(names[KECAMATAN]) else KECAMATAN
    return max(hits, key=lambda level: hits[level])


def _code(border: Border, places: Mapping[str, str]) -> str:
    """The longest code of a known place among what the border says of itself."""
    codes = {said.replace(".", "") for said in border.facts.values()}
    return max(
        (code for code in codes if len(code) in (KECAMATAN, DESA) and code in places), key=len, default=""
    )


def _place_of(
    border: Border,
    of_level: Mapping[str, str],
    by_name: Mapping[str, Sequence[str]],
    places: Mapping[str, str],
) -> tuple[str, str]:
    """The code of the border's place, or why it has none."""
    if (code := _code(border, of_level)) in of_level:
        return code, ""
    if any(FOREIGN.fullmatch(words) for words in border.facts.values()):
        return "", _("kodenya bukan kode wilayah kabupaten/kota ini")
    said = [fold_place(words) for words in border.facts.values() if words]
    offers = {code for words in said for code in by_name.get(words, ())}
    if len(offers) > 1:  # two desa of one name: the kecamatan decides
        offers = {code for code in offers if fold_place(places.get(code[:KECAMATAN], "")) in said} or offers
    if len(offers) == 1:
        return offers.pop(), ""
    if offers:
        return "", _("namanya dipakai {number} wilayah dan kecamatannya tidak disebut").format(
            number=len(offers)
        )
    return "", _("tidak ada kode atau nama yang cocok di kabupaten/kota ini")


def _call(border: Border) -> str:
    """What to call a border that belongs nowhere: the words among its facts."""
    words = [said for said in border.facts.values() if said and not said.replace(".", "").isdigit()]
    return ", ".join((words or list(border.facts.values()) or [_("tanpa nama")])[:3])


def _thin(ring: Ring, tolerance: float) -> Ring:
    """Douglas–Peucker without recursion; a ring keeps its first point twice."""
    if len(ring) <= FEWEST:
        return ring
    far = max(range(len(ring)), key=lambda at: _squared(ring[at], ring[0]))
    kept = {0, far, len(ring) - 1}
    open_parts = [(0, far), (far, len(ring) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        best, at = tolerance**2, 0
        for place in range(first + 1, last):
            distance = _from_line(ring[place], ring[first], ring[last])
            if distance > best:
                best, at = distance, place
        if at:
            kept.add(at)
            open_parts += [(first, at), (at, last)]
    slim = tuple(ring[place] for place in sorted(kept))
    return slim if len(slim) >= FEWEST else ring


def _squared(one: Point, other: Point) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _from_line(point: Point, start: Point, end: Point) -> float:
    """The squared distance of a point from a stretch."""
    length = _squared(start, end)
    if not length:
        return _squared(point, start)
    along = (point[0] - start[0]) * (end[0] - start[0]) + (point[1] - start[1]) * (end[1] - start[1])
    share = min(1.0, max(0.0, along / length))
    foot = (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
    return _squared(point, foot)
