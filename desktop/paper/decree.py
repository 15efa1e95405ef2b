"""Keputusan Kepala Dinas tentang penetapan TKSK, with its annex (domain.md 4.5, 9.1). Never a NIK."""

from collections.abc import Sequence

from db.rules.dates import long_date
from db.rules.letters import DecreeFacts, DecreeRow, Frame
from db.rules.phrases import TKSK, budget_name, head_of_region, office_name, province_office
from desktop.paper.blocks import (
    field,
    field_room,
    fields,
    items,
    label_width,
    letters,
    numbers,
    sentence_items,
    title,
)
from desktop.paper.forms import closed, copies, number_or_dots, signature
from desktop.paper.layout import Layout
from desktop.paper.letterhead import letterhead
from desktop.paper.strips import Strips, Text, balanced, gap, kept, page_break, shifted, text
from desktop.paper.table import Column, table

TITLE = "Keputusan Penetapan TKSK"
ORDINALS = ("KESATU", "KEDUA", "KETIGA", "KEEMPAT", "KELIMA", "KEENAM")
LABELS = ("Menimbang", "Mengingat", "Memperhatikan", "Menetapkan", *ORDINALS)
ANNEX_START = 0.4  # of the width: where the block LAMPIRAN begins
ANNEX_SIZE = 10


def compose(frame: Frame, facts: DecreeFacts, layout: Layout) -> Strips:
    """The decree as strips. One officer is named in it; several are listed in the annex."""
    office = office_name(frame.head, facts.regency)
    subject = _subject(facts)
    listed = len(facts.rows) != 1
    column = label_width(LABELS, layout)
    room = field_room(column, layout, layout.width)

    def part(label: str, content: Strips) -> Strips:
        return [*field(label, content, column, layout), gap(0.5, layout)]

    def words(content: str) -> Strips:
        return text(content, layout, room)

    dicta = (
        words(
            f"Menetapkan {TKSK} {_scope(facts)} sebagaimana tercantum dalam Lampiran yang merupakan bagian "
            "tidak terpisahkan dari Keputusan ini."
        )
        if listed
        else _one_officer(facts, facts.rows[0], layout, room),
        [
            *kept(words(f"{TKSK} sebagaimana dimaksud dalam Diktum KESATU mempunyai tugas:")),
            *sentence_items(facts.duties, letters(len(facts.duties)), layout, room),
        ],
        words(
            f"Dalam melaksanakan tugas, {TKSK} melapor kepada Camat dan berkoordinasi dengan {office}, serta "
            "menyampaikan laporan tertulis setiap bulan paling lambat tanggal "
            f"{facts.report_day} bulan berikutnya."
        ),
        words(
            f"Masa tugas terhitung mulai tanggal {long_date(facts.starts_on)} sampai dengan "
            f"{long_date(facts.ends_on)} dan dapat diperpanjang sesuai dengan hasil evaluasi."
        ),
        words(
            f"Segala biaya yang timbul sebagai akibat ditetapkannya Keputusan ini dibebankan pada "
            f"{budget_name(facts.budget)} Tahun Anggaran {facts.year}."
        ),
        words(
            "Keputusan ini mulai berlaku pada tanggal ditetapkan, dengan ketentuan apabila di kemudian hari "
            "terdapat kekeliruan akan diadakan perbaikan sebagaimana mestinya."
        ),
    )
    body = [
        *part("Menimbang", _clauses(_considerations(office, subject, listed), letters(3), layout, room)),
        *part("Mengingat", _clauses(facts.legal_basis, numbers(len(facts.legal_basis)), layout, room)),
        *(
            part("Memperhatikan", _clauses(facts.notices, numbers(len(facts.notices)), layout, room))
            if facts.notices
            else ()
        ),
        gap(0.3, layout),
        *title(["MEMUTUSKAN:"], layout),
        gap(0.5, layout, keep=True),
        *part(
            "Menetapkan", text(f"KEPUTUSAN KEPALA {office} TENTANG {subject}.".upper(), layout, room, "left")
        ),
    ]
    for ordinal, content in zip(ORDINALS, dicta, strict=True):
        body += part(ordinal, content)
    signed = signature(
        frame.signer,
        layout,
        [f"Ditetapkan di {frame.place}", f"pada tanggal {long_date(frame.dated_on)}", ""],
    )
    return [
        *letterhead(frame.head, layout),
        *title([f"KEPUTUSAN KEPALA {office}".upper(), f"NOMOR {number_or_dots(frame.number)}"], layout),
        gap(0.5, layout, keep=True),
        *title(["TENTANG"], layout),
        gap(0.5, layout, keep=True),
        *title([line.upper() for line in _subject_lines(facts)], layout),
        gap(0.5, layout, keep=True),
        *title([f"KEPALA {office},".upper()], layout),
        gap(1, layout, keep=True),
        *closed(body[:-1], signed, layout, _copies(facts, layout), lines=len(dicta[-1])),
        *(_annex(frame, facts, layout, office, subject) if listed else ()),
    ]


