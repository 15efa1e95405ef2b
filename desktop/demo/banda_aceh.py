"""The story of Banda Aceh 2022: one decree, nine officers from an Excel list, nine letters with one click."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import resources
from db.rules.officers import DecreeLevel, level_label
from desktop.demo.player import Player

if TYPE_CHECKING:
    from desktop.officers.decrees_section import DecreesSection
    from desktop.officers.roster_section import RosterSection


def play_banda_aceh(player: Player, papers: Path) -> None:
    """Decree 467.1/1540/2022 of the head of Dinas Sosial Aceh (its own date is not known: 1 March 2022)."""
    from desktop.officers.decree_form import DecreeDialog
    from desktop.officers.presentation_form import PresentationDialog

    tab = _roster(player)
    player.wait(lambda: tab.model.rowCount() == 9, "sembilan kecamatan Banda Aceh")
    player.step("Banda Aceh: sembilan kecamatan belum terisi")
    register = _decrees(player)
    player.click(register.record_button)
    dialog = player.dialog(register, DecreeDialog)
    player.pick(dialog.fields.level, level_label(DecreeLevel.PROVINCE))
    player.enter(dialog.fields.number, "467.1/1540/2022")
    player.date(dialog.fields.dated_on, date(2022, 3, 1))
    player.enter(dialog.fields.issuer, "Kepala Dinas Sosial Aceh")
    player.enter(
        dialog.fields.title,
        "Penunjukan/Penetapan Tenaga Kesejahteraan Sosial Kecamatan di Kabupaten/Kota se-Aceh Tahun 2022",
    )
    player.date(dialog.fields.starts_on, date(2022, 1, 1))
    player.date(dialog.fields.ends_on, date(2022, 12, 31))
    dialog.read_file(resources.path("seed", "daftar_tksk_banda_aceh_2022.xlsx"))
    player.wait(lambda: dialog.names.model.rowCount() == 9, "sembilan nama dari Excel")
    player.step("Sembilan nama dibaca dari Excel")
    player.click(dialog.save_button)
    player.gone(dialog)
    player.wait(lambda: register.side.presentations_button.isVisible(), "SK tercatat")
    player.step("Satu SK, sembilan TKSK")
    player.click(register.side.presentations_button)
    presentation = player.dialog(register, PresentationDialog)
    player.date(presentation.dated_on, date(2022, 3, 8))
    player.click(presentation.save_button)
    player.paper("Sembilan surat penghadapan kepada sembilan camat, satu PDF berurutan")
    tab = _roster(player)
    player.wait(lambda: tab.model.rowCount() == 9, "daftar TKSK")
    tab.refresh()
    player.step("Banda Aceh: semua kecamatan terisi")
    assert papers.is_dir()


def _decrees(player: Player) -> "DecreesSection":
    section = player.window.show_tab("officers").show_section("decrees")  # type: ignore[attr-defined]
    player.wait(lambda: section.model.rows_loaded, "register SK")
    return section  # type: ignore[no-any-return]


def _roster(player: Player) -> "RosterSection":
    return player.window.show_tab("officers").show_section("roster")  # type: ignore[attr-defined,no-any-return]
