"""One requirement of one applicant: what the program proposes, what a person decides, and why."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QWidget

from db.rules.recruitment import Result, check_decision, result_label
from db.rules.words import _
from db.services.recruitment.checking import PAPERS, CheckRow
from desktop.widgets.basics import Pill, button, label, row
from desktop.widgets.theme import colours, set_look

ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
CODE_WIDTH, CHOICE_WIDTH = 56, 62
REASON_LENGTH, PAPERS_REASON_LENGTH = 300, 190  # as many letters as are kept
TONES = {Result.PASS: "good", Result.FAIL: "bad", Result.WAIT: "warn"}
KEYS = {Qt.Key.Key_1: Result.PASS, Qt.Key.Key_2: Result.FAIL, Qt.Key.Key_3: Result.WAIT}


class CheckLine(QWidget):
    """Keys 1, 2 and 3 decide, ↑ and ↓ go to another line; the reason appears where one is wanted.

    second: the opinion of a second verifier, who does not see the first one's and gives no reasons.
    """

    edited = Signal()  # by a person
    left = Signal(int)  # go on: 1 down, -1 up

    def __init__(self, check: CheckRow, second: bool = False) -> None:
        super().__init__()
        self.check, self._second = check, second and check.requirement_id != PAPERS
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(check.text)
        self.pass_button = self._choice(Result.PASS, _("Memenuhi syarat (tombol 1)"))
        self.fail_button = self._choice(Result.FAIL, _("Tidak memenuhi syarat (tombol 2)"))
        self.wait_button = self._choice(Result.WAIT, _("Tunda: menunggu sesuatu (tombol 3)"))
        self.reason = QLineEdit()
        papers = check.requirement_id == PAPERS
        self.reason.setMaxLength(PAPERS_REASON_LENGTH if papers else REASON_LENGTH)
        self.reason.setAccessibleName(_("Alasan"))
        self.read = label("", wrap=True)  # the whole reason, where it cannot be changed
        self.read.hide()
        self.required = label(_("wajib"), "note")
        self.note = label("", "note", tone="bad", wrap=True)
        self._lay_out()
        self.reason.textEdited.connect(self._on_typed)
        if self._second:
            self.set(check.second_result or check.proposed, "")
        else:
            self.set(check.result or check.proposed, check.reason)

    @property
    def result(self) -> Result | None:
        """What is chosen now; None: nobody has decided."""
        if self.pass_button.isChecked():
            return Result.PASS
        if self.wait_button.isChecked():
            return Result.WAIT
        return Result.FAIL if self.fail_button.isChecked() else None

    def set(self, result: Result | None, reason: str) -> None:
        """Show a decision without anybody having made it just now."""
        self.pass_button.setChecked(result is Result.PASS)
        self.fail_button.setChecked(result is Result.FAIL)
        self.wait_button.setChecked(result is Result.WAIT)
        self.reason.setText(reason)
        self.reason.setCursorPosition(0)
        self.read.setText(reason)
        self._show_reason()

    def choose(self, result: Result) -> None:
        """Decide, as the buttons and the keys do."""
        self.set(result, self.reason.text())
        self.edited.emit()

    def set_open(self, opened: bool) -> None:
        """Whether a decision may be made here; if not, it can still be read."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if opened else Qt.FocusPolicy.NoFocus)
        self.pass_button.setEnabled(opened)
        self.fail_button.setEnabled(opened)
        self.wait_button.setEnabled(opened)
        self.reason.setVisible(opened)
        self.read.setVisible(not opened)

    def words(self) -> str:
        """The reason as it will be kept: typed, or the program's own."""
        typed = self.reason.text().strip()
        agreed = self.result is Result.FAIL and self.check.proposed is Result.FAIL
        return typed or (self.check.proposed_reason if agreed else "")

    def problem(self) -> str:
        """What is still missing here, or nothing."""
        if self.result is None:
            return _("Pilih MS atau TMS.")
        if self._second:
            return ""
        found = check_decision(self.check.proposed, self.result, self.words())
        return found[0].text if found else ""

    def say(self, text: str) -> None:
        """One sentence under the line."""
        self.note.setText(text)
        self.note.setVisible(bool(text))
        set_look(self.reason, tone="bad" if text else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            self.left.emit(steps[Qt.Key(event.key())])
        elif event.key() in ENTER and self.reason.hasFocus() and not event.modifiers():
            self.left.emit(1)
        elif event.key() in KEYS and self.hasFocus():
            self._decide_by_key(KEYS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, worn = QPainter(self), colours()
        if self.hasFocus() or self.reason.hasFocus():
            painter.fillRect(self.rect(), QColor(worn.chosen))
        painter.setPen(QColor(worn.line))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())

    def _lay_out(self) -> None:
        check = self.check
        code, article = label(check.code, "muted"), label(check.article, "note")
        article.setToolTip(check.article)
        tone = TONES[check.proposed] if check.proposed else "neutral"
        words = result_label(check.proposed) if check.proposed else _("periksa")
        said_already = check.proposed_reason.startswith(words)
        why = label("" if said_already else check.proposed_reason, "note", wrap=True)
        told = row(Pill(_("usul {result}").format(result=words) if check.proposed else words, tone), why)
        told.setStretch(1, 1)
        self.differing = label(self._both(), "note", tone="bad", wrap=True)
        self.differing.setVisible(check.differs)
        reason = row(label(_("Alasan"), "muted"), self.required, self.reason, self.read)
        reason.setStretch(3, 1)
        self._reason_row = QWidget()
        self._reason_row.setLayout(reason)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 6, 12, 7)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, CODE_WIDTH)
        middle = Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(code, 0, 0, middle)
        grid.addWidget(label(check.text, wrap=True), 0, 1, middle)
        grid.addLayout(
            row(self.pass_button, self.fail_button, self.wait_button, spacing=4), 0, 2, 2, 1, middle
        )
        grid.addLayout(told, 1, 1)
        grid.addWidget(article, 1, 0, middle)
        grid.addWidget(self.differing, 2, 1, 1, 2)
        grid.addWidget(self._reason_row, 3, 1, 1, 2)
        grid.addWidget(self.note, 4, 1, 1, 2)
        self.note.hide()

    def _both(self) -> str:
        """What the two verifiers found, where it is not the same."""
        check = self.check
        if check.result is None or check.second_result is None:
            return ""
        text = _("{first}: {one} · {second}: {other}. Samakan sebelum berita acara.")
        return text.format(
            first=check.checked_by,
            one=result_label(check.result),
            second=check.second_by,
            other=result_label(check.second_result),
        )

    def _choice(self, result: Result, tip: str) -> QPushButton:
        made = button(result_label(result), on_click=lambda: self.choose(result))
        made.setCheckable(True)
        made.setProperty("tone", TONES[result])
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the line itself has the focus, and the keys
        made.setFixedWidth(CHOICE_WIDTH)
        made.setToolTip(tip)
        made.setAccessibleName(tip)
        return made

    def _decide_by_key(self, result: Result) -> None:
        self.choose(result)
        if self.problem():
            self.reason.setFocus()
        else:
            self.left.emit(1)

    def _on_typed(self) -> None:
        self.say("")
        self.edited.emit()

    def _show_reason(self) -> None:
        proposed, result = self.check.proposed, self.result
        needed = result is not None and bool(check_decision(proposed, result, self._agreed_reason()))
        needed = needed and not self._second
        self.required.setVisible(needed)
        self._reason_row.setVisible(needed or (result is Result.FAIL and not self._second))
        agreed = proposed is Result.FAIL and result is Result.FAIL
        hint = _("Apa yang ditunggu") if result is Result.WAIT else _("Dicetak dalam berita acara")
        self.reason.setPlaceholderText(self.check.proposed_reason if agreed else hint)
        self.say("")

    def _agreed_reason(self) -> str:
        agreed = self.result is Result.FAIL and self.check.proposed is Result.FAIL
        return self.check.proposed_reason if agreed else ""
