"""Requirements, papers and interview criteria, each in a list that can be changed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QPlainTextEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from db.rules.dates import decimal_text, short_date
from db.rules.recruitment import CheckMethod, RequirementKind
from db.rules.scoring import check_weights
from db.rules.words import _
from db.services import references
from db.services.recruitment import sets
from db.services.recruitment.sets import SetRow
from db.services.recruitment.vacancies import CriterionForm, DocumentForm, RequirementForm, SetFacts
from desktop.recruitment.rule_lines import RuleLines
from desktop.widgets.ask import confirm
from desktop.widgets.basics import label, row
from desktop.widgets.columns import Column
from desktop.widgets.fields import ChoiceField, DecimalField, line_edit
from desktop.widgets.form import Form
from desktop.widgets.theme import set_look
from desktop.worker import Worker

AUTOMATIC = {RequirementKind.AGE, RequirementKind.EDUCATION, RequirementKind.DOMICILE}
MANDATORY = ("yes", "conditional", "optional", "when_chosen")
TWO_LINES = 52


class RulesEditor(QWidget):
    """`set_rules` shows a set, `rules` gives it back as it was changed."""

    edited = Signal()
    set_chosen = Signal(object)  # the SetFacts that somebody begins with
    sets_shown = Signal()

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker = worker
        self.days: dict[int, date] = {}  # from when each set is in force
        self._original: SetFacts | None = None
        self._levels: dict[int, str] = {}
        self.requirements = self._requirements()
        self.documents = self._documents()
        self.criteria = self._criteria()
        self.total_label = label("", "strong")
        self.criteria.buttons.addWidget(self.total_label)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.requirements, _("Persyaratan"))
        self.tabs.addTab(self.documents, _("Dokumen"))
        self.tabs.addTab(self.criteria, _("Kriteria wawancara"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        self.sets = QComboBox()
        self.sets.setAccessibleName(_("Set seleksi"))
        self.sets.activated.connect(lambda _place: self._begin_with())
        chooser = row(label(_("Set seleksi"), "muted"), self.sets, spacing=8)
        chooser.setStretch(1, 1)
        self._chooser = QWidget()
        chooser.setContentsMargins(0, 0, 0, 8)
        self._chooser.setLayout(chooser)
        self._chooser.hide()
        box.setSpacing(0)
        box.addWidget(self._chooser)
        box.addWidget(self.tabs)
        for lines in (self.requirements, self.documents, self.criteria):
            lines.edited.connect(self._on_edited)
        self._on_edited()
        worker.read(self, lambda session: references.list_choices(session, "educations"), self._take_levels)

    def set_rules(self, rules: SetFacts) -> None:
        """Show a set, and take it as the original."""
        self.requirements.set_facts(rules.requirements)
        self.documents.set_facts(rules.documents)
        self.criteria.set_facts(rules.criteria)
        self._original = rules
        self._on_edited()

    def offer_sets(self, on: date) -> None:
        """Let somebody begin with another set than the one shown."""
        self._worker.read(self, lambda session: sets.list_sets(session, on), self._show_sets)

    def rules(self, pass_mark: Decimal) -> SetFacts:
        """The set as it stands now."""
        assert self._original is not None, "the rules have not been read yet"
        return replace(
            self._original,
            pass_mark=pass_mark,
            requirements=self.requirements.facts(),
            documents=self.documents.facts(),
            criteria=self.criteria.facts(),
        )

    def changed(self) -> bool:
        """Whether something typed would be lost."""
        return self._original is not None and self.rules(self._original.pass_mark) != self._original

    def show_criteria(self) -> None:
        """Go where the weights stand."""
        self.tabs.setCurrentWidget(self.criteria)

    def _show_sets(self, found: list[SetRow]) -> None:
        self.sets.clear()
        for one in found:
            self.sets.addItem(set_label(one), one.id)
            self.days[one.id] = one.valid_from
        self._show_chosen()
        self._chooser.setVisible(True)
        self.sets_shown.emit()

    def _show_chosen(self) -> None:
        self.sets.setCurrentIndex(self.sets.findData(self._original.id if self._original else None))

    def _begin_with(self) -> None:
        wanted = self.sets.currentData()
        if wanted is None or (self._original is not None and wanted == self._original.id):
            return
        question = _("Aturan yang sudah diubah di sini diganti dengan set yang dipilih.")
        if self.changed() and not confirm(self, question, _("Ganti aturan")):
            self._show_chosen()
            return

        def take(rules: SetFacts) -> None:
            self.set_rules(rules)
            self.set_chosen.emit(rules)

        self._worker.read(self, lambda session: sets.get_set(session, wanted), take)

    def _on_edited(self) -> None:
        weights = [criterion.weight for criterion in self.criteria.facts()]
        problems = check_weights(weights)
        total = decimal_text(sum(weights, Decimal(0))).removesuffix(",00")
        right = _("Jumlah bobot {total}").format(total=total)
        self.total_label.setText(problems[0].text if problems else right)
        set_look(self.total_label, tone="bad" if problems else "good")
        self.edited.emit()

    # The three lists

    def _requirements(self) -> RuleLines[RequirementForm]:
        form = Form(labels="above", columns=2, compact=True)
        form.add("text", _("Bunyi persyaratan"), _text(500), wide=True)
        form.add("kind", _("Jenis"), _choice((kind, kind_label(kind)) for kind in RequirementKind))
        form.add("method", _("Cara periksa"), _choice((m, method_label(m)) for m in CheckMethod))
        form.add("minimum", _("Umur paling rendah"), DecimalField(0, 0, 150))
        form.add("maximum", _("Umur paling tinggi"), DecimalField(0, 0, 150))
        form.add("level", _("Pendidikan paling rendah"), ChoiceField(), wide=True)
        form.add("article", _("Dasar"), line_edit(160))
        form.add("mandatory", _("Sifat"), QCheckBox(_("wajib dipenuhi")))
        form.edited.connect(lambda _field: self._show_limits())
        lines = RuleLines(
            (
                Column(_("Kode"), lambda r: r.facts.code, width=60),
                Column(_("Persyaratan"), lambda r: r.facts.text, width=350, tooltip=lambda r: r.facts.text),
                Column(_("Batas"), lambda r: self._limits(r.facts), width=120),
                Column(_("Periksa"), lambda r: method_label(r.facts.method), width=90),
                Column(_("Wajib"), lambda r: _("ya") if r.facts.mandatory else _("tidak"), width=60),
            ),
            form,
            lambda r: vars(r) | {"level": r.minimum if r.kind is RequirementKind.EDUCATION else None},
            _requirement,
            lambda number: RequirementForm(
                f"R{number:02}", "", RequirementKind.OTHER, True, None, None, CheckMethod.MANUAL, ""
            ),
            (_("Belum ada persyaratan."), _("Tambah persyaratan")),
            "recruitment.requirements",
        )
        lines.table.current_row_changed.connect(lambda _row: self._show_limits())
        return lines

    def _documents(self) -> RuleLines[DocumentForm]:
        form = Form(labels="above", columns=2, compact=True)
        form.add("name", _("Nama dokumen"), _text(200), wide=True)
        form.add("mandatory", _("Kapan diserahkan"), _choice((m, mandatory_label(m)) for m in MANDATORY))
        return RuleLines(
            (
                Column(_("Kode"), lambda r: r.facts.code, width=60),
                Column(_("Dokumen"), lambda r: r.facts.name, width=450, tooltip=lambda r: r.facts.name),
                Column(_("Wajib"), lambda r: mandatory_label(r.facts.mandatory)),
            ),
            form,
            lambda d: dict(vars(d)),
            lambda d, values: DocumentForm(d.code, _flat(values["name"]), values["mandatory"] or "yes"),
            lambda number: DocumentForm(f"D{number:02}", "", "yes"),
            (_("Belum ada dokumen."), _("Tambah dokumen")),
            "recruitment.documents",
        )

    def _criteria(self) -> RuleLines[CriterionForm]:
        form = Form(labels="left", compact=True)
        form.add("name", _("Aspek"), line_edit(200))
        form.add("weight", _("Bobot"), DecimalField(2, 0, 100))
        form.add("level_1", _("Kurang"), line_edit(400))
        form.add("level_3", _("Cukup"), line_edit(400))
        form.add("level_5", _("Sangat baik"), line_edit(400))
        return RuleLines(
            (
                Column(_("Kode"), lambda r: r.facts.code, width=60),
                Column(_("Bobot"), lambda r: _plain(r.facts.weight), align_right=True, width=70),
                Column(_("Aspek"), lambda r: r.facts.name, tooltip=lambda r: r.facts.name),
            ),
            form,
            lambda c: dict(vars(c)),
            lambda c, values: CriterionForm(
                **{**vars(c), **values, "weight": values["weight"] or Decimal(0)}
            ),
            lambda number: CriterionForm(f"W{number}", "", Decimal(0), "", "", ""),
            (_("Belum ada aspek wawancara."), _("Tambah aspek")),
            "recruitment.criteria",
        )

    def _take_levels(self, choices: list[references.Choice]) -> None:
        self._levels = {choice.level: choice.text for choice in choices}
        self.requirements.form.widget("level").set_choices(self._levels.items())
        self._show_limits()
        self.requirements.table.viewport().update()

    def _show_limits(self) -> None:
        """Age has two limits, education one; the others have none."""
        form = self.requirements.form
        kind = _kind(form.values())
        for field, wanted in (
            ("minimum", RequirementKind.AGE),
            ("maximum", RequirementKind.AGE),
            ("level", RequirementKind.EDUCATION),
        ):
            form.show_field(field, kind is wanted)
        form.widget("method").setEnabled(kind in AUTOMATIC)

    def _limits(self, requirement: RequirementForm) -> str:
        low, high = requirement.minimum, requirement.maximum
        if requirement.kind is RequirementKind.EDUCATION:
            return self._levels.get(low or 0, "")
        if requirement.kind is not RequirementKind.AGE or (low is None and high is None):
            return ""
        if low is None or high is None:
            return (
                _("≥ {low} tahun").format(low=low) if high is None else _("≤ {high} tahun").format(high=high)
            )
        return _("{low}–{high} tahun").format(low=low, high=high)


def set_label(one: SetRow) -> str:
    """A set in a list: its name, and from when."""
    text = _("{name} · mulai {day}")
    if one.in_force:
        text = _("{name} · mulai {day} · berlaku")
    return text.format(name=one.name, day=short_date(one.valid_from))


def kind_label(kind: RequirementKind) -> str:
    """What a requirement is about."""
    return {
        RequirementKind.AGE: _("Umur"),
        RequirementKind.EDUCATION: _("Pendidikan"),
        RequirementKind.DOMICILE: _("Domisili"),
        RequirementKind.DOCUMENT: _("Surat keterangan"),
        RequirementKind.STATEMENT: _("Surat pernyataan"),
        RequirementKind.MEMBERSHIP: _("Keanggotaan"),
        RequirementKind.OTHER: _("Lainnya"),
    }[kind]


def method_label(method: CheckMethod) -> str:
    """Who looks first."""
    return _("Otomatis") if method is CheckMethod.AUTOMATIC else _("Manual")


def mandatory_label(mandatory: str) -> str:
    """When a paper has to be there."""
    return {
        "yes": _("Wajib"),
        "conditional": _("Wajib bila berlaku"),
        "optional": _("Bila ada"),
        "when_chosen": _("Setelah terpilih"),
    }[mandatory]


def _requirement(before: RequirementForm, values: dict[str, Any]) -> RequirementForm:
    kind = _kind(values)
    low, high = values["minimum"], values["maximum"]
    limits: tuple[int | None, int | None] = (None, None)
    if kind is RequirementKind.AGE:
        limits = (None if low is None else int(low), None if high is None else int(high))
    elif kind is RequirementKind.EDUCATION:
        limits = (values["level"], None)
    return RequirementForm(
        code=before.code,
        text=_flat(values["text"]),
        kind=kind,
        mandatory=values["mandatory"],
        minimum=limits[0],
        maximum=limits[1],
        method=CheckMethod(values["method"]) if kind in AUTOMATIC else CheckMethod.MANUAL,
        article=values["article"],
    )


def _kind(values: dict[str, Any]) -> RequirementKind:
    """A combo box gives a plain text back."""
    return RequirementKind(values["kind"] or RequirementKind.OTHER)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _plain(weight: Decimal) -> str:
    return decimal_text(weight).removesuffix(",00")


def _choice(choices: Any) -> QComboBox:
    field = QComboBox()
    for key, text in choices:
        field.addItem(text, key)
    return field


def _text(length: int) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setMaximumHeight(TWO_LINES)
    field.setTabChangesFocus(True)

    def keep_short() -> None:
        if len(field.toPlainText()) > length:
            field.setPlainText(field.toPlainText()[:length])

    field.textChanged.connect(keep_short)
    return field
