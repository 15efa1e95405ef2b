"""The card behind a row of the list: all kinds of somebody, the family, the aid, and the ways on."""

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.aid import HandlingKind
from db.rules.letter_kinds import LetterKind
from db.rules.mapping import Register, state_label
from db.rules.words import _
from db.services.mapping import aid, card_reports, cards, handling
from db.services.mapping.cards import Card as CardFacts
from db.services.mapping.cards import CardRecord
from desktop.clock import today
from desktop.mapping.aid_dialogs import AidDialog, StatusDialog
from desktop.mapping.card_board import BoardCard, BoardDialog, PermitsCard
from desktop.mapping.card_life import LifeCard, SaidCard
from desktop.mapping.card_place import PlaceCard
from desktop.mapping.card_steps import HandlingDialog, RelationDialog
from desktop.mapping.card_tables import FamilyCard, StatusCard, aid_card, handling_card, kinds_table
from desktop.parts.opener import Opener
from desktop.parts.rights import may
from desktop.widgets.banner import Banner
from desktop.widgets.basics import Card, Facts, PageHead, button, row, scrolled
from desktop.widgets.failure import sentence
from desktop.widgets.room import take_room
from desktop.worker import Worker

SIZE = (1320, 700)
READS = frozenset(
    {
        *("mapping_record", "record_step", "record_photo", "handling", "aid", "welfare_status", "person"),
        *("family", "family_member", "collective", "board_member", "person_profile", "kind", "kind_field"),
    }
)


