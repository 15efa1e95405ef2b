"""What is done with whole sheets: lock, open, recuse, clear, compare a second copy."""

from functools import partial
from typing import TYPE_CHECKING

from db.rules.access import Right
from db.rules.selection import EntryWay
from db.rules.sheets import SheetState, state_label
from db.rules.words import _, ngettext
from db.services.recruitment import calls, interviews, pins, sheet_entry, sheets
from desktop.paper import render_set
from desktop.parts.rights import allow
from desktop.recruitment.copy_forms import HandBackDialog, LockDialog
from desktop.recruitment.declare_form import recuse_dialog, unrecuse_dialog
from desktop.recruitment.score_desk import Sheet
from desktop.recruitment.score_dialogs import OpenLockDialog, PinsDialog
from desktop.recruitment.score_seat import SECOND, PinDialog, Seat, TypistDialog
from desktop.recruitment.score_sheet import Values
from desktop.widgets.ask import confirm
from desktop.widgets.basics import button

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from sqlalchemy.orm import Session

    from db.services.recruitment.standing import SheetRow
    from desktop.recruitment.scores import ScoresDialog
    from desktop.widgets.dialog import GuardedDialog


class SheetActs:
    """The buttons around the sheet, for the dialog of the scores."""

    def __init__(self, dialog: "ScoresDialog") -> None:
        self.dialog, self.worker, self.sheet = dialog, dialog.worker, dialog.sheet
        self.lock_button = button(_("Kunci lembar"), "lock-outline", on_click=self.lock)
        self.open_button = button(_("Buka kunci…"), "undo", on_click=self.open_locked)
        self.pins_button = button(_("PIN anggota…"), "account-tie-outline", on_click=self.show_pins)
        self.sheet.recuse_button.clicked.connect(self.recuse)
        self.sheet.clear_button.clicked.connect(self.clear)
        self.sheet.back_button.clicked.connect(self.hand_back)
        self.sheet.paper_button.clicked.connect(self.settle)
        dialog.bar.wanted.connect(self._seat_wanted)
        buttons = (self.lock_button, self.open_button, self.sheet.recuse_button, self.sheet.clear_button)
        allow(self.worker, Right.SCORE, *buttons)
        allow(self.worker, Right.RECRUITMENT, self.sheet.back_button)
        self._unequal: tuple[str, ...] = ()
        self._typist = ""  # of the second copies, so that the name is typed once

    def offer(self, can: bool) -> None:
        """Switch on what can be done with the sheet shown."""
        dialog, facts = self.dialog, self.dialog.facts if self.dialog.shown else None
        count, second = len(dialog.desk.lockable), dialog.bar.seat.second
        self.lock_button.setText(
            ngettext("Kunci {n} lembar", "Kunci {n} lembar", count).format(n=count)
            if count
            else _("Kunci lembar")
        )
        self.lock_button.setVisible(dialog.is_running)
        self.lock_button.setEnabled(can and bool(count) and not dialog.desk.drafts and not second)
        state = facts.state if facts else None
        self.open_button.setVisible(dialog.is_running)
        self.open_button.setEnabled(can and state is SheetState.LOCKED)
        recused = state is SheetState.RECUSED
        self.sheet.recuse_button.setText(_("Boleh menilai…") if recused else _("Benturan kepentingan…"))
        self.sheet.recuse_button.setVisible(dialog.is_running)
        self.sheet.recuse_button.setEnabled(
            can and facts is not None and (recused or (state is SheetState.OPEN and not facts.given))
        )
        hidden = any(field.is_hidden for field in self.sheet.scores.values())
        self.sheet.clear_button.setVisible(can and hidden and dialog.may_type() and not second)
        self.sheet.back_button.setVisible(can and facts is not None and self._is_copied(facts))
        self.sheet.paper_button.setVisible(can and second and bool(self._unequal))
        said = state_label(state) if state in (SheetState.LOCKED, SheetState.RECUSED) else ""
        if facts and state is SheetState.LOCKED:
            said = _("Terkunci oleh {who}").format(who=facts.locked_by)
        elif recused:
            said = _("Benturan kepentingan.")
        elif second and state is SheetState.OPEN:
            said = _("Salinan pertama belum lengkap.")
        elif facts and dialog.bar.seat.key is not None and not dialog.may_type() and facts.given:
            said = _("Disalin dari kertas oleh {who}; sekretaris dapat mengembalikannya.")
            said = said.format(who=facts.first_typist)
        elif facts and facts.has_pin and not second and dialog.bar.seat.key is None and not facts.given:
            said = _("Anggota ini mempunyai PIN sendiri; salin hanya lembar yang ditandatanganinya.")
        self.sheet.state_text.setText(said)
        self.sheet.state_text.setVisible(bool(said))

    def compare(self, codes: tuple[str, ...]) -> None:
        """Where the second copy shown differs from the first."""
        self._unequal = codes
        self.sheet.show_unequal(codes)

    def lock(self) -> None:
        """Lock every full sheet of this seat: with the PIN once more, or once compared with the paper."""
        seat, lockable = self.dialog.bar.seat, self.dialog.desk.lockable
        if seat.key is not None:
            action = _("Kunci {n} lembar").format(n=len(lockable))
            self._ask_pin(seat.key.member_id, self._lock_with, action)
            return

        def ask(panel: list[pins.Seat]) -> None:
            form = LockDialog(self.dialog, self.worker, lockable, panel)
            form.locked.connect(self._locked)
            self._show(form)

        self._with_panel(ask)

    def open_locked(self) -> None:
        """Open the locked sheet shown."""
        sheet = self.dialog.shown
        if sheet is None:
            return

        def ask(panel: list[pins.Seat]) -> None:
            whose = self.dialog.whose(sheet)
            act = partial(sheet_entry.open_sheet, applicant_id=sheet[1], member_id=sheet[0])
            text = _("Lembar {whose}").format(whose=whose)
            form = OpenLockDialog(self.dialog, self.worker, text, panel, act)
            form.opened.connect(partial(self._done, sheet, _("Lembar {whose} dibuka.").format(whose=whose)))
            self._show(form)

        self._with_panel(ask)

    def recuse(self) -> None:
        """The member shown does not score the candidate shown; or does again."""
        sheet, facts = self.dialog.shown, self.dialog.facts
        if sheet is None or facts is None:
            return
        row, recused = self.dialog.desk.row(sheet[1]), facts.state is SheetState.RECUSED
        make = unrecuse_dialog if recused else recuse_dialog
        said = _("Lembar {whose} ditunggu lagi.") if recused else _("{whose}: tidak menilai, dicatat.")

        def ask(panel: list[pins.Seat]) -> None:
            member = next(seat for seat in panel if seat.id == sheet[0])
            form = make(self.dialog, self.worker, sheet, member, row.name if row else "")
            whose = self.dialog.whose(sheet)
            form.declared.connect(lambda: self._done(sheet, said.format(whose=whose), go_on=not recused))
            self._show(form)

        self._with_panel(ask)

    def clear(self) -> None:
        """Empty the sheet shown, to be typed anew."""
        sheet = self.dialog.shown
        question = _("Kosongkan lembar {whose} dan ketik ulang?")
        if sheet and confirm(
            self.dialog, question.format(whose=self.dialog.whose(sheet)), _("Kosongkan"), danger=True
        ):
            ids = {"applicant_id": sheet[1], "member_id": sheet[0]}
            work = partial(sheet_entry.clear_sheet, **ids, key=self.dialog.bar.seat.key)
            self._write(work, partial(self._done, sheet, ""))

    def hand_back(self) -> None:
        """The sheet shown was copied by mistake: the member types it."""
        sheet, facts = self.dialog.shown, self.dialog.facts
        if sheet is None or facts is None:
            return
        whose = self.dialog.whose(sheet)

        def ask(copied: list[Sheet]) -> None:
            form = HandBackDialog(self.dialog, self.worker, sheet, whose, copied)
            form.handed_back.connect(self._handed_back)
            self._show(form)

        def copied(session: "Session") -> list[Sheet]:
            return sheets.list_copied(session, self.dialog.vacancy_id, sheet[0])

        self.worker.read(self.dialog, copied, ask)

    def _handed_back(self, count: int) -> None:
        self.dialog.desk.sit()  # what was copied is gone
        self._done(self.dialog.shown, _("{n} lembar dikosongkan dan dikembalikan.").format(n=count))

    def _is_copied(self, facts: "sheets.SheetFacts") -> bool:
        copied = bool(facts.given) and facts.way is not EntryWay.OWN
        return copied and facts.state in (SheetState.OPEN, SheetState.TYPED) and not self.dialog.bar.seat.key

    def show_pins(self) -> None:
        """PINs, and who signed the statement."""
        form = PinsDialog(self.dialog, self.worker, self.dialog.vacancy_id)
        form.finished.connect(lambda _result: self.dialog.read())
        self._show(form)

    def save_second(self, sheet: Sheet, values: Values) -> None:
        """Keep the second copy; where it differs from the first it turns red."""
        ids = {"applicant_id": sheet[1], "member_id": sheet[0]}
        work = partial(sheet_entry.save_second, **ids, values=values, typist=self.dialog.bar.seat.typist)
        self._write(work, lambda codes: self._compared(sheet, values, codes))

    def settle(self) -> None:
        """What the fields say is what the paper says; it replaces both copies."""
        sheet = self.dialog.shown
        if sheet is None or not self.sheet.check():
            return
        typed = self.sheet.values()
        values = {code: value for code in self._unequal if (value := typed[code]) is not None}
        if confirm(self.dialog, _("Angka merah sudah dilihat lagi pada kertasnya?"), _("Sesuai kertas")):
            work = partial(sheet_entry.settle, applicant_id=sheet[1], member_id=sheet[0], values=values)
            self._write(work, lambda _nothing: self._compared(sheet, typed, ()))

    def mark_absent(self) -> None:
        """The candidate shown did not come."""
        candidate = self.dialog.desk.row(self.dialog.candidate.value())
        if candidate is None:
            return
        question = _("Catat bahwa {name} tidak hadir? Calon ini tidak dinilai dan tidak diperingkat.")
        if confirm(self.dialog, question.format(name=candidate.name), _("Catat tidak hadir"), danger=True):
            work = partial(interviews.mark_absent, applicant_id=candidate.applicant_id)
            self._write(work, lambda _nothing: self._marked_absent(candidate))

    def print_sheets(self) -> None:
        """Make the empty sheets that interviewers write on: one for each of them and each candidate."""
        dialog = self.dialog
        dialog.print_button.setEnabled(False)
        self.worker.read(
            dialog,
            lambda session: render_set(*calls.score_sheets(session, dialog.vacancy_id)),
            then=self._show_paper,
            failed=dialog.show_error,
        )

    def _marked_absent(self, candidate: "SheetRow") -> None:
        desk, left = self.dialog.desk, self.dialog.shown
        for sheet in [sheet for sheet in desk.drafts if sheet[1] == candidate.applicant_id]:
            del desk.drafts[sheet]
        self._done(left or (0, 0), _("{name} dicatat tidak hadir.").format(name=candidate.name), go_on=True)

    def _show_paper(self, pdf: bytes) -> None:
        from desktop import viewer  # late: it brings QtPdf

        dialog = self.dialog
        dialog.offer()
        dialog.paper = viewer.show_paper(
            dialog,
            self.worker,
            _("Lembar {title}").format(title=dialog.windowTitle()[:1].lower() + dialog.windowTitle()[1:]),
            pdf,
        )
        dialog.said.emit(_("Lembar nilai kosong siap dicetak."))

    def _compared(self, sheet: Sheet, values: Values, codes: tuple[str, ...]) -> None:
        dialog = self.dialog
        self._unequal = codes
        dialog.set_saving(False)
        dialog.desk.drafts.pop(sheet, None)
        dialog.desk.known[sheet] = {code: value for code, value in values.items() if value is not None}
        if codes:
            self.sheet.show_unequal(codes)
            dialog.offer()
            return
        dialog.banner.clear()
        if all(value is not None for value in values.values()):
            dialog.desk.compared.add(sheet)
            dialog.said.emit(_("Dua salinan {whose} sama.").format(whose=dialog.whose(sheet)))
        dialog.go_on(sheet)

    def _lock_with(self, key: pins.MemberKey) -> None:
        pairs = [(applicant, member) for member, applicant in self.dialog.desk.lockable]
        self._write(partial(sheet_entry.lock_sheets, pairs=pairs, keys=(key,)), self._locked)

    def _locked(self, count: int) -> None:
        dialog = self.dialog
        dialog.desk.sit()  # what is locked is hidden until all are
        shown = dialog.shown
        self._done(shown, _("{n} lembar dikunci.").format(n=count), go_on=True)

    def _seat_wanted(self, wanted: object) -> None:
        self.dialog.bar.show_seat()
        if wanted == SECOND:
            form = TypistDialog(self.dialog, self._typist)
            form.named.connect(self._copy_again)
            self._show(form)
        elif isinstance(wanted, int):
            self._ask_pin(wanted, lambda key: self.dialog.bar.take(Seat(key=key)))

    def _copy_again(self, typist: str) -> None:
        self._typist = typist
        self.dialog.bar.take(Seat(second=True, typist=typist))

    def _ask_pin(self, member_id: int, then: "Callable[[pins.MemberKey], object]", action: str = "") -> None:
        def ask(panel: list[pins.Seat]) -> None:
            member = next(seat for seat in panel if seat.id == member_id)
            form = PinDialog(self.dialog, self.worker, member, action)
            form.opened.connect(then)
            self._show(form)

        self._with_panel(ask)

    def _with_panel(self, then: "Callable[[list[pins.Seat]], object]") -> None:
        work = partial(pins.list_seats, vacancy_id=self.dialog.vacancy_id)
        self.worker.read(self.dialog, work, then)

    def _write(self, work: "Callable[[Session], Any]", then: "Callable[[Any], object]") -> None:
        self.dialog.set_saving(True)
        self.worker.write(self.dialog, work, then, failed=self.dialog.show_error)

    def _done(self, sheet: Sheet | None, said: str, _answer: object = None, *, go_on: bool = False) -> None:
        dialog = self.dialog
        dialog.set_saving(False)
        dialog.banner.clear()
        if said:
            dialog.said.emit(said)
        if sheet is not None:
            dialog.desk.drafts.pop(sheet, None)
            dialog.desk.known.pop(sheet, None)
        if go_on and sheet is not None:
            dialog.go_on(sheet)
        else:
            dialog.read(sheet)

    def _show(self, form: "GuardedDialog") -> None:
        self.dialog.dialog = form
        form.open()
