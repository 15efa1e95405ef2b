"""Joining papers into one PDF with bookmarks; each is written as it comes, so that memory does not grow."""

from array import array
from collections import deque
from collections.abc import Iterable
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
        self._pages, self._outline = array("L"), array("L")
        self._titles: list[str] = []
        self._known: dict[bytes, int] = {}
        self._at = 0
        self._say(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def add(self, pdf: bytes, title: str) -> None:
        """All pages of a PDF, behind those before; the title is their bookmark."""
        reader = PdfReader(BytesIO(pdf))
        self._outline.append(len(self._pages))
        self._titles.append(title)
        self._pages.extend(_Copy(self, reader.pages).write())
        vars(reader).clear()  # it and its objects hold each other, and the collector comes late

    def close(self) -> None:
        """Write what stands at the end. The stream itself is left open."""
        self._write_thing(
            PAGES,
            _dict(
                Type=NameObject("/Pages"),
                Count=NumberObject(len(self._pages)),
                Kids=ArrayObject(reference(page) for page in self._pages),
            ),
        )
        items = [self.new() for _title in self._titles]
        for place, item in enumerate(items):
            entry = _dict(
                Title=TextStringObject(self._titles[place]),
                Parent=reference(OUTLINE),
                Dest=ArrayObject([reference(self._pages[self._outline[place]]), NameObject("/Fit")]),
            )
            if place:
                entry[NameObject("/Prev")] = reference(items[place - 1])
            if place + 1 < len(items):
                entry[NameObject("/Next")] = reference(items[place + 1])
            self._write_thing(item, entry)
        outline = _dict(Type=NameObject("/Outlines"), Count=NumberObject(len(items)))
        if items:
            outline |= _dict(First=reference(items[0]), Last=reference(items[-1]))
        self._write_thing(OUTLINE, outline)
        words = TextStringObject(CREATOR)
        self._write_thing(INFO, _dict(Creator=words, Producer=words))
        root = _dict(Type=NameObject("/Catalog"), Pages=reference(PAGES), Outlines=reference(OUTLINE))
        root[NameObject("/Lang")] = TextStringObject("id")
        self._write_thing(CATALOG, root)
        self._end()

    def new(self) -> int:
        """The number of an object that is written later."""
        self._places.append(FREE)
        return len(self._places) - 1

    def _write_thing(self, number: int, thing: PdfObject) -> None:
        self.write(number, _bytes(thing))

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
            made = DictionaryObject(self._entries(page, but="/Parent"))
            made[NameObject("/Parent")] = reference(PAGES)
            self._binder.write(number, _bytes(made))
            self._write_rest()
        return self._own

    def _write_rest(self) -> None:
        while self._left:
            number, thing = self._left.popleft()
            self._binder.write(number, _bytes(self._moved(thing)))

    def _moved(self, thing: PdfObject) -> PdfObject:
        """The same with the new numbers of what it refers to."""
        if isinstance(thing, IndirectObject):
            return self._new(thing)
        if isinstance(thing, ArrayObject):
            return ArrayObject(self._moved(part) for part in thing)
        if isinstance(thing, StreamObject):
            stream = StreamObject()
            stream._data = thing._data  # as it is packed
            stream.update(self._entries(thing, but="/Length"))  # which is written anew
            return stream
        return DictionaryObject(self._entries(thing)) if isinstance(thing, DictionaryObject) else thing

    def _entries(self, thing: DictionaryObject, but: str = "") -> dict[PdfObject, PdfObject]:
        return {NameObject(name): self._moved(thing.raw_get(name)) for name in thing if name != but}

    def _new(self, old: IndirectObject) -> PdfObject:
        if _key(old) not in self._numbers:
            found = old.get_object()
            if found is None or isinstance(found, NullObject) or _is_page(found):
                return NullObject()  # of a page that is not here
            if isinstance(found, StreamObject) and not _refers(found):
                self._numbers[_key(old)] = self._binder.once(_bytes(found))
            else:
                self._numbers[_key(old)] = self._binder.new()
                self._left.append((self._numbers[_key(old)], found))
        return reference(self._numbers[_key(old)])


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


def _dict(**entries: PdfObject) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in entries.items()})


def _bytes(thing: PdfObject) -> bytes:
    output = BytesIO()
    thing.write_to_stream(output)
    return output.getvalue()
