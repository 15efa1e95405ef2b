"""The form of one activity; many are typed one after the other without the mouse."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from db.rules.words import _, ngettext
from db.rules.work import check_activity, doubt_day
from db.services import activities
from db.services.activities import ActivityForm, WorkOfficer
from db.services.references import Choice
from desktop.clock import today
from desktop.officers.activity_photos import PhotosField
from desktop.widgets.basics import button
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import ChoiceField, DateField, WholeField, line_edit
from desktop.widgets.form import Form
from desktop.worker import Worker

WIDTH = 720
TEXT_HEIGHT = 76


class WordsField(QPlainTextEdit):
    """Enter goes to the next field, Shift+Enter begins a new line."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setMaximumHeight(TEXT_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)


class ActivityDialog(FormDialog):
    """A new entry is followed by the next, with officer and day carried on."""

    saved = Signal()

    def __init__(
        self,
        parent: QWidget,
        worker: Worker,
        officers: Sequence[WorkOfficer],
        duties: Sequence[Choice],
        programmes: Sequence[Choice],
        before: ActivityForm,
        activity_id: int | None = None,
    ) -> None:
        self._worker, self._activity_id, self._before = worker, activity_id, before
        self._officers = {officer.id: officer for officer in officers}
        self._again = False  # after this entry comes another
        self._number = 0
        self._places: dict[str, str] = {}  # that are offered, by code
        self.officer = ChoiceField(
            [(o.id, f"{o.name} — {o.kecamatan}") for o in officers], _("Ketik nama atau kecamatan…")
        )
        self.done_on = DateField(maximum=today())
        self.kecamatan = ChoiceField()
        self.duty = ChoiceField([(d.code, f"{d.code} {d.text}") for d in duties], _("Ketik T1 … T8…"))
        self.programme = ChoiceField([(p.code, p.text) for p in programmes], _("bila ada"))
        self.place, self.text, self.participants = line_edit(160), WordsField(), WholeField(5)
        self.problem, self.outcome = line_edit(500), line_edit(500)
        self.photos = PhotosField(worker)
        title = _("Catat kegiatan") if activity_id is None else _("Ubah kegiatan")
        new = activity_id is None
        super().__init__(parent, title, self._make_form(), _("Simpan dan baru") if new else _("Simpan"))
        self.setMinimumWidth(WIDTH)
        self.close_button = button(_("Simpan dan tutup"), on_click=self.submit_and_close)
        self.close_button.setVisible(new)
        self.close_button.setToolTip("Ctrl+Enter")
        self.buttons.insertWidget(2, self.close_button)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QShortcut(QKeySequence(Qt.Modifier.CTRL | key), self, self.submit_and_close)
        self._fill(before)
        self.form.edited.connect(lambda _field: self._follow())
        self.photos.refused.connect(self._take_photos)
        self._follow()

    def submit(self) -> None:
        """Save, and in a new form go on with the next entry."""
        self._again = self._activity_id is None
        super().submit()

    def submit_and_close(self) -> None:
        """Save, and be done."""
        self._again = False
        super().submit()

    def save(self, values: dict[str, Any]) -> None:
        after = self._read(values)
        before, known, day = self._before, self._activity_id, today()
        what = (after.duty_code, after.programme_code, after.participants)
        if problems := check_activity(after.done_on, after.text, *what, day):
            self._set_saving(False)
            self.form.show_problems(problems)
            return

        def work(session: Any) -> int:
            return activities.save_activity(session, known, before, after, day)

        self._worker.write(self, work, lambda _id: self._go_on(after), self.show_error)

    def _go_on(self, after: ActivityForm) -> None:
        self.saved.emit()
        if not self._again:
            self.accept()
            return
        self._set_saving(False)
        self._number += 1
        self._before = ActivityForm(officer_id=after.officer_id, done_on=after.done_on)
        self._fill(self._before)
        words = ngettext("{n} kegiatan tersimpan.", "{n} kegiatan tersimpan.", self._number)
        self.banner.say(words.format(n=self._number), "good")
        self._follow()
        self.form.focus("done_on")
        self.done_on.selectAll()

    def _fill(self, form: ActivityForm) -> None:
        self._offer_places(form.officer_id, form.done_on)
        codes = {"kecamatan_code": form.kecamatan_code or None} | {
            "duty_code": form.duty_code or None,
            "programme_code": form.programme_code or None,
        }
        self.form.fill(vars(form) | codes)

    def _read(self, values: dict[str, Any]) -> ActivityForm:
        codes = {name: values[name] or "" for name in ("kecamatan_code", "duty_code", "programme_code")}
        return replace(self._before, **values | codes)

    def _take_photos(self, refused: str) -> None:
        """Room for the photos that came, and why the others did not."""
        self.banner.say(refused, "bad")
        QTimer.singleShot(0, self._show_photos)  # once the photos have their room

    def _show_photos(self) -> None:
        self._grow()
        self._area.ensureWidgetVisible(self.photos.add_button)

    def _offer_places(self, officer_id: int | None, day: date | None) -> None:
        """Who serves in several kecamatan that day has done it in one of them."""
        officer = self._officers.get(officer_id) if officer_id else None
        places = officer.places_on(day) if officer and day else {}
        if places != self._places:
            self._places = places
            self.kecamatan.set_choices(places.items())
        self.form.show_field("kecamatan_code", len(places) > 1)

    def _follow(self) -> None:
        """A day outside the term is said while one types; it may be saved all the same."""
        officer, day = self._officers.get(self.officer.value()), self.done_on.value()
        self._offer_places(self.officer.value(), day)
        text = doubt_day(officer.spans, day) if officer and day and day <= today() else ""
        self.form.note("done_on", text, "warn")

    def _make_form(self) -> Form:
        form = Form(compact=True, gap=6)
        form.add("officer_id", _("TKSK"), self.officer, required=True)
        form.add("done_on", _("Tanggal"), self.done_on, required=True)
        hint = _("Kosong: kecamatan tugas definitif.")
        form.add("kecamatan_code", _("Kecamatan"), self.kecamatan, hint=hint)
        form.add("place", _("Tempat"), self.place)
        form.add("duty_code", _("Tugas"), self.duty)
        form.add("programme_code", _("Program"), self.programme)
        hint = _("Enter ke isian berikut, Shift+Enter baris baru.")
        form.add("text", _("Kegiatan"), self.text, required=True, hint=hint)
        form.add("participants", _("Peserta"), self.participants)
        form.add("problem", _("Kendala"), self.problem)
        form.add("result", _("Hasil"), self.outcome)
        form.add("photos", _("Foto"), self.photos)
        return form


def new_form(officer_id: int | None, day: date) -> ActivityForm:
    """What a new entry begins with."""
    return ActivityForm(officer_id=officer_id, done_on=day)
