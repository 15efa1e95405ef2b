"""Forms F-3 and F-5: a group, an incident or an institution."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.rules.kind_fields import FormCode, form_of
from db.rules.mapping import ALSO_OF_GROUPS, Subject
from db.rules.words import _
from db.services import regions
from db.services.mapping import collectives
from db.services.mapping.collectives import FIELDS, CollectiveForm, KnownCollective
from db.services.mapping.entry import RecordForm
from db.services.mapping.kinds import KindFacts
from db.services.mapping.lists import OpenedRecord
from desktop.mapping.entry_dialog import EntryDialog, is_of_people
from desktop.widgets.basics import button, card, clear, label
from desktop.widgets.fields import ChoiceField, DigitsField, WholeField, line_edit
from desktop.worker import Worker

NAME = "collective_name"
PAUSE = 120  # ms of silence before known ones are looked up


class CollectiveDialog(EntryDialog):
    """The group or institution on top, its kinds below; known ones stand at the side."""

    carried = ("desa_code", "recorded_on", "source", "recorder", "kind_code")

    def __init__(
        self,
        parent: QWidget | None,
        worker: Worker,
        carried: Mapping[str, Any] | None = None,
        record_id: int | None = None,
    ) -> None:
        title = _("Catat kelompok atau lembaga") if record_id is None else _("Ubah pendataan")
        super().__init__(parent, worker, title, carried, record_id)
        self.collective_id: int | None = None
        self._add_fields()
        self._known = card(_("Sudah dikenal"))
        self._list = QVBoxLayout()
        self._known.add(self._list)
        side = QWidget()
        box = QVBoxLayout(side)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._known)
        box.addStretch(1)
        self._known.hide()
        self.add_side(side)
        self.setMinimumWidth(1010)
        self._look_soon = QTimer(self, singleShot=True, interval=PAUSE)
        self._look_soon.timeout.connect(self._look_up)
        self.begin()

    def offers(self, kind: KindFacts) -> bool:
        return not is_of_people(kind) or kind.code in ALSO_OF_GROUPS

    def form_code(self, kind: KindFacts) -> FormCode:
        subject = Subject.COMMUNITY if is_of_people(kind) else kind.subject
        return form_of(kind.register, subject)

    def record_form(self, values: Mapping[str, Any]) -> RecordForm:
        own = {name: values[NAME if name == "name" else name] for name in FIELDS}
        return RecordForm(
            person_id=None,
            person={},
            collective=CollectiveForm(self.collective_id, own),
            **self.case_values(values),
        )

    def opened_form(self) -> RecordForm:
        assert self._opened is not None
        return self._opened

    def opened_values(self, opened: OpenedRecord) -> dict[str, Any]:
        known = opened.form.collective
        assert known is not None
        self.collective_id = known.collective_id
        return {**known.values, NAME: known.values["name"], **super().opened_values(opened)}

    def offer_fields(self) -> None:
        super().offer_fields()
        self.form.show_field("exception_reason", False)

    def _add_fields(self) -> None:
        form = self.form
        desa = ChoiceField(hint=_("Ketik nama desa atau kelurahan…"))
        self.worker.read(
            desa,
            lambda session: [(place.code, place.name) for place in regions.list_desa(session)],
            then=desa.set_choices,
        )
        form.section(_("Kelompok, lembaga, atau kejadian"))
        form.add(NAME, _("Nama"), line_edit(160), required=True)
        form.add("desa_code", _("Desa/kelurahan"), desa, required=True)
        form.add("address", _("Alamat atau tempat"), line_edit(200))
        form.add("leader", _("Ketua atau tokoh"), line_edit(120))
        form.add("phone", _("No. HP"), DigitsField(None, (4, 4, 5), plus=True))
        form.add("email", _("Pos-el"), line_edit(120))
        form.add("households", _("Jumlah KK"), WholeField(5))
        form.add("males", _("Laki-laki"), WholeField(6))
        form.add("females", _("Perempuan"), WholeField(6))
        self.add_case_fields()

    def _fill(self, values: Mapping[str, Any]) -> None:
        if self._opened is None:
            self.collective_id = None
        super()._fill(values)

    def _on_edited(self, field: str) -> None:
        super()._on_edited(field)
        if field == NAME and self.collective_id is None:
            self._look_soon.start()

    def _look_up(self) -> None:
        typed = str(self.form.values()[NAME])
        self.worker.read(
            self, lambda session: collectives.suggest_collectives(session, typed), then=self._show_known
        )

    def _show_known(self, found: list[KnownCollective]) -> None:
        clear(self._list)
        for known in found:
            place = " · ".join(part for part in (known.place, known.leader) if part)
            use = button(_("Pakai data ini"), "check", on_click=partial(self._fetch, known.id))
            use.setAutoDefault(True)
            self._list.addWidget(card("", label(known.name, "strong", wrap=True), label(place, "muted"), use))
        self._known.setVisible(bool(found))

    def _fetch(self, collective_id: int) -> None:
        self.worker.read(
            self, lambda session: collectives.get_collective(session, collective_id), then=self._use
        )

    def _use(self, known: CollectiveForm) -> None:
        self.collective_id = known.collective_id
        own = {NAME if name == "name" else name: value for name, value in known.values.items()}
        self.form.fill({**self.form.values(), **own})
        self.offer_fields()
        self._show_known([])
        text = _("Memakai data {name} yang sudah tercatat.").format(name=known.values["name"])
        self.banner.say(text, "info", _("Ini yang lain"), self._let_go)
        self.form.focus("kind_code")

    def _let_go(self) -> None:
        self.collective_id = None
        self.banner.clear()
