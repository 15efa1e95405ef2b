"""The top of a letter as it will print, drawn anew while the letterhead is typed."""

from functools import partial

from PySide6.QtCore import QBuffer, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPixmap, QResizeEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from db.rules.letters import Frame, Letterhead, PaperSize, Signer
from db.rules.words import _
from desktop import paper
from desktop.clock import today
from desktop.widgets.basics import label
from desktop.worker import Worker

PAUSE = 200  # ms of silence in typing
TOP, SHOWN = 0.03, 0.16  # of the height of the page: a letterhead with a long name, and the first words
PAPER_WIDTH = 660


class LetterheadPreview(QFrame):
    """`show_head` may be called at every key; the page is made by the same code that prints letters."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._worker = worker
        self._frame: Frame | None = None
        self._drawings = 0
        self._pdf = b""
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.picture.setAccessibleName(_("Pratinjau kop surat"))
        self.picture.setMinimumWidth(200)
        self.words = label(_("Pratinjau kop surat tampil di sini."), "muted")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.addWidget(self.words, 1)
        box.addWidget(self.picture)
        self.picture.hide()
        self._soon = QTimer(self, singleShot=True, interval=PAUSE)
        self._soon.timeout.connect(self._print)

    def show_head(self, head: Letterhead, place: str, size: PaperSize, practice: bool = False) -> None:
        """Show this letterhead when the typing pauses."""
        frame = Frame(head, "", today(), place, Signer((), ""), size, practice)
        if frame != self._frame:
            self._frame = frame
            self._soon.start()

    def sizeHint(self) -> QSize:
        return QSize(PAPER_WIDTH, 165)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._draw()

    def _print(self) -> None:
        assert self._frame is not None
        self._drawings += 1
        show = partial(self._show, self._drawings)
        job = partial(paper.render_letterhead_preview, self._frame)
        self._worker.run(self, job, then=show, failed=lambda _error: show(b""))

    def _show(self, drawing: int, pdf: bytes) -> None:
        if drawing == self._drawings:
            self._pdf = pdf
            self.words.setText("" if pdf else _("Kop surat ini belum dapat digambar; periksa logonya."))
            self.words.setVisible(not pdf)
            self.picture.setVisible(bool(pdf))
            self._draw()

    def _draw(self) -> None:
        if not self._pdf:
            return
        ratio = self.devicePixelRatioF()
        width = min(self.contentsRect().width() - 2, PAPER_WIDTH)
        image = draw_top(self._pdf, round(width * ratio))
        image.setDevicePixelRatio(ratio)
        self.picture.setPixmap(QPixmap.fromImage(image))
        self.picture.setFixedHeight(round(image.height() / ratio))


def draw_top(pdf: bytes, width: int) -> QImage:
    """The top of the first page without its white margin, as many pixels wide."""
    buffer = QBuffer()
    buffer.setData(pdf)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    points = document.pagePointSize(0)
    whole = QSize(width, round(width * points.height() / points.width()))
    drawn = document.render(0, whole)
    top, height = round(whole.height() * TOP), round(whole.height() * SHOWN)
    white = QImage(width, height, QImage.Format.Format_RGB32)
    white.fill(Qt.GlobalColor.white)
    painter = QPainter(white)
    painter.drawImage(QPoint(0, 0), drawn, QRect(0, top, width, height))
    painter.end()
    return white
