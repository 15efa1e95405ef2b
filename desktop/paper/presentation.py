"""Surat penghadapan: presents an officer to the Camat after a decree (peers.md S2, domain.md 1.4)."""

from db.rules.dates import long_date
from db.rules.letters import DecreeReference, Frame, PresentationFacts
from db.rules.phrases import TKSK, head_of_region, office_name
from desktop.paper.blocks import FIRST_LINE, fields, numbers, paragraph, sentence_items
from desktop.paper.forms import closed, copies, correspondence, number_or_dots, signature
from desktop.paper.layout import Layout
from desktop.paper.strips import Bold, Strips, Text, gap, kept, shifted, text

TITLE = "Penghadapan TKSK"
URGENCY = "Biasa"


def compose(frame: Frame, facts: PresentationFacts, layout: Layout) -> Strips:
    """The letter of presentation as strips."""
    decree = facts.decree
    width = layout.width - FIRST_LINE
    body = [
        *paragraph(
            f"Berdasarkan Keputusan {decree.issuer} Nomor {number_or_dots(decree.number)} tanggal "
            f"{long_date(decree.dated_on)} tentang {decree.title}, bersama ini kami hadapkan {TKSK} (TKSK) "
            f"yang bertugas di Kecamatan {facts.kecamatan}, {facts.regency}:",
            layout,
        ),
        *fields(_person(facts), layout, indent=FIRST_LINE),
        gap(0.5, layout),
    ]
    if facts.duties:
        body += kept(text("Dalam melaksanakan tugasnya, yang bersangkutan:", layout, first=FIRST_LINE))
        body += shifted(
            sentence_items(
                [_inner(duty) for duty in facts.duties], numbers(len(facts.duties)), layout, width
            ),
            FIRST_LINE,
        )
        body.append(gap(0.5, layout))
    body += paragraph(
        "Sehubungan dengan hal tersebut, kami mohon Saudara menerima yang bersangkutan dan memfasilitasi "
        f"pelaksanaan tugasnya. TKSK melapor kepada Camat dan berkoordinasi dengan "
        f"{office_name(frame.head, facts.regency)}.",
        layout,
    )
    body += text(
        "Atas perhatian dan kerja sama Saudara, diucapkan terima kasih.",
        layout,
        first=FIRST_LINE,
    )
    return [
        *correspondence(
            frame,
            layout,
            urgency=URGENCY,
            attachment="1 (satu) berkas",
            about=f"Penghadapan TKSK Kecamatan {facts.kecamatan}",
            to=[f"Camat {facts.kecamatan}"],
            at=facts.kecamatan,
        ),
        *closed(
            body,
            signature(frame.signer, layout),
            layout,
            copies(
                [f"{head_of_region(facts.regency)} (sebagai laporan)", "Yang bersangkutan", "Arsip"], layout
            ),
        ),
    ]


def _person(facts: PresentationFacts) -> list[tuple[str, Text]]:
    pairs: list[tuple[str, Text]] = [
        ("nama", [Bold(facts.name)]),
        ("NIAT", facts.niat),
        ("alamat", facts.address),
        ("telepon", facts.phone),
        ("masa tugas", _term(facts.decree)),
    ]
    return [(label, value) for label, value in pairs if value]


def _term(decree: DecreeReference) -> str:
    if decree.ends_on is None:
        return f"terhitung mulai tanggal {long_date(decree.starts_on)}"
    return f"{long_date(decree.starts_on)} sampai dengan {long_date(decree.ends_on)}"


def _inner(duty: str) -> str:
    """A duty as part of a sentence: its first word in lower case, unless it is an acronym."""
    return duty if duty[:2].isupper() else duty[:1].lower() + duty[1:]
