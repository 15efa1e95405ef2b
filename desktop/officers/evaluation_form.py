"""One year's evaluation, read off the signed form: scores are typed, the grade follows from them."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget

from db.rules.access import Right
from db.rules.dates import decimal_text
from db.rules.evaluation import (
    HIGHEST,
    Criterion,
    Recommendation,
    grade_label,
    grade_of,
    recommendation_label,
    weighted_value,
)
from db.rules.settings import Limits
from db.rules.words import _
from db.services import evaluations
from db.services.evaluations import EvaluationFacts, EvaluationForm
from desktop.clock import today
from desktop.officers.card_lists import grade_tone
from desktop.parts.scan import ScanField, keep
from desktop.widgets.ask import confirm
from desktop.widgets.basics import Pill, button, label, row
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField, WholeField, line_edit
from desktop.widgets.form import Form
from desktop.worker import Worker

WIDTH = 720
NOTE_HEIGHT = 60
PLAIN = ("year", "recommendation", "assessor", "assessed_on", "scan_id", "note")


class EvaluationDialog(FormDialog):
    """Without `found` it is a new one, with the criteria and weights of today."""

    def __init__(
        self,
        parent: QWidget,
        worker: Worker,
        officer_id: int,
        name: str,
        criteria: tuple[Criterion, ...],
        limits: Limits,
        found: EvaluationFacts | None = None,
    ) -> None:
        self._worker, self._officer_id, self._found, self._limits = worker, officer_id, found, limits
        self._criteria = found.criteria if found else criteria
        self.sentence = ""
        self.scores = {criterion.code: WholeField(3) for criterion in self._criteria}
        self.value, self.grade = label("", "title"), Pill()
        self.scan = ScanField(worker, right=Right.OFFICERS)
        super().__init__(
            parent, _("Evaluasi tahunan {name}").format(name=name), self._make_form(), _("Simpan evaluasi")
        )
        self.setMinimumWidth(WIDTH)
        self.remove_button = button(_("Hapus evaluasi"), "delete-outline", danger=True, on_click=self._remove)
        self.remove_button.setVisible(found is not None)
        self.buttons.insertWidget(0, self.remove_button)
        before = found.form if found else EvaluationForm(today().year, {}, assessed_on=today())
        points = {f"score_{code}": before.scores.get(code) for code in self.scores}
        self.form.fill({**{field: getattr(before, field) for field in PLAIN}, **points})
        self.form.edited.connect(lambda _field: self._say_value())
        self._say_value()

    def save(self, values: dict[str, Any]) -> None:
        """Write the evaluation."""
        after, found, day = self._read(values), self._found, today()

        def work(session: Any) -> int:
            kept = replace(after, scan_id=keep(session, self.scan.value()))
            before, known = (found.form, found.id) if found else (None, None)
            return evaluations.save_evaluation(session, self._officer_id, known, before, kept, day)

        said = _("Evaluasi tahun {year} disimpan.").format(year=after.year)
        self._worker.write(self, work, then=lambda _id: self._finish(said), failed=self.show_error)

    def _make_form(self) -> Form:
        form = Form(compact=True, gap=4)
        form.add("year", _("Tahun yang dievaluasi"), WholeField(), required=True)
        form.section(_("Nilai per unsur, 0 sampai 100"))
        for criterion in self._criteria:
            text = _("{name} (bobot {weight})").format(name=criterion.name, weight=criterion.weight)
            form.add(f"score_{criterion.code}", text, self.scores[criterion.code])
        result = QWidget()
        result.setLayout(row(label(_("Nilai akhir"), "muted"), self.value, self.grade, None, spacing=12))
        form.add_widget(result)
        form.section(_("Formulir yang ditandatangani"))
        form.add("recommendation", _("Rekomendasi"), _recommendation_field())
        form.add("assessor", _("Penilai"), line_edit(120))
        form.add("assessed_on", _("Tanggal penilaian"), DateField())
        form.add("scan_id", _("Pindaian formulir"), self.scan)
        note = QPlainTextEdit()
        note.setMaximumHeight(NOTE_HEIGHT)
        note.setTabChangesFocus(True)
        form.add("note", _("Catatan"), note)
        return form

    def _read(self, values: dict[str, Any]) -> EvaluationForm:
        return EvaluationForm(scores=self._points(values), **{field: values[field] for field in PLAIN})

    def _points(self, values: dict[str, Any]) -> dict[str, int]:
        typed = {code: values[f"score_{code}"] for code in self.scores}
        return {code: points for code, points in typed.items() if points is not None}

    def _say_value(self) -> None:
        """The value and the grade as they will be kept; of an old year that nobody changes, as they were."""
        typed = self._points(self.form.values())
        points = {code: score for code, score in typed.items() if score <= HIGHEST}  # more is refused
        value = weighted_value(self._criteria, points)
        grade = grade_of(value, self._limits.grade_good, self._limits.grade_fair)
        if self._found and dict(self._found.form.scores) == points:
            value, grade = self._found.value, self._found.grade
        self.value.setText(decimal_text(value) or "—")
        left = len(self.scores) - len(points)
        waiting = _("{n} unsur belum dinilai").format(n=left)
        self.grade.set(grade_label(grade) if grade else waiting, grade_tone(grade))

    def _remove(self) -> None:
        found = self._found
        if found is None or self._saving:
            return
        question = _("Evaluasi tahun {year} akan dihapus. Riwayat tetap mencatatnya.").format(year=found.year)
        if confirm(self, question, _("Hapus evaluasi"), danger=True):
            said = _("Evaluasi tahun {year} dihapus.").format(year=found.year)
            self._set_saving(True)
            self._worker.write(
                self,
                partial(evaluations.remove_evaluation, evaluation_id=found.id),
                then=lambda _nothing: self._finish(said),
                failed=self.show_error,
            )

    def _finish(self, sentence: str) -> None:
        self.sentence = sentence
        self.accept()


def _recommendation_field() -> QComboBox:
    field = QComboBox()
    field.addItem("", None)
    for recommendation in Recommendation:
        field.addItem(recommendation_label(recommendation), recommendation)
    return field
