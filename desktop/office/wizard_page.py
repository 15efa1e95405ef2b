"""The shape of every page of the first start."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
    QWizard,
    QWizardPage,
)

from desktop.widgets.basics import label, put
from desktop.widgets.form import Form


class StepPage(QWizardPage):
    """A title, one sentence, and what is asked, which scrolls where the screen is small."""

    def __init__(self, title: str, sentence: str) -> None:
        super().__init__()
        self.form: Form | None = None
        self.step, self.title_label = label("", "section"), label(title, "title")
        self.sentence = label(sentence, "muted", wrap=True)
        content = QWidget()
        content.setProperty("role", "clear")
        self._pieces = QVBoxLayout()
        self._pieces.setSpacing(12)
        self._content = QVBoxLayout(content)
        self._content.setContentsMargins(16, 0, 16, 8)
        self._content.setSpacing(0)
        self._content.addLayout(self._pieces)
        self._content.addStretch(1)  # unless a piece takes the room that is left
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.setWidget(content)
        words = QVBoxLayout()
        words.setContentsMargins(16, 4, 16, 0)
        words.setSpacing(4)
        words.addWidget(self.step)
        words.addWidget(self.title_label)
        words.addWidget(self.sentence)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addLayout(words)
        box.addWidget(area, 1)

    def set_step(self, text: str) -> None:
        """Which of how many pages this is."""
        self.step.setText(text.upper())

    def add(self, piece: QWidget | QLayout, stretch: int = 0) -> None:
        """Put something on the page, from top to bottom."""
        put(self._pieces, piece, stretch)
        if stretch:
            self._content.setStretch(1, 0)

    def add_form(self, form: Form) -> None:
        """Put the form of this page on it; Enter in its last field goes on."""
        self.form = form
        form.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.add(form)
        form.submitted.connect(lambda: self.wizard().next())

    def begin(self) -> None:
        """Put the cursor into the first field; where there is none, Enter goes on."""
        if self.form:
            self.form.focus_first()
        else:
            self.wizard().button(QWizard.WizardButton.FinishButton).setFocus()

    def complaint(self) -> bool:
        """Whether something here must be set right; the page says where."""
        return self.form is not None and not self.form.check()

    def validatePage(self) -> bool:
        return not self.complaint()
