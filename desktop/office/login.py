"""Who is at the keyboard."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from db.rules.access import Actor
from db.rules.problems import RuleViolation
from db.rules.words import _
from db.services import users
from desktop.office.user_dialog import password_field
from desktop.widgets.basics import button, label, row
from desktop.widgets.busy import BusyCursor
from desktop.widgets.failure import sentence
from desktop.widgets.fields import line_edit
from desktop.widgets.form import Form
from desktop.worker import Worker


class LoginDialog(QDialog):
    """Emits `logged_in` with the actor and closes; a wrong password is one sentence, and the name stays."""

    logged_in = Signal(object)  # Actor

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._busy = BusyCursor(self)
        self.setWindowTitle(_("Masuk ke Pilar TKSK"))
        self.setMinimumWidth(400)
        self.login, self.password = line_edit(40), password_field()
        self.form = Form(labels="above")
        self.form.add("login", _("Nama masuk"), self.login, required=True)
        self.form.add("password", _("Kata sandi"), self.password, required=True)
        self.login_button = button(_("Masuk"), primary=True, on_click=self.submit)
        self.login_button.setDefault(True)
        self.cancel_button = button(_("Batal"), on_click=self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 12)
        box.setSpacing(8)
        box.addWidget(label(_("Masuk"), "title"))
        box.addWidget(self.form)
        box.addLayout(row(None, self.login_button, self.cancel_button))
        self.form.submitted.connect(self.submit)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.form.focus_first()

    def submit(self) -> None:
        """Try the name and the password."""
        if not self.login_button.isEnabled() or not self.form.check():
            return
        self._set_waiting(True)
        pc = self._worker.database.actor.pc
        work = partial(users.log_in, login=self.login.text(), password=self.password.text(), pc=pc)
        self._worker.read(self, work, then=self._enter, failed=self._refuse)

    def _enter(self, actor: Actor) -> None:
        self._set_waiting(False)
        self.logged_in.emit(actor)
        self.accept()

    def _refuse(self, error: Exception) -> None:
        self._set_waiting(False)
        if isinstance(error, RuleViolation):
            self.form.show_problems(error.problems)
            self.password.selectAll()
        else:
            self.form.note("password", sentence(error), "bad")

    def _set_waiting(self, waiting: bool) -> None:
        self.form.setEnabled(not waiting)
        self.login_button.setEnabled(not waiting)
        if waiting:
            self._busy.start()
        else:
            self._busy.stop()
