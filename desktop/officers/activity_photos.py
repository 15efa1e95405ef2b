"""The photos of an activity in its form: dropped or chosen, made small, named, put in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QPixmap
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from db.rules.problems import RuleViolation
from db.rules.words import _
from db.rules.work import MOST_PHOTOS
from db.services.activities import Photo
from desktop.files import start_folder
from desktop.parts.photo import FILES, read_photo
from desktop.settings import remember_folder
from desktop.widgets.basics import button, icon_button, label, row
from desktop.widgets.fields import line_edit
from desktop.worker import Worker

SIDE = 1280  # points: sharp on paper half a page wide, and some 200 kB
THUMBNAIL = QSize(72, 54)


@dataclass
class _Line:
    """One photo and the widgets that show it."""

    photo: Photo
    frame: QWidget
    caption: QLineEdit


class PhotosField(QFrame):
    """A tuple of `Photo`. Ctrl+↑ and Ctrl+↓ in a caption move its photo, Ctrl+Delete takes it away."""

    edited = Signal()
    refused = Signal(str)  # why files were not taken; empty: all were

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker = worker
        self._reading = 0
        self.lines: list[_Line] = []
        self.setAcceptDrops(True)
        self.add_button = button(_("Tambah foto…"), "image-outline", on_click=self._choose)
        self.hint = label("", "muted")
        self._box = QVBoxLayout()
        self._box.setSpacing(4)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(self._box)
        box.addLayout(row(self.add_button, self.hint, None))
        self.setFocusProxy(self.add_button)
        self._say()

    def value(self) -> tuple[Photo, ...]:
        return tuple(
            Photo(line.photo.id, line.caption.text().strip(), line.photo.jpeg) for line in self.lines
        )

    def set_value(self, photos: Sequence[Photo] | None) -> None:
        for line in self.lines:
            self._drop(line)
        self.lines = []
        for photo in photos or ():
            self._add(photo)
        self._say()

    def problem(self) -> str:
        """Photos that are still being read cannot be saved yet."""
        return _("Foto masih dibaca; tunggu sebentar.") if self._reading else ""

    def use_files(self, paths: Sequence[Path]) -> None:
        """Take photos; what is none is refused in one sentence, the others are taken."""
        if paths:
            self._reading += 1
            self._say()
            self._worker.run(self, partial(read_all, paths), self._take)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.use_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            line = next((line for line in self.lines if line.caption is watched), None)
            control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if line and control and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self._move(line, -1 if event.key() == Qt.Key.Key_Up else 1)
                return True
            if line and control and event.key() == Qt.Key.Key_Delete:
                self._remove(line)
                return True
            if line and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                place = self.lines.index(line) + 1
                after = self.lines[place].caption if place < len(self.lines) else self.add_button
                after.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _choose(self) -> None:
        kinds = _("Foto ({kinds})").format(kinds=FILES)
        names, _kind = QFileDialog.getOpenFileNames(self, _("Pilih foto"), str(start_folder()), kinds)
        if names:
            remember_folder(Path(names[0]).parent)
            self.use_files([Path(name) for name in names])

    def _take(self, found: tuple[list[bytes], list[str]]) -> None:
        jpegs, problems = found
        self._reading -= 1
        room = MOST_PHOTOS - len(self.lines)
        if len(jpegs) > room:
            problems.append(_("Paling banyak {most} foto untuk satu kegiatan.").format(most=MOST_PHOTOS))
        for jpeg in jpegs[:room]:
            self._add(Photo(None, "", jpeg))
        self._say()
        self.edited.emit()
        self.refused.emit(" ".join(problems))

    def _add(self, photo: Photo) -> None:
        frame, picture, caption = QWidget(), QLabel(), line_edit(200)
        caption.setText(photo.caption)
        caption.setPlaceholderText(_("Keterangan foto (kosong: nama kegiatan)"))
        caption.setAccessibleName(_("Keterangan foto"))
        caption.installEventFilter(self)
        caption.textEdited.connect(lambda _text: self.edited.emit())
        picture.setFixedSize(THUMBNAIL)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture.setPixmap(thumbnail(photo.jpeg, THUMBNAIL, self.devicePixelRatioF()))
        line = _Line(photo, frame, caption)
        up = icon_button("chevron-left", _("Lebih awal (Ctrl+↑)"), lambda: self._move(line, -1))
        down = icon_button("chevron-right", _("Lebih akhir (Ctrl+↓)"), lambda: self._move(line, 1))
        remove = icon_button("close", _("Hapus foto (Ctrl+Delete)"), lambda: self._remove(line))
        for made in (up, down, remove):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys above do the same
            made.setFixedWidth(34)
        box = row(picture, caption, up, down, remove, spacing=6)
        box.setStretch(1, 1)
        frame.setLayout(box)
        self.lines.append(line)
        self._box.addWidget(frame)

    def _move(self, line: _Line, step: int) -> None:
        place = self.lines.index(line)
        wanted = place + step
        if 0 <= wanted < len(self.lines):
            self.lines.insert(wanted, self.lines.pop(place))
            self._box.insertWidget(wanted, line.frame)
            line.caption.setFocus(Qt.FocusReason.OtherFocusReason)
            self.edited.emit()

    def _remove(self, line: _Line) -> None:
        place = self.lines.index(line)
        self.lines.remove(line)
        self._drop(line)
        self._say()
        after = self.lines[min(place, len(self.lines) - 1)].caption if self.lines else self.add_button
        after.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _drop(self, line: _Line) -> None:
        self._box.removeWidget(line.frame)
        line.frame.hide()
        line.frame.deleteLater()

    def _say(self) -> None:
        self.hint.setText(_("Membaca foto…") if self._reading else _("atau seret foto ke sini"))
        self.add_button.setEnabled(len(self.lines) < MOST_PHOTOS)
        self.updateGeometry()


def read_all(paths: Sequence[Path]) -> tuple[list[bytes], list[str]]:
    """Photos made small, in order, and why the others are none; runs in any thread."""
    jpegs, problems = [], []
    for path in paths:
        try:
            jpegs.append(read_photo(path, SIDE))
        except RuleViolation as refusal:
            problems.append(str(refusal))
    return jpegs, problems


def thumbnail(jpeg: bytes, size: QSize, ratio: float) -> QPixmap:
    """A photo as it is shown in small; empty for what is broken."""
    pixmap = QPixmap()
    pixmap.loadFromData(jpeg)
    if pixmap.isNull():
        return pixmap
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    pixmap = pixmap.scaled(size * ratio, keep, smooth)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
