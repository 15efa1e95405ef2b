"""The names of a decree out of the text of its PDF: any order of columns, wrapped lines, numbering.

NIAT and NIK are known by their digits, the kecamatan by the office's names, the rest is the name.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from db.rules.dates import MONTHS
from db.rules.decree_check import IncomingName
from db.rules.import_cells import BACK_TITLES, fold

NIK = re.compile(r"(?<![\d.])\d{4}[ .]?\d{4}[ .]?\d{4}[ .]?\d{4}(?![\d.]*\d)")
NIAT = re.compile(r"(?<![\d.])[1-9]\d\.?\d{2}\.?\d{2}[-.]?\d{4}(?!\d)")  # domain.md 1.7
NUMBER = re.compile(r"^\s*(\d{1,4})\s*[.)]?(?=\s|$)")
DAY = r"\d{1,2}[\s\-/.](?:\d{1,2}|" + "|".join(MONTHS) + r")[\s\-/.]\d{4}"
BIRTH = re.compile(rf"(?:\b[\w.']+\s*,\s*)?{DAY}", re.IGNORECASE)
LONG_NUMBER = re.compile(r"\S*\d[\d.\-/]{3,}\S*")
NOT_A_NAME = re.compile(
    r"\b(lampiran|keputusan|nomor|tentang|daftar nama|tenaga kesejahteraan|halaman|ditetapkan|"
    r"kepala dinas|direktur|menteri|pada tanggal|no\.? *urut|nama lengkap|nama tksk|niat|nik|"
    r"kecamatan lokasi|wilayah kerja|tempat tugas|ttd|nip|pembina|salinan|tembusan)\b",
    re.IGNORECASE,
)
NOISE = re.compile(
    r"\b(laki-laki|perempuan|kabupaten|kab\.|kota|provinsi|kecamatan|kec\.?|niat|nik|nama)\b[ :]*",
    re.IGNORECASE,
)
EDGES = " \t,;:|-–—•."


@dataclass(frozen=True)
class ReadText:
    """What a text holds, and the lines of which nothing was taken."""

    names: tuple[IncomingName, ...]
    unread: tuple[str, ...]


@dataclass
class _Record:
    """The lines of one name."""

    number: int
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        words = ""
        for line in self.lines:
            words += f", {line}" if words and _is_tail(line) and not words.endswith(",") else f" {line}"
        return words.strip()


def read_text(text: str, kecamatan: Sequence[str]) -> ReadText:
    """The names in a pasted text. kecamatan: the names of the office's own."""
    places = _Places(kecamatan)
    lines = [" ".join(line.split()) for line in text.replace("\u00a0", " ").splitlines()]
    lines = places.join([line for line in lines if line])
    unread: list[str] = []
    if _is_numbered(lines):
        records = list(_numbered(lines, places, unread))
    else:
        records = list(_unnumbered(lines, places, unread))
    names = []
    for record in records:
        read = _read(record, places)
        if read.name or read.nik or read.niat:
            names.append(read)
        else:
            unread += record.lines
    return ReadText(tuple(names), tuple(unread))


class _Places:
    """Finds the office's kecamatan in a text; the longest name first, so that Alas Barat is not Alas."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted(names, key=len, reverse=True)
        spelled = (r"[\s\-]*".join(map(re.escape, re.split(r"[\s\-]+", name))) for name in self.names)
        self._found = [
            (name, re.compile(rf"(?<!\w)(kecamatan\s+|kec\.?\s*)?{words}(?!\w)", re.IGNORECASE))
            for name, words in zip(self.names, spelled, strict=True)
        ]

    def find(self, text: str) -> tuple[str, tuple[int, int]] | None:
        """The kecamatan in a text and where it stands: one that says so, else the last one."""
        taken: list[tuple[bool, int, int, str]] = []
        for name, pattern in self._found:
            for hit in pattern.finditer(text):
                start, end = hit.span()
                if not any(start < last and first < end for _sure, first, last, _name in taken):
                    taken.append((bool(hit.group(1)), start, end, name))
        if not taken:
            return None
        _sure, start, end, name = max(taken)
        return name, (start, end)

    def join(self, lines: Sequence[str]) -> list[str]:
        """Lines between which the name of a kecamatan was broken: Alas, then Barat."""
        joined: list[str] = []
        for line in lines:
            hit = self.find(f"{joined[-1]} {line}") if joined else None
            if hit and hit[1][0] < len(joined[-1]) < hit[1][1]:
                joined[-1] += f" {line}"
            else:
                joined.append(line)
        return joined


def _is_numbered(lines: Sequence[str]) -> bool:
    return len(list(_numbers(lines))) >= 2 or any(re.match(r"1\s*[.)]\s", line) for line in lines)


def _numbers(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Places of the lines that count on: 1, 2, 3 … and the length of each number."""
    wanted = 1
    for place, line in enumerate(lines):
        found = NUMBER.match(line)
        if found and int(found.group(1)) == wanted:
            yield place, found.end()
            wanted += 1


