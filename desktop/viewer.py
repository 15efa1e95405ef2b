"""Shows a paper inside the window, prints it at true size, saves it."""

from gettext import gettext as _
from pathlib import Path

from PySide6.QtCore import QBuffer, QRectF, QSizeF, Qt
from PySide6.QtGui import QKeySequence, QPageSize, QPainter, QShortcut
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from db.rules.problems import Trouble
from desktop.widgets.basics import EmptyState, button, row
from desktop.widgets.icons import set_icon
from desktop.worker import Worker

POINTS_PER_MM = 72 / 25.4
PRINT_DPI = 300


class PaperView(QWidget):
    """The pages of a PDF under a row of buttons; empty until `show_paper` is called."""

    def __init__(self, worker: Worker, empty_text: str = "") -> None:
        super().__init__()
        self._worker = worker
        self._pdf, self._name = b"", ""
        self._buffer = QBuffer(self)
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.print_button = button(_("Cetak"), "printer-outline", on_click=self.print_paper)
        self.save_button = button(_("Simpan PDF"), "content-save-outline", on_click=self.save_paper)
        self.zoom_button = button(_("Satu halaman"), "fit-to-page-outline", on_click=self._toggle_zoom)
        self.bar = row(self.zoom_button, None, self.save_button, self.print_button)
        self.empty = EmptyState(empty_text)

        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(self.bar)
        box.addWidget(self.view, 1)
        box.addWidget(self.empty, 1)
        QShortcut(QKeySequence.StandardKey.Print, self, self.print_paper)
        self.clear()

    def show_paper(self, pdf: bytes, name: str) -> None:
        """Show these bytes; `name` is offered as the file's name."""
        self._pdf, self._name = pdf, name
        self._buffer.close()
        self._buffer.setData(pdf)
        self._buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        self._show(bool(pdf))

    def clear(self) -> None:
        """Show nothing but the empty text."""
        self._pdf = b""
        self._show(False)

    def save_paper(self) -> None:
        """Ask where, and write the bytes as they are."""
        suggestion = "".join(sign if sign.isalnum() or sign in "-_ " else "-" for sign in self._name)
        target, _filter = QFileDialog.getSaveFileName(
            self, _("Simpan PDF"), f"{suggestion}.pdf", _("PDF (*.pdf)")
        )
        if target:
            pdf = self._pdf
            self._worker.run(self, lambda: write_file(Path(target), pdf), then=lambda _path: None)

    def print_paper(self) -> None:
        """Print at 100 %, on the paper's own size: no scaling to fit."""
        if not self._pdf:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setFullPage(True)
        printer.setResolution(PRINT_DPI)
        printer.setDocName(self._name)
        printer.setPageSize(page_size(self.document.pagePointSize(0)))
        dialog = QPrintDialog(printer, self)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, self.document.pageCount())
        if dialog.exec() == QDialog.DialogCode.Accepted:
            paint_pages(self.document, printer)

    def _toggle_zoom(self) -> None:
        whole = self.view.zoomMode() == QPdfView.ZoomMode.FitToWidth
        self.view.setZoomMode(QPdfView.ZoomMode.FitInView if whole else QPdfView.ZoomMode.FitToWidth)
        self.zoom_button.setText(_("Selebar jendela") if whole else _("Satu halaman"))

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
        self.close_button = button(_("Tutup"), on_click=self.accept)
        self.paper.bar.addWidget(self.close_button)
        set_icon(self.paper.print_button, "printer-outline", "on_accent")
        self.paper.print_button.setProperty("role", "primary")
        self.paper.print_button.setDefault(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 16)
        box.addWidget(self.paper)
        self.resize(860, 680)
        self.paper.show_paper(pdf, title)


def show_paper(parent: QWidget | None, worker: Worker, title: str, pdf: bytes) -> PaperDialog:
    """Open a finished paper beside the work; the window goes on."""
    dialog = PaperDialog(parent, worker, title, pdf)
    dialog.open()
    return dialog


def page_size(points: QSizeF) -> QPageSize:
    """The paper of a PDF page. Exact: a fuzzy match would turn F4 into Folio."""
    size = QSizeF(round(points.width() / POINTS_PER_MM, 1), round(points.height() / POINTS_PER_MM, 1))
    return QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)


def paint_pages(document: QPdfDocument, printer: QPrinter) -> None:
    """Every page of the range, each in its own size."""
    first = (printer.fromPage() or 1) - 1
    last = (printer.toPage() or document.pageCount()) - 1
    painter = QPainter()
    for number in range(first, last + 1):
        printer.setPageSize(page_size(document.pagePointSize(number)))
        if not (painter.isActive() or painter.begin(printer)) or (number > first and not printer.newPage()):
            break
        area = printer.paperRect(QPrinter.Unit.DevicePixel)
        painter.drawImage(QRectF(area), document.render(number, area.size().toSize()))
    painter.end()


def write_file(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all; Trouble says what is in the way."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        text = _("{file} tidak dapat ditulis: {reason}. Tutup berkas itu atau pilih tempat lain.")
        raise Trouble(text.format(file=path.name, reason=error.strerror or error)) from error
    return path
