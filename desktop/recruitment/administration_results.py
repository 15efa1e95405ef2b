"""What else is done on the screen of the administration: overrides, result lists, texts for WhatsApp."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QDialog

from db.rules.access import Right
from db.rules.recruitment import Applied, Stage
from db.rules.words import _
from db.services.letters import IssuedLetter
from db.services.recruitment import administration, messages, results
from db.services.recruitment.messages import ApplicantMessage
from desktop.clock import today
from desktop.paper import render
from desktop.parts.history import HistoryDialog
from desktop.parts.numbered import with_number
from desktop.parts.rights import allow, may
from desktop.recruitment.papers import show_letter
from desktop.recruitment.question import QuestionDialog
from desktop.recruitment.team_form import TeamDialog
from desktop.recruitment.work_dialog import WorkDialog
from desktop.widgets.basics import button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from db.rules.reports import ReportTable
    from db.services.recruitment.vacancies import VacancyFacts
    from desktop.recruitment.applicant_head import ApplicantFile
    from desktop.worker import Worker

PUBLISHED = (Stage.INTERVIEW, Stage.DECIDED, Stage.PROPOSED, Stage.FILLED)


class ResultActions(WorkDialog):
    """The buttons beside the decision itself."""

    said = Signal(str)
    _vacancy_id: int
    _vacancy: "VacancyFacts | None" = None
    _file: "ApplicantFile | None" = None

    def __init__(self, parent: "QWidget | None", worker: "Worker") -> None:
        super().__init__(parent, worker)
        self.dialog: QDialog | None = None
        self.internal_button = button(_("Daftar internal"), on_click=self.open_internal)
        self.internal_button.setToolTip(_("Semua pelamar dengan alasannya; tidak untuk diumumkan"))
        self.public_button = button(_("Umumkan hasil…"), on_click=self.open_public)
        self.public_button.setToolTip(_("Nomor pendaftaran, nama, dan MS/TMS; tanpa NIK dan alamat"))
        self.override_button = button(_("Kecualikan…"), on_click=self.open_override)
        self.override_button.setToolTip(_("Pelamar TMS ikut terus atas keputusan pimpinan, dengan alasan"))
        self.take_back_button = button(_("Batalkan pengecualian"), on_click=self.take_back_override)
        self.second_box = QCheckBox(_("Dua pemeriksa"))
        self.second_box.setToolTip(
            _("Setiap berkas diperiksa dua pengguna; hasil yang berbeda harus disamakan")
        )
        self.second_box.clicked.connect(self._set_second)
        allow(worker, Right.RECRUITMENT, self.public_button, self.second_box)
        allow(worker, Right.DECIDE, self.override_button, self.take_back_button)

    def open_override(self) -> None:
        """The chair lets somebody go on who is TMS."""
        if self._file is None:
            return
        person = self._file.facts
        text = _(
            "{name} tidak memenuhi syarat: {why}. Dengan pengecualian, pelamar ini ikut ke tahap berikut."
        )
        self._ask(
            _("Kecualikan pelamar"),
            text.format(name=person.name, why=person.status_reason),
            _("Kecualikan"),
            lambda session, values: administration.override(session, person.id, values["reason"]),
            lambda _nothing: self._read_again(_("{name} dikecualikan.").format(name=person.name)),
            reason=_("Alasan (dicetak dalam berita acara)"),
            danger=True,
        )

    def take_back_override(self) -> None:
        """Nobody goes on by it any more."""
        if self._file is None:
            return
        person = self._file.facts
        self.worker.write(
            self,
            partial(administration.take_back_override, applicant_id=person.id),
            lambda _nothing: self._read_again(_("Pengecualian {name} dibatalkan.").format(name=person.name)),
            self.show_error,
        )

    def copy_message(self) -> None:
        """Put what this applicant should be told now on the clipboard."""
        if self._file is None:
            return

        def take(message: ApplicantMessage) -> None:
            QGuiApplication.clipboard().setText(message.text)
            self.banner.say(_("Teks untuk {name} disalin.").format(name=message.name), "good")

        work = partial(messages.applicant_message, applicant_id=self._file.facts.id)
        self.worker.read(self, work, take, self.show_error)

    def open_internal(self) -> None:
        """Show everybody with the reasons, to print or keep in Excel."""
        work = partial(results.internal_results, vacancy_id=self._vacancy_id)
        self.worker.read(self, work, self._show_internal, self.show_error)

    def open_public(self) -> None:
        """Ask for day and signer of the announcement, which is seen beside the question."""
        vacancy_id = self._vacancy_id
        self._ask(
            _("Umumkan hasil administrasi"),
            _("Pengumuman memuat nomor pendaftaran, nama, dan MS atau TMS, tanpa NIK dan tanpa alamat."),
            _("Cetak pengumuman"),
            lambda session, values: results.issue_results(
                session, vacancy_id, dated_on=values["on"], render=render, official_id=values["signer"]
            ),
            self._announced,
            day=(_("Tanggal pengumuman"), today()),
            signer=today(),
            look=lambda session, _values: [results.results_letter(session, vacancy_id)],
        )

    def open_minutes(self) -> None:
        """Close the selection with its minutes."""
        dialog = TeamDialog(self, self.worker, self._vacancy_id)
        dialog.said.connect(self.said)
        dialog.accepted.connect(self.accept)
        self.dialog = dialog
        dialog.open()

    def open_papers(self) -> None:
        """Number, day, validity and scan of each paper of this applicant."""
        if self._file:
            from desktop.recruitment.applicant_papers import PapersDialog

            person = self._file.facts
            self.dialog = PapersDialog(self, self.worker, person.id, person.name)
            self.dialog.accepted.connect(lambda: self._read_again(""))
            self.dialog.said.connect(self.said)
            self.dialog.open()

    def open_history(self) -> None:
        """Who changed what of this applicant."""
        if self._file:
            person = self._file.facts
            self.dialog = HistoryDialog(self, self.worker, person.name, "applicant", str(person.id))
            self.dialog.open()

    def _offer_results(self) -> None:
        """What applies to this vacancy and this applicant."""
        stage = self._vacancy.stage if self._vacancy else None
        facts = self._file.facts if self._file else None
        self.public_button.setVisible(stage in PUBLISHED)
        running = stage in (Stage.ADMINISTRATION, Stage.INTERVIEW)
        failed = facts is not None and facts.status is Applied.FAILED
        decides = may(self.worker, Right.DECIDE)
        self.override_button.setVisible(running and failed and decides)
        overridden = facts is not None and bool(facts.override_reason)
        self.take_back_button.setVisible(stage is Stage.ADMINISTRATION and overridden and decides)
        self.second_box.setVisible(stage in (Stage.ANNOUNCED, Stage.ADMINISTRATION))

    def _set_second(self, wanted: bool) -> None:
        def failed(error: Exception) -> None:
            self.second_box.setChecked(not wanted)
            self.show_error(error)

        self.worker.write(
            self,
            partial(administration.set_second_verifier, vacancy_id=self._vacancy_id, wanted=wanted),
            lambda _nothing: self._read_again(""),
            failed,
        )

    def _ask(self, title: str, text: str, action: str, work: Any, then: Any, **asked: Any) -> None:
        dialog = QuestionDialog(self, self.worker, title, text, action, work, **asked)
        dialog.done_with.connect(then)
        self.dialog = dialog
        dialog.open()

    def _announced(self, letter: IssuedLetter) -> None:
        self.said.emit(_("{letter} dicetak.").format(letter=with_number(letter.subject, letter)))
        self.dialog = show_letter(self, self.worker, letter)

    def _show_internal(self, table: "ReportTable") -> None:
        from desktop.parts.report_dialog import ReportDialog

        self.dialog = ReportDialog(self, self.worker, table, signed=True)
        self.dialog.open()

    def _read_again(self, said: str) -> None:
        """Show what has become of it."""
        raise NotImplementedError
