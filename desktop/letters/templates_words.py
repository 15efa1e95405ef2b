"""What the screen calls the blocks of a template and their parts."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.rules.templates import Block, BlockKind, Field, FieldType
from db.rules.words import _

LONGEST = 60


@dataclass(frozen=True)
class Part:
    """One part of a block that can be edited."""

    name: str  # text, lines, label, field, style, when
    label: str
    help: str = ""


def block_label(kind: BlockKind) -> str:
    """What the screen calls a kind of block."""
    return {
        BlockKind.HEAD: _("Kop surat"),
        BlockKind.TITLE: _("Judul"),
        BlockKind.REFERENCE: _("Nomor, sifat, hal"),
        BlockKind.TO: _("Alamat tujuan"),
        BlockKind.BODY: _("Paragraf"),
        BlockKind.FACTS: _("Rincian bertitik dua"),
        BlockKind.LIST: _("Daftar"),
        BlockKind.RECITAL: _("Konsiderans atau diktum"),
        BlockKind.SECTION: _("Judul bagian"),
        BlockKind.TABLE: _("Tabel"),
        BlockKind.SIGN: _("Tanda tangan"),
        BlockKind.SIGN_PAIR: _("Tanda tangan berdua"),
        BlockKind.SIGN_ALL: _("Tanda tangan bersama"),
        BlockKind.COPIES: _("Tembusan"),
        BlockKind.ANNEX: _("Lampiran (halaman baru)"),
        BlockKind.PAGE: _("Halaman baru"),
        BlockKind.SPACE: _("Jarak kosong"),
        BlockKind.CUT: _("Garis potong"),
    }[kind]


def block_note(kind: BlockKind) -> str:
    """Where the words of a block come from that has none of its own."""
    return {
        BlockKind.HEAD: _("Isinya dari data kantor: menu Data, Kantor dan pejabat."),
        BlockKind.SIGN: _("Jabatan, nama, pangkat, dan NIP dari pejabat yang menandatangani."),
        BlockKind.PAGE: _("Yang sesudah ini dimulai pada halaman baru."),
        BlockKind.CUT: _("Garis putus-putus untuk menggunting lembar."),
    }.get(kind, "")


def parts_of(kind: BlockKind) -> tuple[Part, ...]:
    """The parts of a kind of block that have a meaning."""
    text = Part("text", _("Teks"))
    lines = Part("lines", _("Baris"), _("satu baris satu butir"))
    rows = Part("field", _("Isi dari bidang"))
    label = Part("label", _("Label"))
    style = Part("style", _("Gaya"))
    own: dict[BlockKind, tuple[Part, ...]] = {
        BlockKind.TITLE: (Part("lines", _("Baris judul"), _("baris kosong menjadi jarak")),),
        BlockKind.REFERENCE: (Part("lines", _("Baris"), _("misalnya Nomor: {nomor}")),),
        BlockKind.TO: (Part("lines", _("Sesudah “Yth.”")), Part("text", _("Sesudah “di”"))),
        BlockKind.BODY: (text, rows, style),
        BlockKind.FACTS: (Part("lines", _("Baris"), _("misalnya nama: {nama}")), style),
        BlockKind.LIST: (lines, rows, style),
        BlockKind.RECITAL: (Part("label", _("Label"), _("misalnya Menimbang")), text, lines, rows, style),
        BlockKind.SECTION: (Part("label", _("Nomor bagian"), _("misalnya I.")), Part("text", _("Judul"))),
        BlockKind.TABLE: (Part("field", _("Tabel")), style),
        BlockKind.SIGN: (Part("lines", _("Baris di atas jabatan")), style),
        BlockKind.SIGN_PAIR: (
            Part("lines", _("Dua penanda tangan"), _("PIHAK KEDUA,|{nama}|keterangan")),
            Part("text", _("Di atas yang kanan")),
            style,
        ),
        BlockKind.SIGN_ALL: (Part("field", _("Tabel orang")), label),
        BlockKind.COPIES: (label, lines, rows),
        BlockKind.ANNEX: (label, text, Part("lines", _("Baris"), _("misalnya NOMOR: {nomor}"))),
        BlockKind.SPACE: (Part("style", _("Tinggi (baris)"), _("misalnya 2, atau 3 garis untuk ditulisi")),),
    }
    return (*own.get(kind, ()), Part("when", _("Dicetak")))


def style_label(style: str) -> str:
    """What the screen calls one word of a style."""
    return {
        "plain": _("rata kiri, tanpa indentasi"),
        "center": _("di tengah"),
        "small": _("huruf kecil"),
        "tiny": _("huruf sangat kecil"),
        "1": _("1. 2. 3."),
        "a": _("a. b. c."),
        "-": _("tanda hubung"),
        "1;": _("1. 2. 3. sebagai satu kalimat"),
        "a;": _("a. b. c. sebagai satu kalimat"),
        "-;": _("tanda hubung sebagai satu kalimat"),
        "facts": _("rincian bertitik dua"),
        "numbered": _("kolom bernomor"),
        "bare": _("tanpa kolom No."),
        "double": _("dua lajur"),
        "tall": _("baris tinggi untuk ditulisi"),
        "total": _("baris jumlah di akhir"),
        "dated": _("didahului tempat dan tanggal"),
        "known": _("didahului “Mengetahui,”"),
    }.get(style, style)


def condition(when: str, fields: Sequence[Field]) -> str:
    """When a block is printed; nothing where it always is."""
    name = when.removeprefix("!")
    field = next((field.label for field in fields if field.name == name), f"{{{name}}}")
    if not when:
        return ""
    text = _("bila “{field}” kosong") if when.startswith("!") else _("bila “{field}” diisi")
    return text.format(field=field)


def summary(block: Block, place: int, fields: Sequence[Field]) -> str:
    """One line of the list of blocks."""
    line = next((line for line in block.lines if line), "")
    words = (line or block.text) if block.kind is BlockKind.TO else (block.label or block.text or line)
    if not words and block.field:
        words = f"{{{block.field}}}"
    words = " ".join(words.split())
    if len(words) > LONGEST:
        words = f"{words[:LONGEST].rstrip()}…"
    said = f"{place}. {block_label(block.kind)}"
    if only := condition(block.when, fields):
        said = _("{block}, hanya {condition}").format(block=said, condition=only)
    return f"{said}: {words}" if words else said


def new_block(kind: BlockKind, fields: tuple[Field, ...]) -> Block:
    """A block to begin with: already sound, so that the letter can be drawn at once."""
    tables = [field.name for field in fields if field.type is FieldType.TABLE]
    match kind:
        case BlockKind.TITLE:
            return Block(kind, lines=(_("JUDUL"),))
        case BlockKind.REFERENCE:
            return Block(kind, lines=("Nomor: {nomor}", "Hal: …"))
        case BlockKind.BODY:
            return Block(kind, text=_("Tulis paragraf di sini."))
        case BlockKind.LIST | BlockKind.FACTS | BlockKind.TO | BlockKind.COPIES:
            return Block(kind, lines=(_("baris pertama"),))
        case BlockKind.RECITAL:
            return Block(kind, label="Menimbang", text=_("bahwa …"))
        case BlockKind.SECTION:
            return Block(kind, label="I.", text=_("Judul bagian"))
        case BlockKind.TABLE | BlockKind.SIGN_ALL:
            return Block(kind, field=tables[0] if tables else "")
        case BlockKind.SIGN_PAIR:
            return Block(kind, lines=("PIHAK KEDUA,|nama", "PIHAK PERTAMA,|{penanda_tangan}"))
        case _:
            return Block(kind)
