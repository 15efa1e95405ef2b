"""The cards at the side of a vacancy: what is next, who is chosen, its rules, its letters."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from db.rules.applicants import GONE, check_disqualification
from db.rules.dates import decimal_text, long_date, short_date
from db.rules.letter_kinds import LetterKind, kind_label
from db.rules.recruitment import (
    Applied,
    Stage,
    applied_label,
    check_withdrawal,
)
from db.rules.words import _
from db.services.letters import LetterRow
from db.services.recruitment.applicants import ApplicantRow
from desktop.recruitment.next_step import NextStep
from desktop.recruitment.state import VacancyState
from desktop.recruitment.words import APPLIED_TONES
from desktop.widgets.basics import Card, Facts, Pill, button, clear, label, link, row
from desktop.widgets.icons import set_icon

CHECKED = (Stage.ADMINISTRATION, Stage.INTERVIEW, Stage.DECIDED, Stage.PROPOSED, Stage.FILLED)
SCORED = (Stage.INTERVIEW, Stage.DECIDED, Stage.PROPOSED, Stage.FILLED)
ONE_TO_EACH = {LetterKind.RECEIPT, LetterKind.CALL, LetterKind.TEST_CALL, LetterKind.PRESENTATION}


class NextCard(Card):
    """Says what is next, and holds the only filled button of the page."""

    def __init__(self) -> None:
        super().__init__(_("Langkah berikutnya"))
        self.heading = label("", "title", wrap=True)
        self.explanation = label("", "muted", wrap=True)
        self.next_button = button(" ", "check", primary=True)
        self.close_button = button(_("Tutup pendaftaran"), "lock-outline")
        self.results_button = button(_("Umumkan hasil akhir…"), "printer-outline")
        self.results_button.setToolTip(
            _("Pengumuman untuk umum, terisi dari lowongan ini; tanpa NIK dan nilai")
        )
        self.decree_button = button(_("SK terbit…"), "stamper")
        self.officer_button = button(_("Lihat TKSK"), "account-tie-outline")
        self.leave_button = button(_("Calon mundur…"), "account-minus-outline")
        self.refused_button = button(_("Usulan ditolak…"), "close")
        self.add(self.heading, self.explanation, self.next_button)
        self.add(self.results_button, self.close_button, self.decree_button, self.officer_button)
        self.add(self.leave_button, self.refused_button)

    def show_step(self, step: NextStep, stage: Stage) -> None:
        """Show a step, and the buttons that go with the stage."""
        self.heading.setText(step.heading)
        self.explanation.setText(step.explanation)
        self.explanation.setVisible(bool(step.explanation))
        self.next_button.setVisible(bool(step.button))
        self.next_button.setText(f" {step.button}")
        set_icon(self.next_button, step.icon, "on_accent")
        self.close_button.setVisible(stage is Stage.ANNOUNCED)
        self.decree_button.setVisible(stage is Stage.PROPOSED)
        self.leave_button.setVisible(stage in (Stage.DECIDED, Stage.PROPOSED))
        self.refused_button.setVisible(stage is Stage.PROPOSED)
        self.officer_button.setVisible(stage is Stage.FILLED and step.button != _("Lihat TKSK"))


class ApplicantCard(Card):
    """The chosen applicant, and what can be done for him or her now."""

    def __init__(self) -> None:
        super().__init__(_("Pelamar terpilih"))
        self.name = label("", "strong", wrap=True)
        self.facts = Facts()
        self.state = Pill()
        self.edit_button = button(_("Lengkapi data"), "pencil-outline")
        self.receipt_button = button(_("Cetak tanda terima"), "printer-outline")
        self.check_button = button(_("Periksa berkas"), "clipboard-check-outline")
        self.present_button = button(_("Batalkan tidak hadir"), "undo")
        self.papers_button = button(_("Nomor dan pindaian…"), "file-upload-outline")
        self.withdraw_button = button(_("Mengundurkan diri…"), "account-minus-outline")
        self.disqualify_button = button(_("Gugurkan…"), "close")
        self.message_link = link(_("Salin teks WhatsApp"))
        self.history_link = link(_("Riwayat"))
        self.add(self.name, self.facts, self.edit_button, self.receipt_button, self.papers_button)
        self.add(self.check_button, self.present_button, self.withdraw_button, self.disqualify_button)
        self.add(row(self.message_link, None, self.history_link))
        self.hide()

    def show_applicant(self, chosen: ApplicantRow | None, stage: Stage) -> None:
        """Show this applicant, or nothing."""
        self.setVisible(chosen is not None)
        if chosen is None:
            return
        self.name.setText(chosen.name)
        self.state.set(applied_label(chosen.status), APPLIED_TONES[chosen.status])
        self.facts.set_facts(
            [
                (_("Nomor"), chosen.registration_number),
                (_("Berkas wajib"), chosen.papers),
                (_("Keadaan"), self.state),
                *([(_("Keterangan"), chosen.remark)] if chosen.remark else []),
            ]
        )
        early = stage in (Stage.ANNOUNCED, Stage.ADMINISTRATION)
        here = chosen.status not in GONE
        completing = stage in (Stage.INTERVIEW, Stage.DECIDED)  # what is still missing for the proposal
        self.edit_button.setVisible((early or completing) and here)
        self.receipt_button.setVisible(early and here)
        self.papers_button.setVisible((early or completing) and here)
        checking = stage is Stage.ADMINISTRATION
        self.check_button.setText(_("Periksa berkas") if checking else _("Hasil administrasi"))
        self.check_button.setVisible(stage in CHECKED and here)
        self.disqualify_button.setVisible(not check_disqualification(stage, chosen.status))
        self.present_button.setVisible(stage is Stage.INTERVIEW and chosen.status is Applied.ABSENT)
        candidate = chosen.status in (Applied.REGISTERED, Applied.PASSED)
        waiting = chosen.status in (Applied.CHOSEN, Applied.RESERVE)
        self.withdraw_button.setVisible((candidate or waiting) and not check_withdrawal(stage, chosen.status))


class RulesCard(Card):
    """The rules of this selection in words."""

    def __init__(self) -> None:
        super().__init__(_("Aturan seleksi ini"))
        self.facts = Facts()
        self.history_link = link(_("Riwayat"))
        self.cancel_button = button(_("Batalkan lowongan…"), danger=True)
        self.scoring_link = link(_("Aturan penilaian…"))
        self.tests_link = link(_("Nilai tes…"))
        self.ranking_link = link(_("Rekap nilai…"))
        self.add(self.facts, row(self.scoring_link, self.tests_link, self.ranking_link, None))
        self.add(row(self.history_link, None, self.cancel_button))

    def show_rules(self, state: VacancyState) -> None:
        """Show the rules of a vacancy."""
        form, rules = state.facts.form, state.facts.rules
        standing, stage = state.standing, state.facts.stage
        scored = stage in SCORED or state.facts.nobody_passed
        self.tests_link.setVisible(bool(standing.tests) and stage in SCORED)
        self.ranking_link.setVisible(bool(standing.panel) and scored)
        weights = _("{n} aspek, jumlah bobot 100").format(n=len(rules.criteria))
        cause = [(_("Sebab lowong"), state.facts.cause)] if state.facts.cause else []
        self.facts.set_facts(
            [
                *cause,
                (_("Kuota"), _("{n} orang").format(n=form.quota)),
                (_("Ambang"), decimal_text(rules.scoring.pass_mark)),
                (_("Rumus"), standing.formula.partition(";")[0]),
                (_("Wawancara"), weights),
                (_("Umur pada"), long_date(form.age_counted_on)),
            ]
        )


class LettersCard(Card):
    """The letters of a vacancy; each leads to the register of letters."""

    chosen = Signal(int)  # the id of a letter

    def __init__(self) -> None:
        super().__init__(_("Surat"))
        self.links: list[QPushButton] = []
        self._shown: tuple[LetterRow, ...] | None = None
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        self.add(self._lines)

    def show_letters(self, letters: tuple[LetterRow, ...]) -> None:
        """Show these letters; receipts and calls, one to each person, as one line."""
        if letters == self._shown:
            return
        self._shown = letters
        clear(self._lines)
        self.links = []
        if not letters:
            self._lines.addWidget(label(_("Belum ada surat."), "muted"))
        for kind in dict.fromkeys(letter.kind for letter in letters):
            same = [letter for letter in letters if letter.kind is kind]
            if kind in ONE_TO_EACH and len(same) > 1:
                last = _("terakhir {day}").format(day=short_date(same[-1].dated_on))
                self._add(f"{kind_label(kind)} ({len(same)})", last, same[-1])
            else:
                for letter in same:
                    after = _("digantikan {number}").format(number=letter.replaced_by)
                    note = (letter.number, short_date(letter.dated_on), after if letter.replaced_by else "")
                    self._add(kind_label(kind), " · ".join(filter(None, note)), letter)

    def _add(self, text: str, note: str, letter: LetterRow) -> None:
        made = link(text, lambda: self.chosen.emit(letter.id))
        made.setToolTip(letter.subject)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(made)
        lines.addWidget(label(note, "note", wrap=True))
        holder = QWidget()
        holder.setLayout(lines)
        lines.setContentsMargins(0, 0, 0, 0)
        self._lines.addWidget(holder)
        self.links.append(made)
