"""The register of letters: found, looked at, joined, printed at true size."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QBuffer, QItemSelectionModel, QSettings, Qt
from PySide6.QtGui import QPageSize
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from db.lettering import Addressing, IssuedLetter, write_letter
from db.rules.letter_kinds import LetterKind
from db.rules.letters import CallFacts, ReceiptFacts
from db.services import office
from desktop import paper
from desktop.files import write_file
from desktop.letters.outgoing import OutgoingSection
from desktop.parts.numbered import with_number
from desktop.viewer import PaperDialog, print_pages

DAY = date(2020, 4, 17)


def call(name):
    return CallFacts(name, "003", "Desa Motong", "Utan", "Kabupaten Sumbawa", 2020, DAY, "09.00 WITA", "Aula")


@pytest.fixture(autouse=True)
def own_settings(tmp_path):
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))


@pytest.fixture
def issue(sqlite_database):
    def run(name, subject="Panggilan Tes Wawancara", on=DAY, facts=None):
        with sqlite_database.writing() as session:
            addressing = Addressing(subject, name)
            return write_letter(session, facts or call(name), addressing, dated_on=on, render=paper.render)

    return run


@pytest.fixture
def open_tab(qtbot, worker):
    def run():
        tab = OutgoingSection(worker)
        tab.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        qtbot.addWidget(tab)
        tab.resize(1366, 700)
        tab.show()
        qtbot.waitUntil(lambda: tab.letters.rows_loaded)
        return tab

    return run


def test_without_letters_the_tab_says_where_letters_come_from(qtbot, open_tab):
    tab = open_tab()
    assert "Belum ada surat" in tab.table._empty.text.text()
    assert not tab.preview.isVisible()
    with qtbot.waitSignal(tab.navigate) as asked:
        tab.table._empty.button.click()
    assert asked.args == ["recruitment/board", None]


def test_the_newest_letter_is_shown_as_it_was_printed(qtbot, open_tab, issue):
    issue("Ahmad Zaelani")
    newest = issue("Rina Marlina", on=DAY + timedelta(1))
    tab = open_tab()
    qtbot.waitUntil(lambda: tab.preview.paper.document.pageCount() == 1)
    assert tab.table.current_row().id == newest.id
    assert newest.number in tab.preview.facts.text()
    assert tab.preview.paper._pdf == newest.pdf


def test_filters_narrow_the_list_and_one_button_forgets_them(qtbot, open_tab, issue):
    issue("Rina Marlina")
    receipt = ReceiptFacts("003", "Rina Marlina", "Utan", 2019, DAY, (), "Sari")
    issue("Ahmad Zaelani", "Tanda terima", date(2019, 5, 2), receipt)
    tab = open_tab()
    tab.kind_filter.setCurrentIndex(tab.kind_filter.findData(LetterKind.RECEIPT))
    qtbot.waitUntil(lambda: tab.letters.rowCount() == 1)
    qtbot.waitUntil(lambda: tab.year_filter.count() == 3)
    tab.year_filter.setCurrentText("2020")
    qtbot.waitUntil(lambda: tab.letters.rowCount() == 0)
    tab.table._empty.button.click()
    qtbot.waitUntil(lambda: tab.letters.rowCount() == 2)
    tab.search.setText("zaelani")
    qtbot.waitUntil(lambda: tab.letters.rowCount() == 1)


def test_another_tab_can_ask_for_a_letter_far_down(qtbot, open_tab, issue, monkeypatch):
    monkeypatch.setattr("desktop.letters.outgoing.LazyTable.PAGE", 2)
    first = issue("Rina Marlina", on=date(2020, 1, 5))
    for day in range(4):
        issue("Ahmad Zaelani", on=DAY + timedelta(day))
    tab = open_tab()
    tab.search.setText("ahmad")
    qtbot.waitUntil(lambda: tab.letters.rowCount() == 4)
    tab.receive("show", first.id)
    qtbot.waitUntil(lambda: tab.table.current_row() is not None and tab.table.current_row().id == first.id)
    qtbot.waitUntil(lambda: tab.preview.paper._pdf == first.pdf)


def test_a_new_letter_appears_by_itself_and_the_chosen_one_stays(qtbot, open_tab, issue, worker):
    chosen = issue("Rina Marlina")
    tab = open_tab()
    qtbot.waitUntil(lambda: tab.table.current_row() is not None)
    facts, addressing = call("Ahmad Zaelani"), Addressing("Panggilan", "Ahmad")
    worker.write(
        tab,
        lambda session: write_letter(
            session, facts, addressing, dated_on=DAY + timedelta(3), render=paper.render
        ),
        then=lambda _letter: None,
    )
    qtbot.waitUntil(lambda: tab.letters.rowCount() == 2)
    qtbot.waitUntil(lambda: "\nPanggilan" in (tab.letters.index(0, 2).data() or ""))
    assert tab.table.current_row().id == chosen.id


def test_several_letters_become_one_pdf_in_the_order_of_the_list(qtbot, open_tab, issue):
    for name in ("Rina", "Ahmad", "Budi"):
        issue(name)
    tab = open_tab()
    qtbot.waitUntil(lambda: tab.table.current_row() is not None)
    assert not tab.batch_button.isEnabled()
    rows = QItemSelectionModel.SelectionFlag.Rows | QItemSelectionModel.SelectionFlag.Select
    tab.table.selectionModel().select(tab.letters.index(2, 0), rows)
    qtbot.waitUntil(tab.batch_button.isEnabled)
    with qtbot.waitSignal(tab.said) as said:
        tab.batch_button.click()
    assert said.args == ["2 surat digabung menjadi satu PDF."]
    assert isinstance(tab.dialog, PaperDialog)
    assert tab.dialog.paper.document.pageCount() == 2
    texts = [tab.dialog.paper.document.getAllText(page).text() for page in range(2)]
    assert [name in text for name, text in zip(("Budi", "Rina"), texts, strict=True)] == [True, True]
    tab.dialog.close_button.click()


def test_where_it_is_narrow_list_and_paper_take_turns(qtbot, open_tab, issue):
    issue("Rina")
    tab = open_tab()
    qtbot.waitUntil(lambda: tab.table.current_row() is not None)
    tab.resize(683, 384)
    assert (tab.table.isVisible(), tab.preview.isVisible()) == (True, False)
    tab.paper_button.click()
    assert (tab.table.isVisible(), tab.preview.isVisible()) == (False, True)


def test_a_saved_paper_is_the_stored_one_byte_for_byte(qtbot, open_tab, issue, tmp_path):
    letter = issue("Rina")
    tab = open_tab()
    qtbot.waitUntil(lambda: tab.preview.paper._pdf == letter.pdf)
    target = tmp_path / "surat.pdf"
    with qtbot.waitSignal(tab.said) as said:
        tab.preview.paper.save_to(target)
    assert said.args == ["surat.pdf disimpan."]
    assert target.read_bytes() == letter.pdf
    tab.preview.paper.save_to(tmp_path / "tidak ada" / "surat.pdf")
    qtbot.waitUntil(lambda: "tidak dapat ditulis" in tab.preview.paper.banner.text.text())


def test_a_write_that_fails_leaves_nothing_behind(tmp_path):
    assert write_file(tmp_path / "a.pdf", b"satu").read_bytes() == b"satu"
    assert [path.name for path in tmp_path.iterdir() if path.suffix in {".pdf", ".part"}] == ["a.pdf"]


@pytest.fixture
def printed(qapp, tmp_path):  # a printer needs an application
    def run(pdf):
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "cetak.pdf"))
        pages = print_pages(pdf, printer)
        document = QPdfDocument()
        document.load(str(tmp_path / "cetak.pdf"))
        return printer, pages, document

    return run


def millimetres(document, page=0):
    return tuple(round(side / 72 * 25.4) for side in document.pagePointSize(page).toTuple())


def test_f4_is_printed_on_215_by_330_millimetres_and_not_on_folio(printed, issue):
    printer, pages, document = printed(issue("Rina").pdf)
    assert printer.pageLayout().pageSize().size(QPageSize.Unit.Millimeter).toTuple() == (215.0, 330.0)
    assert (pages, document.pageCount(), millimetres(document)) == (1, 1, (215, 330))


def test_a_millimetre_of_the_letter_is_a_millimetre_on_paper(printed, issue):
    pdf = issue("Rina").pdf
    buffer = QBuffer()
    buffer.setData(pdf)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    original = QPdfDocument()
    original.load(buffer)
    _printer, _pages, document = printed(pdf)
    tenth = 254 / 72  # ten dots for each millimetre
    wide, tall = ink(original, tenth), ink(document, tenth)
    assert max(abs(a - b) for a, b in zip(wide, tall, strict=True)) <= 2


def ink(document, scale):
    """Left, top, right and bottom of what is printed, in tenths of a millimetre."""
    size = (document.pagePointSize(0) * scale).toSize()
    image = document.render(0, size).convertToFormat(document.render(0, size).Format.Format_Grayscale8)
    rows = [bytes(image.constScanLine(y))[: image.width()] for y in range(image.height())]
    blank = rows[0][0]
    used = [y for y, row in enumerate(rows) if any(abs(dot - blank) > 128 for dot in row)]
    lefts = [next(x for x, dot in enumerate(rows[y]) if abs(dot - blank) > 128) for y in used]
    rights = [
        image.width() - next(x for x, dot in enumerate(rows[y][::-1]) if abs(dot - blank) > 128) for y in used
    ]
    return min(lefts), used[0], max(rights), used[-1]


def test_landscape_papers_lie_down(printed, issue, sqlite_database):
    facts = call("Rina")
    with sqlite_database.writing() as session:
        letter = write_letter(session, facts, Addressing("x"), dated_on=DAY, render=paper.render)
        head = office.get_letterhead(session)
    from db.rules.letters import PaperSize
    from db.rules.reports import Report, ReportColumn, ReportTable

    table = ReportTable("", "Rekap", (ReportColumn("place", "Kecamatan", 20),), (("Utan",),))
    recap = Report(head, PaperSize.F4, True, "Kabupaten Sumbawa", (table,), "dicetak")
    _printer, pages, document = printed(paper.join([letter.pdf, paper.render_report(recap)], ["a", "b"]))
    assert (pages, millimetres(document, 0), millimetres(document, 1)) == (2, (215, 330), (330, 215))


@pytest.mark.parametrize(
    ("kind", "number", "said"),
    [
        (LetterKind.DECREE, "400.9/001/Kpts", "Surat Nomor 400.9/001/Kpts"),
        (LetterKind.DECREE, "", "Surat (nomor menyusul)"),
        (LetterKind.DISPOSITION, "", "Surat"),
    ],
)
def test_a_sentence_says_the_number_or_that_it_comes_later(kind, number, said):
    assert with_number("Surat", IssuedLetter(1, kind, number, "", b"")) == said
