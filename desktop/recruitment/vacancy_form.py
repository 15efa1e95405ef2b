"""Opening a vacancy: its days on the left, its rules on the right."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from db.roster import PostRow
from db.rules.dates import day_and_date, long_date
from db.rules.objections import window_of
from db.rules.officers import PostState
from db.rules.schedule import DATES, default_schedule
from db.rules.words import _
from db.rules.working_days import why_free
from db.services import holidays, officers, regions
from db.services.recruitment import vacancies
from db.services.recruitment.sets import SetFacts
from db.services.recruitment.usual import usual_vacancy
from db.services.recruitment.vacancies import VacancyFacts, VacancyForm
from db.services.regions import Place
from desktop.clock import today
from desktop.recruitment.day_field import DayField
from desktop.recruitment.rules_dialog import RulesDialog
from desktop.widgets.fields import ChoiceField
from desktop.widgets.form import Form
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

WIDTHS = (560, 1340)  # of the form, and of the whole
WORKED = tuple(name for name in DATES if name != "age_counted_on")  # the office works on these days
Free = Mapping[date, str]
Loaded = tuple[list[Place], list[PostRow], VacancyForm, VacancyFacts | None, SetFacts, Free]


class VacancyDialog(RulesDialog):
    """A new vacancy, for a kecamatan where one is given; or one whose rules may still be changed."""

    said = Signal(str)
    saved = Signal(int)  # the id of the vacancy

    def __init__(
        self,
        parent: QWidget | None,
        worker: Worker,
        kecamatan_code: str | None = None,
        vacancy_id: int | None = None,
    ) -> None:
        form = Form(labels="left", compact=True, gap=4)
        title = _("Ubah lowongan") if vacancy_id else _("Buka lowongan")
        super().__init__(parent, worker, title, form, _("Simpan perubahan") if vacancy_id else title, WIDTHS)
        self._worker, self._kecamatan_code, self._vacancy_id = worker, kecamatan_code, vacancy_id
        self._opened: VacancyFacts | None = None  # as the form was filled with it
        self._posts: dict[str, PostRow] = {}
        self._holidays: Free = {}
        self._touched: set[str] = set()  # days that the person has set; the others follow
        self._following = False
        self._add_fields()
        form.edited.connect(self._on_edited)
        self._set_ready(False)
        worker.read(self, self._load, then=self._fill, failed=self.show_error)

    def save(self, values: dict[str, Any]) -> None:
        form = VacancyForm(**values)
        rules = self.rules.rules()

        def work(session: "Session") -> int:
            if self._opened is None:
                return vacancies.open_vacancy(session, form, rules)
            vacancies.change_vacancy(session, self._opened.id, form, rules, before=self._opened)
            return self._opened.id

        self._worker.write(self, work, then=self._finish, failed=self.show_error)

    def _add_fields(self) -> None:
        form, text = self.form, QLineEdit
        quota = QSpinBox()
        quota.setRange(1, 1)  # one post, one officer (domain.md 1.2)
        quota.setFixedWidth(72)
        form.add("kecamatan_code", _("Kecamatan"), ChoiceField(hint=_("Ketik nama kecamatan…")), True)
        form.add("quota", _("Formasi (orang)"), quota, required=True)
        form.section(_("Jadwal"))
        for field, name in (
            ("opened_on", _("Pengumuman")),
            ("opens_on", _("Pendaftaran dibuka")),
            ("closes_on", _("Pendaftaran ditutup")),
            ("administration_on", _("Seleksi administrasi")),
            ("interview_on", _("Wawancara")),
            ("result_on", _("Pengumuman hasil")),
            ("age_counted_on", _("Umur dihitung pada")),
        ):
            form.add(field, name, DayField(), required=True)
            form.widget(field).says_why = field not in WORKED
        form.section(_("Pelaksanaan"))
        form.add("hours", _("Jam pendaftaran"), text(maxLength=60), required=True)
        form.add("interview_time", _("Jam wawancara"), text(maxLength=40), required=True)
        form.add("place", _("Tempat wawancara"), text(maxLength=200), required=True)

    def _load(self, session: "Session") -> Loaded:
        found = vacancies.get_vacancy(session, self._vacancy_id) if self._vacancy_id else None
        usual, rules = usual_vacancy(session, self._kecamatan_code or "", today())
        return (
            regions.list_kecamatan(session),
            officers.list_posts(session, on=today()),
            usual,
            found,
            found.rules if found else rules,
            holidays.holiday_names(session),
        )

    def _fill(self, loaded: Loaded) -> None:
        places, posts, usual, found, rules, self._holidays = loaded
        for name in DATES:
            self.form.widget(name).set_holidays(self._holidays)
        self._opened = found
        self._posts = {post.id: post for post in posts}
        self.form.widget("kecamatan_code").set_choices((place.code, place.name) for place in places)
        if found is not None:
            values = dict(vars(found.form))
            same_day = found.form.age_counted_on == found.form.closes_on
            self._touched = set(DATES) - ({"age_counted_on"} if same_day else set())
        else:
            values = {**vars(usual), "kecamatan_code": self._kecamatan_code}
        self.form.fill(values)
        self.rules.set_rules(rules)
        if found is None:
            self.rules.offer_sets(today())
        self.rules.edited.connect(self._say_days)
        self._say_days()
        self._say_who_serves()
        self._set_ready(True)
        self.form.focus("closes_on" if values["kecamatan_code"] else "kecamatan_code")

    def _on_edited(self, field: str) -> None:
        if field == "kecamatan_code":
            self._say_who_serves()
        if self._following or field not in DATES:
            return
        self._touched.add(field)
        day = self.form.widget(field).value()
        if day is None:
            self._say_days()
            return
        self._following = True
        if field == "opened_on":
            self._move(default_schedule(day, self._holidays, self.rules.rules().objection_days))
        elif field == "closes_on":
            self._move({"age_counted_on": day})
        self._following = False
        self._say_days()

    def _say_days(self) -> None:
        """Amber below a day on which nobody works, and below an interview while objections are taken."""
        for field in WORKED:
            day = self.form.widget(field).value()
            why = why_free(day, self._holidays) if day else ""
            said = ""
            if day and why:
                text = _("{why}. Hari kerja berikutnya {day}.")
                then = day
                while why_free(then, self._holidays):
                    then += timedelta(1)
                said = text.format(why=f"{why[:1].upper()}{why[1:]}", day=day_and_date(then))
            elif field == "interview_on" and day and (last := self._objections_until()) and day <= last:
                said = _("Masa sanggah masih berjalan sampai {day}.").format(day=day_and_date(last))
            self.form.note(field, said, "warn" if said else "")

    def _objections_until(self) -> date | None:
        """The last day on which an objection to the result of the administration would be taken."""
        result, days = self.form.widget("administration_on").value(), self.rules.rules().objection_days
        return window_of(result, days, self._holidays).last_on if result and days else None

    def _move(self, days: dict[str, date]) -> None:
        for field, day in days.items():
            if field not in self._touched:
                self.form.widget(field).set_value(day)

    def _say_who_serves(self) -> None:
        code = self.form.widget("kecamatan_code").value()
        post = self._posts.get(code or "")
        if post is None:
            self.form.note("kecamatan_code", "")
        elif post.state is PostState.FILLED:
            text = _("Masih dijabat {name}.")
            self.form.note("kecamatan_code", text.format(name=post.officer), "warn")
        elif post.vacant_since:
            text = _("Lowong sejak {day}.").format(day=long_date(post.vacant_since))
            self.form.note("kecamatan_code", text, "good")
        else:
            self.form.note("kecamatan_code", "")

    def _set_ready(self, ready: bool) -> None:
        self.form.setEnabled(ready)
        self.rules.setEnabled(ready)
        self.save_button.setEnabled(ready)

    def _finish(self, vacancy_id: int) -> None:
        name = self.form.widget("kecamatan_code").currentText()
        text = (
            _("Lowongan Kecamatan {name} diubah.")
            if self._vacancy_id
            else _("Lowongan Kecamatan {name} dibuka.")
        )
        self.accept()
        self.said.emit(text.format(name=name))
        self.saved.emit(vacancy_id)
