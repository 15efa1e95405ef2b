"""Joining papers into one PDF with bookmarks; each is written as it comes, so that memory does not grow."""

from array import array
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Sequence
from hashlib import sha256
from io import BytesIO
from typing import Any, BinaryIO

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

CREATOR = "Pilar TKSK"
CATALOG, PAGES, OUTLINE, INFO = 1, 2, 3, 4
FREE = 0  # where the list of all objects begins


def join(pdfs: Iterable[bytes], titles: Iterable[str]) -> bytes:
    """All pages in order; each title is the bookmark of its PDF. The same papers give the same bytes."""
    output = BytesIO()
    binder = Binder(output)
    for pdf, title in zip(pdfs, titles, strict=True):
        binder.add(pdf, title)
    binder.close()
    return output.getvalue()


class Binder:
    """Writes one PDF of many. A stream that several of them have, as the logo, is written once."""

    def __init__(self, output: BinaryIO) -> None:
        self._output = output
        self._places = array("Q", [FREE] * (INFO + 1))
        self._pages = array("L")
        self._marks: list[tuple[int, str, int]] = []  # page, its bookmark, how deep
        self._known: dict[bytes, int] = {}
        self._at = 0
        self._say(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    @property
    def pages(self) -> int:
        """How many pages are in it so far."""
        return len(self._pages)

    def add(self, pdf: bytes, title: str, depth: int = 0) -> None:
        """All pages of a PDF, behind those before; the title is their bookmark, under the last shallower."""
        reader = PdfReader(BytesIO(pdf))
        if title:
            self.mark(title, depth)
        self._pages.extend(_Copy(self, reader.pages).write())
        vars(reader).clear()  # it and its objects hold each other, and the collector comes late

    def mark(self, title: str, depth: int = 0, page: int | None = None) -> None:
        """A bookmark on a page, from 0; None: on the page that comes next."""
        self._marks.append((self.pages if page is None else page, title, depth))

    def dress(self, _page: Any, _made: DictionaryObject, _copy: "_Copy") -> None:
        """What else goes onto a page, before it is written."""

    def close(self) -> None:
        """Write what stands at the end. The stream itself is left open."""
        self._write_thing(
            PAGES,
            dictionary(
                Type=NameObject("/Pages"),
                Count=NumberObject(len(self._pages)),
                Kids=ArrayObject(reference(page) for page in self._pages),
            ),
        )
        self._write_outline()
        words = TextStringObject(CREATOR)
        self._write_thing(INFO, dictionary(Creator=words, Producer=words))
        root = dictionary(Type=NameObject("/Catalog"), Pages=reference(PAGES), Outlines=reference(OUTLINE))
        root[NameObject("/Lang")] = TextStringObject("id")
        self._write_thing(CATALOG, root)
        self._end()

    def _write_outline(self) -> None:
        """The bookmarks as a tree; only the first level is open."""
        items = [self.new() for _mark in self._marks]
        parents, children = _tree([depth for _page, _title, depth in self._marks])
        for place, (page, title, _depth) in enumerate(self._marks):
            parent = parents[place]
            siblings = children[parent]
            at = bisect_left(siblings, place)
            entry = dictionary(
                Title=TextStringObject(title),
                Parent=reference(OUTLINE if parent < 0 else items[parent]),
                Dest=ArrayObject([reference(self._pages[page]), NameObject("/Fit")]),
            )
            if at:
                entry[NameObject("/Prev")] = reference(items[siblings[at - 1]])
            if at + 1 < len(siblings):
                entry[NameObject("/Next")] = reference(items[siblings[at + 1]])
            if own := children.get(place):
                entry |= dictionary(First=reference(items[own[0]]), Last=reference(items[own[-1]]))
                entry[NameObject("/Count")] = NumberObject(-len(own))
            self._write_thing(items[place], entry)
        top = children.get(-1, [])
        outline = dictionary(Type=NameObject("/Outlines"), Count=NumberObject(len(top)))
        if top:
            outline |= dictionary(First=reference(items[top[0]]), Last=reference(items[top[-1]]))
        self._write_thing(OUTLINE, outline)

    def new(self) -> int:
        """The number of an object that is written later."""
        self._places.append(FREE)
        return len(self._places) - 1

    def _write_thing(self, number: int, thing: PdfObject) -> None:
        self.write(number, as_bytes(thing))

    def write(self, number: int, content: bytes) -> None:
        """Write an object."""
        self._places[number] = self._at
        self._say(b"%d 0 obj\n%s\nendobj\n" % (number, content))

    def once(self, content: bytes) -> int:
        """Write an object that stands for itself, unless it is there already; returns its number."""
        digest = sha256(content).digest()
        if digest not in self._known:
            self._known[digest] = self.new()
            self.write(self._known[digest], content)
        return self._known[digest]

    def _end(self) -> None:
        start = self._at
        self._say(b"xref\n0 %d\n0000000000 65535 f \n" % len(self._places))
        for place in self._places[1:]:
            self._say(b"%010d 00000 n \n" % place)
        self._say(b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\n" % (len(self._places), CATALOG, INFO))
        self._say(b"startxref\n%d\n%%%%EOF\n" % start)

    def _say(self, content: bytes) -> None:
        self._output.write(content)
        self._at += len(content)


class _Copy:
    """What the pages of one PDF need, under new numbers."""

    def __init__(self, binder: Binder, pages: Iterable[Any]) -> None:
        self._binder = binder
        self._pages = list(pages)
        self._numbers: dict[tuple[int, int], int] = {}
        self._left: deque[tuple[int, PdfObject]] = deque()
        self._own = [binder.new() for _page in self._pages]
        for page, number in zip(self._pages, self._own, strict=True):
            if page.indirect_reference is not None:
                self._numbers[_key(page.indirect_reference)] = number

    def write(self) -> list[int]:
        """Write all of it; returns the numbers of the pages."""
        for page, number in zip(self._pages, self._own, strict=True):
            made = DictionaryObject(self.entries(page, but="/Parent"))
            made[NameObject("/Parent")] = reference(PAGES)
            self._binder.dress(page, made, self)
            self._binder.write(number, as_bytes(made))
            self._write_rest()
        return self._own

    def _write_rest(self) -> None:
        while self._left:
            number, thing = self._left.popleft()
            self._binder.write(number, as_bytes(self.moved(thing)))

    def moved(self, thing: PdfObject) -> PdfObject:
        """The same with the new numbers of what it refers to."""
        if isinstance(thing, IndirectObject):
            return self._new(thing)
        if isinstance(thing, ArrayObject):
            return ArrayObject(self.moved(part) for part in thing)
        if isinstance(thing, StreamObject):
            stream = StreamObject()
            stream._data = thing._data  # as it is packed
            stream.update(self.entries(thing, but="/Length"))  # which is written anew
            return stream
        return DictionaryObject(self.entries(thing)) if isinstance(thing, DictionaryObject) else thing

    def entries(self, thing: DictionaryObject, but: str = "") -> dict[PdfObject, PdfObject]:
        return {NameObject(name): self.moved(thing.raw_get(name)) for name in thing if name != but}

    def _new(self, old: IndirectObject) -> PdfObject:
        if _key(old) not in self._numbers:
            found = old.get_object()
            if found is None or isinstance(found, NullObject) or _is_page(found):
                return NullObject()  # of a page that is not here
            if isinstance(found, StreamObject) and not _refers(found):
                self._numbers[_key(old)] = self._binder.once(as_bytes(found))
            else:
                self._numbers[_key(old)] = self._binder.new()
                self._left.append((self._numbers[_key(old)], found))
        return reference(self._numbers[_key(old)])


def _tree(depths: Sequence[int]) -> tuple[list[int], dict[int, list[int]]]:
    """Of each bookmark the one above it, -1 for none; and the ones below each, in order."""
    parents: list[int] = []
    children: dict[int, list[int]] = {}
    above: list[int] = []  # the last bookmark of each depth
    for place, depth in enumerate(depths):
        above = above[:depth]
        parents.append(above[-1] if above else -1)
        children.setdefault(parents[-1], []).append(place)
        above.append(place)
    return parents, children


def reference(number: int) -> IndirectObject:
    """How one object names another."""
    return IndirectObject(number, 0, None)


def _key(old: IndirectObject) -> tuple[int, int]:
    return old.idnum, old.generation


def _is_page(found: PdfObject) -> bool:
    return isinstance(found, DictionaryObject) and found.get("/Type") in ("/Page", "/Pages")


def _refers(thing: Any) -> bool:
    """Whether it names other objects; a length of its own is written anew."""
    if isinstance(thing, IndirectObject):
        return True
    if isinstance(thing, DictionaryObject):
        return any(_refers(thing.raw_get(name)) for name in thing if name != "/Length")
    return isinstance(thing, ArrayObject) and any(_refers(part) for part in thing)


def dictionary(**entries: PdfObject) -> DictionaryObject:
    """A dictionary of a PDF."""
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in entries.items()})


def as_bytes(thing: PdfObject) -> bytes:
    """An object as it stands in the file."""
    output = BytesIO()
    thing.write_to_stream(output)
    return output.getvalue()
