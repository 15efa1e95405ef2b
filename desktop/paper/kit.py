"""The form of a survey kit: what is known to be confirmed, room for new names, and a figure for each kind."""

from collections.abc import Sequence

from db.rules.dates import long_date, short_date
from db.rules.kits import PAPER_ROWS, KitFacts, KitKind
from desktop.paper.blocks import heading, title
from desktop.paper.layout import CM, Layout
from desktop.paper.letterhead import letterhead
from desktop.paper.pages import paginate
from desktop.paper.press import author
from desktop.paper.sheet import Document, write
from desktop.paper.strips import (
    Bold,
    Strip,
    Strips,
    Text,
    beside,
    gap,
    height_of,
    page_break,
    shifted,
    stacked,
    text,
)
from desktop.paper.table import Column, table

MARGIN, BOTTOM = 1.3 * CM, 2.1 * CM
ROW = 0.75 * CM
HEADER = 1.1 * CM  # of a table, and what stands above it
LOW = 0.55 * CM
SIGN = 1.8 * CM
TICKS = "[  ] Tetap\u2002[  ] Berubah\u2002[  ] Tidak ada lagi, sebab:"
SENTENCE = "Kode paket pendataan {code}"
KNOWN = (
    Column("No.", 3, "center"),
    Column("NIK", 12),
    Column("Nama", 17),
    Column("L/P", 3, "center"),
    Column("Tgl lahir", 7, "center"),
    Column("Alamat, RT/RW", 18),
    Column("Jenis", 8, "center"),
    Column("Kriteria", 6, "center"),
    Column("Keadaan (beri tanda, tulis yang berubah)", 32),
)
NEW = (
    Column("No.", 3, "center"),
    Column("NIK (16 angka)", 14),
    Column("No. KK", 14),
    Column("Nama lengkap", 18),
    Column("L/P", 3, "center"),
    Column("Tgl lahir", 8, "center"),
    Column("Alamat, RT/RW", 18),
    Column("Kode jenis", 8, "center"),
    Column("Kriteria", 6, "center"),
    Column("Jenis disabilitas", 8, "center"),
    Column("Keterangan", 12),
)
COUNTS = (
    Column("Kode", 7, "center"),
    Column("Jenis", 26),
    Column("L", 5, "center"),
    Column("P", 5, "center"),
    Column("Jumlah", 6, "center"),
    Column("Nihil", 5, "center"),
    Column("Kriteria (huruf yang ditulis pada kolom Kriteria)", 56),
)


def print_kit(kit: KitFacts) -> bytes:
    """One desa's form on landscape paper; its code stands at the foot of each page."""
    layout = Layout(
        kit.paper,
        landscape=True,
        top=MARGIN,
        bottom=BOTTOM,
        left=MARGIN,
        right=MARGIN,
        size=10,
        line=1.0,
        one_page=False,
    )
    pages = paginate(compose(kit, layout), layout.height)
    document = Document(layout, pages, kit.practice, footer="", code=kit.code, sentence=SENTENCE)
    return write([document], f"Paket pendataan {kit.code}", author(kit.head))


def compose(kit: KitFacts, layout: Layout) -> Strips:
    """The whole form as strips."""
    small = layout.small(8)
    strips = [
        *letterhead(kit.head, layout),
        *title(["FORMULIR PENDATAAN PPKS DAN PSKS"], layout),
        *_place(kit, layout.small(9)),
        gap(0.5, layout),
    ]
    if kit.rows:
        strips += heading("A. Data yang sudah ada: pastikan satu per satu", layout.small(10))
        rows = [_known(number, row) for number, row in enumerate(kit.rows, 1)]
        strips += [*table(KNOWN, rows, small, row_height=ROW), gap(0.6, layout)]
    letter = "B" if kit.rows else "A"
    strips += heading(f"{letter}. Data baru", layout.small(10))
    lines = _room(strips, layout)
    blank = [[str(number), *[""] * (len(NEW) - 1)] for number in range(1, lines + 1)]
    strips += [*table(NEW, blank, small, row_height=ROW), page_break()]
    letter = "C" if kit.rows else "B"
    asked = (
        f"{letter}. Angka tiap jenis: tulis jumlahnya; bila sudah ditanyakan dan tidak ada, beri tanda Nihil"
    )
    strips += heading(asked, layout.small(10))
    strips += table(COUNTS, [_count(kind) for kind in kit.kinds], layout.small(7.5), row_height=LOW)
    disabilities = "Jenis disabilitas: " + ", ".join(kit.disabilities) + "."
    strips += [
        gap(0.4, layout, keep=True),
        *text(disabilities, small, align="left"),
        gap(0.8, layout, keep=True),
    ]
    return [*strips, _signatures(kit, layout.small(9))]


def _room(above: Strips, layout: Layout) -> int:
    """As many empty lines as fill the page, and one page more where that is only a few."""
    left = layout.height - height_of(above) % layout.height
    lines, page = int((left - HEADER) / ROW), int((layout.height - HEADER) / ROW)
    return lines if lines >= PAPER_ROWS else lines + page


def _place(kit: KitFacts, layout: Layout) -> Strips:
    """Where, which round, who, until when."""
    due = long_date(kit.ends_on) if kit.ends_on else "…"
    lines = (
        f"Desa/kelurahan {kit.desa} · Kecamatan {kit.kecamatan} · {kit.regency}",
        f"{kit.round} · umur per {short_date(kit.reference_date)} · petugas {kit.recorder or '…'} · "
        f"kembali paling lambat {due}",
    )
    return [strip for line in lines for strip in text(line, layout, align="center")]


def _known(number: int, row: object) -> Sequence[Text]:
    values = dict(row)  # type: ignore[call-overload]
    place = "/".join(part for part in (values.get("rt", ""), values.get("rw", "")) if part)
    address = ", ".join(part for part in (values.get("address", ""), place) if part)
    return [
        str(number),
        values.get("nik") or values.get("no_nik_reason", ""),
        [Bold(values.get("name", ""))],
        values.get("sex", ""),
        values.get("birth_date", ""),
        address,
        values.get("kind", "").split(" ")[0],
        values.get("criteria", ""),
        TICKS,
    ]


def _count(kind: KitKind) -> Sequence[Text]:
    criteria = "; ".join(f"{letter} {words}" for letter, words in kind.criteria)
    return [kind.code, kind.name, "", "", "", "[  ]", criteria]


def _signatures(kit: KitFacts, layout: Layout) -> Strip:
    """The desa and the officer sign beside each other."""
    half = layout.width / 2
    left = _signed("Kepala Desa/Lurah", "", layout, half)
    right = _signed("Petugas pendata", kit.recorder, layout, half)
    return stacked(beside(left, shifted(right, half)))


def _signed(position: str, name: str, layout: Layout, width: float) -> Strips:
    return [
        *text("……………………, ………………………… ", layout, width, "left"),
        *text(position, layout, width, "left"),
        Strip(SIGN),
        *text([Bold(name)] if name else "(………………………………………)", layout, width, "left"),
    ]
