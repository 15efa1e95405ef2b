"""A field for the picture at the left of the letterhead."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QImageReader, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from db.rules.words import _
from desktop.files import ask_what_to_open
from desktop.widgets.basics import button, link, row
from desktop.worker import Worker

LARGEST = 2 * 1024 * 1024
LARGEST_PICTURE = 40_000_000  # points: 160 MB when it is open
FORMATS = {"png", "jpeg"}
THUMBNAIL = QSize(36, 36)


class LogoField(QWidget):
    """Bytes of a PNG or JPEG, or None. Another file is refused in one sentence; the old picture stays."""

    edited = Signal()

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker = worker
        self._logo: bytes | None = None
        self._refusal = ""
        self.thumbnail = QLabel()
        self.thumbnail.setFixedSize(THUMBNAIL)
        self.thumbnail.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choose_button = button(_("Pilih gambar…"), "image-outline", on_click=self._choose)
        self.remove_button = link(_("Tanpa logo"), self._remove)
        box = row(self.thumbnail, self.choose_button, self.remove_button, None)
        self.setLayout(box)
        self.setFocusProxy(self.choose_button)
        self._show()

    def value(self) -> bytes | None:
        return self._logo

    def set_value(self, value: bytes | None) -> None:
        self._logo, self._refusal = value, ""
        self._show()

    def refusal(self) -> str:
        """Why the last chosen file was refused, or nothing."""
        return self._refusal

    def use_file(self, path: Path) -> None:
        """Take the picture in a file."""
        self._worker.run(self, lambda: read_picture(path), then=self._take)

    def _choose(self) -> None:
        if path := ask_what_to_open(self, _("Pilih logo"), _("Gambar (*.png *.jpg *.jpeg)")):
            self.use_file(path)

    def _take(self, found: tuple[bytes | None, str]) -> None:
        picture, self._refusal = found
        if picture is not None:
            self._logo = picture
            self._show()
        self.edited.emit()

    def _remove(self) -> None:
        self.set_value(None)
        self.edited.emit()

    def _show(self) -> None:
        pixmap = QPixmap()
        if self._logo is not None:
            pixmap.loadFromData(self._logo)
        ratio = self.devicePixelRatioF()
        if not pixmap.isNull():
            pixmap = pixmap.scaled(
                THUMBNAIL * ratio,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            pixmap.setDevicePixelRatio(ratio)
        self.thumbnail.setPixmap(pixmap)
        self.thumbnail.setVisible(self._logo is not None)
        self.remove_button.setVisible(self._logo is not None)
        self.choose_button.setText(" " + (_("Ganti gambar…") if self._logo else _("Pilih gambar…")))


def read_picture(path: Path) -> tuple[bytes | None, str]:
    """A PNG or JPEG of at most 2 MB; or None, and the reason in one sentence."""
    try:
        if path.stat().st_size > LARGEST:
            return None, _("Gambar ini lebih dari 2 MB. Perkecil dahulu, lalu pilih lagi.")
        content = path.read_bytes()
    except OSError as error:
        text = _("{file} tidak dapat dibaca: {reason}.")
        return None, text.format(file=path.name, reason=error.strerror or error)
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if size.width() * size.height() > LARGEST_PICTURE:
        text = _(
            "Gambar ini {width} × {height} titik, terlalu besar untuk logo. Perkecil dahulu, lalu pilih lagi."
        )
        return None, text.format(width=size.width(), height=size.height())
    if reader.format().toStdString() not in FORMATS:
        return None, _("Berkas ini bukan gambar PNG atau JPEG. Pilih berkas lain.")
    if reader.read().isNull():
        return None, _("Gambar ini rusak atau terpotong. Minta lagi berkasnya, atau pilih yang lain.")
    return content, ""
