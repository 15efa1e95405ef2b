"""Shows a paper inside the window, prints it at true size, saves it."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QMarginsF, QPoint, QRectF, QSizeF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QKeySequence,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QShortcut,
)
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFrame, QVBoxLayout, QWidget

from db.rules.problems import Trouble
from db.rules.words import _
from desktop.files import ask_where_to_save, write_file
from desktop.widgets.ask import confirm
from desktop.widgets.banner import Banner
from desktop.widgets.basics import EmptyState, button, row
from desktop.widgets.failure import sentence
from desktop.widgets.icons import set_icon
from desktop.widgets.room import take_room
from desktop.widgets.theme import colours, set_look, theme
from desktop.worker import Worker

POINTS_PER_INCH, MM_PER_INCH = 72, 25.4
PRINT_DPI = 300


class PaperView(QWidget):
    """The pages of a PDF under a row of buttons; empty until `show_paper` is called."""

    said = Signal(str)  # what was done with the paper, for the status bar

    def __init__(self, worker: Worker, empty_text: str = "") -> None:
        super().__init__()
        self._worker = worker
        self._pdf, self._name = b"", ""
        self.caution = ""  # asked before this paper is printed
        self._buffer = QBuffer(self)
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setDocument(self.document)
        self.view.setAccessibleName(_("Halaman surat"))
        self.zoom_button = button(_("Satu halaman"), "fit-to-page-outline", on_click=self._toggle_zoom)
        self.save_button = button(_("Simpan PDF"), "content-save-outline", on_click=self.save_paper)
        self.print_button = button(_("Cetak"), "printer-outline", on_click=self.print_paper)
        self.bar = row(self.zoom_button, None, self.save_button, self.print_button)
        self.banner = Banner()
        self.banner.hide()
        self.empty = EmptyState(empty_text)

        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(self.bar)
        box.addWidget(self.banner)
        box.addWidget(self.view, 1)
        box.addWidget(self.empty, 1)
        QShortcut(QKeySequence.StandardKey.Print, self, self.print_paper)
        theme.changed.connect(self._colour_desk)
        self._colour_desk()
        self.clear()

    def make_print_primary(self) -> None:
        """Where printing is what comes next, its button is the filled one of the page."""
        set_look(self.print_button, role="primary")
        set_icon(self.print_button, "printer-outline", "on_accent")

    def show_paper(self, pdf: bytes, name: str) -> None:
        """Show these bytes; `name` is offered as the file's name."""
        self._pdf, self._name, self.caution = pdf, name, ""
        self.document.close()
        self._buffer.close()
        self._buffer.setData(pdf)
        self._buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        self.view.pageNavigator().jump(0, QPoint())
        self.banner.clear()
        self._show(bool(pdf))

    def clear(self) -> None:
        """Show nothing but the empty text."""
        self._pdf = b""
        self.banner.clear()
        self._show(False)

    def save_paper(self) -> None:
        """Ask where, and write the bytes as they are."""
        if target := ask_where_to_save(self, _("Simpan PDF"), f"{self._name}.pdf", _("PDF (*.pdf)")):
            self.save_to(target)

    def save_to(self, path: Path) -> None:
        """Write the paper into this file, byte for byte as it was made."""
        pdf = self._pdf
        self._worker.run(self, lambda: write_file(path, pdf), self._tell_saved, self._tell_failure)

    def print_paper(self) -> None:
        """Ask which printer, and print at 100 % on the paper's own size: no scaling to fit."""
        if not self._pdf:
            return
        if self.caution and not confirm(self, self.caution, _("Tetap cetak"), danger=True):
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._name)
        set_up_page(printer, self.document.pagePointSize(0))
        dialog = QPrintDialog(printer, self)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, self.document.pageCount())
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Print with this printer while the window goes on."""
        pdf = self._pdf
        self._worker.run(self, lambda: print_pages(pdf, printer), self._tell_printed, self._tell_failure)

    def _tell_saved(self, path: Path) -> None:
        self.said.emit(_("{file} disimpan.").format(file=path.name))
        folder = QUrl.fromLocalFile(str(path.parent))
        self.banner.say(
            _("Disimpan: {file}").format(file=path.name),
            "good",
            _("Buka folder"),
            lambda: QDesktopServices.openUrl(folder),
        )

    def _tell_printed(self, pages: int) -> None:
        self.said.emit(_("{number} halaman dikirim ke pencetak.").format(number=pages))

    def _tell_failure(self, error: Exception) -> None:
        self.banner.say(sentence(error), "bad")

    def _toggle_zoom(self) -> None:
        whole = self.view.zoomMode() == QPdfView.ZoomMode.FitToWidth
        self.view.setZoomMode(QPdfView.ZoomMode.FitInView if whole else QPdfView.ZoomMode.FitToWidth)
        self.zoom_button.setText(" " + (_("Selebar jendela") if whole else _("Satu halaman")))

    def _colour_desk(self) -> None:
        """What lies around the pages; the pages themselves are always white."""
        palette = self.view.palette()
        palette.setColor(QPalette.ColorRole.Dark, QColor(colours().neutral_bg))
        self.view.setPalette(palette)

    def _show(self, shown: bool) -> None:
        self.view.setVisible(shown)
        self.empty.setVisible(not shown)
        for piece in (self.print_button, self.save_button, self.zoom_button):
            piece.setVisible(shown)


class PaperDialog(QDialog):
    """A finished paper in a window of its own: look, print, save."""

    def __init__(self, parent: QWidget | None, worker: Worker, title: str, pdf: bytes) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.paper = PaperView(worker)
        self.paper.make_print_primary()
        self.close_button = button(_("Tutup"), on_click=self.accept)
        self.paper.bar.addWidget(self.close_button)
        self.paper.print_button.setDefault(True)
        QShortcut(QKeySequence.StandardKey.Save, self, self.paper.save_paper)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.addWidget(self.paper)
        take_room(self, 860, 680)
        self.paper.show_paper(pdf, title)
        self.paper.print_button.setFocus()


def show_paper(parent: QWidget | None, worker: Worker, title: str, pdf: bytes) -> PaperDialog:
    """Open a finished paper beside the work; the window goes on."""
    dialog = PaperDialog(parent, worker, title, pdf)
    dialog.open()
    return dialog


def set_up_page(printer: QPrinter, points: QSizeF) -> None:
    """Paper of a PDF page's own size, without margins. Exact: a fuzzy match would turn F4 into Folio."""
    width, height = (round(side / POINTS_PER_INCH * MM_PER_INCH, 1) for side in points.toTuple())
    upright = QSizeF(min(width, height), max(width, height))
    paper = QPageSize(upright, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)
    lies = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(paper, lies, QMarginsF(0, 0, 0, 0)))


def print_pages(pdf: bytes, printer: QPrinter) -> int:
    """Print every page of the printer's range, each on its own size of paper; returns how many.

    It needs no widget and may run in any thread. A page is drawn at the size of its own points, not at that
    of the paper as the printer rounds it: a millimetre of the letter is a millimetre on paper.
    """
    buffer = QBuffer()
    buffer.setData(pdf)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    printer.setResolution(PRINT_DPI)
    first = (printer.fromPage() or 1) - 1
    last = min(printer.toPage() or document.pageCount(), document.pageCount()) - 1
    painter, printed = QPainter(), 0
    for number in range(first, last + 1):
        points = document.pagePointSize(number)
        set_up_page(printer, points)
        if not (printer.newPage() if painter.isActive() else painter.begin(printer)):
            text = _("Pencetak tidak menjawab. Periksa apakah pencetak menyala dan tersambung, lalu ulangi.")
            raise Trouble(text)
        size = points * (printer.resolution() / POINTS_PER_INCH)
        painter.drawImage(QRectF(0, 0, *size.toTuple()), document.render(number, size.toSize()))
        printed += 1
    painter.end()
    return printed
