"""The social map of Utan: one person under two kinds, and the recap on screen, on paper and in Excel."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.demo.player import Player

if TYPE_CHECKING:
    from desktop.mapping.recap_section import RecapSection
    from desktop.mapping.records_section import RecordsSection
    from desktop.mapping.tab import MappingTab


def play_map(player: Player, papers: Path) -> None:
    """Record an old man in Motong, find him again, print the recap."""
    from desktop.mapping.form import RecordDialog

    whole: MappingTab = player.window.show_tab("mapping")  # type: ignore[assignment]
    tab: RecordsSection = whole.show_section("records")  # type: ignore[assignment]
    player.wait(lambda: tab.records.rowCount() > 0 and tab.records.row(0), "daftar pendataan")
    player.step("Pemetaan Sosial: daftar orang yang tercatat")
    player.click(tab.add_button)
    dialog = player.dialog(tab, RecordDialog)
    form = dialog.form
    player.enter(form.widget("name"), "Abdul Karim")
    player.enter(form.widget("nik"), "5204061207489011")
    player.pick(form.widget("desa_code"), "Motong,")
    player.enter(form.widget("address"), "Dusun Motong Timur")
    for kind, letters in (("Lanjut usia telantar", "a"), ("Fakir miskin", "b")):
        player.pick(dialog.kind_choice, kind)
        player.click(dialog.add_kind_button)
        code = list(dialog.kinds)[-1]
        for letter in letters:
            player.click(dialog.kinds[code].criteria[letter])
    player.date(form.widget("recorded_on"), date(2020, 5, 11))
    player.enter(form.widget("source"), "Kunjungan rumah")
    player.step("Satu orang dicatat dengan dua jenis PPKS dan kriterianya")
    player.click(dialog.close_button)
    player.gone(dialog)
    player.enter(tab.search, "520406120748")
    player.wait(lambda: tab.records.rowCount() == 2, "dua pendataan Abdul Karim")
    player.step("Ditemukan kembali dengan sebagian NIK")
    player.click(whole.buttons["recap"])
    recap: RecapSection = whole.section("recap")  # type: ignore[assignment]
    player.wait(lambda: bool(recap.view.models) and recap.view.models[0].rowCount() == 25, "rekap")
    player.step("Rekap kecamatan dan 26 jenis PPKS")
    player.click(recap.view.print_button)
    player.paper("Rekap pada F4 melintang")
    recap.view.write_excel(papers.parent / "rekap-ppks.xlsx")
    player.wait((papers.parent / "rekap-ppks.xlsx").exists, "rekap Excel")
