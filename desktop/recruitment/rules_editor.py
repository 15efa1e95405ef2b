"""The rules of a selection in tabs: requirements, papers, criteria, counting, attachments."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QTabWidget, QVBoxLayout, QWidget

from db.rules.dates import decimal_text, short_date
from db.rules.problems import RuleViolation
from db.rules.recruitment import CheckMethod, RequirementKind
from db.rules.scoring import check_weights
from db.rules.words import _
from db.services import references
from db.services.recruitment import sets
from db.services.recruitment.sets import RequirementForm, SetFacts, SetRow
from desktop.recruitment.rule_lines import RuleLines
from desktop.recruitment.rule_tabs import (
    AttachmentLines,
    choice,
    criterion_lines,
    document_lines,
    flat,
    kind_label,
    method_label,
    text_field,
)
from desktop.recruitment.scoring_form import CountingForm
from desktop.widgets.ask import confirm
from desktop.widgets.basics import label, row, scrolled
from desktop.widgets.columns import Column
from desktop.widgets.fields import ChoiceField, DecimalField, WholeField, line_edit
from desktop.widgets.form import Form
from desktop.widgets.theme import set_look
from desktop.worker import Worker

AUTOMATIC = {RequirementKind.AGE, RequirementKind.EDUCATION, RequirementKind.DOMICILE}


class RulesEditor(QWidget):
    """`set_rules` shows a set, `rules` gives it back as it was changed."""

    edited = Signal()
    set_chosen = Signal(object)  # the SetFacts that somebody begins with

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker = worker
        self._original: SetFacts | None = None
        self._levels: dict[int, str] = {}
        self.requirements = self._requirements()
        self.documents, self.criteria, self.attachments = (
            document_lines(),
            criterion_lines(),
            AttachmentLines(),
        )
        self.counting = _counting_form()
        self.total_label = label("", "strong")
        self.criteria.buttons.addWidget(self.total_label)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.requirements, _("Persyaratan"))
        self.tabs.addTab(self.documents, _("Dokumen"))
        self.tabs.addTab(self.criteria, _("Kriteria wawancara"))
        self._counting_tab = scrolled(self.counting)
        self.tabs.addTab(self._counting_tab, _("Penilaian"))
        self.tabs.addTab(self.attachments, _("Lampiran usulan"))
        self._places: dict[str, QWidget] = {
            "weight": self.criteria,
            "documents": self.documents,
            "attachments": self.attachments,
            **dict.fromkeys(self.counting.values(), self._counting_tab),
        }
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
        for lines in (self.requirements, self.documents, self.criteria, self.attachments):
            lines.edited.connect(self._on_edited)
        self.counting.edited.connect(lambda _field: self._on_edited())
        self._on_edited()
        worker.read(self, lambda session: references.list_choices(session, "educations"), self._take_levels)

    def set_rules(self, rules: SetFacts) -> None:
        """Show a set, and take it as the original."""
        self.requirements.set_facts(rules.requirements)
        self.documents.set_facts(rules.documents)
        self.criteria.set_facts(rules.criteria)
        self.attachments.offer_documents(rules.documents)
        self.attachments.set_facts(rules.attachments)
        self.counting.fill(
            vars(rules.scoring)
            | {"objection_days": rules.objection_days, "second_verifier": rules.second_verifier}
        )
        self._original = rules
        self._on_edited()

    def offer_sets(self, on: date) -> None:
        """Let somebody begin with another set than the one shown."""
        self._worker.read(self, lambda session: sets.list_sets(session, on), self._show_sets)

    def rules(self) -> SetFacts:
        """The set as it stands now."""
        assert self._original is not None, "the rules have not been read yet"
        values = self.counting.values()
        return replace(
            self._original,
            scoring=self.counting.typed(),
            objection_days=values["objection_days"] or 0,
            second_verifier=values["second_verifier"],
            requirements=self.requirements.facts(),
            documents=self.documents.facts(),
            criteria=self.criteria.facts(),
            attachments=self.attachments.facts(),
        )

    def check(self) -> bool:
        """Whether every number can be read; if not, its tab is shown."""
        if self.counting.check():
            return True
        self.tabs.setCurrentWidget(self._counting_tab)
        return False

    def changed(self) -> bool:
        """Whether something typed would be lost."""
        return self._original is not None and self.rules() != self._original

    def show_problem(self, error: Exception) -> None:
        """Go to the tab that a refusal is about."""
        if isinstance(error, RuleViolation):
            found = [problem for problem in error.problems if problem.field in self._places]
            if found:
                self.tabs.setCurrentWidget(self._places[found[0].field or ""])
            self.counting.show_problems(p for p in found if self._places[p.field or ""] is self._counting_tab)

    def _show_sets(self, found: list[SetRow]) -> None:
        self.sets.clear()
        for one in found:
            self.sets.addItem(set_label(one), one.id)
        self._show_chosen()
        self._chooser.setVisible(True)

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
        self.counting.say_formula(weights)
        self.attachments.offer_documents(self.documents.facts())
        self.edited.emit()

    def _requirements(self) -> RuleLines[RequirementForm]:
        form = Form(labels="above", columns=2, compact=True)
        form.add("text", _("Bunyi persyaratan"), text_field(500), wide=True)
        form.add("kind", _("Jenis"), choice((kind, kind_label(kind)) for kind in RequirementKind))
        form.add("method", _("Cara periksa"), choice((m, method_label(m)) for m in CheckMethod))
        form.add("minimum", _("Umur paling rendah"), DecimalField(0, 0, 150))
        form.add("maximum", _("Umur paling tinggi"), DecimalField(0, 0, 150))
        form.add("level", _("Pendidikan paling rendah"), ChoiceField(), wide=True)
        form.add("article", _("Dasar"), line_edit(160))
        form.add("mandatory", _("Sifat"), QCheckBox(_("wajib dipenuhi")))
        form.edited.connect(lambda _field: self._show_limits())
        lines = RuleLines(
            (
                Column(_("Kode"), lambda r: r.facts.code, width=54),
                Column(_("Batas"), lambda r: self._limits(r.facts), width=116),
                Column(_("Wajib"), lambda r: _("ya") if r.facts.mandatory else _("tidak"), width=60),
                Column(_("Persyaratan"), lambda r: r.facts.text, tooltip=lambda r: r.facts.text),
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


def _counting_form() -> CountingForm:
    """How the selection counts, how long an objection is taken, who checks."""
    form = CountingForm()
    form.add("objection_days", _("Sanggah (hari kerja)"), WholeField(2), required=True)
    form.add("second_verifier", _("Pemeriksa berkas"), QCheckBox(_("dua orang")))
    form.add_ladder()
    form.setContentsMargins(12, 12, 12, 8)
    return form


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
        text=flat(values["text"]),
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
