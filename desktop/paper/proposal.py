"""Surat usulan to the ministry through the province (domain.md 9.7)."""

from db.rules.dates import decimal_text, long_date
from db.rules.letters import Frame, ProposalFacts
from db.rules.phrases import TKSK, head_of_region, province_office
from desktop.paper.blocks import FIRST_LINE, fields, letters, paragraph, sentence_items
from desktop.paper.forms import closed, copies, correspondence, number_or_dots, signature
from desktop.paper.layout import Layout
from desktop.paper.strips import Bold, Strips, gap, kept, shifted, text

TITLE = "Usulan Pengangkatan TKSK"
URGENCY = "Segera"


def compose(frame: Frame, facts: ProposalFacts, layout: Layout) -> Strips:
    """The proposal as strips."""
    reference = f" sesuai {facts.cause_reference}" if facts.cause_reference else ""
    body = [
        *paragraph(
            f"Sehubungan dengan {facts.cause}{reference}, {TKSK} (TKSK) Kecamatan {facts.kecamatan} "
            f"{facts.regency} saat ini dalam keadaan lowong. Untuk menjaga kelangsungan penyelenggaraan "
            "kesejahteraan sosial di kecamatan tersebut, kami telah melaksanakan seleksi sesuai dengan "
            "Peraturan Menteri Sosial Nomor 28 Tahun 2018 tentang Tenaga Kesejahteraan Sosial Kecamatan "
            "dan Peraturan Direktur Jenderal Pemberdayaan Sosial Nomor 35 Tahun 2020.",
            layout,
        ),
        *paragraph(
            f"Berdasarkan Berita Acara Nomor {number_or_dots(facts.minutes_number)} tanggal "
            f"{long_date(facts.minutes_on)}, bersama ini kami usulkan calon TKSK "
            f"Kecamatan {facts.kecamatan}:",
            layout,
        ),
        *fields(
            [
                ("nama", [Bold(facts.name)]),
                ("tempat, tanggal lahir", f"{facts.birth_place}, {long_date(facts.birth_date)}"),
                ("pendidikan", facts.education),
                ("alamat", facts.address),
                ("nilai akhir", f"{decimal_text(facts.final)} (peringkat {facts.rank})"),
            ],
            layout,
            indent=FIRST_LINE,
        ),
        gap(0.5, layout),
    ]
    if facts.attachments:
        width = layout.width - FIRST_LINE
        body += kept(
            text("Sebagai bahan pertimbangan, bersama ini kami lampirkan:", layout, first=FIRST_LINE)
        )
        body += shifted(
            sentence_items(facts.attachments, letters(len(facts.attachments)), layout, width), FIRST_LINE
        )
        body.append(gap(0.5, layout))
    body += paragraph(
        "Untuk itu, kami mohon rekomendasi dan penerusan usulan dimaksud kepada Kementerian Sosial Republik "
        "Indonesia c.q. Direktorat Jenderal Pemberdayaan Sosial untuk ditetapkan.",
        layout,
    )
    body += text(
        "Demikian disampaikan. Atas perhatian dan kerja sama Bapak/Ibu, diucapkan terima kasih.",
        layout,
        first=FIRST_LINE,
    )
    return [
        *correspondence(
            frame,
            layout,
            urgency=URGENCY,
            attachment="1 (satu) berkas",
            about=f"Usulan Pengangkatan TKSK Kecamatan {facts.kecamatan}",
            to=[f"Kepala {province_office(facts.province)}"],
            at=facts.province_capital,
        ),
        *closed(body, signature(frame.signer, layout), layout, copies(_copies(facts), layout)),
    ]


def _copies(facts: ProposalFacts) -> list[str]:
    return [
        "Direktur Jenderal Pemberdayaan Sosial Kementerian Sosial Republik Indonesia di Jakarta",
        f"{head_of_region(facts.regency)} di {facts.capital} (sebagai laporan)",
        f"Camat {facts.kecamatan}",
        "Arsip",
    ]
