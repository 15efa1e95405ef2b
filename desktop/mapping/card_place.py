"""Photos of a record and its place on earth: pasted, dropped, or taken from a file."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLabel, QWidget

from db.rules.coordinates import Point, in_words, read_point
from db.rules.problems import RuleViolation
from db.rules.words import _
from db.services.mapping import photos
from db.services.mapping.cards import CardRecord
from db.services.mapping.photos import LARGEST, PhotoRow
from desktop.files import start_folder
from desktop.parts.opener import Opener
from desktop.parts.photo import FILES, read_photo, shrink
from desktop.settings import remember_folder
from desktop.widgets.ask import confirm
from desktop.widgets.basics import Card, button, clear, label, link, row
from desktop.widgets.dialog import FormDialog
from desktop.widgets.failure import sentence
from desktop.widgets.fields import line_edit
from desktop.widgets.form import Form
from desktop.worker import Worker

SIDES = (1280, 1024, 800, 640, 480)  # points: the first that fits into 300 KB
SMALL, LARGE = QSize(128, 96), QSize(760, 560)
ACROSS = 3
MAP = "https://www.google.com/maps/search/?api=1&query={latitude},{longitude}"


class PlaceCard(Card, Opener):
    """The photos of the chosen record, and where it is."""

    said = Signal(str)
    removed = Signal(str, object)  # what is gone, and the work that brings it back

    def __init__(self, worker: Worker) -> None:
        super().__init__(_("Foto dan tempat"))
        self.worker = worker
        self.record: CardRecord | None = None
        self._may = False
        self.setAcceptDrops(True)
        self.place = label("")
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.map_link = link(_("Buka di peta"), self.open_map)
        self.map_link.setToolTip(_("Membuka peramban; memerlukan internet."))
        self.place_button = button(_("Isi koordinat…"), "map-marker-outline", on_click=self.ask_place)
        self.add_button = button(_("Tambah foto…"), "image-outline", on_click=self.choose_files)
        self.paste_button = button(_("Tempel foto"), "content-copy", on_click=self.paste)
        self.hint = label(_("Seret foto ke sini, atau tempel dengan Ctrl+V."), "muted", wrap=True)
        self.problem = label("", "note", wrap=True, tone="bad")
        self.problem.hide()
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self._grid.setColumnStretch(ACROSS, 1)
        self.thumbs: list[Thumb] = []
        self.add(self._grid, self.hint, self.problem, row(self.add_button, self.paste_button, None))
        self.add(row(self.place, self.map_link, None), row(self.place_button, None))

    def show_record(self, record: CardRecord | None, may_edit: bool) -> None:
        """Show what there is of a record."""
        self.record, self._may = record, may_edit
        clear(self._grid)
        self.thumbs = []
        for number, photo in enumerate(record.photos if record else ()):
            made = Thumb(photo, partial(self.open_photo, photo))
            self.thumbs.append(made)
            self._grid.addWidget(made, *divmod(number, ACROSS))
        self.hint.setVisible(may_edit and not self.thumbs)
        self._say("")
        for control in (self.add_button, self.paste_button, self.place_button):
            control.setVisible(may_edit)
        point = record.point if record else None
        self.place.setText(in_words(*point) if point else _("Koordinat belum diisi."))
        self.map_link.setVisible(point is not None)

    def choose_files(self) -> None:
        """Photos from files."""
        kinds = _("Foto ({kinds})").format(kinds=FILES)
        names, _kind = QFileDialog.getOpenFileNames(self, _("Pilih foto"), str(start_folder()), kinds)
        if names:
            remember_folder(Path(names[0]).parent)
            self.use_files([Path(name) for name in names])

    def paste(self) -> None:
        """What is on the clipboard: a picture, files copied in the file manager, or coordinates."""
        mime = QGuiApplication.clipboard().mimeData()
        if not self._may or self._take_mime(mime):
            return
        if _names_a_place(mime.text()):
            self.ask_place(mime.text().strip())
        else:
            self._say(_("Papan klip tidak berisi foto. Salin fotonya dulu, lalu tempel."))

    def use_files(self, paths: Sequence[Path]) -> None:
        """Make photos small and keep them; what is none is refused in one sentence."""
        self._begin(lambda: [small_enough(read_photo, path) for path in paths])

    def open_photo(self, photo: PhotoRow) -> None:
        """A photo in large, with its caption."""
        dialog = PhotoDialog(self, self.worker, photo, self._may)
        dialog.removed.connect(lambda: self._say_removed(photo))
        self.open_dialog(dialog)

    def ask_place(self, pasted: str = "") -> None:
        """Coordinates as they were pasted."""
        if self.record is not None:
            dialog = PointDialog(self, self.worker, self.record)
            self.open_dialog(dialog)
            if pasted:
                dialog.form.widget("point").setText(pasted)

    def open_map(self) -> None:
        """The place in the browser."""
        if self.record is not None and self.record.point:
            latitude, longitude = self.record.point
            QDesktopServices.openUrl(QUrl(MAP.format(latitude=latitude, longitude=longitude)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._may and (
            event.mimeData().hasImage() or any(u.isLocalFile() for u in event.mimeData().urls())
        ):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._take_mime(event.mimeData())

    def _say_removed(self, photo: PhotoRow) -> None:
        if self.record is not None:
            own = self.record.id
            back = partial(photos.add_photo, record_id=own, jpeg=photo.jpeg, caption=photo.caption)
            self.removed.emit(_("Foto dihapus."), back)

    def _take_mime(self, mime: QMimeData) -> bool:
        if paths := [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]:
            self.use_files(paths)
        elif mime.hasImage():
            image = QImage(mime.imageData())
            content = _png(image)
            self._begin(lambda: [small_enough(partial(shrink, content), _("Foto dari papan klip"))])
        else:
            return False
        return True

    def _begin(self, work: Any) -> None:
        if self.record is None or not self._may:
            return
        record_id = self.record.id
        self._say(_("Membaca foto…"), "")

        def keep(jpegs: list[bytes]) -> None:
            def add(session: Any) -> None:
                for jpeg in jpegs:
                    photos.add_photo(session, record_id, jpeg)

            self.worker.write(self, add, then=lambda _nothing: self._say(""), failed=self._fail)

        self.worker.run(self, work, then=keep, failed=self._fail)

    def _fail(self, error: Exception) -> None:
        self._say(sentence(error))

    def _say(self, text: str, tone: str = "bad") -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))


class Thumb(QLabel):
    """A small photo that opens when it is clicked, or with Enter."""

    def __init__(self, photo: PhotoRow, opens: Any) -> None:
        super().__init__()
        self._opens = opens
        self.setFixedSize(SMALL)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setPixmap(scaled(photo.jpeg, SMALL, self.devicePixelRatioF()))
        self.setToolTip(photo.caption or _("Buka foto"))
        self.setAccessibleName(photo.caption or _("Foto tanpa keterangan"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mouseReleaseEvent(self, _event: Any) -> None:
        self._opens()

    def keyPressEvent(self, event: Any) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._opens()
        else:
            super().keyPressEvent(event)


class PhotoDialog(FormDialog):
    """One photo, as large as the screen lets it be."""

    removed = Signal()

    def __init__(self, parent: QWidget, worker: Worker, photo: PhotoRow, may_edit: bool) -> None:
        form = Form("above")
        super().__init__(parent, _("Foto"), form, _("Simpan keterangan"))
        self.worker, self._photo = worker, photo
        room = self.screen().availableGeometry().size() - QSize(160, 240)
        picture = QLabel()
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture.setPixmap(scaled(photo.jpeg, LARGE.boundedTo(room), self.devicePixelRatioF()))
        form.add_widget(picture)
        form.add("caption", _("Keterangan"), line_edit(120))
        self.remove_button = button(_("Hapus foto"), "delete-outline", danger=True, on_click=self.remove)
        self.buttons.insertWidget(0, self.remove_button)
        for control in (self.remove_button, self.save_button, form.widget("caption")):
            control.setEnabled(may_edit)
        form.fill({"caption": photo.caption})

    def save(self, values: dict[str, Any]) -> None:
        work = partial(photos.name_photo, photo_id=self._photo.id, **values)
        self.worker.write(self, work, then=lambda _nothing: self.accept(), failed=self.show_error)

    def remove(self) -> None:
        """Take the photo out; the card offers the way back."""
        work = partial(photos.remove_photo, photo_id=self._photo.id)
        self.worker.write(self, work, self._gone, self.show_error)

    def _gone(self, _nothing: None) -> None:
        self.removed.emit()
        self.accept()


class PointDialog(FormDialog):
    """Coordinates pasted from a chat or a map; a place that cannot be right is asked about."""

    def __init__(self, parent: QWidget, worker: Worker, record: CardRecord) -> None:
        form = Form("above")
        super().__init__(parent, _("Koordinat"), form, _("Simpan koordinat"))
        self.worker, self._record = worker, record
        explained = _(
            "Tempel koordinat atau tautan lokasi dari WhatsApp atau Google Maps. "
            "Contoh: -8.4651, 117.2041 atau 8°27'54\"S 117°12'14\"E. Kosongkan untuk menghapus."
        )
        form.add_widget(label(explained, "muted", wrap=True))
        form.add("point", _("Koordinat"), line_edit(2000))
        form.fill({"point": in_words(*record.point) if record.point else ""})
        form.edited.connect(lambda _field: self._read_along())

    def save(self, values: dict[str, Any]) -> None:
        if not values["point"]:
            self._keep(None)
            return
        try:
            point = read_point(values["point"])
        except RuleViolation as refusal:
            self.show_error(refusal)
            return
        work = partial(photos.doubt_point, desa_code=self._record.desa_code, point=point)
        self.worker.read(self, work, then=lambda doubt: self._ask(point, doubt), failed=self.show_error)

    def _ask(self, point: Point, doubt: str) -> None:
        if doubt and not confirm(self, doubt, _("Pakai titik ini"), danger=True):
            self._set_saving(False)
            return
        self._keep(point)

    def _keep(self, point: Point | None) -> None:
        work = partial(photos.set_point, record_id=self._record.id, before=self._record.point, after=point)
        self.worker.write(self, work, then=lambda _nothing: self.accept(), failed=self.show_error)

    def _read_along(self) -> None:
        """Say what was understood, while it is typed."""
        text = self.form.values()["point"]
        try:
            told, tone = (_("Terbaca: {point}").format(point=in_words(*read_point(text))), "good")
        except RuleViolation as refusal:
            told, tone = ("" if len(text) < 8 else str(refusal)), "warn"
        self.form.note("point", told, tone)


def _names_a_place(text: str) -> bool:
    try:
        read_point(text)
    except RuleViolation:
        return False
    return True


def small_enough(make: Any, source: Any) -> bytes:
    """A photo of at most 300 KB: as large as that lets it be. make(source, side=…) shrinks it."""
    jpeg = b""
    for side in SIDES:
        jpeg = make(source, side=side)
        if len(jpeg) <= LARGEST:
            break
    return jpeg


def scaled(jpeg: bytes, size: QSize, ratio: float) -> QPixmap:
    """A photo as it is shown; empty for what is broken."""
    pixmap = QPixmap()
    if not pixmap.loadFromData(jpeg):
        return pixmap
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    pixmap = pixmap.scaled(size * ratio, keep, smooth)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes, which Qt refuses
    return bytes(buffer.data().data())
