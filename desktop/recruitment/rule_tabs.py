"""The lists of a set of rules beside its requirements: papers, criteria, attachments of the proposal."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QComboBox, QPlainTextEdit

from db.rules.dates import decimal_text
from db.rules.recruitment import CheckMethod, RequirementKind
from db.rules.selection import AttachmentSource, source_label
from db.rules.words import _
from db.services.recruitment.sets import LONGEST_VALIDITY, AttachmentForm, CriterionForm, DocumentForm
from desktop.recruitment.rule_lines import RuleLines
from desktop.widgets.columns import Column
from desktop.widgets.fields import ChoiceField, DecimalField, line_edit
from desktop.widgets.form import Form

MANDATORY = ("yes", "conditional", "optional", "when_chosen")
TWO_LINES = 52


def document_lines() -> RuleLines[DocumentForm]:
    """The papers that applicants bring."""
    form = Form(labels="above", columns=2, compact=True)
    form.add("name", _("Nama dokumen"), text_field(200), wide=True)
    form.add("mandatory", _("Kapan diserahkan"), choice((m, mandatory_label(m)) for m in MANDATORY))
    form.add(
        "valid_months", _("Masa berlaku sejak tanggal surat (bulan)"), DecimalField(0, 1, LONGEST_VALIDITY)
    )
    form.note("valid_months", _("Kosong: tidak dibatasi. Dipakai untuk mengisi “berlaku sampai”."))
    return RuleLines(
        (
            Column(_("Kode"), lambda r: r.facts.code, width=60),
            Column(_("Dokumen"), lambda r: r.facts.name, width=390, tooltip=lambda r: r.facts.name),
            Column(_("Wajib"), lambda r: mandatory_label(r.facts.mandatory), width=140),
            Column(_("Berlaku"), lambda r: validity_label(r.facts.valid_months)),
        ),
        form,
        lambda d: dict(vars(d)),
        _document,
        lambda number: DocumentForm(f"D{number:02}", "", "yes"),
        (_("Belum ada dokumen."), _("Tambah dokumen")),
        "recruitment.documents",
    )


def criterion_lines() -> RuleLines[CriterionForm]:
    """The aspects of the interview with their weights and described levels."""
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
        lambda c, values: CriterionForm(**{**vars(c), **values, "weight": values["weight"] or Decimal(0)}),
        lambda number: CriterionForm(f"W{number}", "", Decimal(0), "", "", ""),
        (_("Belum ada aspek wawancara."), _("Tambah aspek")),
        "recruitment.criteria",
    )


class AttachmentLines(RuleLines[AttachmentForm]):
    """What goes with the proposal, in its order, and where each file comes from (domain.md 9.7)."""

    def __init__(self) -> None:
        form = Form(labels="above", columns=2, compact=True)
        form.add("name", _("Nama lampiran"), line_edit(200), wide=True)
        form.add("source", _("Berasal dari"), choice((one, source_label(one)) for one in AttachmentSource))
        form.add("document_code", _("Dokumen pelamar"), ChoiceField())
        self._documents: dict[str, str] = {}
        super().__init__(
            (
                Column(_("Lampiran"), lambda r: r.facts.name, width=330, tooltip=lambda r: r.facts.name),
                Column(_("Berasal dari"), lambda r: source_label(r.facts.source), width=200),
                Column(_("Dokumen"), lambda r: self._documents.get(r.facts.document_code, "")),
            ),
            form,
            lambda a: dict(vars(a)),
            _attachment,
            lambda _number: AttachmentForm("", AttachmentSource.OTHER),
            (_("Belum ada lampiran usulan."), _("Tambah lampiran")),
            "recruitment.attachments",
        )
        form.edited.connect(lambda _field: self._show_document())
        self.table.current_row_changed.connect(lambda _row: self._show_document())
        self._show_document()

    def offer_documents(self, documents: Sequence[DocumentForm]) -> None:
        """The papers that an attachment may be."""
        found = {one.code: f"{one.code} {one.name}" for one in documents}
        if found != self._documents:
            self._documents = found
            self.form.widget("document_code").set_choices(found.items())
            self.table.viewport().update()

    def _show_document(self) -> None:
        source = self.form.values()["source"]
        self.form.show_field("document_code", source == AttachmentSource.APPLICANT_PAPER)


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


def validity_label(months: int | None) -> str:
    """How long a paper is valid."""
    return _("{n} bulan").format(n=months) if months else ""


def _document(before: DocumentForm, values: dict[str, Any]) -> DocumentForm:
    months = values["valid_months"]
    return DocumentForm(
        before.code,
        flat(values["name"]),
        values["mandatory"] or "yes",
        None if months is None else int(months),
    )


def _attachment(_before: AttachmentForm, values: dict[str, Any]) -> AttachmentForm:
    source = AttachmentSource(values["source"] or AttachmentSource.OTHER)
    of_applicant = source is AttachmentSource.APPLICANT_PAPER
    return AttachmentForm(
        flat(values["name"]), source, (values["document_code"] or "") if of_applicant else ""
    )


def flat(text: str) -> str:
    """In one line."""
    return " ".join(text.split())


def _plain(weight: Decimal) -> str:
    return decimal_text(weight).removesuffix(",00")


def choice(choices: Any) -> QComboBox:
    """A short list to choose from."""
    field = QComboBox()
    for key, text in choices:
        field.addItem(text, key)
    return field


def text_field(length: int) -> QPlainTextEdit:
    """Two lines of text."""
    field = QPlainTextEdit()
    field.setMaximumHeight(TWO_LINES)
    field.setTabChangesFocus(True)

    def keep_short() -> None:
        if len(field.toPlainText()) > length:
            field.setPlainText(field.toPlainText()[:length])

    field.textChanged.connect(keep_short)
    return field
