"""The import of the social map from the window: file, kind, preview, writing, the queue, taking back."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from db.models.mapping import MappingRecord
from db.models.people import Person
from db.models.twins import TwinPair
from db.rules.imports import Outcome
from desktop.mapping.imports_section import ImportsSection

pytestmark = pytest.mark.usefixtures("day")
TODAY = date(2020, 4, 9)


@pytest.fixture
def section(show, worker, qtbot):
    made = show(ImportsSection(worker))
    qtbot.waitUntil(lambda: bool(made.targets))
    return made


@pytest.fixture
def begin(qtbot, section):
    """Opens a file in the steps."""

    def run(path):
        wizard = section.start_import(path)
        qtbot.waitUntil(lambda: bool(wizard.file_page.lists))
        return wizard

    return run


def click(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def write_csv(path, *lines, encoding="utf-8"):
    path.write_text("\n".join(lines), encoding=encoding)
    return path


def nik(number, day=1):
    return f"520406{day:02}0150{9000 + number}"


def count(act, kind):
    return act(lambda session: session.scalar(select(func.count()).select_from(kind)))


BULELENG = "nik;nama;tgl_lahir;jenis_kelamin;kode_kategori;catatan;jenis_disabilitas"


def to_preview(qtbot, wizard):
    click(qtbot, wizard.next_button)
    click(qtbot, wizard.next_button)
    qtbot.waitUntil(lambda: wizard.stack.currentIndex() == 2)


def to_result(qtbot, wizard):
    click(qtbot, wizard.next_button)
    qtbot.waitUntil(lambda: wizard.stack.currentIndex() == 3)


def test_bulelengs_file_of_one_desa_and_what_is_unclear(qtbot, section, begin, act, tmp_path):
    """No desa in the file: one is chosen for all; a second file brings a doubt, decided, undone, decided."""
    people = count(act, Person)
    first = write_csv(
        tmp_path / "motong.csv",
        BULELENG,
        f"{nik(1)};AHMAD UJI;01-01-1950;L;PMKS-08;;",
        f"{nik(2, 2)};Siti Uji;02-01-1950;P;PMKS-08;;",
        f"{nik(3, 3)};Budi Uji;29-02-2001;L;PMKS-11;;",
        f"{nik(4, 4)};Dewi Uji;04-01-1950;L;PMKS-09;;fisik|netra",
    )
    wizard = begin(first)
    assert wizard.file_page.target.currentData() == "people"
    click(qtbot, wizard.next_button)
    desa = wizard.columns_page.asks.fields["desa_code"]
    desa.setCurrentIndex(desa.findText("Motong, Utan"))
    click(qtbot, wizard.next_button)
    qtbot.waitUntil(lambda: wizard.stack.currentIndex() == 2)
    shown = [one.plan.outcome for one in wizard.preview_page.model.rows]
    assert shown == [Outcome.NEW, Outcome.NEW, Outcome.ERROR, Outcome.NEW]
    assert count(act, Person) == people
    to_result(qtbot, wizard)
    wizard.save_to(tmp_path / "hasil.xlsx")
    qtbot.waitUntil(lambda: "disimpan" in wizard.banner.text.text())
    cells = CalamineWorkbook.from_path(str(tmp_path / "hasil.xlsx")).get_sheet_by_index(0).to_python()
    assert [line[-3] for line in cells[1:]] == ["Baru", "Baru", "Ditolak", "Baru"]
    assert cells[1][0] == nik(1)
    look_for_twins(qtbot, wizard, section, act)
    assert count(act, Person) == people + 3

    second = write_csv(
        tmp_path / "lagi.csv",
        "kode_desa;" + BULELENG,
        f"5204062003;{nik(1)};Nurhayati Lain Sekali;01-01-1950;P;PMKS-11;;",
        f"5204062003;{nik(9)};Ahmad Uji;01-01-1950;L;PMKS-11;;",
    )
    wizard = begin(second)
    to_preview(qtbot, wizard)
    assert [one.plan.outcome for one in wizard.preview_page.model.rows] == [Outcome.UNCLEAR] * 2
    assert wizard.next_button.text() == "Tulis 2 baris ke data"
    to_result(qtbot, wizard)
    assert "2 menunggu keputusan" in wizard.result_page.sentence.text()
    wizard.reject()

    queue = section.queue
    qtbot.waitUntil(lambda: queue.model.rowCount() == 2)
    qtbot.waitUntil(lambda: section.queue_button.text() == "Menunggu keputusan (2)")
    click(qtbot, section.queue_button)
    qtbot.waitUntil(lambda: queue.facts is not None)
    assert queue.sides_model.row(0).values == ("Nurhayati Lain Sekali", "Ahmad Uji")
    click(qtbot, queue.new_button)
    qtbot.waitUntil(lambda: queue.model.rowCount() == 1)
    qtbot.waitUntil(lambda: queue.facts is not None and queue.facts.row.name == "Ahmad Uji")
    click(qtbot, queue.this_button)
    qtbot.waitUntil(lambda: queue.model.rowCount() == 0)
    assert count(act, Person) == people + 4
    qtbot.waitUntil(lambda: "adalah Ahmad Uji" in queue.banner.text.text().replace("AHMAD UJI", "Ahmad Uji"))
    click(qtbot, queue.banner.link)
    qtbot.waitUntil(lambda: queue.model.rowCount() == 1)
    qtbot.waitUntil(lambda: queue.facts is not None)
    click(qtbot, queue.skip_button)
    qtbot.waitUntil(lambda: queue.model.rowCount() == 0)
    queue.which.setCurrentIndex(1)
    qtbot.waitUntil(lambda: queue.model.rowCount() == 2)

    click(qtbot, section.queue_button)
    section.table.selectRow(1)
    records = count(act, MappingRecord)
    click(qtbot, section.back_button)
    qtbot.waitUntil(lambda: section.dialog is not None and hasattr(section.dialog, "model"))
    assert [kept.reason for kept in section.dialog.model.rows] == []
    click(qtbot, section.dialog.back_button)
    qtbot.waitUntil(lambda: "3 baris dari motong.csv diambil kembali." in section.page.banner.text.text())
    assert count(act, MappingRecord) == records - 3


def look_for_twins(qtbot, wizard, section, act):
    """Nobody at first; then somebody is typed who is one of the list."""
    click(qtbot, wizard.twins.button)
    qtbot.waitUntil(lambda: "Tidak ada dugaan" in wizard.twins.banner.text.text())
    born = date(1950, 1, 1)
    desa = act(lambda session: session.scalars(select(Person.desa_code).where(Person.nik == nik(1))).one())
    twin = Person(name="AHMAD UJI", birth_date=born, desa_code=desa)
    act(lambda session: session.add(twin))
    click(qtbot, wizard.twins.button)
    qtbot.waitUntil(lambda: "1 pasangan" in wizard.twins.banner.text.text())
    with qtbot.waitSignal(section.navigate) as asked:
        click(qtbot, wizard.twins.banner.link)
    assert asked.args == ["mapping/twins", None]

    def forget(session):
        session.delete(session.scalars(select(TwinPair)).one())
        session.flush()
        session.delete(
            session.scalars(select(Person).where(Person.nik.is_(None), Person.name == "AHMAD UJI")).one()
        )

    act(forget)


def test_a_list_says_itself_what_it_holds(qtbot, begin, tmp_path):
    lks = write_csv(
        tmp_path / "lks.csv", "Nama Lembaga;Nama Ketua;Kelurahan;Kecamatan;Jenis LKS", "A;B;Motong;Utan;panti"
    )
    assert begin(lks).file_page.target.currentData() == "groups"
    dtsen = write_csv(tmp_path / "dtsen.csv", "nik;nama;desil_nasional;PKH;BPNT", f"{nik(1)};A;1;ya;ya")
    wizard = begin(dtsen)
    assert wizard.file_page.target.currentData() == "welfare"
    wizard.file_page.target.setCurrentIndex(0)
    wizard.file_page.target.activated.emit(0)
    assert wizard.target.name == "people"
    click(qtbot, wizard.next_button)
    assert not wizard.next_button.isEnabled()
    assert "Jenis, bila tidak ada kolomnya" in wizard.columns_page.summary.text()
    kind = wizard.columns_page.asks.fields["kind"]
    kind.setCurrentIndex(kind.findText("Fakir miskin"))
    assert wizard.next_button.isEnabled()


def test_another_offices_list_is_refused_before_anything(qtbot, begin, tmp_path):
    lines = [f"1171012001;{nik(n)};Orang {n};01-01-1950;L;PMKS-08;;" for n in range(1, 20)]
    wizard = begin(write_csv(tmp_path / "aceh.csv", "kode_desa;" + BULELENG, *lines, encoding="utf-16"))
    click(qtbot, wizard.next_button)
    click(qtbot, wizard.next_button)
    qtbot.waitUntil(lambda: "milik kantor lain" in wizard.banner.text.text())
    assert wizard.stack.currentIndex() == 1
