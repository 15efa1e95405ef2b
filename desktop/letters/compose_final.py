"""From draft to final letter: the last question, the run, and what it has made."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from db.catalog import spec_of
from db.rules.drafts import DraftForm, find_unfit
from db.rules.joint_letters import fields_of, is_joint, shown_values
from db.rules.letter_values import typed_values
from db.rules.letters import Letter
from db.rules.problems import RuleViolation
from db.rules.words import _
from desktop import paper
from desktop.letters.compose_dialogs import FinaliseDialog
from desktop.letters.issuing import Issuing, Outcome
from desktop.parts.letter_batch import BatchDialog
from desktop.widgets.ask import confirm

if TYPE_CHECKING:
    from db.services.drafts import DraftRow
    from desktop.letters.compose import ComposeSection
    from desktop.letters.compose_editing import Editing


class ComposeFinal(QObject):
    """Makes the open draft final, or several that are chosen in the list."""

    def __init__(self, section: "ComposeSection") -> None:
        super().__init__(section)
        self._section = section
        self.issuing: Issuing | None = None

    def ask(self) -> None:
        """Keep the draft, and ask once more with everything that will be fixed."""
        section, editing = self._section, self._section.editing
        if editing is not None and editing.form.check() and self.issuing is None:
            section.banner.clear()
            editing.save(lambda: section.read_facts(editing, lambda: self._ask(editing)))

    def ask_for(self, rows: "list[DraftRow]") -> None:
        """Make several drafts final, the oldest first."""
        section = self._section
        text = _("Jadikan {n} konsep final? Tiap surat mendapat nomor dan tidak berubah lagi.")
        editing = section.editing
        of_open = editing is not None and editing.draft_id in {found.id for found in rows}
        if not rows or self.issuing is not None or (editing and of_open and not editing.form.is_legible()):
            return
        if confirm(section, text.format(n=len(rows)), _("Jadikan final")):
            wanted = [(found.id, found.subject, found.recipients) for found in reversed(rows)]
            if editing is not None and of_open:
                editing.save(lambda: self._issue(wanted))
            else:
                self._issue(wanted)

    def _ask(self, editing: "Editing") -> None:
        facts = editing.facts
        if facts is None or editing is not self._section.editing:
            return
        form = facts.form
        dialog = FinaliseDialog(
            self._section,
            facts,
            number=editing.form.wish.said(),
            signer=editing.form.signer.currentText(),
            unfit=find_unfit(editing.form.spec, form.recipients),
            warnings=editing.form.form.warnings(),
            unprinted=self._unprinted(form),
        )
        wanted = [(facts.id, facts.subject, 1 if is_joint(form) else len(form.recipients))]
        dialog.accepted.connect(lambda: self._issue(wanted))
        self._section.open_dialog(dialog)

    def _unprinted(self, form: DraftForm) -> str:
        """What the type on paper cannot print, of the first letter that says such a thing."""
        drawn, spec = self._section.preview.last, spec_of(form.kind)
        if drawn is None:
            return ""
        tos = (None,) if is_joint(form) or not form.recipients else form.recipients
        for kept in (shown_values(spec, form, to) for to in tos):
            letter = Letter(form.kind, typed_values(fields_of(spec), kept))
            if said := paper.find_unprinted(drawn.frame, letter):
                return said
        return ""

    def _issue(self, wanted: list[tuple[int, str, int]]) -> None:
        section = self._section
        self.issuing = Issuing(self, section.worker, wanted)
        self.issuing.progressed.connect(section.waiting.advance)
        self.issuing.finished.connect(partial(self._show, {found[0] for found in wanted}))
        section.set_busy(True)
        cancel = self.issuing.cancel if self.issuing.total > 1 else None
        section.waiting.start(_("Membuat surat…"), cancel)
        self.issuing.start()

    def _show(self, ids: set[int], outcome: Outcome) -> None:
        section = self._section
        left = self.issuing.left if self.issuing else 0
        self.issuing = None
        section.waiting.finish()
        section.set_busy(False)
        if outcome.error is not None and not outcome.made:
            editing = section.editing
            if isinstance(outcome.error, RuleViolation) and editing is not None and editing.draft_id in ids:
                editing.form.show_problems(outcome.error.problems)
            else:
                section.tell(outcome.error)
            return
        if section.editing is not None and section.editing.draft_id in ids:
            draft_id = section.editing.draft_id
            section.close_letter()
            section.list.tree.setFocus()
            if (outcome.unfit or outcome.cancelled) and draft_id is not None:
                section.open_draft(draft_id)  # those who got none are still in it
        said = outcome.said(left)
        section.say(said)
        if outcome.only is not None and not (outcome.missing or outcome.cancelled):
            section.show_letter(outcome.only)
        elif outcome.made or outcome.missing:
            title = _("Surat dijadikan final")
            dialog = BatchDialog(
                section, section.worker, outcome.made, title=title, text=said, missing=outcome.missing
            )
            section.open_dialog(dialog)
