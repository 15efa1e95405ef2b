"""What else is done on the screen of the administration: overrides, result lists, texts for WhatsApp."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication

from db.rules.access import Right
from db.rules.letter_kinds import LetterKind
from db.rules.recruitment import Applied, Stage
from db.rules.words import _
from db.services.recruitment import messages, overrides, results
from db.services.recruitment.messages import ApplicantMessage
from desktop.parts.history import HistoryDialog
from desktop.parts.rights import allow, may
from desktop.recruitment.administration_checker import CheckerActions
from desktop.recruitment.team_form import TeamDialog
from desktop.widgets.basics import button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from db.rules.reports import ReportTable
    from db.services.recruitment.pins import MemberKey, Seat
    from desktop.worker import Worker

PUBLISHED = (Stage.INTERVIEW, Stage.DECIDED, Stage.PROPOSED, Stage.FILLED)


class ResultActions(CheckerActions):
    """The buttons beside the decision itself."""

    said = Signal(str)

    def __init__(self, parent: "QWidget | None", worker: "Worker") -> None:
        super().__init__(parent, worker)
        self.internal_button = button(_("Daftar internal"), on_click=self.open_internal)
        self.internal_button.setToolTip(_("Semua pelamar dengan alasannya; tidak untuk diumumkan"))
        self.public_button = button(_("Umumkan hasil…"), on_click=self.open_public)
        self.public_button.setToolTip(_("Nomor pendaftaran, nama, dan MS/TMS; tanpa NIK dan alamat"))
        self.override_button = button(_("Kecualikan…"), on_click=self.open_override)
        self.override_button.setToolTip(_("Pelamar TMS ikut terus atas keputusan ketua, dengan alasan"))
        self.take_back_button = button(_("Batalkan pengecualian"), on_click=self.take_back_override)
        allow(worker, Right.RECRUITMENT, self.public_button)
        allow(worker, Right.DECIDE, self.override_button, self.take_back_button)

    def open_override(self) -> None:
        """The chair lets somebody go on who is TMS: by the own PIN, where nobody logs in."""
        work = partial(overrides.chair_of, vacancy_id=self._vacancy_id)
        self.worker.read(self, work, self._ask_chair, self.show_error)

    def _ask_chair(self, chair: "Seat | None") -> None:
        if self._file is None:
            return
        if chair is None:
            self._ask_override()
            return
        from desktop.recruitment.score_seat import PinDialog

        text = _("Pengecualian {name} adalah keputusan ketua panel, {chair}.")
        text = text.format(name=self._file.facts.name, chair=chair.name)
        dialog = PinDialog(self, self.worker, chair, _("Lanjut"), text)
        dialog.opened.connect(self._ask_override)
        self.open_dialog(dialog)

    def _ask_override(self, key: "MemberKey | None" = None) -> None:
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
            lambda session, values: overrides.override(session, person.id, values["reason"], key=key),
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
            partial(overrides.take_back_override, applicant_id=person.id),
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
        """Who is MS and who is not, for everybody."""
        vacancy_id = self._vacancy_id
        self._announce(
            LetterKind.ADMINISTRATION_RESULTS,
            vacancy_id,
            _("Umumkan hasil administrasi"),
            _("Pengumuman memuat nomor pendaftaran, nama, dan MS atau TMS, tanpa NIK dan tanpa alamat."),
            results.issue_results,
            lambda session, _on: results.results_letter(session, vacancy_id),
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
            self.dialog.finished.connect(lambda _result: self._land_when_read())
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
        failed = failed and self._file is not None and self._file.state != "waiting"
        decides = may(self.worker, Right.DECIDE)
        self.override_button.setVisible(running and failed and decides)
        overridden = facts is not None and bool(facts.override_reason)
        self.take_back_button.setVisible(stage is Stage.ADMINISTRATION and overridden and decides)
        self.second_box.setVisible(stage in (Stage.ANNOUNCED, Stage.ADMINISTRATION))
        for piece in (self._checker_label, self.checker):
            piece.setVisible(stage is Stage.ADMINISTRATION and self._asks_name())

    def _show_internal(self, table: "ReportTable") -> None:
        from desktop.parts.report_dialog import ReportDialog

        dialog = ReportDialog(self, self.worker, table, signed=True)
        for view in dialog.view.views:
            view.wrap_rows()
        self.open_dialog(dialog)
