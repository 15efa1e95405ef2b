"""What an office does before it proposes somebody: one scan of the whole application, the rest left out."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from desktop.demo.player import Player

if TYPE_CHECKING:
    from desktop.recruitment.tab import RecruitmentTab

PAGE = QRect(0, 0, 827, 1270)  # F4 at 100 dpi


def attach_papers(player: Player, recruitment: "RecruitmentTab", name: str) -> None:
    """Drop the scan on a line of its own, and untick what has no file."""
    from desktop.recruitment.proposal_papers import ProposalPapersDialog

    dialog = player.dialog(recruitment, ProposalPapersDialog)
    player.wait(lambda: dialog.papers.lines, "daftar lampiran")
    player.step("Lampiran usulan: berita acara dan rekap nilai sudah ada dengan sendirinya")
    player.click(dialog.add_button)
    own = dialog.papers.lines[-1]
    player.enter(own.name, "Berkas lamaran calon (KTP, KK, ijazah, SKCK, surat sehat)")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "berkas-lamaran.png"
        _scan(name).save(str(path))
        own.attach(path)
        player.wait(lambda: own.scan.value() is not None, "pindaian")
    player.click(dialog.untick_button)
    player.step("Lampiran usulan: satu pindaian berkas lamaran, yang tidak ada dilepas centangnya")
    player.click(dialog.save_button)
    player.gone(dialog)


def _scan(name: str) -> QImage:
    """A page as it comes from a scanner, without anything about anybody."""
    image = QImage(PAGE.size(), QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.drawText(PAGE, Qt.AlignmentFlag.AlignCenter, f"PINDAIAN BERKAS LAMARAN (CONTOH)\n\n{name}")
    painter.end()
    return image
