"""After the decision: where the proposal is, and the decree that answers it."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from db.rules.dates import day_and_date
from db.rules.officers import DecreeLevel, level_label
from db.rules.proposals import step_label
from db.rules.recruitment import ProposalStatus, proposal_label, proposal_steps
from db.rules.words import _
from db.services import decrees
from db.services.decrees import DecreeForm
from db.services.recruitment import proposals, vacancies
from desktop.clock import today
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField, DigitsField, line_edit
from desktop.widgets.form import Form
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Loaded = tuple[str, str, list[str]]  # the candidate, the kecamatan, who has issued decrees before


class TrackDialog(FormDialog):
    """Note where the proposal is now."""

    said = Signal(str)

    def __init__(
        self, parent: QWidget | None, worker: Worker, proposal_id: int, status: ProposalStatus
    ) -> None:
        self.worker, self._proposal_id = worker, proposal_id
        self.status, self.on = QComboBox(), DateField()
        self.number, self.note = line_edit(80), line_edit(200)
        for step in proposal_steps(status):
            self.status.addItem(step_label(step, again=True), step)
        form = Form()
        now = _("Sekarang: {status}.").format(status=proposal_label(status))
        stands = label(now, "muted")
        stands.setContentsMargins(0, 0, 0, 8)
        form.add_widget(stands)
        form.add("status", _("Langkah berikutnya"), self.status, required=True)
        form.add("on", _("Tanggal"), self.on, required=True)
        form.add("number", _("Nomor surat"), self.number, hint=_("Kosongkan bila tanpa surat"))
        form.add("note", _("Catatan"), self.note)
        super().__init__(parent, _("Catat perjalanan usulan"), form, _("Catat"))
        form.fill({"status": self.status.itemData(0), "on": today()})
        self.status.currentIndexChanged.connect(lambda _place: self._say_note())
        self._say_note()

    def save(self, values: dict[str, Any]) -> None:
        work = partial(proposals.track, proposal_id=self._proposal_id, today=today(), **values)
        self.worker.write(self, work, then=lambda _nothing: self._saved(values), failed=self.show_error)

    def _say_note(self) -> None:
        """What is missing must be said; else a note is free."""
        back = self.status.currentData() == ProposalStatus.RETURNED
        hint = _("Tulis apa yang kurang") if back else _("Misalnya nama penerima")
        self.form.note("note", hint)

    def _saved(self, values: dict[str, Any]) -> None:
        text = _("Usulan: {status}, {day}.")
        status = step_label(ProposalStatus(values["status"]), again=True).lower()
        self.said.emit(text.format(status=status, day=day_and_date(values["on"])))
        self.accept()


class VacancyDecreeDialog(FormDialog):
    """The decree arrived: the chosen candidate becomes officer, without retyping."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None, worker: Worker, vacancy_id: int) -> None:
        self.worker, self._vacancy_id = worker, vacancy_id
        self._candidate, self._kecamatan = "", ""
        self._followed: date | None = None  # the day of the decree that the term follows
        self.level = QComboBox()
        for level in DecreeLevel:
            self.level.addItem(level_label(level), level)
        self.number, self.issuer, self.decree_title = line_edit(80), line_edit(160), line_edit(300)
        self.dated_on, self.starts_on, self.ends_on = DateField(), DateField(), DateField()
        self.niat = DigitsField(10)
        self.consequence = label("", "strong", wrap=True)
        self.consequence.setContentsMargins(0, 12, 0, 4)
        form = Form()
        form.section(_("Surat keputusan"))
        form.add("level", _("Tingkat"), self.level, required=True)
        form.add("number", _("Nomor"), self.number, required=True)
        form.add("dated_on", _("Tanggal SK"), self.dated_on, required=True)
        form.add("issuer", _("Pejabat"), self.issuer, required=True)
        form.add("title", _("Tentang"), self.decree_title, required=True)
        form.section(_("Masa tugas"))
        form.add("starts_on", _("Mulai"), self.starts_on, required=True)
        form.add("ends_on", _("Selesai"), self.ends_on, hint=_("Kosongkan bila tanpa batas waktu"))
        form.add("niat", _("NIAT"), self.niat, hint=_("10 angka; kosongkan bila belum ada"))
        form.add_widget(self.consequence)
        super().__init__(parent, _("Catat SK pengangkatan"), form, _("Catat SK"))
        self.setMinimumWidth(640)
        form.fill(
            {
                "level": DecreeLevel.MINISTRY,
                "title": _("Penetapan Tenaga Kesejahteraan Sosial Kecamatan"),
            }
        )
        form.edited.connect(self._follow)
        worker.read(self, partial(_load, vacancy_id=vacancy_id), then=self._show)

    def save(self, values: dict[str, Any]) -> None:
        niat = values.pop("niat")
        decree = DecreeForm(**values)
        receive = partial(proposals.receive_decree, vacancy_id=self._vacancy_id, today=today())
        work = partial(receive, form=decree, niat=niat)
        self.worker.write(self, work, then=lambda _id: self._saved(decree), failed=self.show_error)

    def _show(self, loaded: Loaded) -> None:
        self._candidate, self._kecamatan, issuers = loaded
        completer = QCompleter(issuers, self.issuer)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.issuer.setCompleter(completer)
        self._say_consequence()

    def _follow(self, field: str) -> None:
        """The term begins on the day of the decree and ends with its year, until somebody says otherwise."""
        day = self.dated_on.value()
        if field == "dated_on" and day and self.starts_on.value() in {None, self._followed}:
            self._followed = day
            self.starts_on.set_value(day)
            self.ends_on.set_value(date(day.year, 12, 31))
        if field in {"dated_on", "starts_on"}:
            self._say_consequence()

    def _say_consequence(self) -> None:
        day = self.starts_on.value()
        text = (
            _("{name} menjadi TKSK Kecamatan {kecamatan} mulai {day}.")
            if day
            else _("{name} akan menjadi TKSK Kecamatan {kecamatan}.")
        )
        said = text.format(
            name=self._candidate, kecamatan=self._kecamatan, day=day_and_date(day) if day else ""
        )
        self.consequence.setText(said if self._candidate else "")

    def _saved(self, decree: DecreeForm) -> None:
        text = _("SK {number} dicatat: {name} menjadi TKSK Kecamatan {kecamatan}.")
        self.said.emit(text.format(number=decree.number, name=self._candidate, kecamatan=self._kecamatan))
        self.accept()


def _load(session: "Session", vacancy_id: int) -> Loaded:
    proposal = proposals.find_proposal(session, vacancy_id)
    issuers = dict.fromkeys(decree.issuer for decree in decrees.list_decrees(session))
    kecamatan = vacancies.get_vacancy(session, vacancy_id).kecamatan
    return (proposal.candidate if proposal else "", kecamatan, list(issuers))