class RecordCardDialog(QDialog, Opener):
    """Opened with the id of a record; follows every change of what it shows."""

    said = Signal(str)
    navigate = Signal(str, object)

    def __init__(self, parent: QWidget | None, worker: Worker, record_id: int) -> None:
        super().__init__(parent)
        self.worker, self.record_id = worker, record_id
        self.said.connect(lambda text: self.banner.say(text, "good"))
        self.facts: CardFacts | None = None
        self.record: CardRecord | None = None
        self._may = may(worker, Right.MAPPING)
        self.setWindowTitle(_("Kartu pendataan"))
        self._make_frame()
        self._to_make = deque((self._make_life, self._make_work, self._make_family, self._make_aid))
        self._read_soon = QTimer(self, singleShot=True, interval=30)
        self._read_soon.timeout.connect(lambda: self._read(again=True))
        worker.changed.connect(self._follow)
        take_room(self, SIZE[0], SIZE[1])
        QTimer.singleShot(0, self, self._make_next)

    def show_card(self, record_id: int) -> None:
        """Show the card of a record: the one asked for, or a relative's."""
        self.record_id = record_id
        self.worker.read(
            self, lambda session: cards.is_noted(session, record_id), then=self._begin, failed=self._fail
        )

    def edit(self) -> None:
        """The form of the chosen record."""
        if self.record is None or self.facts is None or not self.edit_button.isEnabled():
            return
        from desktop.mapping.collective_form import CollectiveDialog
        from desktop.mapping.form import RecordDialog

        made = CollectiveDialog if self.facts.collective_id else RecordDialog
        dialog = made(self, self.worker, record_id=self.record.id)
        dialog.recorded.connect(lambda sentence, _carried: self.said.emit(sentence))
        self.open_dialog(dialog)

    def show_history(self) -> None:
        """Who changed what: the record and whom it is about."""
        from desktop.parts.history import HistoryDialog

        if self.record is not None and self.facts is not None:
            also: list[tuple[str, str]] = []
            if self.facts.person_id:
                own = str(self.facts.person_id)
                also += [(table, own) for table in ("person", "person_profile", "welfare_status")]
            if self.facts.family_id:
                also.append(("family", str(self.facts.family_id)))
            if self.facts.collective_id:
                also.append(("collective", str(self.facts.collective_id)))
            also += [("handling", str(one.id)) for one in self.record.handling]
            also += [("aid", str(one.id)) for one in self.facts.aid]
            also += [("board_member", str(one.id)) for one in self.facts.board]
            key = str(self.record.id)
            self.open_dialog(
                HistoryDialog(self, self.worker, self.facts.name, "mapping_record", key, tuple(also))
            )

    def add_handling(self) -> None:
        """A need first: referrals and services have their own buttons too."""
        if self.record is not None:
            self.open_dialog(HandlingDialog(self, self.worker, self.record))

    def write_letter(self) -> None:
        """Begin a referral letter in Surat: the newest referral says to whom."""
        record, facts = self.record, self.facts
        if record is None or facts is None:
            return
        to = next((one for one in record.handling if one.kind is HandlingKind.REFERRAL), None)
        subject = _("Rujukan {kind} a.n. {name}").format(kind=record.kind.name, name=facts.name)
        known = dict(facts.facts)
        who = f"{facts.name}, NIK {known.get('NIK', '-')}, {known.get(_('Alamat'), '')}".rstrip(", ")
        text = f"Bersama ini kami merujuk {who}, yang tercatat sebagai {record.kind.name}"
        wanted = to.what if to else "layanan"
        wanted = wanted if wanted[:2].isupper() else wanted[:1].lower() + wanted[1:]
        values = {
            "penerima": to.institution if to else "",
            "sifat": "Rahasia" if record.kind.sensitive else "Biasa",
            "hal": subject,
            "isi": [f"{text}, untuk mendapat {wanted.rstrip('. ')}."],
        }
        self.navigate.emit("letters/compose", {"kind": LetterKind.OFFICIAL_LETTER.value, "values": values})
        self.accept()

    def add_aid(self) -> None:
        """An aid of anybody in the family."""
        if self.facts is not None and self.facts.person_id:
            self.open_dialog(AidDialog(self, self.worker, self._members()))

    def show_aid(self) -> None:
        """The aid of the family, to be printed or saved."""
        if self.facts is not None and self.facts.person_id:
            from desktop.parts.report_dialog import ReportDialog

            work = partial(card_reports.aid_table, person_id=self.facts.person_id, today=today())
            self.worker.read(
                self,
                work,
                then=lambda table: self.open_dialog(ReportDialog(self, self.worker, table)),
                failed=self._fail,
            )

    def edit_status(self) -> None:
        """What DTSEN says of the person."""
        facts = self.facts
        if facts is not None and facts.person_id and facts.status:
            name = dict(self._members())[facts.person_id]
            self.open_dialog(StatusDialog(self, self.worker, facts.person_id, name, facts.status))

    def edit_board(self) -> None:
        """The board of an institution."""
        if self.facts is not None and self.facts.collective_id:
            self.open_dialog(BoardDialog(self, self.worker, self.facts))

    def _make_frame(self) -> None:
        self.banner = Banner()
        self.banner.hide()
        self.edit_button = button(_("Ubah data…"), "pencil-outline", on_click=self.edit)
        self.history_button = button(_("Riwayat…"), "history", on_click=self.show_history)
        self.letter_button = button(_("Buat surat rujukan"), "email-outline", on_click=self.write_letter)
        self.close_button = button(_("Tutup kartu"), on_click=self.accept)
        self.head = PageHead("", "", self.edit_button, self.letter_button, self.history_button)
        self.head.add_action(self.close_button)
        self.edit_button.setVisible(self._may)
        self.history_button.setVisible(may(self.worker, Right.HISTORY))
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        columns = row(self._left, self._right, spacing=12)
        columns.setContentsMargins(0, 0, 8, 0)
        columns.setStretch(0, 11)
        columns.setStretch(1, 8)
        for column in (self._left, self._right):
            column.setSpacing(12)
        self.body = QWidget()
        self.body.setLayout(columns)
        self.body.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 8, 12)
        box.setSpacing(10)
        box.addWidget(self.head)
        box.addWidget(self.banner)
        box.addWidget(scrolled(self.body), 1)

    def _make_next(self) -> None:
        """One part after the other, so that the window never waits for all of them; then read."""
        if self._to_make:
            self._to_make.popleft()()
            QTimer.singleShot(0, self, self._make_next)
            return
        for column in (self._left, self._right):
            column.addStretch(1)
        for made in self.findChildren(QPushButton):
            made.setAutoDefault(True)  # Enter presses the button it stands on, elsewhere it closes the card
        self.close_button.setDefault(True)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self.place.paste)
        self.show_card(self.record_id)

    def _make_life(self) -> None:
        self.kinds = kinds_table()
        self.kinds.current_row_changed.connect(self._choose)
        self.life = LifeCard(self.worker)
        self.life.said.connect(self.said)
        self.life.dialog_wanted.connect(self.open_dialog)
        self._put(self._left, self.kinds, self.life)

    def _make_work(self) -> None:
        self.handling = handling_card()
        self.handling.add_wanted.connect(self.add_handling)
        self.handling.edit_wanted.connect(self._edit_handling)
        self.handling.remove_wanted.connect(self._remove_handling)
        self.place = PlaceCard(self.worker)
        self.place.said.connect(self.said)
        self.place.removed.connect(self._offer_undo)
        self.said_card = SaidCard()
        self._put(self._left, self.handling, self.place, self.said_card)

    def _make_family(self) -> None:
        self.identity = Facts()
        self.identity_card = Card(_("Data diri"), self.identity)
        self.permits, self.board = PermitsCard(), BoardCard(self.edit_board)
        self.family = FamilyCard()
        self.family.card_wanted.connect(self.show_card)
        self.family.relation_wanted.connect(self._edit_relation)
        self._put(self._right, self.identity_card, self.permits, self.board, self.family)

    def _make_aid(self) -> None:
        self.status = StatusCard(self.edit_status)
        self.aid = aid_card(lambda: self.facts.stale_months if self.facts else 12, self.show_aid)
        self.aid.add_wanted.connect(self.add_aid)
        self.aid.edit_wanted.connect(self._edit_aid)
        self.aid.remove_wanted.connect(self._remove_aid)
        self._put(self._right, self.status, self.aid)

    def _put(self, column: QVBoxLayout, *pieces: QWidget) -> None:
        for piece in pieces:
            column.addWidget(piece)

    def _begin(self, noted: bool) -> None:
        """Opening a sensitive one is written into the log."""
        if noted:
            asked, day = self.record_id, today()
            work = partial(cards.get_card, record_id=asked, today=day)
            self.worker.write(self, work, then=self._show, failed=self._fail)
        else:
            self._read()

    def _read(self, again: bool = False) -> None:
        work = partial(cards.get_card, record_id=self.record_id, today=today(), again=again)
        self.worker.read(self, work, then=self._show, failed=self._fail)

    def _follow(self, tables: frozenset[str]) -> None:
        if self.facts is not None and tables & READS:
            self._read_soon.start()

    def _show(self, facts: CardFacts) -> None:
        first = self.facts is None
        self.facts = facts
        self.setWindowTitle(_("Kartu {name}").format(name=facts.name))
        self.head.set_title(facts.name)
        chosen = next((one for one in facts.records if one.id == self.record_id), facts.records[0])
        self.kinds.set_rows(facts.records)
        self.kinds.choose(chosen.id)
        self._choose(chosen)
        of_people, whole = facts.person_id is not None, not facts.hidden
        self.identity_card.setVisible(whole and bool(facts.facts))
        self.identity_card.set_title(_("Data diri") if of_people else _("Keterangan"))
        self.identity.set_facts(facts.facts)
        self.family.setVisible(of_people)
        self.family.show_family(facts, self._may)
        self.status.show_status(facts, self._may)
        self.aid.setVisible(of_people)
        self.aid.show_rows(facts.aid, self._may)
        self.board.setVisible(facts.collective_id is not None)
        self.board.show_board(facts.board)
        self.board.edit_button.setVisible(self._may)
        self.permits.show_permits(facts.permits, facts.paper_days)
        self.body.show()
        if facts.hidden:
            text = _("Jenis ini peka: nama dan rinciannya hanya untuk yang berhak. Mintalah kepada admin.")
            self.banner.say(text, "info")
        if first:
            self.kinds.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, record: Any) -> None:
        if record is None or self.facts is None:
            return
        self.record, self.record_id = record, record.id
        whole = not self.facts.hidden
        numbers = len([one for one in self.facts.records if one.closed_on is None])
        self.head.set_facts(f"{record.place} · " + _("{number} jenis terbuka").format(number=numbers))
        open_one = self._may and whole and record.closed_on is None
        self.edit_button.setEnabled(open_one)
        self.letter_button.setEnabled(open_one)
        self.life.show_record(record, self.facts.name, self._may and whole)
        self.said_card.show_record(record, self.facts.said)
        helped = record.kind.register is Register.PPKS  # a source of help is not referred anywhere
        self.letter_button.setVisible(helped and self._may and may(self.worker, Right.LETTERS))
        self.handling.setVisible(whole and (helped or bool(record.handling)))
        self.handling.show_rows(record.handling, open_one)
        self.place.setVisible(whole)
        self.place.show_record(record, open_one)

    def _edit_handling(self, chosen: Any) -> None:
        if chosen is not None and self.record is not None:
            self.open_dialog(HandlingDialog(self, self.worker, self.record, chosen.kind, chosen))

    def _remove_handling(self, chosen: Any) -> None:
        if chosen is not None and self.record is not None:
            back = partial(handling.restore_handling, record_id=self.record.id, row=chosen)
            told = _("“{what}” dihapus; keadaannya tetap {state}.")
            told = told.format(what=chosen.what, state=state_label(self.record.state).lower())
            self._remove(partial(handling.remove_handling, handling_id=chosen.id), told, back)

    def _edit_relation(self, member: Any) -> None:
        if member is not None:
            self.open_dialog(RelationDialog(self, self.worker, member.person_id, member.name))

    def _edit_aid(self, chosen: Any) -> None:
        if chosen is not None:
            self.open_dialog(AidDialog(self, self.worker, self._members(), chosen))

    def _remove_aid(self, chosen: Any) -> None:
        if chosen is not None:
            told = _("{programme} untuk {name} dihapus. Bila sudah selesai, cukup isi tanggal sampainya.")
            self._remove(
                partial(aid.remove_aid, aid_id=chosen.id),
                told.format(programme=chosen.programme, name=chosen.name),
                partial(aid.restore_aid, values=chosen.values),
            )

    def _remove(self, work: Callable[..., Any], told: str, back: Callable[..., Any]) -> None:
        self.worker.write(self, work, lambda _nothing: self._offer_undo(told, back), self._fail)

    def _offer_undo(self, told: str, back: Callable[..., Any]) -> None:
        """Say what is gone; one click brings it back."""

        def undo() -> None:
            self.banner.clear()
            done = _("Sudah dikembalikan.")
            self.worker.write(self, back, lambda _done: self.banner.say(done, "good"), self._fail)

        self.banner.say(told, "good", _("Urungkan"), undo)

    def _members(self) -> list[tuple[int, str]]:
        """Whom an aid can be for: the person first."""
        assert self.facts is not None
        assert self.facts.person_id is not None
        kin = [(one.person_id, one.name) for one in self.facts.family]
        own = self.facts.person_id
        if own not in dict(kin):
            kin.insert(0, (own, self.facts.name))
        return sorted(kin, key=lambda member: member[0] != own)

    def _fail(self, error: Exception) -> None:
        self.banner.say(sentence(error), "bad")
