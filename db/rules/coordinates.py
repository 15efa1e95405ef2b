"""Coordinates as people paste them from a chat or a map, and how far two places lie apart."""

import math
import re
from collections.abc import Iterable
from urllib.parse import unquote

from db.rules.problems import RuleViolation, refuse
from db.rules.words import _

Point = tuple[float, float]  # latitude, longitude
NUMBER = r"[-−–+]?\d{1,3}(?:[.,]\d+)?"
IN_LINK = (
    re.compile(r"!3d(-?\d+\.\d+)!4d(-?\d+\.\d+)"),  # the pin itself; @ is the middle of the screen
    re.compile(
        r"[?&](?:q|query|ll|daddr|destination|center)=(?:loc:)?\s*(-?\d+(?:\.\d+)?),\s*\+?(-?\d+(?:\.\d+)?)"
    ),
    re.compile(r"/(?:place|search|dir/)/?(-?\d+\.\d+),\s*\+?(-?\d+\.\d+)"),
    re.compile(r"geo:(-?\d+(?:\.\d+)?),\s*(-?\d+(?:\.\d+)?)"),
    re.compile(r"@(-?\d+\.\d+),\s*(-?\d+\.\d+)"),
)
SHORT_LINKS = ("goo.gl", "maps.app")
SIDES = r"(?:LS|LU|BT|BB|[NSEWUTB])"
DEGREES = (
    rf"({NUMBER})\s*[°º]\s*(?:(\d{{1,2}}(?:[.,]\d+)?)\s*['′’`]\s*)?"
    r"(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|”|''|’’)\s*)?"
)
BEHIND = re.compile(rf"{DEGREES}({SIDES})?(?![a-z])", re.IGNORECASE)
BEFORE = re.compile(rf"({SIDES})\s*{DEGREES}", re.IGNORECASE)
LETTERED_BEFORE = re.compile(rf"(?<![a-z])({SIDES})\s*[:=]?\s*({NUMBER})", re.IGNORECASE)
NAMED = tuple(
    re.compile(rf"(?<![a-z])(?:{names})\s*[:=]?\s*({NUMBER})", re.IGNORECASE)
    for names in ("lat(?:itude)?|lintang", "long?(?:itude)?|lng|bujur")
)
LETTERED = re.compile(rf"({NUMBER})\s*({SIDES})(?![a-z])", re.IGNORECASE)
NEGATIVE = {"S", "LS", "W", "BB"}
ALONG = {"E", "W", "T", "B", "BT", "BB"}  # letters of a longitude
EARTH = 6371.0  # km
LATITUDES, LONGITUDES = (-11.5, 6.5), (94.5, 141.5)  # of Indonesia
PLACES = 6  # of a degree: ten centimetres


def read_point(text: str) -> Point:
    """The place that a text names; refuses, in one sentence, what names none."""
    plain = unquote(text).replace("\u200e", "").strip()
    ways = (_from_link, _from_degrees, _from_letters, _from_names, _from_pair)
    found = next((point for way in ways if (point := way(plain))), None)
    if found is None:
        if any(host in plain for host in SHORT_LINKS):
            text = _("Tautan pendek tidak memuat koordinat. Buka di peramban, lalu salin alamat panjangnya.")
            raise refuse(text, "point")
        raise _unreadable()
    latitude, longitude = found
    if not _in_indonesia(found) and _in_indonesia((longitude, latitude)):
        latitude, longitude = longitude, latitude  # the longitude came first
    if abs(latitude) > 90 or abs(longitude) > 180:
        text = _("Koordinat di luar bumi: lintang paling jauh 90, bujur paling jauh 180. Periksa angkanya.")
        raise refuse(text, "point")
    return round(latitude, PLACES), round(longitude, PLACES)


def in_words(latitude: float, longitude: float) -> str:
    """As it is shown, and read again when it is pasted."""
    return f"{latitude:.6f}, {longitude:.6f}"


def kilometres(one: Point, other: Point) -> float:
    """How far two places lie apart as the bird flies."""
    (north, east), (north2, east2) = ([math.radians(part) for part in point] for point in (one, other))
    half = (
        math.sin((north2 - north) / 2) ** 2
        + math.cos(north) * math.cos(north2) * math.sin((east2 - east) / 2) ** 2
    )
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))


def lies_within(point: Point, rings: Iterable[Iterable[tuple[float, float]]]) -> bool:
    """Whether a place lies inside borders of (longitude, latitude): each line crossed turns in to out."""
    north, east = point
    inside = False
    for ring in rings:
        corners = list(ring)
        for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], *corners[:1]], strict=True):
            if (y1 > north) != (y2 > north) and east < (x2 - x1) * (north - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


def _from_link(text: str) -> Point | None:
    for pattern in IN_LINK:
        if match := pattern.search(text):
            return float(match[1]), float(match[2])
    return None


def _from_degrees(text: str) -> Point | None:
    ahead = re.match(rf"\W*{BEFORE.pattern}", text, re.IGNORECASE)
    parts = [(*found[1:], found[0]) for found in BEFORE.findall(text)] if ahead else BEHIND.findall(text)
    if len(parts) != 2:
        return None
    values, sides = [], []
    for degrees, minutes, seconds, letters in parts:
        if max(_number(minutes or "0"), _number(seconds or "0")) >= 60:
            raise refuse(_("Menit dan detik koordinat harus kurang dari 60. Periksa angkanya."), "point")
        value = abs(_number(degrees)) + _number(minutes or "0") / 60 + _number(seconds or "0") / 3600
        side = letters.upper()
        sides.append(side)
        values.append(-value if side in NEGATIVE or _number(degrees) < 0 else value)
    first_is_longitude = sides[0] in ALONG
    return (values[1], values[0]) if first_is_longitude else (values[0], values[1])


def _from_letters(text: str) -> Point | None:
    parts = LETTERED.findall(text)
    if len(parts) != 2:
        parts = [(number, side) for side, number in LETTERED_BEFORE.findall(text)]
    if len(parts) != 2 or len({part[1].upper() in ALONG for part in parts}) != 2:
        return None
    values = [
        -abs(_number(number)) if side.upper() in NEGATIVE else _number(number) for number, side in parts
    ]
    return (values[1], values[0]) if parts[0][1].upper() in ALONG else (values[0], values[1])


def _from_names(text: str) -> Point | None:
    latitude, longitude = (pattern.search(text) for pattern in NAMED)
    return (_number(latitude[1]), _number(longitude[1])) if latitude and longitude else None


def _from_pair(text: str) -> Point | None:
    found = re.search(r"([-−–+]?\d{1,3}\.\d+)\s*[,;\s]\s*([-−–+]?\d{1,3}\.\d+)", text)
    found = found or re.search(r"([-−–+]?\d{1,3},\d+)\s*[;\s]\s*([-−–+]?\d{1,3},\d+)", text)
    found = found or re.search(r"([-−–+]?\d{1,3},\d+)\s*,\s+([-−–+]?\d{1,3},\d+)", text)
    return (_number(found[1]), _number(found[2])) if found else None


def _number(text: str) -> float:
    return float(text.replace(",", ".").replace("−", "-").replace("–", "-"))


def _in_indonesia(point: Point) -> bool:
    return LATITUDES[0] <= point[0] <= LATITUDES[1] and LONGITUDES[0] <= point[1] <= LONGITUDES[1]


def _unreadable() -> RuleViolation:
    return refuse(
        _(
            "Koordinat tidak terbaca. Contoh: -8.4651, 117.2041 atau 8°27'54\"S 117°12'14\"E, "
            "atau tautan Google Maps."
        ),
        "point",
    )
