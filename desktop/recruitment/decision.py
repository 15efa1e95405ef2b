"""The panel's decision: who is proposed, and the minutes of the interview."""

from datetime import date
from fractions import Fraction
from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QPlainTextEdit, QWidget

from db.rules.dates import decimal_text, long_date
from db.rules.scoring import Ranked, check_choice
from db.services.letters import IssuedLetter
from db.services.recruitment import interviews, vacancies
from db.services.recruitment.interviews import SheetRow, Standing
from db.services.recruitment.vacancies import VacancyFacts
from desktop.paper import render
from desktop.recruitment.papers import show_letter
from desktop.recruitment.standing_columns import standing_columns
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField
from desktop.widgets.form import Form
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desktop.viewer import PaperDialog

REASON_LENGTH = 500
ROW, HEAD = 32, 40


class DecisionDialog(FormDialog):
    """The single first is chosen already; anybody else, or a tie, needs a reason that is printed."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None, worker: Worker, vacancy_id: int) -> None:
        self.worker, self._vacancy_id = worker, vacancy_id
        self.paper: PaperDialog | None = None
        self._standing = Standing((), (), 0, "")
        self.facts = label("", "muted", wrap=True)
        self.table = _table(Standing((), (), 0, ""))
        self.tie_text, self.choice_text = label("", wrap=True, tone="warn"), label("", "strong", wrap=True)
        self.reason, self.decided_on = QPlainTextEdit(), DateField()
        self._holder = QWidget()
        form = Form(labels="above")
        form.add_widget(self.facts)
        form.add_widget(self.table)
        form.add_widget(self.tie_text)
        form.add_widget(self.choice_text)
        form.add("reason", _("Alasan penetapan"), self.reason, required=True)
        form.add("decided_on", _("Tanggal penetapan"), self.decided_on, required=True)
        super().__init__(parent, _("Tetapkan calon"), form, _("Tetapkan dan cetak berita acara"))
        self.setMinimumWidth(900)
        self.tie_text.hide()
        form.show_field("reason", False)
        self.save_button.setEnabled(False)
        worker.read(self, partial(_load, vacancy_id=vacancy_id), then=self._show)
