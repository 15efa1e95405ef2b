"""Around the sheets: PINs and statements, opening a locked sheet."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.dates import long_date
from db.rules.letter_kinds import LetterKind
from db.rules.recruitment import PanelRole, panel_role_label
from db.rules.words import _
from db.services.recruitment import day_pack, pins
from db.services.recruitment.pins import Entry, MemberKey
from desktop.paper import render_set
from desktop.parts.rights import allow
from desktop.recruitment.declare_form import statement_dialog
from desktop.recruitment.question import QuestionDialog
from desktop.recruitment.score_seat import PinDialog, pin_field
from desktop.recruitment.work_dialog import WorkDialog
from desktop.widgets.basics import button, clear, label, row
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import ChoiceField
from desktop.widgets.form import Form
from desktop.widgets.theme import set_look
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.viewer import PaperDialog

Opening = Callable[..., None]  # a service that takes reason, opener_id and key


class OpenLockDialog(FormDialog):
    """Chair or secretary opens what is locked, with the own PIN; the reason goes into the minutes."""

    opened = Signal()

    def __init__(
        self, parent: QWidget | None, worker: Worker, whose: str, panel: Sequence[pins.Seat], act: Opening
    ) -> None:
        """whose: what is opened, as it stands in a sentence. act: opens it once the leader is known."""
        form = Form(labels="above", compact=True)
        super().__init__(parent, _("Buka kunci"), form, _("Buka kunci"))
        self._worker, self._act = worker, act
        self._panel = {seat.id: seat for seat in panel if seat.leads}
        self.pin_dialog: PinDialog | None = None
        text = _("{whose} dibuka. Alasan serta nilai sebelum dan sesudahnya dicetak dalam berita acara.")
        form.add_widget(label(text.format(whose=whose), wrap=True))
        self.opener = ChoiceField(
            (seat.id, f"{seat.name} ({panel_role_label(seat.role).lower()})") for seat in self._panel.values()
        )
        self.reason, self.pin = QLineEdit(), pin_field()
        self.reason.setMaxLength(300)
        form.add("opener", _("Dibuka oleh"), self.opener, required=True)
        form.add("reason", _("Alasan"), self.reason, required=True)
        form.add("pin", _("PIN"), self.pin, required=True)
        form.edited.connect(lambda _field: self._ask_pin())
        self._ask_pin()

    def save(self, values: dict[str, Any]) -> None:
        seat = self._panel[values["opener"]]
        if seat.has_pin:
            enter = partial(pins.enter_pin, member_id=seat.id, pin=values["pin"])
            self._worker.write(
                self, enter, then=lambda entry: self._entered(entry, values), failed=self.show_error
            )
        elif seat.logged_in:
            self._open(values, None)
        else:
            self._set_pin(seat, values)

    def _set_pin(self, seat: pins.Seat, values: dict[str, Any]) -> None:
        """Nobody opens in the name of another: who has no PIN yet sets it now, unseen."""
        self._set_saving(False)
        self.pin_dialog = PinDialog(self, self._worker, seat, to_open=True)
        self.pin_dialog.opened.connect(lambda key: self._open(values, key))
        self.pin_dialog.open()

    def _entered(self, entry: Entry, values: dict[str, Any]) -> None:
        if entry.text:
            self.show_error(pins.refused(entry))
        else:
            self._open(values, entry.key)

    def _open(self, values: dict[str, Any], key: MemberKey | None) -> None:
        work = partial(self._act, reason=values["reason"], opener_id=values["opener"], key=key)
        self._worker.write(self, work, then=lambda _nothing: self._done(), failed=self.show_error)

    def _done(self) -> None:
        self.accept()
        self.opened.emit()

    def _ask_pin(self) -> None:
        chosen = self._panel.get(self.opener.value())
        self.form.show_field("pin", chosen is not None and chosen.has_pin)
        said = ""
        if chosen is not None and not chosen.has_pin:
            said = _("{name} belum mempunyai PIN; ia menetapkannya sendiri pada langkah berikut.")
            if chosen.logged_in:
                said = _("{name} sudah masuk di PC ini; tidak perlu PIN.")
            said = said.format(name=chosen.name)
        self.form.note("opener", said, "warn" if chosen and not chosen.logged_in else "")


class _Line:
    """One member in the grid of PINs and statements."""

    def __init__(self, dialog: "PinsDialog", seat: pins.Seat, place: int) -> None:
        self._seat = seat
        self._said = label("", "note")
        text, icon = (_("Setel ulang…"), "refresh") if seat.has_pin else (_("Tetapkan PIN…"), "lock-outline")
        self.act = button(text, icon, on_click=lambda: dialog.act(self._seat))
        self.stated = QCheckBox()
        self.stated.clicked.connect(lambda checked: dialog.state(self._seat, checked))
        name = label(f"{seat.name} ({panel_role_label(seat.role).lower()})", wrap=True)
        for column, piece in enumerate((name, self._said, self.act, self.stated)):
            dialog.grid.addWidget(piece, place, column)
        if seat.role is PanelRole.OBSERVER:
            self.act.hide()
        allow(dialog.worker, Right.RECRUITMENT if seat.has_pin else Right.SCORE, self.act)
        allow(dialog.worker, Right.SCORE, self.stated)

    def show_seat(self, seat: pins.Seat) -> None:
        """How the member stands now."""
        self._seat = seat
        said, tone = _pin_state(seat)
        self._said.setText(said)
        set_look(self._said, tone=tone)
        self.stated.setText(_statement(seat))
        self.stated.setChecked(seat.stated_on is not None)


class PinsDialog(WorkDialog):
    """PIN anggota: each sets the own, the secretary resets one with a reason; who signed the statement."""

    def __init__(self, parent: QWidget | None, worker: Worker, vacancy_id: int) -> None:
        super().__init__(parent, worker)
        self.setWindowTitle(_("PIN anggota dan pernyataan integritas"))
        self._vacancy_id = vacancy_id
        self.dialog: FormDialog | None = None
        self.paper: PaperDialog | None = None
        self._known: list[tuple[int, bool]] = []
        self._lines: dict[int, _Line] = {}
        self.pin_buttons: dict[int, QPushButton] = {}
        self.stated: dict[int, QCheckBox] = {}
        explanation = _(
            "Setiap anggota menetapkan PIN-nya sendiri di sini, tanpa dilihat orang lain. PIN yang salah "
            "lima kali terkunci sampai disetel ulang dengan alasan. Pernyataan integritas dicatat anggota "
            "sendiri dengan PIN, atau disalin sekretaris dari kertas yang sudah ditandatangani."
        )
        self.box.addWidget(label(explanation, "muted", wrap=True))
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(16)
        self.grid.setVerticalSpacing(8)
        self.grid.setColumnStretch(0, 1)
        holder = QVBoxLayout()
        holder.addLayout(self.grid)
        holder.addStretch(1)
        self.box.addLayout(holder, 1)
        self.close_button = button(_("Tutup"), primary=True, on_click=self.accept)
        self.close_button.setDefault(True)
        self.print_button = button(
            _("Cetak pakta integritas"), "printer-outline", on_click=self.print_statements
        )
        self.box.addLayout(row(self.print_button, None, self.close_button))
        self.reload()

    def save(self) -> None:
        """Everything here is kept as it is done."""

    def unsaved(self) -> bool:
        return False

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self.resize(min(880, self.width()), min(380, self.height()))

    def reload(self) -> None:
        self.banner.clear()
        work = partial(pins.list_seats, vacancy_id=self._vacancy_id)
        self.worker.read(self, work, then=self._show)

    def print_statements(self) -> None:
        """One statement for each member, to be signed alone."""
        self.print_button.setEnabled(False)
        work = partial(_statements, vacancy_id=self._vacancy_id)
        self.worker.read(self, work, then=self._show_paper, failed=self._not_printed)

    def _show_paper(self, pdf: bytes) -> None:
        from desktop import viewer  # late: it brings QtPdf

        self.print_button.setEnabled(True)
        self.paper = viewer.show_paper(self, self.worker, _("Pakta integritas panel"), pdf)

    def _not_printed(self, error: Exception) -> None:
        self.print_button.setEnabled(True)
        self.show_error(error)

    def _show(self, seats: Sequence[pins.Seat]) -> None:
        """Lines stay, for whoever is about to click one, until the panel or who has a PIN has changed."""
        known = [(seat.id, seat.has_pin) for seat in seats]
        if known != self._known:
            clear(self.grid)
            self._known = known
            self._lines = {seat.id: _Line(self, seat, place) for place, seat in enumerate(seats)}
            self.pin_buttons = {member: line.act for member, line in self._lines.items()}
            self.stated = {member: line.stated for member, line in self._lines.items()}
        for seat in seats:
            self._lines[seat.id].show_seat(seat)

    def act(self, seat: pins.Seat) -> None:
        """Set the first PIN of a member, or clear it with a reason."""
        dialog: FormDialog
        if seat.has_pin:
            question = QuestionDialog(
                self,
                self.worker,
                _("Setel ulang PIN"),
                _("PIN {name} dihapus; ia menetapkan yang baru. Nilainya tetap.").format(name=seat.name),
                _("Setel ulang"),
                lambda session, values: pins.reset_pin(session, seat.id, values["reason"]),
                reason=_("Alasan"),
            )
            question.done_with.connect(lambda _nothing: self.reload())
            dialog = question
        else:
            entry = PinDialog(self, self.worker, seat)
            entry.opened.connect(lambda _key: self.reload())
            dialog = entry
        self.dialog = dialog
        dialog.open()

    def state(self, seat: pins.Seat, checked: bool) -> None:
        """Ask for the PIN or the paper behind a statement."""
        self.stated[seat.id].setChecked(not checked)  # it follows what is kept
        self.dialog = statement_dialog(self, self.worker, seat, stated=checked)
        self.dialog.declared.connect(self.reload)
        self.dialog.open()


def _statements(session: "Session", vacancy_id: int) -> bytes:
    every = day_pack.day_pack(session, vacancy_id).parts
    wanted = LetterKind.INTEGRITY_STATEMENT
    parts = [part for part in every if {paper.kind for paper in part.papers} == {wanted}]
    return render_set(parts[0].frame, [paper for part in parts for paper in part.papers])


def _pin_state(seat: pins.Seat) -> tuple[str, str]:
    if seat.role is PanelRole.OBSERVER:
        return _("tidak memberi nilai"), ""
    if seat.is_stopped:
        return _("PIN terkunci, salah lima kali"), "bad"
    return (_("PIN ada"), "good") if seat.has_pin else (_("belum ada PIN"), "")


def _statement(seat: pins.Seat) -> str:
    if seat.stated_on is None:
        return _("Pernyataan integritas ditandatangani")
    return _("Pernyataan integritas {day}").format(day=long_date(seat.stated_on))
