"""Write a letter: choose its kind, fill in its form, see it as it will be printed, make it final."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from db.catalog import spec_of
from db.rules.access import Right, missing_right
from db.rules.dates import long_date
from db.rules.drafts import OWNERS, DraftForm, Recipient, with_dots
from db.rules.joint_letters import is_joint, shown_values
from db.rules.letter_kinds import LetterKind, kind_label
from db.rules.words import _
from db.services import drafts, letter_preview
from db.services.drafts import DraftFacts, DraftRow
from desktop import paper
from desktop.clock import today
from desktop.letters.compose_editing import Editing
from desktop.letters.compose_final import ComposeFinal
from desktop.letters.compose_form import ComposeForm
from desktop.letters.compose_keeping import ComposeKeeping, TwoWayBanner
from desktop.letters.compose_list import ComposeList
from desktop.letters.compose_out import ComposeOut
from desktop.letters.fold import Fold, focus_chain, put_behind
from desktop.parts.live_preview import Drawn, LivePreview
from desktop.parts.opener import Opener
from desktop.parts.rights import allow, may
from desktop.widgets.ask import confirm
from desktop.widgets.basics import EmptyState, button, label, row, scrolled
from desktop.widgets.busy import Waiting
from desktop.widgets.failure import sentence
from desktop.widgets.tab import Tab
from desktop.worker import Worker

BELONGS = ("vacancy_id", "applicant_id", "decree_id", "officer_id", "incoming_id")


class ComposeSection(Opener, Tab):
    """Surat → Buat surat."""

    reads = frozenset({"letter_draft", "letter_template", "official", "office", "letter_number", "letter"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.editing: Editing | None = None
        self.final = ComposeFinal(self)
        self._wanted: int | None = None  # a draft that is being fetched
        self._shown = 0  # the recipient whose letter is shown
        self.list = ComposeList()
        self.banner = TwoWayBanner()
        self.banner.hide()
        self.waiting = Waiting()
        self.title, self.state = label("", "title"), label("", "muted")
        self.empty = EmptyState(
            _("Pilih jenis surat di kiri, atau lanjutkan sebuah konsep. Yang Anda ketik tersimpan sendiri.")
        )
        self.holder = QVBoxLayout()
        self.save_button = button(_("Simpan konsep"), "content-save-outline", on_click=self.save)
        self.check_button = button(_("Paraf"), "check", on_click=self.give_paraf)
        self.final_button = button(_("Jadikan final…"), "stamper", primary=True, on_click=self.final.ask)
        self.final_button.setDefault(True)
        self.preview = LivePreview(worker, _("Pratinjau surat muncul di sini."))
        self.out = ComposeOut(self)
        self.preview.paper.bar.addWidget(self.out.message_button)
        self.preview.paper.bar.addWidget(self.out.word_button)
        self.preview.paper.bar.addWidget(self.out.picture_button)
        allow(worker, Right.LETTERS, self.save_button, self.check_button, self.final_button)
        allow(worker, Right.LETTERS, self.list.issue_button, self.list.delete_button)
        self._lay_out()

        self.list.chosen.connect(partial(self.begin, focus=True))
        self.list.draft_chosen.connect(self.open_draft)
        self.list.delete_asked.connect(self.delete)
        self.list.issue_asked.connect(self.final.ask_for)
        self.preview.drawn.connect(lambda _drawn: self.out.follow())
        self.list.search.searched.connect(lambda _text: self._read_drafts())
        self.keeping = ComposeKeeping(self)
        if not may(worker, Right.LETTERS):
            self.list.lock(missing_right(Right.LETTERS))
        self.show_editing()

    # From outside

    def refresh(self) -> None:
        """Read the drafts anew; what is being typed stays."""
        self._read_drafts()
        if self.editing is not None:
            self.editing.form.read_again()
            self._draw()

    def receive(self, topic: str, payload: Any) -> None:
        """`compose` with kind, values and recipients: a new letter; `draft` with an id: go on with that."""
        if topic == "draft" and isinstance(payload, int):
            self.open_draft(payload)
        elif topic == "compose" and isinstance(payload, Mapping) and "kind" in payload:
            values = dict(payload.get("values") or {})
            if belongs := {name: payload[name] for name in BELONGS if payload.get(name)}:
                values[OWNERS] = belongs
            self.begin(LetterKind(payload["kind"]), values, tuple(payload.get("recipients") or ()))

    def begin(
        self,
        kind: LetterKind,
        values: Mapping[str, Any] | None = None,
        recipients: tuple[Recipient, ...] = (),
        *,
        focus: bool = False,
    ) -> None:
        """A new letter of this kind; with `focus` one goes on typing in its first field."""
        form = DraftForm(kind, today(), None, dict(values or {}), recipients)

        def show() -> None:
            self._open(form, None)
            if values or recipients:  # nothing that another tab has handed over is lost either
                self._edit_anew()
            if focus and self.editing is not None:
                self.editing.form.form.focus_first()

        self.leave(show)

    def open_draft(self, draft_id: int) -> None:
        """Go on with a draft."""
        if self.editing is not None and self.editing.draft_id == draft_id:
            return

        def read() -> None:
            self._wanted = draft_id
            work = partial(drafts.get_draft, draft_id=draft_id)
            self.worker.read(self, work, then=self._show_draft, failed=self.tell)

        self.leave(read)

    def hideEvent(self, event: QHideEvent) -> None:
        if self.editing is not None:
            self.editing.save()
        super().hideEvent(event)

    # One letter

    def save(self) -> None:
        """Keep the draft now."""
        if self.editing is not None and self.editing.form.is_legible():
            self.editing.save(lambda: self.say(_("Konsep disimpan.")))

    def give_paraf(self) -> None:
        """Keep the draft, and note who has read it."""
        editing = self.editing
        if editing is None or not editing.form.is_legible():
            return

        def write() -> None:
            day, draft_id = today(), editing.draft_id
            assert draft_id is not None
            self.worker.write(
                self,
                lambda session: drafts.check_draft(session, draft_id, day),
                then=lambda _nothing: self.read_facts(editing, lambda: self.say(_("Konsep diparaf."))),
                failed=self.tell,
            )

        editing.save(write)

    def delete(self, rows: list[DraftRow]) -> None:
        """Throw drafts away, after asking."""
        if not rows:
            return
        what = f"“{rows[0].subject}”" if len(rows) == 1 else _("{n} konsep").format(n=len(rows))
        text = _("Hapus {what}? Konsep belum bernomor; isinya hilang.").format(what=what)
        if not confirm(self, text, _("Hapus"), danger=True):
            return
        ids = [found.id for found in rows]
        if self.editing is not None and self.editing.draft_id in ids:
            self.close_letter()

        def work(session: Any) -> None:
            for draft_id in ids:
                drafts.delete_draft(session, draft_id)

        done = _("{n} konsep dihapus.").format(n=len(ids))
        self.worker.write(self, work, then=lambda _nothing: self.say(done), failed=self.tell)

    def _open(self, form: DraftForm, facts: DraftFacts | None) -> None:
        self.close_letter()
        single = facts is not None and facts.corrects_id is not None
        made = ComposeForm(self.worker, spec_of(form.kind), single=single)
        made.fill(form)
        self.editing = Editing(self, self.worker, made, facts)
        made.edited.connect(self._draw)
        made.wish.told.connect(lambda _text: self._draw())  # the number is known
        made.recipient_changed.connect(self._show_recipient)
        made.wants_dialog.connect(self.open_dialog)
        made.form.submitted.connect(self.save)
        self.editing.kept.connect(partial(self._on_kept, self.editing))
        self.editing.failed.connect(partial(self.keeping.take_failure, self.editing))
        self.holder.addWidget(scrolled(made))
        buttons = [self.final_button, self.check_button, self.save_button]
        put_behind(made, [*buttons, *focus_chain(self.preview)])
        self._shown = 0
        self.banner.clear()
        if facts is not None:
            self.keeping.warn_of_cancelled(facts)
        self.fold.show_pane(1)
        if facts is None:
            self.list.search.clear()
        self.show_editing()
        self._draw(now=True)

    def _edit_anew(self) -> None:
        if self.editing is not None:
            self.editing.save(lambda: None)

    def leave(self, then: Callable[[], object]) -> None:
        """What is typed is kept before another letter takes its place."""
        self._wanted = None
        self.keeping.leave(then)

    def close_letter(self) -> None:
        if self.editing is not None:
            self.editing.drop()
        self.editing = None
        while item := self.holder.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.preview.clear()
        self.show_editing()

    def _show_draft(self, facts: DraftFacts) -> None:
        if facts.id == self._wanted:
            self._wanted = None
            self._open(facts.form, facts)

    def _read_drafts(self) -> None:
        if not may(self.worker, Right.LETTERS):
            return
        text = self.list.search.text().strip()

        def work(session: Any) -> tuple[list[DraftRow], int]:
            return drafts.list_drafts(session, text=text), drafts.count_drafts(session, text)

        self.worker.read(self, work, then=lambda found: self._show_drafts(text, *found))

    def _show_drafts(self, text: str, rows: list[DraftRow], number: int) -> None:
        if text != self.list.search.text().strip():  # something else is searched for by now
            return
        self.list.show_drafts(rows, number, searched=bool(text))
        if self.editing is not None and len(self.list.selected()) <= 1:
            self.list.mark_draft(self.editing.draft_id)

    def _on_kept(self, editing: Editing, _draft_id: int) -> None:
        if editing is self.editing:
            self.read_facts(editing, lambda: None)

    def read_facts(self, editing: Editing, then: Any) -> None:
        """What the database says of the draft now, for its head."""
        if editing.draft_id is None:
            return

        def take(facts: DraftFacts) -> None:
            editing.facts = facts
            self.show_editing()
            then()

        work = partial(drafts.get_draft, draft_id=editing.draft_id)
        failed = partial(self.keeping.take_failure, editing)
        self.worker.read(self, work, then=take, failed=failed)

    # The preview

    def current_recipient(self) -> tuple[DraftForm, Recipient | None] | None:
        """The form, and the recipient whose letter is shown; None where no letter is open."""
        if self.editing is None:
            return None
        form = self.editing.form.value()
        place = min(max(self._shown, 0), len(form.recipients) - 1)
        return form, (form.recipients[place] if form.recipients else None)

    def _show_recipient(self, place: int) -> None:
        if place != self._shown and place >= 0:
            self._shown = place
            self._draw()

    def _draw(self, *, now: bool = False) -> None:
        found = self.current_recipient()
        if found is None:
            return
        form, to = found
        spec = spec_of(form.kind)
        kept = with_dots(spec, shown_values(spec, form, to))
        about = ""
        if is_joint(form):
            about = _("untuk {n} penerima").format(n=len(form.recipients))
        elif to:
            number = len(form.recipients)
            said = _("untuk {name} ({place} dari {n})") if number > 1 else _("untuk {name}")
            place = min(self._shown, number - 1) + 1
            about = said.format(name=to.get("name") or "…", place=place, n=number)

        first = to is None or is_joint(form) or to == form.recipients[0]
        expected = self.editing.form.wish.expected() if self.editing and first else ""
        facts = self.editing.facts if self.editing else None
        corrects = facts.corrects_id if facts else None

        def work(session: Any) -> Drawn:
            day, who = form.dated_on, form.official_id
            seen = letter_preview.preview_frame(session, form.kind, day, who, corrects_id=corrects)
            letter = letter_preview.preview_letter(session, form.kind, kept)
            values = {**seen.frame.common, **letter.values}
            note = paper.find_unprinted(seen.frame, letter)
            pdf = paper.render(replace(seen.frame, expected=expected), letter)
            return Drawn(pdf, seen.frame, values, note, about)

        self.preview.draw(work, now=now)

    # Looks

    def _lay_out(self) -> None:
        middle = QFrame()
        middle.setProperty("role", "card")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.state)
        box = QVBoxLayout(middle)
        box.setContentsMargins(16, 10, 4, 10)
        box.addLayout(words)
        box.addWidget(self.empty, 1)
        box.addLayout(self.holder, 1)
        self.buttons = QWidget()
        bar = row(self.final_button, self.check_button, self.save_button, None)
        bar.setContentsMargins(0, 0, 12, 0)
        self.buttons.setLayout(bar)
        box.addWidget(self.buttons)
        middle.setMinimumWidth(360)
        self.preview.setMinimumWidth(300)
        names = (_("Jenis dan konsep"), _("Isian"), _("Pratinjau"))
        self.fold = Fold((self.list, middle, self.preview), names)
        self.splitter = self.fold.splitter
        self.splitter.setSizes([560, 520])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(8)
        whole.addWidget(self.banner)
        whole.addWidget(self.waiting)
        whole.addWidget(self.fold, 1)

    def show_editing(self) -> None:
        """What is open, by its name and state."""
        editing = self.editing
        for piece in (self.title, self.state, self.buttons):
            piece.setVisible(editing is not None)
        self.empty.setVisible(editing is None)
        self.out.follow()
        if editing is None:
            self.list.mark_draft(None)
            return
        kind, facts = editing.form.spec.kind, editing.facts
        self.title.setText(kind_label(kind))
        self.state.setText(_state(facts))
        self.state.setToolTip(self.state.text())
        self.list.mark(kind)
        if len(self.list.selected()) <= 1:
            self.list.mark_draft(editing.draft_id)

    def set_busy(self, busy: bool) -> None:
        for piece in (self.list, self.splitter):
            piece.setEnabled(not busy)

    def say(self, text: str) -> None:
        self.said.emit(text)

    def tell(self, error: Exception) -> None:
        self.banner.say(sentence(error), "bad")


def _state(facts: DraftFacts | None) -> str:
    if facts is None:
        return _("Konsep baru")
    parts = [_("Konsep")]
    if facts.corrects_id:
        parts = [_("Versi perbaikan dari {number}").format(number=facts.corrects_number or _("surat"))]
    if facts.checked_by and facts.checked_on:
        said = _("diparaf {name}, {day}")
        parts.append(said.format(name=facts.checked_by, day=long_date(facts.checked_on)))
    else:
        parts.append(_("belum diparaf"))
    return " · ".join(parts)
