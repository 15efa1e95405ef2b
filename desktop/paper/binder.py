"""Joining papers into one PDF with bookmarks."""

from collections.abc import Sequence
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

CREATOR = "Pilar TKSK"


def join(pdfs: Sequence[bytes], titles: Sequence[str]) -> bytes:
    """All pages in order; each title is the bookmark of its PDF. The same papers give the same bytes."""
    writer = PdfWriter()
    for pdf, title in zip(pdfs, titles, strict=True):
        first = len(writer.pages)
        writer.append(PdfReader(BytesIO(pdf)), import_outline=False)
        writer.add_outline_item(title=title, page_number=first)
    writer.root_object[NameObject("/Lang")] = TextStringObject("id")
    writer.metadata = {"/Creator": CREATOR, "/Producer": CREATOR}
    output = BytesIO()
    writer.write(output)
    return output.getvalue()
