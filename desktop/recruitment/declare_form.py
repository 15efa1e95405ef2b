"""What a member says about himself: with the own PIN, or copied from the paper that he signed."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.rules.selection import Relation, relation_label
from db.rules.words import _
from db.services.recruitment import pins, sheet_entry
from db.services.recruitment.pins import Entry
from desktop.clock import today
from desktop.recruitment.score_desk import Sheet
from desktop.recruitment.score_seat import pin_field
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import ChoiceField, line_edit
from desktop.widgets.form import Form
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

OWN, PAPER = "own", "paper"
Declared = Callable[..., object]  # (session, values, *, key, typist): what is kept


class DeclareDialog(FormDialog):
    """`work` keeps what the member declares; the dialog finds out who says so."""

    declared = Signal()

    def __init__(
        self,
        parent: QWidget | None,
        worker: Worker,
        member: pins.Seat,
        words: tuple[str, str, str],
        work: Declared,
        own_fields: Callable[[Form], object] = lambda _form: None,
    ) -> None:
        """`words`: the title, what is declared, and what the button says."""
        title, text, action = words
        form = Form(labels="above", compact=True)
        form.add_widget(label(text, wrap=True))
        own_fields(form)
        super().__init__(parent, title, form, action)
        self._worker, self._member, self._work = worker, member, work
        self.way = ChoiceField(
            [
                (OWN, _("{name} sendiri, dengan PIN").format(name=member.name)),
                (PAPER, _("disalin dari pernyataan yang ditandatangani {name}").format(name=member.name)),
            ]
        )
        self.pin, self.typist = pin_field(), line_edit(120)
        form.add("way", _("Dinyatakan oleh"), self.way, required=True)
        form.add("pin", _("PIN"), self.pin, required=True)
        form.add("typist", _("Disalin oleh (sekretaris)"), self.typist, required=True)
        form.fill({"way": OWN if member.has_pin else PAPER})
        form.show_field("way", member.has_pin)
        form.edited.connect(lambda _field: self._ask())
        self._ask()

    def save(self, values: dict[str, Any]) -> None:
        if self._by_member():
            enter = partial(pins.enter_pin, member_id=self._member.id, pin=values["pin"])
            self._worker.write(
                self, enter, then=lambda entry: self._entered(entry, values), failed=self.show_error
            )
        else:
            self._keep(values, None, values["typist"])

    def _entered(self, entry: Entry, values: dict[str, Any]) -> None:
        if entry.key is None:
            self.show_error(pins.refused(entry))
            self.pin.selectAll()
        else:
            self._keep(values, entry.key, "")

    def _keep(self, values: dict[str, Any], key: pins.MemberKey | None, typist: str) -> None:
        def work(session: "Session") -> object:
            return self._work(session, values, key=key, typist=typist)

        self._worker.write(self, work, then=lambda _nothing: self._done(), failed=self.show_error)

    def _done(self) -> None:
        self.accept()
        self.declared.emit()

    def _by_member(self) -> bool:
        return bool(self.way.value() == OWN)

    def _ask(self) -> None:
        self.form.show_field("pin", self._by_member())
        self.form.show_field("typist", not self._by_member())


def recuse_dialog(
    parent: QWidget | None, worker: Worker, sheet: Sheet, member: pins.Seat, name: str
) -> DeclareDialog:
    """Why a member does not score a candidate."""
    text = _(
        "{member} tidak menilai {name}. Lembarnya tidak ditunggu, pembagi nilai berkurang satu, dan "
        "berita acara menyebutkannya."
    )

    def own_fields(form: Form) -> None:
        relations = ChoiceField((relation, relation_label(relation)) for relation in Relation)
        form.add("relation", _("Hubungan"), relations, required=True)
        form.add("detail", _("Uraian"), line_edit(sheet_entry.LONGEST_DETAIL))

    def work(session: "Session", values: dict[str, Any], **who: Any) -> None:
        sheet_entry.recuse(
            session,
            sheet[1],
            sheet[0],
            Relation(values["relation"]),
            values["detail"] or "",
            noted_on=today(),
            **who,
        )

    words = (_("Benturan kepentingan"), text.format(member=member.name, name=name), _("Catat tidak menilai"))
    return DeclareDialog(parent, worker, member, words, work, own_fields)


def unrecuse_dialog(
    parent: QWidget | None, worker: Worker, sheet: Sheet, member: pins.Seat, name: str
) -> DeclareDialog:
    """The member scores the candidate after all."""
    text = _("{member} menyatakan tidak ada benturan kepentingan dengan {name} dan menilainya.")
    words = (_("Boleh menilai"), text.format(member=member.name, name=name), _("Lembar ditunggu lagi"))

    def work(session: "Session", _values: dict[str, Any], **who: Any) -> None:
        sheet_entry.unrecuse(session, sheet[1], sheet[0], **who)

    return DeclareDialog(parent, worker, member, words, work)


def statement_dialog(
    parent: QWidget | None, worker: Worker, member: pins.Seat, *, stated: bool
) -> DeclareDialog:
    """The member has signed the statement of integrity and interest; or the note of it was a mistake."""
    text = _(
        "{name} sudah menandatangani pakta integritas dan pernyataan kepentingan, tanpa yang disembunyikan."
    )
    action = _("Catat pernyataan")
    if not stated:
        text, action = _("Catatan bahwa {name} sudah menandatangani dihapus."), _("Hapus catatan")

    def work(session: "Session", _values: dict[str, Any], **who: Any) -> None:
        pins.note_statement(session, member.id, today() if stated else None, **who)

    words = (_("Pernyataan integritas"), text.format(name=member.name), action)
    return DeclareDialog(parent, worker, member, words, work)
