"""Recording a decree with everybody it names, correcting one, adding names to one."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from db.rules.officers import DecreeLevel, MemberForm
from db.rules.problems import RuleViolation
from db.rules.words import _, ngettext
from db.services import decree_members, decrees
from db.services.decrees import DecreeListRow, DecreeMemberRow
from db.services.references import Choice
from desktop.clock import today
from desktop.officers.decree_fields import YEARLY, DecreeFields, decree_of
from desktop.officers.decree_names import NamesField
from desktop.widgets.dialog import FormDialog
from desktop.widgets.failure import sentence
from desktop.widgets.form import Form
from desktop.worker import Worker

WIDTH = 1120
BANNER_HEIGHT = 44  # room for the sentence about a file that cannot be used


class DecreeDialog(FormDialog):
    """Notes a decree. `decree_id` and `sentence` say what was recorded."""

    def __init__(
        self,
        parent: QWidget,
        worker: Worker,
        kinds: Sequence[Choice] = (),
        known: Sequence[DecreeListRow] = (),
        members: Iterable[MemberForm] = (),
    ) -> None:
        self._worker = worker
        self.decree_id: int | None = None
        self.sentence = ""
        self.fields = DecreeFields(worker, kinds, known)
        self.names = NamesField(worker, self.fields.starts_on.value, members)
        form = Form("above", columns=3, compact=True, gap=4)
        self.fields.add_to(form, whole=False)
        form.add_widget(self.names)
        super().__init__(parent, _("Catat SK"), form, _("Catat SK"))
        self.setMinimumWidth(WIDTH)
        self.form.edited.connect(self._follow)
        self.names.read.connect(self.banner.clear)
        self.names.failed.connect(self._refuse_file)
        kind = YEARLY if any(one.code == YEARLY for one in kinds) else None
        self.form.fill({"level": DecreeLevel.PROVINCE, "kind_code": kind})

    def read_file(self, path: Path) -> None:
        """Read the names from a file."""
        self.names.read_file(path)

    def changed(self) -> bool:
        """A list that was read would be lost as well."""
        return super().changed() or self.names.changed()

    def save(self, values: dict[str, Any]) -> None:
        """Write the decree, the officers and their terms: all or nothing."""
        try:
            self.names.require_sound()
        except RuleViolation as error:
            self.show_error(error)
            return
        members, day = self.names.members, today()

        def work(session: Any) -> int:
            return decrees.record_decree(session, decree_of(session, values), members, today=day)

        then = partial(self._finish, number=values["number"], names=len(members))
        self._worker.write(self, work, then=then, failed=self.show_error)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.resize(self.width(), self.height() + BANNER_HEIGHT)

    def _follow(self, field: str) -> None:
        if field == "starts_on":
            self.fields.propose_year()
            self.names.check()

    def _refuse_file(self, error: Exception) -> None:
        """A file that cannot be used is said on top, where the eye is after choosing it."""
        self.banner.say(sentence(error), "bad", _("Pilih berkas lain"), self.names.choose_file)

    def _finish(self, decree_id: int, number: str, names: int) -> None:
        self.decree_id = decree_id
        text = ngettext(
            "SK {decree} dicatat dengan {number} nama.", "SK {decree} dicatat dengan {number} nama.", names
        )
        self.sentence = text.format(decree=number, number=names)
        self.accept()


class EditDecreeDialog(FormDialog):
    """Puts right what was typed, field by field."""

    def __init__(
        self,
        parent: QWidget,
        worker: Worker,
        kinds: Sequence[Choice],
        known: Sequence[DecreeListRow],
        decree: DecreeListRow,
    ) -> None:
        self._worker, self._decree = worker, decree
        self.sentence = _("SK {number} diubah.").format(number=decree.number)
        self.fields = DecreeFields(worker, kinds, known, decree.id)
        form = Form("above", columns=3, compact=True)
        self.fields.add_to(form)
        super().__init__(parent, _("Ubah SK {number}").format(number=decree.number), form, _("Simpan"))
        self.setMinimumWidth(940)
        self.form.fill(vars(decree))
        hint = _("Penugasan yang mulai atau berakhir bersama SK ini ikut berubah.")
        for field in ("starts_on", "ends_on"):
            self.form.note(field, hint if field == "starts_on" else "")

    def save(self, values: dict[str, Any]) -> None:
        """Write what was changed; what others changed meanwhile stays, or is told."""
        before = {**self.form.original, "level": DecreeLevel(self.form.original["level"])}
        decree_id = self._decree.id

        def work(session: Any) -> None:
            after = vars(decree_of(session, values))
            given = {**before, "kind_code": before["kind_code"] or ""}
            decrees.change_decree(session, decree_id, given, after)

        self._worker.write(self, work, then=lambda _nothing: self.accept(), failed=self.show_error)


class AddNamesDialog(FormDialog):
    """More names for a decree."""

    def __init__(
        self, parent: QWidget, worker: Worker, decree: DecreeListRow, there: Sequence[DecreeMemberRow]
    ) -> None:
        self._worker, self._decree = worker, decree
        self.sentence = ""
        form = Form("above", compact=True)
        without = {one.person_id for one in there}
        self.names = NamesField(worker, lambda: decree.starts_on, without=without)
        form.add_widget(self.names)
        title = _("Tambah nama pada SK {number}").format(number=decree.number)
        super().__init__(parent, title, form, _("Tambahkan"))
        self.setMinimumWidth(WIDTH - 120)
        self.wished_height = 420
        self.names.read.connect(self.banner.clear)
        self.names.failed.connect(lambda error: self.banner.say(sentence(error), "bad"))

    def changed(self) -> bool:
        return self.names.changed()

    def save(self, values: dict[str, Any]) -> None:
        """Write the names: all or nothing."""
        try:
            self.names.require_sound()
        except RuleViolation as error:
            self.show_error(error)
            return
        decree_id, members, day = self._decree.id, self.names.members, today()
        self._worker.write(
            self,
            lambda session: decree_members.add_members(session, decree_id, members, today=day),
            then=self._finish,
            failed=self.show_error,
        )

    def _finish(self, number: int) -> None:
        text = ngettext(
            "{number} nama ditambahkan pada SK {decree}.",
            "{number} nama ditambahkan pada SK {decree}.",
            number,
        )
        self.sentence = text.format(number=number, decree=self._decree.number)
        self.accept()
