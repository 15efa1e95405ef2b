"""Beside the list: one activity with its photos."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from db.rules.dates import day_and_date
from db.rules.words import _
from db.services.activities import ActivityRow, Photo
from desktop.officers.activity_photos import thumbnail
from desktop.widgets.basics import button, card, facts, label, row

PHOTO = QSize(140, 105)
ACROSS = 2


class ActivitySide(QWidget):
    """Says what was done; its buttons are for the chosen entry."""

    def __init__(self) -> None:
        super().__init__()
        self.row: ActivityRow | None = None
        self.hint = label(_("Pilih satu kegiatan di tabel."), "muted", wrap=True)
        self.text, self.facts = label("", wrap=True), facts()
        self.edit_button = button(_("Ubah…"), "pencil-outline")
        self.delete_button = button(_("Hapus…"), "delete-outline")
        self._photos = QGridLayout()
        self._photos.setSpacing(8)
        self.card = card(
            _("Kegiatan"),
            self.hint,
            self.text,
            self.facts,
            self._photos,
            row(self.edit_button, self.delete_button, None),
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.card)
        self.show_row(None)

    def show_row(self, shown: ActivityRow | None) -> None:
        """Show an entry; its photos come after it."""
        again = shown is not None and self.row is not None and shown.id == self.row.id
        self.row = shown
        self.hint.setVisible(shown is None)
        for piece in (self.text, self.facts, self.edit_button, self.delete_button):
            piece.setVisible(shown is not None)
        if not again:
            self.show_photos(())
        if shown is None:
            self.card.set_title(_("Kegiatan"))
            return
        self.card.set_title(day_and_date(shown.done_on))
        self.text.setText(shown.text)
        pairs = (
            (_("TKSK"), f"{shown.officer}, {shown.kecamatan}"),
            (_("Tempat"), shown.place),
            (_("Tugas"), " · ".join(part for part in (shown.duty, shown.programme) if part)),
            (_("Peserta"), "" if shown.participants is None else str(shown.participants)),
            (_("Kendala"), shown.problem),
            (_("Hasil"), shown.result),
        )
        self.facts.set_facts([pair for pair in pairs if pair[1]])

    def show_photos(self, photos: Sequence[Photo]) -> None:
        """The photos in small, with their captions as tooltips."""
        while item := self._photos.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for place, photo in enumerate(photos):
            picture = QLabel()
            picture.setPixmap(thumbnail(photo.jpeg, PHOTO, self.devicePixelRatioF()))
            picture.setToolTip(photo.caption)
            picture.setAccessibleName(photo.caption or _("Foto kegiatan"))
            self._photos.addWidget(picture, *divmod(place, ACROSS), Qt.AlignmentFlag.AlignLeft)
        self.card.updateGeometry()
