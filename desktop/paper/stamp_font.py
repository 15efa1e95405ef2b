"""A font of the program as a bound file needs it: embedded once, with no more letters than were written."""

import zlib
from typing import TYPE_CHECKING

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
)
from reportlab.pdfbase.ttfonts import FF_NONSYMBOLIC, FF_SYMBOLIC, makeToUnicodeCMap

from desktop.paper.binder import as_bytes, dictionary, reference
from desktop.paper.fonts import FONTS, printable, unit_width

if TYPE_CHECKING:
    from desktop.paper.binder import Binder

TAG = "PILARA+"  # says that it is a part of the font
MOST = 256
ESCAPED = ((b"\\", rb"\\"), (b"(", rb"\("), (b")", rb"\)"), (b"\r", rb"\r"))


class StampFont:
    """Its number is known before it is written: when all its letters have been used."""

    def __init__(self, binder: "Binder", name: str) -> None:
        self._binder, self._name = binder, name
        self._letters: dict[int, int] = {ord(" "): 0}  # the code of each letter in the file
        self._number = 0

    @property
    def number(self) -> int:
        """The object that it will be; whoever asks, uses it."""
        self._number = self._number or self._binder.new()
        return self._number

    def spell(self, words: str) -> bytes:
        """Words as the file writes them in this font, between parentheses."""
        known, letters = self._letters, [ord(one) for one in printable(words, self._name)]
        for letter in letters:
            if len(known) < MOST:
                known.setdefault(letter, len(known))
        said = bytes(known.get(letter, 0) for letter in letters)
        for special, written in ESCAPED:
            said = said.replace(special, written)
        return said

    def write(self) -> None:
        """Write the font with the letters that were used, if any."""
        if not self._number:
            return
        face, letters, named = FONTS[self._name].face, list(self._letters), f"{TAG}{self._name}"
        file = _packed(face.makeSubset(letters))
        descriptor = dictionary(
            Type=NameObject("/FontDescriptor"),
            FontName=NameObject(f"/{named}"),
            Flags=NumberObject(face.flags & ~FF_NONSYMBOLIC | FF_SYMBOLIC),
            FontBBox=ArrayObject(map(FloatObject, face.bbox)),
            ItalicAngle=FloatObject(face.italicAngle),
            Ascent=FloatObject(face.ascent),
            Descent=FloatObject(face.descent),
            CapHeight=FloatObject(face.capHeight),
            StemV=FloatObject(face.stemV),
            FontFile2=reference(self._binder.once(as_bytes(file))),
        )
        unicode = _packed(makeToUnicodeCMap(named, letters).encode())
        font = dictionary(
            Type=NameObject("/Font"),
            Subtype=NameObject("/TrueType"),
            BaseFont=NameObject(f"/{named}"),
            FirstChar=NumberObject(0),
            LastChar=NumberObject(len(letters) - 1),
            Widths=ArrayObject(FloatObject(unit_width(chr(one), self._name) * 1000) for one in letters),
            ToUnicode=reference(self._binder.once(as_bytes(unicode))),
            FontDescriptor=reference(self._binder.once(as_bytes(descriptor))),
        )
        self._binder.write(self._number, as_bytes(font))


def _packed(content: bytes) -> DictionaryObject:
    stream = StreamObject()
    stream._data = zlib.compress(content, 9)
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    stream[NameObject("/Length1")] = NumberObject(len(content))
    return stream
