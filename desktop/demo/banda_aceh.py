"""The story of Banda Aceh 2022: one decree, nine officers from an Excel list, nine letters with one click."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import resources
from db.rules.officers import DecreeLevel, level_label
from desktop.demo.player import Player

if TYPE_CHECKING:
    from desktop.officers.roster_section import RosterSection


def play_banda_aceh(player: Player, papers: Path) -> None:
    """Decree 467.1/1540/2022 of the head of Dinas Sosial Aceh (its own date is not known: 1 March 2022)."""
    from desktop.officers.decree_form import DecreeDialog
    from desktop.officers.decrees_dialog import DecreesDialog
    from desktop.officers.presentation_form import PresentationDialog

    tab = _roster(player)
    player.wait(lambda: tab.model.rowCount() == 9, "sembilan kecamatan Banda Aceh")
    player.step("Banda Aceh: sembilan kecamatan belum terisi")
    player.click(tab.decrees_button)
    register = player.dialog(tab, DecreesDialog)
    player.click(register.record_button)
    dialog = player.dialog(register, DecreeDialog)
    player.pick(dialog.level, level_label(DecreeLevel.PROVINCE))
    player.enter(dialog.number, "467.1/1540/2022")
    player.date(dialog.dated_on, date(2022, 3, 1))
    player.enter(dialog.issuer, "Kepala Dinas Sosial Aceh")
    player.enter(
        dialog.title,
        "Penunjukan/Penetapan Tenaga Kesejahteraan Sosial Kecamatan di Kabupaten/Kota se-Aceh Tahun 2022",
    )
    player.date(dialog.starts_on, date(2022, 1, 1))
    player.date(dialog.ends_on, date(2022, 12, 31))
    dialog.read_file(resources.path("seed", "daftar_tksk_banda_aceh_2022.xlsx"))
    player.wait(lambda: dialog.model.rowCount() == 9, "sembilan nama dari Excel")
    player.step("Sembilan nama dibaca dari Excel")
    player.click(dialog.save_button)
    player.gone(dialog)
    player.wait(lambda: register.presentations_button.isEnabled(), "SK tercatat")
    player.step("Satu SK, sembilan TKSK")
    player.click(register.presentations_button)
    presentation = player.dialog(register, PresentationDialog)
    player.date(presentation.dated_on, date(2022, 3, 8))
    player.click(presentation.save_button)
    player.paper("Sembilan surat penghadapan kepada sembilan camat, satu PDF berurutan")
    player.click(register.close_button)
    player.wait(lambda: tab.model.rowCount() == 9, "daftar TKSK")
    tab.refresh()
    player.step("Banda Aceh: semua kecamatan terisi")
    assert papers.is_dir()


def _roster(player: Player) -> "RosterSection":
    return player.window.show_tab("officers").show_section("roster")  # type: ignore[attr-defined,no-any-return]
