"""Which files may be kept as the scan of a paper."""

from db.rules.problems import Problem
from db.rules.words import _

LARGEST = 20 * 1024 * 1024
ENDINGS = ("pdf", "jpg", "jpeg", "png")
HEAD = 1024  # a PDF may have a few bytes of something else before it begins


def scan_kind(head: bytes) -> str:
    """pdf, jpg, png, or nothing, by the first bytes: the name of a file proves nothing."""
    if b"%PDF-" in head[:HEAD]:
        return "pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    return "png" if head.startswith(b"\x89PNG\r\n\x1a\n") else ""


def check_scan(name: str, size: int, head: bytes) -> list[Problem]:
    """Whether a file is a PDF, JPG or PNG of at most 20 MB."""
    if size > LARGEST:
        text = _("{name} berukuran {size} MB; paling besar 20 MB. Pindai ulang dengan 200 dpi.")
        return [Problem(text.format(name=name, size=-(-size // (1024 * 1024))), "scan")]
    if not scan_kind(head):
        text = _("{name} bukan PDF, JPG, atau PNG. Simpan pindaian dalam salah satu bentuk itu.")
        return [Problem(text.format(name=name), "scan")]
    return []
