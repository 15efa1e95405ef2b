"""What the card of a proposal does: its attachments, the file to send, the reminder, the step taken back."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from db.rules.access import Right
from db.rules.dates import day_and_date
from db.rules.letter_kinds import LetterKind
from db.rules.problems import Trouble
from db.rules.proposals import missing_in_words
from db.rules.recruitment import Stage, proposal_label
from db.rules.sop import time_in_words
from db.rules.words import _
from db.services.recruitment import proposal_time, proposals
from db.services.recruitment.proposal_file import FilePart, proposal_file
from desktop.clock import today
from desktop.errors import show_error
from desktop.paper import count_pages, join, render, render_report
from desktop.parts.rights import may
from desktop.parts.scan import as_pages
from desktop.recruitment.applicant_actions import ApplicantActions
from desktop.widgets.ask import confirm

if TYPE_CHECKING:
    from collections.abc import Iterator


class ProposalActions(ApplicantActions):
    """Each method is one link of the card, or the primary button."""

    def attach(self) -> None:
        """Tick what goes with the proposal, and find its files."""
        from desktop.recruitment.proposal_papers import ProposalPapersDialog

        self.open_dialog(ProposalPapersDialog(self.page, self.worker, self._id))

    def propose(self) -> None:
        text = _("Surat usulan pengangkatan {name} sebagai TKSK Kecamatan {kecamatan}.")
        self._ask(
            _("Buat surat usulan"),
            text.format(name=self._state.chosen, kecamatan=self._kecamatan),
            _("Cetak surat usulan"),
            lambda session, values: proposals.propose_candidate(
                session, self._id, dated_on=values["on"], render=render, official_id=values["signer"]
            ),
            self._printed,
            day=(_("Tanggal surat"), today()),
            signer=today(),
            look=lambda session, _values: [proposals.proposal_facts(session, self._id)],
        )

    def track(self) -> None:
        from desktop.recruitment.proposal import TrackDialog

        state = self.page.state
        if state and state.proposal:
            self.open_dialog(TrackDialog(self.page, self.worker, state.proposal.id, state.proposal.status))

    def undo_step(self) -> None:
        """The last step was noted by mistake."""
        state = self.page.state
        if state is None or state.proposal is None:
            return
        proposal, last = state.proposal, state.proposal.steps[-1]
        step = _("{status}, {day}").format(
            status=proposal_label(last.status).lower(), day=day_and_date(last.on)
        )
        if not confirm(self.page, _("Batalkan langkah: {step}?").format(step=step), _("Batalkan langkah")):
            return
        work = partial(proposals.undo_step, proposal_id=proposal.id, status=proposal.status)
        said = _("Langkah dibatalkan: {step}.").format(step=step)
        self._write(work, lambda _nothing: self.said.emit(said))

    def remind(self) -> None:
        """A letter to the province that asks what became of the proposal."""
        state = self.page.state
        if state is None or state.proposal is None or state.time is None:
            return
        text = _("Surat kepada Dinas Sosial Provinsi tentang usulan {name}: {days}.")
        self._ask_letter(
            LetterKind.PROPOSAL_REMINDER,
            {"vacancy_id": self._id},
            _("Surat tindak lanjut usulan"),
            text.format(name=state.proposal.candidate, days=time_in_words(state.time)),
            _("Cetak surat tindak lanjut"),
            lambda session, values: proposal_time.issue_reminder(
                session, self._id, dated_on=values["on"], render=render, official_id=values["signer"]
            ),
            self._printed,
            day=(_("Tanggal surat"), today()),
            signer=today(),
            look=lambda session, values: [
                proposal_time.reminder_letter(session, self._id, dated_on=values["on"])
            ],
        )

    def remind_when_shown(self) -> None:
        """Asked for from Beranda: where the user may, the letter is offered at once."""
        state = self.page.state
        if state and state.facts.stage is Stage.PROPOSED and may(self.worker, Right.RECRUITMENT):
            self.remind()

    def gather(self) -> None:
        """The letter and every ticked attachment as one PDF, each with its bookmark."""
        state = self.page.state
        if state is None or self.is_waiting:
            return
        if missing := missing_in_words(state.papers):
            self.page.banner.say(missing, "warn", _("Buka lampiran usulan"), self.attach)
            return
        self.is_waiting = True
        work = partial(proposal_file, vacancy_id=self._id, at=datetime.now())
        self.worker.read(self.page, work, then=self._bind, failed=self._not_gathered)

    def _bind(self, parts: list[FilePart]) -> None:
        title = _("Berkas usulan Kecamatan {name}").format(name=self._kecamatan)
        self.page.stages.progress.begin(_("Menyatukan berkas usulan…"), len(parts))

        def pages() -> "Iterator[bytes]":
            for done, part in enumerate(parts, 1):
                yield _pages(part)
                self.page.stages.progress.tick(done)

        self.worker.run(
            self.page,
            lambda: join(pages(), [part.title for part in parts]),
            then=partial(self._bound, title),
            failed=self._not_gathered,
        )

    def _bound(self, title: str, pdf: bytes) -> None:
        self.is_waiting = False
        self.page.stages.progress.finish()
        self.show_paper(title, pdf)

    def _not_gathered(self, error: Exception) -> None:
        self.is_waiting = False
        self.page.stages.progress.finish()
        if self.page.stages.progress.was_stopped:
            self.said.emit(_("Berkas usulan dibatalkan."))
        else:
            show_error(self.page, error)


def _pages(part: FilePart) -> bytes:
    """The pages of one piece; runs in the worker."""
    if part.report is not None:
        return render_report(part.report)
    if part.sheet is not None:
        return render(*part.sheet)
    pdf = as_pages(part.name, part.content)
    if not count_pages(pdf):
        text = _("{name} ({file}) rusak atau terkunci sandi. Lampirkan berkas lain di Lampiran usulan.")
        raise Trouble(text.format(name=part.title, file=part.name))
    return pdf
