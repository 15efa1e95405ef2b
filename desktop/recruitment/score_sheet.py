"""The sheet of one interviewer for one candidate, typed with the number pad."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from db.rules.dates import decimal_text
from db.rules.scoring import member_total, shown
from db.rules.selection import Scale
from db.rules.sheets import out_of_hundred
from db.rules.words import _
from db.services.recruitment.sets import CriterionForm
from desktop.recruitment.score_field import ScoreField
from desktop.widgets.basics import Label, button, clear, label, line, row, scrolled
from desktop.widgets.fields import ChoiceField
from desktop.widgets.form import Form
from desktop.widgets.theme import set_look

ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
FIELD_WIDTH = 84
GUIDE_HEIGHT = 92
Values = dict[str, Decimal | None]


class ScoreSheet(QWidget):
    """One field per criterion; empty stays missing, never nought. Enter goes to the next field."""

    edited = Signal()
    chosen = Signal()  # another interviewer or candidate
    submitted = Signal()  # Enter in the last field
    left = Signal(str)  # the field of this criterion, with something in it

    def __init__(self) -> None:
        super().__init__()
        self.scores: dict[str, ScoreField] = {}
        self._criteria: tuple[CriterionForm, ...] = ()
        self._notes: dict[str, Label] = {}
        self._seen: Values = {}  # what was last told of: "70" becoming "70,00" is no edit
        self._filling = False
        self._scale = Scale.HUNDRED
        self._unequal: frozenset[str] = frozenset()
        self.member, self.candidate = ChoiceField(), ChoiceField()
        choices = Form(compact=True)
        choices.add("member", _("Pewawancara"), self.member)
        choices.add("candidate", _("Calon"), self.candidate)
        choices.edited.connect(self._choose)
        self.choices = choices
        self.total = label("", "title")
        self.total_text = label("", "muted")
        self.save_button = button(_("Simpan"), primary=True, on_click=self.submitted.emit)
        self.absent_button = button(_("Tidak hadir"))
        self.recuse_button = button(_("Benturan kepentingan…"))
        self.recuse_button.setToolTip(
            _("Pewawancara ini tidak menilai calon ini; dicatat dalam berita acara")
        )
        self.clear_button = button(_("Ketik ulang"), "undo")
        self.back_button = button(_("Kembalikan…"), "account-tie-outline")
        self.back_button.setToolTip(_("Lembar dikosongkan agar diisi anggota sendiri dengan PIN"))
        self.paper_button = button(_("Sesuai kertas"), "file-document-outline")
        self.state_text = label("", "note", wrap=True)
        for piece in (self.paper_button, self.clear_button, self.back_button, self.state_text):
            piece.hide()
        self.guide_title, self.guide = label("", "strong", wrap=True), label("", "note", wrap=True)
        self._lay_out()

    def set_criteria(self, criteria: Sequence[CriterionForm]) -> None:
        """Make one line for each criterion."""
        self._criteria = tuple(criteria)
        clear(self._grid)
        self.scores, self._notes = {}, {}
        for place, criterion in enumerate(criteria):
            self._add_line(place, criterion)
        for field in list(self.scores.values())[:1]:
            self._show_guide(field)

    def set_scale(self, scale: Scale) -> None:
        """Take values of 0–100 or of 1–5."""
        self._scale = scale
        for criterion in self._criteria:
            self.scores[criterion.code].scale = scale
            self.scores[criterion.code].setToolTip(levels(criterion, scale))

    def hide_values(self, codes: Collection[str]) -> None:
        """Show that these have a value, not which."""
        for code, field in self.scores.items():
            field.set_hidden(code in codes)
        self._say_total()

    def show_unequal(self, codes: Collection[str]) -> None:
        """In red: here two copies of the same paper differ."""
        self._unequal = frozenset(codes)
        for code in self.scores:
            self._say(code, _("Berbeda dari salinan pertama; lihat kertasnya.") if code in codes else "")
        for field in [self.scores[code] for code in sorted(codes)][:1]:
            field.setFocus()
            field.selectAll()

    def choose(self, member_id: int, applicant_id: int) -> None:
        """Name another sheet without `chosen`; long names show their beginning."""
        self.blockSignals(True)
        for field, value in ((self.member, member_id), (self.candidate, applicant_id)):
            field.set_value(value)
        self.blockSignals(False)
        self.show_beginnings()

    def show_beginnings(self) -> None:
        """A name that is too long for its field shows where it begins."""
        for field in (self.member, self.candidate):
            if line_edit := field.lineEdit():
                line_edit.setCursorPosition(0)

    def values(self) -> Values:
        """What is typed; None: nothing yet."""
        return {code: field.value() for code, field in self.scores.items()}

    def texts(self) -> dict[str, str]:
        """The fields as they look, also what cannot be read as a number."""
        return {code: field.text() for code, field in self.scores.items()}

    def fill(self, values: Mapping[str, Decimal | None], texts: Mapping[str, str] | None = None) -> None:
        """Show a sheet as it is kept, or the texts that were typed and not saved."""
        self._filling = True
        for code, field in self.scores.items():
            field.set_value(values.get(code))
            if texts:
                field.setText(texts[code])
            self._say(code, "")
        self._filling = False
        self._seen = self.values()
        self._say_total()

    def check(self) -> bool:
        """Whether every value can be kept; if not, the sheet says where."""
        problems = {code: self._problem(code) for code in self.scores}
        for code, text in problems.items():
            self._say(code, text)
        wrong = next((code for code, text in problems.items() if text), None)
        if wrong:
            self.scores[wrong].setFocus()
            self.scores[wrong].selectAll()
        return wrong is None

    def focus_first_empty(self) -> None:
        """Go to the first field that still waits."""
        waiting = [field for field in self.scores.values() if not field.text() and not field.is_hidden]
        for field in (waiting or list(self.scores.values()))[:1]:
            field.setFocus(Qt.FocusReason.TabFocusReason)

    def set_open(self, opened: bool) -> None:
        """Whether values may be typed."""
        for field in self.scores.values():
            field.setReadOnly(not opened or field.is_hidden)
        self.save_button.setEnabled(opened)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._show_guide(watched)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            fields: list[QObject] = list(self.scores.values())
            place = fields.index(watched) if watched in fields else -1
            if place >= 0 and event.key() in ENTER:
                self._leave(place)
                return True
            if place >= 0 and event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
                self._focus(place + (1 if event.key() == Qt.Key.Key_Down else -1))
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 12, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        content = QWidget()
        holder = QVBoxLayout(content)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addLayout(self._grid)
        holder.addStretch(1)
        self._area = scrolled(content)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        guide = QWidget()
        guide.setFixedHeight(GUIDE_HEIGHT)
        words = QVBoxLayout(guide)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(2)
        words.addWidget(self.guide_title)
        words.addWidget(self.guide)
        words.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.choices)
        box.addWidget(line())
        box.addWidget(self._area, 1)
        box.addWidget(line())
        box.addWidget(guide)
        box.addLayout(row(self.total, self.total_text, None, spacing=8))
        acts = row(self.state_text, self.paper_button, self.back_button, self.clear_button)
        acts.setStretch(0, 1)
        box.addLayout(acts)
        box.addLayout(row(self.save_button, None, self.recuse_button, self.absent_button))

    def _add_line(self, place: int, criterion: CriterionForm) -> None:
        field = ScoreField()
        field.setFixedWidth(FIELD_WIDTH)
        field.setAccessibleName(criterion.name)
        field.setToolTip(levels(criterion))
        field.installEventFilter(self)
        field.textChanged.connect(lambda _text: self._on_typed(criterion.code))
        field.editingFinished.connect(lambda: self._left(criterion.code))
        name = label(criterion.name, wrap=True)
        name.setToolTip(levels(criterion))
        weight = label(_("bobot {weight}").format(weight=_plain(criterion.weight)), "note")
        note = label("", "note", wrap=True, tone="bad")
        note.hide()
        middle = Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(name, 2 * place, 0, middle)
        self._grid.addWidget(weight, 2 * place, 1, middle | Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(field, 2 * place, 2, middle)
        self._grid.addWidget(note, 2 * place + 1, 0, 1, 3)
        self._grid.setRowMinimumHeight(2 * place, 36)
        self.scores[criterion.code], self._notes[criterion.code] = field, note

    def _choose(self, _field: str) -> None:
        if self.member.value() is not None and self.candidate.value() is not None:
            self.chosen.emit()

    def _on_typed(self, code: str) -> None:
        if not self._filling:
            field = self.scores[code]
            unequal = code in self._unequal and field.value() == self._seen.get(code)
            if not unequal:
                self._say(code, "")
            self._say_total()
            if field.value() != self._seen.get(code) or field.value() is None:
                self._seen = self.values()
                self.edited.emit()

    def _left(self, code: str) -> None:
        if problem := self._problem(code):
            self._say(code, problem)
        self.left.emit(code)

    def _problem(self, code: str) -> str:
        return self.scores[code].problem()

    def _say(self, code: str, text: str) -> None:
        self._notes[code].setText(text)
        self._notes[code].setVisible(bool(text))
        set_look(self.scores[code], tone="bad" if text else "")

    def _say_total(self) -> None:
        values = [self.scores[criterion.code].value() for criterion in self._criteria]
        weights = {place: criterion.weight for place, criterion in enumerate(self._criteria)}
        given = {
            place: out_of_hundred(value, self._scale)
            for place, value in enumerate(values)
            if value is not None
        }
        hidden = sum(field.is_hidden for field in self.scores.values())
        wrong = sum(bool(self._problem(criterion.code)) for criterion in self._criteria)
        total = None if wrong else shown(member_total(weights, given))
        missing = len(weights) - len(given) - hidden - wrong
        self.total.setText(decimal_text(total) or "–")
        waiting = _("{n} nilai belum diisi").format(n=missing)
        if wrong:
            wrong_text = _("{n} nilai salah").format(n=wrong)
            waiting = f"{wrong_text}, {waiting}" if missing else wrong_text
        elif hidden:
            waiting = _("{n} nilai sudah ada, tidak ditampilkan").format(n=hidden)
        self.total_text.setText(_("nilai anggota ini") if total is not None else waiting)

    def _show_guide(self, watched: QObject) -> None:
        for criterion in self._criteria:
            if self.scores[criterion.code] is watched:
                self.guide_title.setText(criterion.name)
                self.guide.setText(levels(criterion, self._scale))
                self._area.ensureWidgetVisible(self.scores[criterion.code], 0, 32)

    def _leave(self, place: int) -> None:
        code = self._criteria[place].code
        if problem := self._problem(code):
            self._say(code, problem)
            self.scores[code].selectAll()
        elif place + 1 < len(self._criteria):
            self._focus(place + 1)
        else:
            self.submitted.emit()

    def _focus(self, place: int) -> None:
        if 0 <= place < len(self._criteria):
            field = self.scores[self._criteria[place].code]
            field.setFocus(Qt.FocusReason.TabFocusReason)
            field.selectAll()


def levels(criterion: CriterionForm, scale: Scale = Scale.HUNDRED) -> str:
    """The described levels, one to a line, in the words of the printed sheet."""
    described = (
        (_("Kurang ({mark}): {words}"), 1, criterion.level_1),
        (_("Cukup ({mark}): {words}"), 3, criterion.level_3),
        (_("Sangat baik ({mark}): {words}"), 5, criterion.level_5),
    )
    times = 1 if scale is Scale.FIVE else 20
    return "\n".join(text.format(mark=mark * times, words=words) for text, mark, words in described if words)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")
