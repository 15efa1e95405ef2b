"""The yearly renewal: a new decree for everybody who is ticked, a reason for everybody who is not."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QWidget

from db.rules.dates import long_date
from db.rules.decrees import next_term
from db.rules.problems import Problem
from db.rules.words import _, ngettext
from db.services import decree_renewal, references
from db.services.decree_renewal import Candidate
from db.services.decrees import DecreeListRow
from db.services.references import Choice
from desktop.clock import today
from desktop.officers.decree_fields import YEARLY, DecreeFields, decree_of
from desktop.widgets.basics import label, row
from desktop.widgets.dialog import FormDialog
from desktop.widgets.form import Form
from desktop.widgets.theme import set_look
from desktop.widgets.tick_list import KEY, TickList
from desktop.worker import Worker

if TYPE_CHECKING:
    from datetime import date

WIDTH, LIST_HEIGHT = 1120, 186


class RenewalDialog(FormDialog):
    """`decree_id` and `sentence` say what was recorded."""

    def __init__(
        self,
        parent: QWidget,
        worker: Worker,
        kinds: Sequence[Choice],
        known: Sequence[DecreeListRow],
        old: DecreeListRow | None,
    ) -> None:
        self._worker, self._old, self._kinds = worker, old, kinds
        self._known = {one.id: one for one in known}
        self._chosen = False  # which decree goes on was decided: by most of the names, or by hand
        self._candidates: dict[int, Candidate] = {}
        self._reasons: dict[int, str] = {}
        self._day: date | None = None
        self.decree_id: int | None = None
        self.sentence = ""
        self.fields = DecreeFields(worker, kinds, known)
        self.renewed = TickList()
        self.renewed.setMinimumHeight(LIST_HEIGHT)
        self.count = label("", "muted")
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.setMinimumWidth(280)
        self.reason.setAccessibleName(_("Alasan tidak diperpanjang"))
        self.who = label("", "muted")
        form = Form("above", columns=3, compact=True, gap=4)
        self.fields.add_to(form, whole=False)
        form.add("renewed", _("Diperpanjang: yang dicentang"), self.renewed, wide=True)
        below = QWidget()
        line = row(self.who, self.reason, None, self.count, spacing=12)
        below.setLayout(line)
        form.add_widget(below)
        super().__init__(parent, _("Perpanjang dengan SK baru"), form, _("Catat perpanjangan"))
        self.setMinimumWidth(WIDTH)
        self.form.edited.connect(self._follow)
        self.renewed.currentRowChanged.connect(lambda _row: self._show_reason())
        self.reason.editTextChanged.connect(self._take_reason)
        self.form.fill(_proposal(old, kinds))
        reasons = partial(references.list_choices, list_name="exit_reasons")
        worker.read(self, reasons, self._offer_reasons)
        self._read()

    def changed(self) -> bool:
        return super().changed() or bool(self._reasons)

    def save(self, values: dict[str, Any]) -> None:
        """One transaction for the decree, those who go on and those who do not."""
        ticked, day = values["renewed"], today()
        reasons = {key: self._reasons.get(key, "").strip() for key in self._candidates if key not in ticked}
        if missing := next((key for key, text in reasons.items() if not text), None):
            self._go_to(missing)
            text = _("{name} tidak dicentang: pilih alasannya di bawah daftar.")
            problem = Problem(text.format(name=self._candidates[missing].name), "renewed")
            self._set_saving(False)
            self.form.show_problems([problem])
            self.reason.setFocus()
            return
        self._worker.write(
            self,
            lambda session: decree_renewal.renew(
                session, decree_of(session, values), ticked, reasons, today=day
            ),
            then=partial(self._finish, number=values["number"], names=len(ticked)),
            failed=self.show_error,
        )

    def _follow(self, field: str) -> None:
        if field == "starts_on":
            self.fields.propose_year()
            self._read()
        elif field == "replaces_id":
            self._chosen = True
            self._old = self._known.get(self.fields.replaces_id.value() or 0)
            self._say_others()
        elif field == "renewed":
            self._show_reason()
            self._count()

    def _read(self) -> None:
        day = self.fields.starts_on.value()
        if day is None or day == self._day:
            return
        self._day = day

        def show(found: list[Candidate]) -> None:
            if day == self._day:
                self._show(found)

        self._worker.read(
            self, lambda session: decree_renewal.list_candidates(session, day), show, self.show_error
        )

    def _go_on_from(self, found: list[Candidate]) -> None:
        """Propose the decree that most of the names hold, once, and while nothing was typed."""
        held = Counter(one.decree_id for one in found if one.decree_id in self._known)
        if self._chosen or not held or super().changed():
            return
        self._chosen = True
        most = self._known[held.most_common(1)[0][0] or 0]
        if self._old is None or held[most.id] > held[self._old.id]:
            self._old = most
            self.form.fill(_proposal(most, self._kinds))

    def _show(self, found: list[Candidate]) -> None:
        self._go_on_from(found)
        if self._day != self.fields.starts_on.value():  # another decree begins on another day
            self._read()
            return
        self._candidates = {one.id: one for one in found}
        self._reasons = {key: text for key, text in self._reasons.items() if key in self._candidates}
        untouched = not super().changed()
        self.renewed.set_choices(((one.id, one.words) for one in found), ticked=True)
        if untouched:
            self.form.take_as_original("renewed")
        self._say_others()
        self._show_reason()
        self._count()

    def _say_others(self) -> None:
        """How many of the names hold another decree than the one that goes on."""
        found = self._candidates.values()
        others = sum(one.decree_id != self._old.id for one in found) if self._old else 0
        if not found:
            text = _("Tidak ada TKSK yang bertugas sampai {day}.").format(day=long_date(self._day or today()))
            self.form.note("renewed", text, "warn")
        elif self._old and others:
            text = _("{n} nama memegang SK lain, bukan {number}. Pilih SK yang tepat bila keliru.")
            self.form.note("renewed", text.format(n=others, number=self._old.number), "warn")
        else:
            self.form.note("renewed", _("Spasi mencentang satu baris, Ctrl+A semuanya."))

    def _count(self) -> None:
        ticked = len(self.renewed.value())
        rest = len(self._candidates) - ticked
        text = ngettext("{n} diperpanjang", "{n} diperpanjang", ticked).format(n=ticked)
        if rest:
            text += " · " + ngettext("{n} tidak", "{n} tidak", rest).format(n=rest)
        self.count.setText(text)

    def _offer_reasons(self, choices: list[Choice]) -> None:
        self.reason.blockSignals(True)
        self.reason.addItems([choice.text for choice in choices])
        self.reason.setCurrentIndex(-1)
        self.reason.blockSignals(False)
        self._show_reason()

    def _current(self) -> int | None:
        item = self.renewed.currentItem()
        return item.data(KEY) if item else None

    def _show_reason(self) -> None:
        """The reason belongs to the line that is chosen, where its tick is off."""
        key = self._current()
        off = key in self._candidates and key not in self.renewed.value()
        self.reason.setEnabled(off)
        self.reason.blockSignals(True)
        self.reason.setEditText(self._reasons.get(key, "") if off and key is not None else "")
        self.reason.blockSignals(False)
        text = _("Hilangkan centang untuk yang tidak diperpanjang, lalu pilih alasannya.")
        if off and key is not None:
            text = _("Alasan {name} tidak diperpanjang:").format(name=self._candidates[key].name)
        self.who.setText(text)
        set_look(self.who, role="" if off else "muted")

    def _take_reason(self, text: str) -> None:
        key = self._current()
        if key is None or key in self.renewed.value():
            return
        self._reasons[key] = text
        item = self.renewed.currentItem()
        words = self._candidates[key].words
        self.renewed.blockSignals(True)
        item.setText(f"{words} → {text.strip()}" if text.strip() else words)
        self.renewed.blockSignals(False)

    def _go_to(self, key: int) -> None:
        for place in range(self.renewed.count()):
            if self.renewed.item(place).data(KEY) == key:
                self.renewed.setCurrentRow(place)

    def _finish(self, decree_id: int, number: str, names: int) -> None:
        self.decree_id = decree_id
        text = ngettext(
            "SK {decree}: {number} TKSK diperpanjang.", "SK {decree}: {number} TKSK diperpanjang.", names
        )
        self.sentence = text.format(decree=number, number=names)
        self.accept()


def _proposal(old: DecreeListRow | None, kinds: Sequence[Choice]) -> dict[str, Any]:
    """What the next year's decree says, as far as the old one tells; its number is never guessed."""
    term = next_term(old.ends_on if old else None, today())
    kind = YEARLY if any(one.code == YEARLY for one in kinds) else None
    said: dict[str, Any] = {**vars(term), "kind_code": kind}
    if old:
        title = old.title.replace(str(old.starts_on.year), str(term.starts_on.year))
        said |= {"level": old.level, "issuer": old.issuer, "title": title, "replaces_id": old.id}
    return said
