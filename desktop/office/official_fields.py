"""The fields of somebody who signs, checked while they are typed."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox

from db.rules.office import (
    Authority,
    OfficialForm,
    authority_label,
    check_nip,
    check_official,
    full_name,
    signer_position,
)
from db.rules.problems import Problem
from db.rules.words import _
from db.services import references
from desktop.widgets.fields import ChoiceField, DateField, DigitsField, line_edit
from desktop.widgets.form import Form
from desktop.worker import Worker

NIP_LENGTH, NIP_GROUPS = 18, (8, 6, 1, 3)


class OfficialFields:
    """Puts the fields into a form; every field is an attribute."""

    def __init__(
        self,
        form: Form,
        worker: Worker,
        authorities: Sequence[Authority] = tuple(Authority),
        ends: bool = True,
    ) -> None:
        self.form = form
        self.front_title, self.name, self.back_title = line_edit(40), line_edit(120), line_edit(60)
        self.front_title.setPlaceholderText(_("misalnya Dra. Hj."))
        self.back_title.setPlaceholderText(_("misalnya M.Si."))
        self.nip = DigitsField(NIP_LENGTH, NIP_GROUPS)
        self.rank = ChoiceField(hint=_("Ketik pangkat atau golongan…"))
        self.position = line_edit(160)
        self.position.setPlaceholderText(_("misalnya Sekretaris Dinas"))
        self.superior = line_edit(160)
        self.superior.setPlaceholderText(_("misalnya Sekretaris"))
        self.authority = QComboBox()
        for authority in authorities:
            self.authority.addItem(authority_label(authority), authority)
        self.starts_on, self.ends_on = DateField(), DateField()
        form.add("front_title", _("Gelar depan"), self.front_title)
        form.add("name", _("Nama lengkap tanpa gelar"), self.name, required=True)
        form.add("back_title", _("Gelar belakang"), self.back_title)
        form.add("nip", _("NIP"), self.nip)
        form.add("rank", _("Pangkat dan golongan"), self.rank)
        form.add("authority", _("Menandatangani sebagai"), self.authority, required=True)
        form.add("position", _("Jabatan"), self.position, required=True)
        form.add("superior", _("Jabatan yang memberi u.b."), self.superior)
        form.add(
            "starts_on",
            _("Mulai menjabat"),
            self.starts_on,
            required=True,
            hint=_("Sejak tanggal ini boleh menandatangani surat."),
        )
        if ends:
            form.add("ends_on", _("Selesai menjabat"), self.ends_on, hint=_("Kosong: masih menjabat."))
        form.edited.connect(self._on_edited)
        self._own_rank = ""  # of somebody whose rank is not in the list
        worker.read(
            form,
            lambda session: [choice.text for choice in references.list_choices(session, "ranks")],
            then=self._offer_ranks,
        )

    def fill(self, values: Mapping[str, Any] | None = None) -> None:
        """Put somebody in, or begin with nobody."""
        first = Authority(self.authority.itemData(0))  # Qt keeps it as its text
        start = {"authority": first, "position": _("Kepala Dinas") if first is Authority.HEAD else ""}
        self._own_rank = (values or {}).get("rank") or ""
        self.form.fill(values if values is not None else start)
        self._check_nip()
        self._tell_name()
        self._tell_lines()

    def official(self) -> OfficialForm:
        """What was typed; ask only when the form has been checked."""
        values = self.form.values()
        authority = Authority(values["authority"])
        superior = values["superior"] if authority is Authority.SUB_DELEGATE else ""
        return OfficialForm(
            **values | {"rank": values["rank"] or "", "authority": authority, "superior": superior}
        )

    def problems(self) -> list[Problem]:
        """What the rules say of it."""
        return check_official(self.official())

    def check(self) -> bool:
        """Whether it can be saved; if not, the form says where."""
        if not self.form.check():
            return False
        self.form.show_problems(found := self.problems())
        return not found

    def _offer_ranks(self, ranks: list[str]) -> None:
        own = [self._own_rank] if self._own_rank and self._own_rank not in ranks else []
        self.rank.set_choices((rank, rank) for rank in (*ranks, *own))

    def _on_edited(self, field: str) -> None:
        if field == "nip":
            self._check_nip()
        if field in {"front_title", "name", "back_title"}:
            self._tell_name()
        if field in {"authority", "position", "superior"}:
            self._tell_lines()

    def _check_nip(self) -> None:
        nip = self.nip.value()
        if len(nip) < NIP_LENGTH:
            self.form.note("nip", _("{n} dari 18 angka").format(n=len(nip)) if nip else "")
        elif problems := check_nip(nip):
            self.form.note("nip", problems[0].text, "bad")
        else:
            self.form.note("nip", _("NIP sah."), "good")

    def _tell_name(self) -> None:
        printed = full_name(self.front_title.text(), self.name.text(), self.back_title.text())
        self.form.note("back_title", _("Dicetak: {name}").format(name=printed) if self.name.text() else "")

    def _tell_lines(self) -> None:
        """What stands above the signature, and the field that only u.b. needs."""
        authority = Authority(self.authority.currentData() or Authority.HEAD)
        self.form.show_field("superior", authority is Authority.SUB_DELEGATE)
        lines = signer_position(
            authority, _("Dinas …"), "", self.position.text() or "…", self.superior.text() or "…"
        )
        printed = " / ".join(line for line in lines if line.strip(" ,"))
        self.form.note("authority", _("Dicetak: {lines}").format(lines=printed.rstrip(",") + ","))
