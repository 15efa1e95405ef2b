"""The sections *Rekap* and *Laporan* of the map, clicked as a person does."""

from datetime import date
from io import BytesIO

import pytest
import shiboken6
from pypdf import PdfReader
from PySide6.QtCharts import QBarCategoryAxis, QValueAxis
from PySide6.QtCore import Qt
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from db.models.people import Person
from db.models.regions import Region
from db.rules.charts import simple_chart
from db.rules.masking import SMALL
from db.rules.reports import cell_text, row_texts
from desktop.mapping.recap_charts import ChartsView
from desktop.mapping.recap_section import RecapSection
from desktop.mapping.reports_section import ReportsSection
from desktop.widgets.theme import theme
from tests.conftest import TODAY
from tests.services.test_recaps import record


@pytest.fixture
def desa(act):
    """Where seven old people and a child (sensitive) are recorded."""

    def fill(session):
        codes = session.scalars(select(Region.code).where(Region.level == 10).order_by(Region.code)).all()
        people = [
            Person(
                name=f"Uji {n}", sex="LP"[n % 2], birth_date=date(1950, 1, 1 + n), nik=f"52040601015{n:05}"
            )
            for n in range(7)
        ]
        child = Person(name="Anak Uji", sex="L", birth_date=date(2006, 5, 5))
        session.add_all([*people, child])
        session.flush()
        for person in people:
            record(session, "PMKS-08", codes[0], person)
        record(session, "PMKS-03", codes[0], child)
        session.flush()
        return codes[0]

    return act(fill)


@pytest.fixture
def recap(qtbot, worker, set_day, show, own_settings):
    set_day(TODAY)
    return lambda: show(RecapSection(worker))


@pytest.fixture
def section(qtbot, worker, desa, set_day, show, own_settings):
    set_day(TODAY)
    made = show(ReportsSection(worker))
    qtbot.waitUntil(lambda: len(made.view.tables) > 1)
    return made


def shown(qtbot, section, code="L06"):
    qtbot.waitUntil(lambda: bool(section.view.tables) and section.view.tables[0].code == code)
    return section.view.tables[0]


def choose(section, code):
    section.receive("reports", code)


def place_of(table, column):
    return [one.name for one in table.columns].index(column)


def test_without_records_the_page_says_what_to_do(qtbot, recap):
    section, asked = recap(), []
    qtbot.waitUntil(section.view.empty.button.isVisible)
    section.navigate.connect(lambda link, _payload: asked.append(link))
    section.view.empty.button.click()
    assert asked == ["mapping/add"]


def test_a_number_leads_to_its_names(qtbot, recap, desa):
    section, asked = recap(), []
    table = shown(qtbot, section)
    section.navigate.connect(lambda link, payload: asked.append((link, payload)))
    view = section.view.views[0]
    index = view.rows.index(table.keys.index(desa[:6]), place_of(table, "PMKS-08"))
    assert index.data() == "7"
    view.scrollTo(index)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    view.setCurrentIndex(index)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    wanted = {"register": "ppks", "kecamatan_code": desa[:6], "kind_code": "PMKS-08"}
    assert asked == [("mapping/names", wanted)] * 2
    nothing = view.rows.index(table.keys.index(desa[:6]), place_of(table, "PMKS-01"))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(nothing).center())
    assert len(asked) == 2
    assert section.page.count.text() == "8 kasus · 8 orang"


def test_officers_lead_to_the_roster(qtbot, recap, desa):
    section, asked = recap(), []
    shown(qtbot, section)
    section.filters.list.setCurrentIndex(1)
    table = shown(qtbot, section, "L07")
    section.navigate.connect(lambda link, payload: asked.append((link, payload)))
    row = next(n for n, cells in enumerate(table.rows) if cells[place_of(table, "PSKS-11")])
    section.view.figure.emit(table.keys[row], "PSKS-11")
    assert asked == [("officers/post", table.keys[row])]
    said = []
    section.said.connect(said.append)
    section.view.figure.emit(table.keys[row], "cases")
    assert asked[-1][0] == "mapping/names"
    assert "PSKS-11" in asked[-1][1]["kind_codes"]
    assert said == ["1 TKSK dari angka ini tidak ada di daftar nama: mereka ada di tab TKSK."]


def test_filters_charts_and_two_periods(qtbot, recap, desa):
    section = recap()
    shown(qtbot, section)
    section.as_charts.setChecked(True)
    assert section.charts.isVisible()
    assert section.charts.shown[0].title == "Kasus menurut jenis dan jenis kelamin"
    section.as_charts.setChecked(False)
    section.filters.sex.setCurrentIndex(1)
    qtbot.waitUntil(lambda: section.page.count.text() == "5 kasus · 5 orang")
    section.filters.masked.setChecked(True)  # only the whole is public
    assert section.filters.sex.currentData() is None
    assert not section.filters.sex.isEnabled()
    qtbot.waitUntil(lambda: "≥7 kasus" in section.page.count.text())
    table = section.view.tables[0]
    assert table.totals[place_of(table, "PMKS-03")] == SMALL
    section.filters.masked.setChecked(False)
    assert section.filters.sex.isEnabled()
    section.filters.other.setCurrentIndex(1)
    table = shown(qtbot, section, "L09")
    assert table.totals[2:] == (8, 8, 0, 0)