def _subject_lines(facts: DecreeFacts) -> tuple[str, str]:
    return f"Penetapan {TKSK}", _scope(facts).removeprefix("di ")


def _subject(facts: DecreeFacts) -> str:
    return " ".join(_subject_lines(facts))


def _scope(facts: DecreeFacts) -> str:
    return f"di {facts.regency} Tahun Anggaran {facts.year}"


def _considerations(office: str, subject: str, listed: bool) -> list[str]:
    who = "nama-nama sebagaimana tercantum dalam Lampiran" if listed else "nama sebagaimana tercantum dalam"
    return [
        "bahwa untuk membantu penyelenggaraan kesejahteraan sosial di wilayah kecamatan, perlu menetapkan "
        f"{TKSK};",
        f"bahwa {who} Keputusan ini dinilai memenuhi syarat dan cakap untuk melaksanakan tugas "
        f"sebagai {TKSK};",
        "bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a dan huruf b, perlu menetapkan "
        f"Keputusan Kepala {office} tentang {subject};",
    ]


def _clauses(clauses: Sequence[str], markers: Sequence[str], layout: Layout, room: float) -> Strips:
    """Menimbang, Mengingat, Memperhatikan: every clause ends with a semicolon. One alone has no number."""
    ended = [clause.rstrip(" ;.") + ";" for clause in clauses]
    return (
        items(ended, markers, layout, room)
        if len(ended) > 1
        else text(ended[0], layout, room)
        if ended
        else []
    )


def _one_officer(facts: DecreeFacts, row: DecreeRow, layout: Layout, room: float) -> Strips:
    known: list[tuple[str, Text]] = [
        ("nama", row.name),
        ("tempat, tanggal lahir", row.birth),
        ("NIAT", row.niat),
        ("alamat", row.address),
    ]
    return [
        *text("Menetapkan:", layout, room),
        *fields([(label, value) for label, value in known if value], layout, width=room),
        *text(f"sebagai {TKSK} {row.kecamatan} {_scope(facts)}.", layout, room),
    ]


def _copies(facts: DecreeFacts, layout: Layout) -> Strips:
    return copies(
        [
            f"{head_of_region(facts.regency)} di {facts.capital} (sebagai laporan)",
            f"Kepala {province_office(facts.province)} di {facts.province_capital}",
            f"Camat se-{facts.regency}",
            "Yang bersangkutan",
        ],
        layout,
        "Salinan Keputusan ini disampaikan kepada Yth.:",
    )


def _annex(frame: Frame, facts: DecreeFacts, layout: Layout, office: str, subject: str) -> Strips:
    """LAMPIRAN on a page of its own: what it belongs to, the list, and the signature again."""
    small = layout.small(10.5)
    start = ANNEX_START * layout.width
    width = layout.width - start
    block = [
        *text("LAMPIRAN", small, width, "left"),
        *balanced(f"KEPUTUSAN KEPALA {office}".upper(), small, width, "left"),
        *fields(
            [
                ("NOMOR", number_or_dots(frame.number)),
                ("TANGGAL", long_date(frame.dated_on)),
                ("TENTANG", subject.upper()),
            ],
            small,
            width=width,
        ),
    ]
    heading = title([f"DAFTAR {TKSK}".upper(), _scope(facts).removeprefix("di ").upper()], layout)
    listed = _list(facts.rows, layout.small(ANNEX_SIZE))
    return [
        page_break(),
        *shifted(block, start),
        gap(1.2, layout),
        *heading,
        gap(0.8, layout, keep=True),
        *closed(listed, signature(frame.signer, layout), layout),
    ]


def _list(rows: Sequence[DecreeRow], layout: Layout) -> Strips:
    """The officers. A column that is empty for everybody is not printed."""
    columns = (
        Column("No.", 1.15, "center"),
        Column("Nama", 3.9),
        Column("Tempat, Tanggal Lahir", 3.4),
        Column("NIAT", 2.8, "center"),
        Column("Alamat", 4.3),
        Column("Kecamatan Tugas", 3.0),
        Column("Ket.", 1.7),
    )
    cells = [
        (f"{i}.", row.name, row.birth, row.niat, row.address, row.kecamatan, row.note)
        for i, row in enumerate(rows, start=1)
    ]
    used = [i for i in range(len(columns)) if any(line[i] for line in cells) or not cells]
    return table(
        [columns[i] for i in used], [[line[i] for i in used] for line in cells], layout, numbered=True
    )