def _numbered(lines: Sequence[str], places: _Places, unread: list[str]) -> Iterator[_Record]:
    starts = dict(_numbers(lines))
    record: _Record | None = None
    for place, line in enumerate(lines):
        if place in starts:
            if record:
                yield record
            record = _Record((record.number if record else 0) + 1)
            if rest := line[starts[place] :].strip():
                record.lines.append(rest)
        elif record and _belongs(record, line, places):
            record.lines.append(line)
        else:
            unread.append(line)
    if record:
        yield record


def _unnumbered(lines: Sequence[str], places: _Places, unread: list[str]) -> Iterator[_Record]:
    has_marks = any(_marks(line, places) for line in lines)
    record: _Record | None = None
    number = 0
    for line in lines:
        marks = _marks(line, places)
        if not marks or (marks == {"name"} and NOT_A_NAME.search(line)):
            unread.append(line)
            continue
        if record and has_marks and not _begins(record, line, places):
            record.lines.append(line)
            continue
        if record:
            yield record
        number += 1
        record = _Record(number, [line])
    if record:
        yield record


def _begins(record: _Record, line: str, places: _Places) -> bool:
    """Whether a line is about the next one: it has what this one has already, or this one is whole."""
    had, has = _marks(record.text, places), _marks(line, places)
    if had & has or ("name" in has and had >= {"name"} and len(had) > 1):
        return not _is_tail(line)
    return False


def _belongs(record: _Record, line: str, places: _Places) -> bool:
    """Whether a line without a number goes on with the record; else it is a header or a signature."""
    had, has = _marks(record.text, places), _marks(line, places)
    if _is_tail(line):
        return True
    if NOT_A_NAME.search(line) and not has - {"name"}:
        return False
    return bool(has - had) or len(had) < 2


def _marks(text: str, places: _Places) -> set[str]:
    """Which of name, nik, niat and kecamatan a text has."""
    found, rest = set(), text
    if NIK.search(rest):
        found.add("nik")
        rest = NIK.sub(" ", rest)
    if NIAT.search(rest):
        found.add("niat")
        rest = NIAT.sub(" ", rest)
    if hit := places.find(rest):
        found.add("kecamatan")
        rest = f"{rest[: hit[1][0]]} {rest[hit[1][1] :]}"
    if _name(rest):
        found.add("name")
    return found


def _is_tail(line: str) -> bool:
    """S.Sos., M.Si. on a line of their own."""
    words = line.replace(",", " ").split()
    return "." in line and all("." in word or fold(word) in BACK_TITLES for word in words)


def _read(record: _Record, places: _Places) -> IncomingName:
    rest = record.text
    nik, niat = NIK.search(rest), None
    if nik:
        rest = f"{rest[: nik.start()]} {rest[nik.end() :]}"
    if niat := NIAT.search(rest):
        rest = f"{rest[: niat.start()]} {rest[niat.end() :]}"
    rest = BIRTH.sub(" ", rest)
    kecamatan = ""
    if hit := places.find(rest):
        without = f"{rest[: hit[1][0]]} , {rest[hit[1][1] :]}"
        if _name(without):  # somebody may be called like a kecamatan
            kecamatan, rest = hit[0], without
    return IncomingName(
        record.number,
        _name(rest),
        re.sub(r"\D", "", nik.group()) if nik else "",
        re.sub(r"\D", "", niat.group()) if niat else "",
        kecamatan,
    )


def _name(text: str) -> str:
    """What is left of a line when numbers, days and the words of a table are gone."""
    bare = NOISE.sub(" ", LONG_NUMBER.sub(" ", BIRTH.sub(" ", text)))
    bare = re.sub(r"(?<!\S)(?:[LP]|[\d./\-]+)(?!\S)", " ", bare)
    parts = [" ".join(part.split()) for part in bare.split(",")]
    kept = [part for part in parts if re.search(r"[A-Za-z]", part)]
    name = ", ".join(kept).strip(EDGES.replace(".", ""))
    return name if re.search(r"[A-Za-z]{2}", name) else ""
