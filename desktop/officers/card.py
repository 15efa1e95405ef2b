"""The card of an officer on one screen: all that the office keeps, changed by keyboard, saved as a whole."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from db.rules.access import Right, missing_right
from db.rules.evaluation import Criterion
from db.rules.problems import RuleViolation
from db.rules.settings import Limits
from db.rules.words import _
from db.services import evaluations, officer_card, references
from db.services.evaluations import EvaluationFacts
from db.services.officer_card import OfficerCard, PostLine
from db.services.settings import get_limits
from desktop import paper
from desktop.clock import today
from desktop.officers.card_fields import LISTS, CardFields, Choices, keep_scans, parts, read_form
from desktop.officers.card_lists import CardLists
from desktop.officers.card_side import CardSide
from desktop.parts.opener import Opener
from desktop.parts.rights import allow
from desktop.widgets.ask import choose
from desktop.widgets.basics import link
from desktop.widgets.dialog import FormDialog
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from db.rules.letters import Frame, Letter

WIDTH = 1300
ABOVE = 40  # room for the heading of a part


@dataclass(frozen=True)
class _Loaded:
    """What the card shows."""

    card: OfficerCard
    choices: Choices
    evaluations: list[EvaluationFacts]
    criteria: tuple[Criterion, ...]
    limits: Limits


class OfficerCardDialog(FormDialog, Opener):
    """Opened with the id of an officer; read-only for who may not change officers."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None, worker: Worker, officer_id: int) -> None:
        self.worker, self._officer_id = worker, officer_id
        self.sentence = ""
        self._loaded: _Loaded | None = None
        self.lists = CardLists(worker)
        self.fields = CardFields(worker, self.lists)
        self._parts = parts()
        self.side = CardSide(worker, [part.title for part in self._parts])
        super().__init__(parent, _("Kartu TKSK"), self.fields.form, _("Simpan kartu"))
        self._body.insertWidget(0, self.side, 0, Qt.AlignmentFlag.AlignTop)
        self.history_button = link(_("Riwayat kartu ini"), self.show_history)
        self.buttons.insertWidget(0, self.history_button)
        self.resize(WIDTH, self.height())
        self.form.setEnabled(False)
        self.save_button.setEnabled(False)
        allow(worker, Right.HISTORY, self.history_button)
        self.side.part_wanted.connect(self.go_to_part)
        self._area.verticalScrollBar().valueChanged.connect(self._follow)
        self.lists.evaluation_wanted.connect(self.open_evaluation)
        self.lists.print_wanted.connect(self.print_evaluation)
        self.lists.post_wanted.connect(self.show_posts)
        self.lists.said.connect(self.said)
        worker.read(self, self._load, self._take, self.show_error)

    def changed(self) -> bool:
        """Whether something typed or the photo would be lost."""
        if self._loaded is None or not self._loaded.card.may_edit:
            return False
        typed = bool(self.form.changed()) and self.fields.values() != self.fields.before
        return typed or self.side.photo.value() != self._loaded.card.photo

    def save(self, values: dict[str, Any]) -> None:
        """Write all that was changed, or nothing."""
        assert self._loaded is not None
        card, day, photo = self._loaded.card, today(), self.side.photo.value()
        before, after = read_form(self.fields.before), read_form(self.fields.values())

        def work(session: "Session") -> None:
            kept = keep_scans(session, after)
            officer_card.save_card(session, card.id, before, kept, day)
            if photo is not None and photo != card.photo:
                officer_card.set_photo(session, card.person.id, photo)
            elif photo is None and card.photo is not None:
                officer_card.remove_photo(session, card.person.id)

        said = _("Kartu {name} disimpan.").format(name=values["name"])
        self.worker.write(self, work, then=lambda _nothing: self._finish(said), failed=self.show_error)

    def submit(self) -> None:
        """Ctrl+S and Enter save nothing where there is nothing to save."""
        if self.save_button.isEnabled() and self.save_button.isVisible():
            self.fields.at_rows(())
            super().submit()

    def show_error(self, error: Exception) -> None:
        """Say at the field, and in the row, what is in the way."""
        if isinstance(error, RuleViolation):
            error = type(error)(self.fields.at_rows(error.problems))
        super().show_error(error)

    def go_to_part(self, place: int) -> None:
        """Bring a part to the top, with the cursor in its first field."""
        part = self._parts[place]
        first = self.form.widget(part.first) if part.first else self.lists
        target = first if part.first else self.lists.evaluation_table
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._area.verticalScrollBar().setValue(self._top_of(place))
        self.side.show_part(place)

    def show_history(self) -> None:
        """Who changed what: the person, the officer, and every row of the card, also those removed."""
        if self._loaded:
            self.show_history_of(self._loaded.card.person.full_name, "officer", self._officer_id)

    def show_posts(self, post: PostLine) -> None:
        """Everybody who served in a kecamatan: there a term is added, put right and ended."""
        from desktop.officers.assignments_dialog import AssignmentsDialog

        dialog = AssignmentsDialog(self, self.worker, post.kecamatan_code, post.kecamatan)
        dialog.finished.connect(self._read_posts)
        self.open_dialog(dialog)

    def open_evaluation(self, found: EvaluationFacts | None) -> None:
        """Note an evaluation, or open one of an earlier year."""
        from desktop.officers.evaluation_form import EvaluationDialog

        if loaded := self._loaded:
            name = loaded.card.person.full_name
            dialog = EvaluationDialog(
                self, self.worker, self._officer_id, name, loaded.criteria, loaded.limits, found
            )
            dialog.accepted.connect(lambda: self._tell_evaluation(dialog.sentence))
            self.open_dialog(dialog)

    def print_evaluation(self, found: EvaluationFacts | None) -> None:
        """The form of a year: filled as it was kept, or with empty boxes to be signed."""
        year, evaluation_id = (found.year, found.id) if found else (self._ask_year(), None)
        if year is None:
            return
        officer_id, day = self._officer_id, today()

        def show(made: "tuple[Frame, Letter]") -> None:
            title = _("Evaluasi {year} {name}").format(year=year, name=made[1].values["nama"])
            self.worker.run(self, lambda: paper.render(*made), then=lambda pdf: self.show_paper(title, pdf))

        self.worker.read(
            self,
            lambda session: evaluations.evaluation_paper(session, officer_id, year, day, evaluation_id),
            then=show,
            failed=self.say_failure,
        )

    def _ask_year(self) -> int | None:
        years = (today().year, today().year - 1)
        chosen = choose(self, _("Formulir evaluasi untuk tahun mana?"), *(str(year) for year in years))
        return None if chosen is None else years[chosen]

    def _load(self, session: "Session") -> _Loaded:
        lists = {
            name: [(choice.code, choice.text) for choice in references.list_choices(session, name)]
            for name in LISTS.values()
        }
        return _Loaded(
            officer_card.get_card(session, self._officer_id),
            lists,
            evaluations.list_evaluations(session, self._officer_id),
            evaluations.list_criteria(session),
            get_limits(session),
        )

    def _take(self, loaded: _Loaded) -> None:
        self._loaded, card = loaded, loaded.card
        name = card.person.full_name
        self.setWindowTitle(_("Kartu TKSK {name}").format(name=name))
        self.side.photo.set_value(card.photo)
        self.side.name.setText(name)
        post = card.home
        niat = card.form.officer["niat"]
        where = _("Kecamatan {name}").format(name=post.kecamatan) if post else ""
        self.side.facts.setText("\n".join(part for part in (niat, where) if part))
        self.fields.show(card, loaded.choices, today())
        self.lists.show_card(card.posts, card.decrees)
        self.lists.show_evaluations(loaded.evaluations)
        self.form.setEnabled(True)
        self.save_button.setVisible(card.may_edit)
        self.save_button.setEnabled(card.may_edit)
        if not card.may_edit:
            self.side.photo.lock()
            self.cancel_button.setText(_("Tutup"))
            self.banner.say(missing_right(Right.OFFICERS), "info")
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        self.fit()
        self.form.focus_first()
        self._area.verticalScrollBar().setValue(0)

    def _tell_evaluation(self, sentence: str) -> None:
        self.said.emit(sentence)
        self.banner.say(sentence, "good")
        officer_id = self._officer_id
        self.worker.read(
            self,
            lambda session: evaluations.list_evaluations(session, officer_id),
            then=self.lists.show_evaluations,
        )

    def _read_posts(self, _result: int = 0) -> None:
        officer_id = self._officer_id
        self.worker.read(
            self,
            lambda session: officer_card.get_card(session, officer_id),
            then=lambda card: self.lists.show_card(card.posts, card.decrees),
        )

    def _follow(self, value: int) -> None:
        """Mark the part at the top of what is in sight."""
        tops = [self._top_of(place) for place in range(len(self._parts))]
        at_end = value >= self._area.verticalScrollBar().maximum()
        shown = [place for place, top in enumerate(tops) if top <= value + ABOVE]
        self.side.show_part(len(tops) - 1 if at_end and value else (shown or [0])[-1])

    def _top_of(self, place: int) -> int:
        first = self._parts[place].first
        widget = self.form.widget(first).parentWidget() if first else self.lists
        return max(0, widget.mapTo(self.form, widget.rect().topLeft()).y() - ABOVE)

    def _finish(self, sentence: str) -> None:
        self.sentence = sentence
        self.accept()
