"""A region takes another name or code, is split, or is merged with others: asked, counted, written."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from db.rules.problems import Problem, RuleViolation
from db.rules.region_changes import (
    DESA,
    KECAMATAN,
    Affected,
    ChangeKind,
    RegionForm,
    affected_words,
    clean_code,
    dotted,
)
from db.rules.words import _
from db.services import region_changes, region_choices
from db.services.region_choices import Part, RegionChoice
from desktop.clock import today
from desktop.widgets.ask import confirm
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import ChoiceField, DateField, line_edit
from desktop.widgets.form import Form
from desktop.widgets.tick_list import TickList
from desktop.worker import Worker

LIST_HEIGHT = 190


class RegionChangeDialog(FormDialog):
    """Nothing is written before somebody has read how many people and records go along."""

    def __init__(self, parent: QWidget | None, worker: Worker, kind: ChangeKind) -> None:
        form = Form("above", columns=2, compact=True)
        title, explained, region, ticks = _texts(kind)
        super().__init__(parent, title, form, _("Periksa dan simpan…"))
        self.worker, self.kind = worker, kind
        self.affected: Affected | None = None  # what was written
        self.region = ChoiceField(hint=_("Ketik nama desa atau kecamatan…"))
        self.name, self.code = line_edit(80), line_edit(13)
        self.parts = TickList()
        self.parts.setMinimumHeight(LIST_HEIGHT)
        self.parts.setAccessibleName(ticks)
        self._regions: list[RegionChoice] = []
        self._names: dict[str, str] = {}
        self._shown: str | None = None  # the region whose parts are offered
        form.add_widget(label(explained, "muted", wrap=True))
        form.add("region", region, self.region, required=True, wide=True)
        splits = kind is ChangeKind.SPLIT
        form.add("name", _("Nama wilayah baru") if splits else _("Nama"), self.name, required=True)
        form.add(
            "code",
            _("Kode wilayah baru") if splits else _("Kode"),
            self.code,
            required=kind is not ChangeKind.MERGE,
        )
        form.add("parts", ticks, self.parts, wide=True)
        form.add("on", _("Berlaku sejak"), DateField(maximum=today()), required=True)
        form.add("basis", _("Dasar hukum"), line_edit(160), required=True)
        form.show_field("code", kind is not ChangeKind.MERGE)
        form.show_field("parts", kind is not ChangeKind.RENAME)
        form.fill({"on": today()})
        form.edited.connect(self._on_edited)
        self.setMinimumWidth(700)
        worker.read(self, region_choices.list_regions, self._take_regions, self.say_failure)

    def save(self, values: dict[str, Any]) -> None:
        """Count first, ask, then write."""
        form = self.region_form(values)
        work = partial(region_changes.preview, form=form, today=today())
        self.worker.read(self, work, partial(self._ask, form), self.show_error)

    def region_form(self, values: dict[str, Any]) -> RegionForm:
        """What is typed, as the service takes it."""
        region, merges = values["region"], self.kind is ChangeKind.MERGE
        codes = tuple(values["parts"]) if merges else (region,)
        code = region if merges else clean_code(values["code"])
        parts = tuple(values["parts"]) if self.kind is ChangeKind.SPLIT else ()
        return RegionForm(self.kind, codes, code, values["name"], values["on"], values["basis"], parts)

    def show_error(self, error: Exception) -> None:
        """What the service says of codes stands at the field in which they were chosen."""
        if isinstance(error, RuleViolation):
            merges = self.kind is ChangeKind.MERGE
            fields = {"codes": "parts", "code": "region"} if merges else {"codes": "region"}
            error = type(error)(
                Problem(one.text, fields.get(one.field or "", one.field)) for one in error.problems
            )
        super().show_error(error)

    def _ask(self, form: RegionForm, found: Affected) -> None:
        question = {
            ChangeKind.RENAME: _("Simpan nama dan kode baru {name}?"),
            ChangeKind.SPLIT: _("Simpan pemekaran {name}?"),
            ChangeKind.MERGE: _("Simpan penggabungan ke {name}?"),
        }[self.kind].format(name=form.name)
        details = affected_words(found) + "\n" + _("Perubahan ini dicatat dan tidak dapat diurungkan.")
        if not confirm(self, question, _("Simpan perubahan"), details, danger=True):
            self._set_saving(False)
            return
        work = partial(region_changes.change_regions, form=form, today=today())
        self.worker.write(self, work, self._saved, self.show_error)

    def _saved(self, found: Affected) -> None:
        self.affected = found
        self.accept()

    def _take_regions(self, found: list[RegionChoice]) -> None:
        self._regions = found
        self._names = {one.code: one.name for one in found}
        self.region.set_choices((one.code, one.text) for one in found)

    def _on_edited(self, field: str) -> None:
        region = self.region.value()
        if field != "region" or region is None or region == self._shown or region not in self._names:
            return
        self._shown = region
        if self.kind is ChangeKind.RENAME:
            self.name.setText(self._names[region])
            self.code.setText(dotted(region))
        elif self.kind is ChangeKind.MERGE:
            self.name.setText(self._names[region])
            beside = region[:KECAMATAN] if len(region) == DESA else ""
            offers = [one for one in self._regions if one.code != region and len(one.code) == len(region)]
            self.parts.set_choices(
                ((one.code, one.text) for one in offers if one.code.startswith(beside)), ticked=False
            )
        else:
            work = partial(_parts, code=region)
            self.worker.read(self, work, partial(self._take_parts, region), self.say_failure)

    def _take_parts(self, region: str, found: tuple[list[Part], str]) -> None:
        parts, code = found
        if region == self._shown:
            self.parts.set_choices(((part.key, part.text) for part in parts), ticked=False)
            self.code.setText(dotted(code))


def _parts(session: Any, code: str) -> tuple[list[Part], str]:
    return region_choices.list_parts(session, code), region_choices.propose_code(session, code)


def _texts(kind: ChangeKind) -> tuple[str, str, str, str]:
    """Title, what happens, and what the region and the list are called."""
    return {
        ChangeKind.RENAME: (
            _("Ubah nama atau kode wilayah"),
            _("Semua orang, keluarga, dan pendataannya ikut. Kode dan nama lama tetap dikenal saat impor."),
            _("Wilayah"),
            "",
        ),
        ChangeKind.SPLIT: (
            _("Pemekaran wilayah"),
            _(
                "Sebagian wilayah menjadi wilayah baru. Yang tidak dicentang tetap di wilayah induk; dari "
                "situ dapat dimekarkan sekali lagi."
            ),
            _("Wilayah induk"),
            _("Yang masuk wilayah baru (boleh kosong: semua tetap)"),
        ),
        ChangeKind.MERGE: (
            _("Penggabungan wilayah"),
            _("Wilayah yang dicentang ditutup; penduduk dan datanya masuk wilayah yang tetap ada."),
            _("Wilayah yang tetap ada"),
            _("Yang bergabung ke wilayah itu"),
        ),
    }[kind]
