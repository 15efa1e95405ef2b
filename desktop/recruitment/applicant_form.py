"""An application from paper to receipt, by keyboard, in less than a minute."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from db.rules.applicants import Way, way_label
from db.rules.dates import age_on, long_date, period
from db.rules.words import _
from db.services import people
from db.services.letters import IssuedLetter
from db.services.people import PersonFacts
from db.services.recruitment import applicants, vacancies
from db.services.recruitment.applicants import ApplicantFacts, ApplicationForm
from db.services.recruitment.vacancies import VacancyFacts
from desktop.clock import today
from desktop.paper import render
from desktop.parts.person import PersonPart
from desktop.recruitment.documents_field import DocumentsField
from desktop.recruitment.scan_drop import ScanDrop
from desktop.recruitment.scan_match import dropped_files
from desktop.widgets.basics import Card, Facts, button, label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField, WholeField, line_edit
from desktop.widgets.form import Form
from desktop.worker import Worker

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

PERSON_FIELDS = (
    *("name", "nik", "birth_date", "desa_code", "phone", "education"),
    *("birth_place", "sex", "address", "outside"),
)
OWN_FIELDS = (
    *("registered_on", "received_at", "way", "organisation", "service_years", "late_reason", "documents"),
)
ORGANISATIONS = ("PSM", "Karang Taruna", "Tagana")
WIDTH, SIDE_WIDTH = 1220, 290
Loaded = tuple[VacancyFacts, list[tuple[str, str, bool]], ApplicantFacts | None, PersonFacts | None]


class ApplicantDialog(FormDialog):
    """Somebody new, or an application that is still to be completed or corrected."""

    said = Signal(str)
    printed = Signal(object)  # the receipt, an IssuedLetter

    def __init__(
        self, parent: QWidget | None, worker: Worker, vacancy_id: int, applicant_id: int | None = None
    ) -> None:
        form = Form(labels="above", columns=3, compact=True)
        title = _("Data pelamar") if applicant_id else _("Tambah pelamar")
        save_text = _("Simpan") if applicant_id else _("Simpan dan cetak tanda terima")
        super().__init__(parent, title, form, save_text)
        self._worker, self._vacancy_id, self._applicant_id = worker, vacancy_id, applicant_id
        self._vacancy: VacancyFacts | None = None
        self._known: PersonFacts | None = None  # as the person stood in the database
        self._opened: dict[str, Any] = {}  # the application as it stood
        self._going_on = False
        self._late_shown = True
        self._day: date | None = None  # on which the applicant before was registered
        self.person = PersonPart(form, worker)
        self._add_fields()
        self._lay_out_side()
        self.save_next_button = button(
            _("Simpan, lalu pelamar berikutnya"), "account-plus-outline", on_click=self.submit_and_go_on
        )
        self.save_next_button.setToolTip(_("Ctrl+Enter"))
        self.save_next_button.setVisible(applicant_id is None)
        self.buttons.insertWidget(1, self.save_next_button)
        if applicant_id is None:
            for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                QShortcut(QKeySequence(Qt.Modifier.CTRL | key), self, self.submit_and_go_on)
        self.setAcceptDrops(True)
        self.resize(WIDTH, 660)
        form.edited.connect(self._on_edited)
        self.person.person_chosen.connect(self._keep_known)
        self._start()
        worker.read(self, self._load, then=self._take, failed=self.show_error)

    @property
    def documents(self) -> dict[str, Any]:
        """The check boxes of the papers, by code."""
        field: DocumentsField = self.form.widget("documents")
        return field.boxes

    def submit_and_go_on(self) -> None:
        """Save without a receipt, and begin with the next applicant."""
        if not self._saving:
            self._going_on = True
            self.submit()
            self._going_on = self._saving

    def save(self, values: dict[str, Any]) -> None:
        going_on = self._going_on

        def work(session: "Session") -> tuple[ApplicantFacts, IssuedLetter | None]:
            if self._applicant_id is not None:
                before, typed = self._application(self._opened, self._before()), self._application(values)
                applicants.change_application(session, self._applicant_id, before, typed, today=today())
                self.scans.keep_all(session, self._applicant_id)
                return applicants.get_applicant(session, self._applicant_id), None
            new = self._register(session, values)
            self.scans.keep_all(session, new)
            receipt = None
            if not going_on:
                receipt = applicants.issue_receipt(session, new, dated_on=today(), render=render)
            return applicants.get_applicant(session, new), receipt

        self._worker.write(self, work, then=self._finish, failed=self.show_error)

    def show_error(self, error: Exception) -> None:
        self._going_on = False
        super().show_error(error)

    def _add_fields(self) -> None:
        form = self.form
        self.person.add(*PERSON_FIELDS, required=("name", "nik"))
        form.add("registered_on", _("Tanggal daftar"), DateField(), required=True)
        form.add("received_at", _("Jam diterima"), line_edit(5))
        form.add("way", _("Cara mendaftar"), _way_field())
        form.add("organisation", _("Asal organisasi"), OrganisationField())
        form.add("service_years", _("Lama aktif (tahun)"), WholeField(2))
        form.add(
            "late_reason",
            _("Alasan diterima di luar waktu"),
            QLineEdit(maxLength=200),
            required=True,
            wide=True,
        )
        form.add("documents", _("Berkas yang diserahkan"), DocumentsField(), wide=True)
        self.scans = ScanDrop(self, self._worker, form.widget("documents"))
        form.add_widget(self.scans)

    def _lay_out_side(self) -> None:
        self.vacancy_facts = Facts()
        keys = _("Enter ke isian berikutnya · Ctrl+S simpan · Ctrl+Enter simpan, lalu pelamar berikutnya")
        about = Card(_("Lowongan"), self.vacancy_facts, label(keys, "note", wrap=True))
        side = QWidget()
        side.setFixedWidth(SIDE_WIDTH)
        box = QVBoxLayout(side)
        box.setSpacing(12)
        box.addWidget(about)
        box.addWidget(self.person)
        box.addStretch(1)
        box.setContentsMargins(0, 0, 0, 0)
        self.add_side(side)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.scans.use_files(dropped_files(event.mimeData()))

    def changed(self) -> bool:
        return super().changed() or bool(self.scans.waiting)

    def _start(self) -> None:
        """An empty form, for the next applicant."""
        self._known = None
        self.person.let_go()
        day = self._day or today()
        now = f"{datetime.now():%H.%M}" if day == today() else ""
        self.form.fill({"registered_on": day, "received_at": now, "way": Way.DIRECT.value})
        self.scans.clear()
        for field in ("nik", "birth_date", "sex"):
            self.form.note(field, "")
        self._show_late_reason()
        self._show_vacancy()

    def _load(self, session: "Session") -> Loaded:
        applicant = applicants.get_applicant(session, self._applicant_id) if self._applicant_id else None
        return (
            vacancies.get_vacancy(session, self._vacancy_id),
            applicants.list_documents(session, self._vacancy_id),
            applicant,
            people.get_person(session, applicant.person_id) if applicant else None,
        )

    def _take(self, loaded: Loaded) -> None:
        self._vacancy, documents, applicant, person = loaded
        self.form.widget("documents").set_documents(documents)
        self.scans.documents = [(code, name) for code, name, _required in documents]
        if applicant and person:
            self._opened = {field: getattr(applicant, field) for field in OWN_FIELDS}
            self.person.use(person, self._opened)
            self.setWindowTitle(f"{applicant.name} · {applicant.registration_number}")
        else:
            text = _("Tambah pelamar · Kecamatan {name}")
            self.setWindowTitle(text.format(name=self._vacancy.kecamatan))
        self._show_late_reason()
        self._show_vacancy()
        QTimer.singleShot(0, self, self.fit)  # once the papers have found their places

    def _keep_known(self, person: PersonFacts | None) -> None:
        self._known = person
        self._show_vacancy()

    def _on_edited(self, field: str) -> None:
        if field == "registered_on":
            self._show_late_reason()
        if field == "birth_date":
            self._show_vacancy()

    def _show_vacancy(self) -> None:
        """What to keep an eye on while typing: the days, and the age that will be counted."""
        if self._vacancy is None:
            return
        days, born = self._vacancy.form, self.form.widget("birth_date").value()
        age = _("{n} tahun").format(n=age_on(born, days.age_counted_on)) if born else ""
        self.vacancy_facts.set_facts(
            [
                (_("Pendaftaran"), period(days.opens_on, days.closes_on)),
                (_("Umur pada"), long_date(days.age_counted_on)),
                (_("Umur"), age),
            ]
        )

    def _is_late(self) -> bool:
        day = self.form.widget("registered_on").value()
        if self._vacancy is None or day is None:
            return False
        dates = self._vacancy.form
        return not dates.opens_on <= day <= dates.closes_on

    def _show_late_reason(self) -> None:
        late = self._is_late()
        if late is not self._late_shown:
            self._late_shown = late
            self.form.show_field("late_reason", late)
            QTimer.singleShot(0, self, self.fit)
        if self._vacancy and late:
            dates = self._vacancy.form
            text = _("Pendaftaran {period}.").format(period=period(dates.opens_on, dates.closes_on))
            self.form.note("late_reason", text, "warn")

    def _register(self, session: "Session", values: Mapping[str, Any]) -> int:
        """A known person is registered as known; what was typed otherwise is a change of that person."""
        typed = self._application(values)
        if self._known is None:
            return applicants.register(session, self._vacancy_id, typed, today=today())
        before = self._before()
        known = before | {"nik": before["nik"] or values["nik"]}
        as_known = self._application(values, known)
        new = applicants.register(session, self._vacancy_id, as_known, today=today())
        applicants.change_application(session, new, as_known, typed, today=today())
        return new

    def _application(
        self, values: Mapping[str, Any], person: Mapping[str, Any] | None = None
    ) -> ApplicationForm:
        return ApplicationForm(
            person_id=self.person.person_id,
            person=person or {name: values[name] for name in PERSON_FIELDS},
            registered_on=values["registered_on"],
            organisation=values["organisation"],
            late_reason=values["late_reason"] if self._is_late() else "",
            documents=values["documents"],
            received_at=values["received_at"],
            way=values["way"] or "",
            service_years=values["service_years"],
        )

    def _before(self) -> dict[str, Any]:
        return {name: getattr(self._known, name) for name in PERSON_FIELDS}

    def _finish(self, answer: tuple[ApplicantFacts, IssuedLetter | None]) -> None:
        applicant, receipt = answer
        text = _("{name} diubah.") if self._applicant_id else _("{name} terdaftar dengan nomor {number}.")
        said = text.format(name=applicant.name, number=applicant.registration_number)
        self.said.emit(said)
        if self._going_on:
            self._going_on = False
            self._day = applicant.registered_on
            self._set_saving(False)
            self._start()
            self.banner.say(said, "good")
            QTimer.singleShot(0, self, self.fit)
            self.form.focus_first()
            return
        self.scans.clear()
        self.accept()
        if receipt:
            self.printed.emit(receipt)


def _way_field() -> QComboBox:
    field = QComboBox()
    for way in ("", *(way.value for way in Way)):
        field.addItem(way_label(way), way)
    return field


class OrganisationField(QComboBox):
    """The usual organisations to choose from, or another one typed."""

    def __init__(self) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems(("", *ORGANISATIONS))
        line = self.lineEdit()
        assert line is not None
        line.setMaxLength(60)
        line.setPlaceholderText(_("PSM, Karang Taruna, …"))

    def value(self) -> str:
        """What is typed."""
        return self.currentText().strip()

    def set_value(self, value: str | None) -> None:
        """Put a name in."""
        self.setEditText(value or "")
