"""Surat panggilan tes wawancara (domain.md 9.5)."""

from db.rules.dates import day_and_date
from db.rules.letters import CallFacts, Frame
from db.rules.phrases import TKSK
from desktop.paper.blocks import FIRST_LINE, fields, paragraph
from desktop.paper.forms import closed, copies, correspondence, signature
from desktop.paper.layout import Layout
from desktop.paper.strips import Bold, Strips, gap, text

TITLE = "Panggilan Tes Wawancara"
URGENCY = "Segera"


def compose(frame: Frame, facts: CallFacts, layout: Layout) -> Strips:
    """The call as strips."""
    body = [
        *paragraph(
            f"Berdasarkan hasil seleksi administrasi Calon {TKSK} (TKSK) Kecamatan {facts.kecamatan} "
            f"{facts.regency} Tahun {facts.year}, Saudara dinyatakan memenuhi syarat administrasi dan "
            "dipanggil untuk mengikuti tes wawancara pada:",
            layout,
        ),
        *fields(
            [
                ("hari, tanggal", day_and_date(facts.interview_on)),
                ("waktu", f"pukul {facts.time} s.d. selesai"),
                ("tempat", facts.place),
                ("perlengkapan", "KTP-el asli, tanda terima berkas lamaran, dan berkas asli"),
            ],
            layout,
            indent=FIRST_LINE,
        ),
        gap(0.5, layout),
        *paragraph(
            "Saudara diminta hadir 30 (tiga puluh) menit sebelum waktu yang ditentukan. Ketidakhadiran tanpa "
            "pemberitahuan dianggap sebagai pengunduran diri dari proses seleksi.",
            layout,
        ),
        *text(
            "Demikian disampaikan. Atas perhatian Saudara, diucapkan terima kasih.", layout, first=FIRST_LINE
        ),
    ]
    return [
        *correspondence(
            frame,
            layout,
            urgency=URGENCY,
            attachment="-",
            about=f"Panggilan Tes Wawancara Calon TKSK Kecamatan {facts.kecamatan}",
            to=[
                ["Saudara ", Bold(facts.name)],
                f"Nomor Pendaftaran {facts.registration_number}",
            ],
            at=facts.address,
        ),
        *closed(
            body,
            signature(frame.signer, layout),
            layout,
            copies([f"Camat {facts.kecamatan}", "Arsip"], layout),
        ),
    ]
