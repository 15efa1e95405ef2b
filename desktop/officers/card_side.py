"""Beside the card of an officer: the photo, who it is, and the way to each part."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QVBoxLayout, QWidget

from db.rules.words import _
from desktop.files import ask_what_to_open
from desktop.parts.photo import FILES, read_photo
from desktop.widgets.basics import button, label, link, row
from desktop.worker import Worker

WIDTH = 208
PHOTO = QSize(120, 160)


class PhotoField(QWidget):
    """The JPEG of a photo, or None; a file may also be dropped on it. Kept when the card is saved."""

    edited = Signal()

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker = worker
        self._jpeg: bytes | None = None
        self._locked = False
        self.setAcceptDrops(True)
        self.picture = QLabel()
        self.picture.setProperty("role", "muted")
        self.picture.setFixedSize(PHOTO)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choose_button = link(_("Pilih foto…"), self._choose)
        self.remove_button = link(_("Hapus"), self._remove)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.picture)
        box.addLayout(row(self.choose_button, self.remove_button, None))
        self._show()

    def value(self) -> bytes | None:
        return self._jpeg

    def set_value(self, jpeg: bytes | None) -> None:
        self._jpeg = jpeg
        self._show()

    def lock(self) -> None:
        """It may only be looked at."""
        self._locked = True
        self.setAcceptDrops(False)
        self._show()

    def use_file(self, path: Path) -> None:
        """Take the photo in a file; what is none is refused in one sentence, and the old one stays."""
        self._worker.run(self, partial(read_photo, path), self._take)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.use_file(Path(next(url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile())))

    def _choose(self) -> None:
        if path := ask_what_to_open(self, _("Pilih foto"), _("Foto ({kinds})").format(kinds=FILES)):
            self.use_file(path)

    def _take(self, jpeg: bytes) -> None:
        self.set_value(jpeg)
        self.edited.emit()

    def _remove(self) -> None:
        self.set_value(None)
        self.edited.emit()

    def _show(self) -> None:
        pixmap = QPixmap()
        if self._jpeg is not None:
            pixmap.loadFromData(self._jpeg)
        if pixmap.isNull():
            self.picture.setText(_("Belum ada foto"))
        else:
            ratio = self.devicePixelRatioF()
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            pixmap = pixmap.scaled(PHOTO * ratio, keep, smooth)
            pixmap.setDevicePixelRatio(ratio)
            self.picture.setPixmap(pixmap)
        self.choose_button.setText(_("Pilih foto…") if self._jpeg is None else _("Ganti foto…"))
        self.choose_button.setVisible(not self._locked)
        self.remove_button.setVisible(self._jpeg is not None and not self._locked)


class CardSide(QWidget):
    """Says who it is, and jumps to a part by a click or by Ctrl and its number."""

    part_wanted = Signal(int)

    def __init__(self, worker: Worker, parts: Sequence[str]) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.photo = PhotoField(worker)
        self.name, self.facts = label("", "strong", wrap=True), label("", "muted", wrap=True)
        self.part_buttons: list[QPushButton] = []
        self._group = QButtonGroup(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 0, 4)
        box.setSpacing(8)
        for piece in (self.photo, self.name, self.facts):
            box.addWidget(piece)
        box.addSpacing(8)
        for place, title in enumerate(parts):
            made = button(title)
            made.setCheckable(True)
            made.setToolTip(f"Ctrl+{place + 1}")
            made.clicked.connect(partial(self._ask, place))
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the fields are walked through, not these
            self._group.addButton(made)
            self.part_buttons.append(made)
            box.addWidget(made)
            key = QKeySequence(Qt.Modifier.CTRL | Qt.Key(Qt.Key.Key_1 + place))
            QShortcut(key, self, partial(self._ask, place))
        box.addWidget(
            label(_("Ctrl+1 … Ctrl+{n} ke bagian · Ctrl+S simpan").format(n=len(parts)), "note", wrap=True)
        )
        box.addStretch(1)
        self.show_part(0)

    def show_part(self, place: int) -> None:
        """Mark the part that is in sight."""
        self.part_buttons[place].setChecked(True)

    def _ask(self, place: int, _checked: bool = False) -> None:
        self.show_part(place)
        self.part_wanted.emit(place)
