"""A longer registration: its new last day and the reason, beside the announcement that says so."""

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from db.rules.dates import day_and_date
from db.rules.schedule import DAYS_OPEN
from db.rules.words import _
from db.rules.working_days import add_working_days
from db.services.recruitment import track
from db.services.recruitment.age_day import AgeDay, age_day
from desktop.clock import today
from desktop.paper import render
from desktop.parts.look import add_look
from desktop.parts.signer import add_signer
from desktop.recruitment.day_field import DayField
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import line_edit
from desktop.widgets.form import Form
from desktop.worker import Worker


class ExtensionDialog(FormDialog):
    """`done_with` brings the announcement that was printed."""

    done_with = Signal(object)

    def __init__(self, parent: QWidget | None, worker: Worker, vacancy_id: int, closes_on: date) -> None:
        form = Form("above", compact=True)
        super().__init__(parent, _("Perpanjang pendaftaran"), form, _("Cetak pengumuman perpanjangan"))
        self._worker, self._vacancy_id = worker, vacancy_id
        text = _(
            "Pendaftaran semula ditutup {day}. Seleksi administrasi, wawancara, dan pengumuman hasil ikut "
            "bergeser."
        )
        form.add_widget(label(text.format(day=day_and_date(closes_on)), wrap=True))
        form.add("closes_on", _("Ditutup menjadi"), DayField(), required=True)
        form.add("reason", _("Alasan, lanjutan kata “karena”"), line_edit(160), required=True)
        form.add("dated_on", _("Tanggal pengumuman"), DayField(), required=True)
        text = _("Umur dihitung pada hari terakhir pendaftaran yang baru")
        form.add("age_follows", _("Umur"), QCheckBox(text))
        form.show_field("age_follows", False)
        later = add_working_days(max(closes_on, today()), DAYS_OPEN)
        form.fill({"closes_on": later, "reason": "", "dated_on": today(), "age_follows": True})
        self.signer = add_signer(form, worker, form.widget("dated_on"))
        self.look = add_look(
            self,
            worker,
            lambda session, values: [
                track.extension_letter(
                    session,
                    vacancy_id,
                    values["closes_on"],
                    values["reason"],
                    age_follows=values["age_follows"],
                )
            ],
            lambda values: values["dated_on"] if values["closes_on"] else None,
        )
        form.edited.connect(lambda field: self._ask_age() if field in ("closes_on", "age_follows") else None)
        self._ask_age()

    def _ask_age(self) -> None:
        """Whether the age follows, where it was announced to count on the last day; whose result changes."""
        day = self.form.widget("closes_on").value()
        if day is not None:
            work = partial(age_day, vacancy_id=self._vacancy_id, closes_on=day)
            self._worker.read(self, work, then=self._say_age)

    def _say_age(self, found: AgeDay) -> None:
        self.form.show_field("age_follows", found.asked)
        said = _("Tidak ada usul hasil yang berubah.")
        if found.changes:
            said = _("Usul hasil yang berubah: {names}.").format(names="; ".join(found.changes))
        if not self.form.widget("age_follows").isChecked():
            said = _("Umur tetap dihitung pada {day}; pengumuman menyebutnya.")
            said = said.format(day=day_and_date(found.now))
        self.form.note("age_follows", said, "warn" if found.changes else "")

    def save(self, values: dict[str, Any]) -> None:
        work = partial(
            track.extend_registration,
            vacancy_id=self._vacancy_id,
            closes_on=values["closes_on"],
            reason=values["reason"],
            dated_on=values["dated_on"],
            render=render,
            official_id=values["signer"],
            age_follows=values["age_follows"],
        )
        self._worker.write(self, work, then=self._finish, failed=self.show_error)

    def _finish(self, letter: object) -> None:
        self.accept()
        self.done_with.emit(letter)
