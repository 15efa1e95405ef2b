"""The card of the proposal: its attachments, how long it has waited, and its way step by step."""

from PySide6.QtWidgets import QVBoxLayout

from db.rules.dates import long_date, short_date
from db.rules.proposals import step_label
from db.rules.recruitment import ProposalStatus, Stage
from db.rules.sop import place_in_words, time_in_words
from db.rules.words import _
from desktop.recruitment.proposal_bar import ScaleBar
from desktop.recruitment.state import VacancyState
from desktop.widgets.basics import Card, clear, label, link, row
from desktop.widgets.theme import set_look

SHOWN = (Stage.DECIDED, Stage.PROPOSED, Stage.FILLED)
BACK = (ProposalStatus.RETURNED, ProposalStatus.REFUSED)


class ProposalCard(Card):
    """From the decision on; its links are there while they apply."""

    def __init__(self) -> None:
        super().__init__(_("Usulan"))
        self.papers = label("", "muted", wrap=True)
        self.papers_link = link(_("Lampiran usulan…"))
        self.file_link = link(_("Berkas usulan (PDF)"))
        self.bar = ScaleBar()
        self.days = label("", "strong", wrap=True)
        self.place = label("", "muted", wrap=True)
        self.silence = label("", "muted", wrap=True)
        self.remind_link = link(_("Surat tindak lanjut…"))
        self.undo_link = link(_("Batalkan langkah terakhir…"))
        self._shown: object = None
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        self.add(self.papers, row(self.papers_link, self.file_link, None, spacing=16))
        self.add(self.days, self.bar, self.place, self.silence)
        self.add(self._lines, self.remind_link, self.undo_link)
        self.hide()

    def show_proposal(self, state: VacancyState) -> None:
        """Show how far it is, or nothing."""
        stage, proposal, time = state.facts.stage, state.proposal, state.time
        self.setVisible(stage in SHOWN)
        if stage not in SHOWN:
            return
        wanted = [line for line in state.papers if line.wanted]
        there = sum(line.found is not None for line in wanted)
        text = _("{there} dari {all} lampiran ada berkasnya.")
        self.papers.setText(text.format(there=there, all=len(wanted)))
        set_look(self.papers, tone="warn" if there < len(wanted) else "")
        counts = proposal is not None and not proposal.void
        self.file_link.setVisible(counts)
        running = stage is Stage.PROPOSED and counts
        for part in (self.bar, self.days, self.place, self.silence):
            part.setVisible(time is not None)
        if time is not None:
            self.bar.set_time(time)
            self.days.setText(_("{days}.").format(days=time_in_words(time)))
            self.place.setText(place_in_words(time))
            self.place.setVisible(not time.over and time.ours is None)
            silence = _("{n} hari tanpa kabar.").format(n=time.silent) if time.silent else ""
            if state.reminded_on:
                asked = _("Ditanyakan dengan surat {day}.").format(day=long_date(state.reminded_on))
                silence = f"{silence} {asked}".strip()
            if time.ours is not None:
                silence = _("Sudah {n} hari kembali di kantor kita.").format(n=time.ours)
            self.silence.setText(silence)
            self.silence.setVisible(bool(silence) and not time.over)
        self.remind_link.setVisible(running and bool(proposal and proposal.status not in BACK))
        self.undo_link.setVisible(running and bool(proposal and len(proposal.steps) > 1))
        self._show_steps(state)

    def _show_steps(self, state: VacancyState) -> None:
        if state.proposal == self._shown:
            return
        self._shown = state.proposal
        clear(self._lines)
        for place, step in enumerate(state.proposal.steps if state.proposal else ()):
            tone = "bad" if step.status in BACK else ""
            day = label(short_date(step.on), "muted")
            day.setFixedWidth(78)
            what = row(day, label(step_label(step.status, again=place > 0), "strong", True, tone))
            what.setStretch(1, 1)
            self._lines.addLayout(what)
            if step.note:
                self._lines.addWidget(label(step.note, "note", wrap=True))
