"""The filters that are asked for now and then, and what a filter says in words."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from db.rules.dates import short_date
from db.rules.mapping import RecordState, state_label
from db.rules.people import Sex, sex_label
from db.rules.problems import Problem
from db.rules.words import _
from db.services import references, regions
from db.services.mapping import records
from db.services.mapping.records import Filter
from desktop.clock import today
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import ChoiceField, DateField, WholeField, line_edit
from desktop.widgets.form import Form
from desktop.worker import Worker

FIELDS = (
    *("desa_code", "state", "sex", "age_from", "age_to", "source", "recorder", "changed_since"),
    *("programme_code", "decile", "without_nik"),
)
DECILES = 10


class FilterDialog(FormDialog):
    """What is left empty does not matter."""

    chosen = Signal(object)  # the Filter

    def __init__(self, parent: QWidget | None, worker: Worker, where: Filter) -> None:
        form = Form("above", columns=2, compact=True)
        super().__init__(parent, _("Saringan lain"), form, _("Terapkan"))
        self.where = where
        self.desa = ChoiceField(hint=_("Semua desa/kelurahan"))
        self.source = ChoiceField(hint=_("Semua sumber"))
        self.programme = ChoiceField(hint=_("Semua program"))
        form.add("desa_code", _("Desa/kelurahan"), self.desa)
        form.add("state", _("Keadaan"), _choice([(state, state_label(state)) for state in RecordState]))
        form.add("sex", _("Jenis kelamin"), _choice([(str(sex), sex_label(sex)) for sex in Sex]))
        form.add("recorder", _("Petugas"), line_edit(120))
        form.add("age_from", _("Umur dari (tahun)"), WholeField(3))
        form.add("age_to", _("sampai (tahun)"), WholeField(3))
        form.add("source", _("Sumber"), self.source)
        form.add("changed_since", _("Berubah sejak"), DateField(maximum=today()))
        form.add("programme_code", _("Menerima program"), self.programme)
        form.add("decile", _("Desil DTSEN"), _choice([(n, str(n)) for n in range(1, DECILES + 1)]))
        form.add("without_nik", "", QCheckBox(_("Hanya yang belum ber-NIK")), wide=True)
        form.fill({name: getattr(where, name) for name in FIELDS})
        worker.read(self, lambda session: _lists(session, where.kecamatan_code), then=self._take_lists)

    def save(self, values: dict[str, Any]) -> None:
        low, high = values["age_from"], values["age_to"]
        if low is not None and high is not None and low > high:
            self._set_saving(False)
            self.form.show_problems([Problem(_("Lebih kecil daripada umur awal."), "age_to")])
            return
        empty = {"desa_code": "", "sex": "", "source": "", "recorder": "", "programme_code": ""}
        given: dict[str, Any] = {
            name: empty[name] if name in empty and not value else value for name, value in values.items()
        }
        aged = low is not None or high is not None
        day = (self.where.age_on or today()) if aged else None
        without = self.where.without_sex and not given["sex"]
        gets_on = today() if given["programme_code"] else None
        self.chosen.emit(replace(self.where, **given, age_on=day, gets_on=gets_on, without_sex=without))
        self.accept()

    def changed(self) -> bool:
        return False  # nothing is lost with a filter

    def _take_lists(self, lists: tuple[Any, Any, Any]) -> None:
        for field, choices in zip((self.desa, self.source, self.programme), lists, strict=True):
            field.set_choices(choices)


def in_words(where: Filter, desa: Mapping[str, str], programmes: Mapping[str, str]) -> str:
    """Laki-laki · umur 60–80 tahun: what is asked for beside the fields that everybody sees."""
    parts = []
    if where.desa_code:
        parts.append(desa.get(where.desa_code, where.desa_code))
    if where.state is not None:
        parts.append(state_label(where.state).lower())
    if where.sex:
        parts.append(sex_label(Sex(where.sex)).lower())
    if where.without_sex:
        parts.append(_("tanpa jenis kelamin"))
    if where.kind_codes is not None:
        parts.append(_("{number} jenis dari rekap").format(number=len(where.kind_codes)))
    parts += _ages_in_words(where)
    for text, value in (
        (_("sumber {value}"), where.source),
        (_("petugas {value}"), where.recorder),
        (_("menerima {value}"), programmes.get(where.programme_code, where.programme_code)),
        (_("berubah sejak {value}"), short_date(where.changed_since)),
        (_("desil {value}"), where.decile or ""),
    ):
        if value:
            parts.append(text.format(value=value))
    if where.without_nik:
        parts.append(_("belum ber-NIK"))
    if where.record_ids is not None:
        parts.append(_("{number} pendataan yang dipilih").format(number=len(where.record_ids)))
    words = " · ".join(parts)
    return words[:1].upper() + words[1:]


def _ages_in_words(where: Filter) -> Iterable[str]:
    low, high = where.age_from, where.age_to
    if where.age_unknown:
        yield _("umur tidak diketahui")
    if low is not None and high is not None:
        yield _("umur {low}–{high} tahun").format(low=low, high=high)
    elif low is not None:
        yield _("umur {low} tahun ke atas").format(low=low)
    elif high is not None:
        yield _("umur sampai {high} tahun").format(high=high)


def _lists(session: Any, kecamatan_code: str) -> tuple[Any, Any, Any]:
    desa = [(place.code, place.name) for place in regions.list_desa(session, kecamatan_code)]
    programmes = [(one.code, one.text) for one in references.list_choices(session, "aid_programmes")]
    return desa, [(text, text) for text in records.list_sources(session)], programmes


def _choice(choices: Iterable[tuple[Any, str]]) -> QComboBox:
    field = QComboBox()
    field.addItem(_("Semua"), None)
    for key, text in choices:
        field.addItem(text, key)
    return field