def test_screen_paper_and_excel_say_the_same(qtbot, recap, desa, tmp_path, papers):
    section = recap()
    table = shown(qtbot, section)
    rows = [row_texts(table, row) for row in (*table.rows, table.totals)]
    model = section.view.views[0].rows
    screen = [[model.index(n, c).data() for c in range(model.columnCount())] for n in range(model.rowCount())]
    assert screen == rows
    with qtbot.waitSignal(section.said, timeout=10000):
        section.view.write_excel(tmp_path / "rekap.xlsx")
    cells = CalamineWorkbook.from_path(tmp_path / "rekap.xlsx").get_sheet_by_index(0).to_python()
    start = next(n for n, line in enumerate(cells) if line[0] == "Kecamatan") + 1
    written = [
        [
            cell_text(column.kind, int(cell) if isinstance(cell, float) else cell)
            for column, cell in zip(table.columns, line, strict=False)
        ]
        for line in cells[start : start + len(rows)]
    ]
    assert written == rows
    section.view.print_button.click()
    qtbot.waitUntil(lambda: bool(papers), timeout=10000)
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(papers[0][1])).pages)
    lines = [line.split() for line in text.splitlines()]
    assert all(" ".join(row).split() in lines for row in rows)
    assert "Kasus menurut kelompok masalah" in text


def test_the_recap_report_has_a_sheet_for_each_sex_and_age(qtbot, section):
    titles = [table.title.rpartition(": ")[2] for table in section.view.tables[1:]]
    assert titles == ["Laki-laki", "Perempuan", "Umur 13–17 tahun", "Umur 60 tahun ke atas"]
    section.sheets.setChecked(False)
    qtbot.waitUntil(lambda: len(section.view.tables) == 1)


def test_names_only_with_reason_and_register(qtbot, section, act, desa):
    choose(section, "L08")
    section.view.empty.button.click()
    dialog = section.dialog
    qtbot.waitUntil(lambda: dialog.kecamatan.count() > 0)
    dialog.kecamatan.set_value(desa[:6])
    dialog.submit()
    assert dialog.isVisible()
    dialog.recipient.setText("Bappeda")
    dialog.reason.setPlainText("Rencana penanggulangan kemiskinan")
    dialog.whole.setChecked(True)
    dialog.submit()
    table = shown(qtbot, section, "L08")
    assert len(table.rows) == 7
    assert table.rows[0][2].startswith("5204")
    assert section.view.watermark
    asked = []
    section.navigate.connect(lambda link, payload: asked.append(link))
    section.draft_button.click()
    assert asked == ["letters/draft"]
    choose(section, "L18")
    table = shown(qtbot, section, "L18")
    assert table.rows[0][4:6] == ("Lengkap", "Bappeda")


def test_open_data_as_csv(qtbot, section, tmp_path):
    choose(section, "L20")
    shown(qtbot, section, "L20")
    assert section.filters.masked.isHidden()  # always masked
    with qtbot.waitSignal(section.said, timeout=10000):
        section.write_csv(tmp_path / "data")
    content = (tmp_path / "data.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfkode_wilayah;nama_wilayah;jenis;jumlah;satuan;tahun;sumber\r\n")
    notes = (tmp_path / "data-keterangan.txt").read_text("utf-8-sig")
    for said in (
        "Sumber: ",
        "Keadaan data: ",
        "Dibuat: ",
        "Pemakaian: ",
        "- satuan: yang dihitung",
        "Catatan:",
    ):
        assert said in notes


def test_the_report_of_a_kecamatan_is_edited_and_printed(qtbot, section, desa, papers):
    choose(section, "L17")
    assert "Pilih kecamatan" in section.view.empty.text.text()
    section.filters.kecamatan.setCurrentIndex(section.filters.kecamatan.findData(desa[:6]))
    section.view.empty.button.click()
    qtbot.waitUntil(lambda: section.dialog is not None)
    dialog = section.dialog
    dialog.sizes_button.click()
    qtbot.waitUntil(lambda: dialog.dialog is not None)
    sizes = dialog.dialog
    sizes.table.item(0, 1).setText("banyak")
    sizes.submit()
    assert sizes.isVisible()
    sizes.table.item(0, 1).setText("1.200")
    sizes.submit()
    qtbot.waitUntil(lambda: "1.200 KK" in dialog.texts["region"].toPlainText())
    dialog.texts["advice"].setPlainText("Saran dari kecamatan.")
    dialog.camat.setText("Drs. Contoh Camat")
    dialog.annex.setChecked(True)
    dialog.reason.setText("Lampiran untuk Camat")
    dialog.submit()
    qtbot.waitUntil(lambda: bool(papers), timeout=10000)
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(papers[0][1])).pages)
    for words in ("Saran dari kecamatan.", "Drs. Contoh Camat", "LAMPIRAN (TERBATAS)", "RAHASIA"):
        assert words in text
    assert "Anak Uji" not in text


@pytest.mark.parametrize("longest", [0, 1, 2, 3, 4, 5, 7, 12, 1234])
def test_the_axis_of_a_chart_has_whole_numbers_each_once(qtbot, longest):
    charts = ChartsView()
    qtbot.addWidget(charts)
    charts.show_charts([simple_chart("Kasus", {"Anak Balita Terlantar": longest, "Lanjut Usia": SMALL})])
    [numbers] = [axis for axis in charts.views[0].chart().axes() if isinstance(axis, QValueAxis)]
    step = (numbers.max() - numbers.min()) / (numbers.tickCount() - 1)
    assert numbers.max() >= longest
    assert step == round(step) >= 1
    [names] = [axis for axis in charts.views[0].chart().axes() if isinstance(axis, QBarCategoryAxis)]
    assert names.at(0) == "Lanjut Usia  &lt;5"  # as HTML, or nothing is seen of it


def test_charts_that_are_gone_are_not_drawn_in_another_theme(qtbot):
    charts = ChartsView()
    charts.show_charts([simple_chart("Kasus", {"Lanjut Usia": 3})])
    shiboken6.delete(charts)
    theme.changed.emit()  # an error in the event loop fails the test
