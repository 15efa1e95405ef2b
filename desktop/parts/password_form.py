"""Asks for the password of a file that leaves the office, twice."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from db.exchange.sealed_zip import LEAST
from db.rules.problems import Problem, RuleViolation
from db.rules.words import _
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.form import Form


class PasswordDialog(FormDialog):
    """`chosen` comes with the password."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        self.password, self.again = QLineEdit(), QLineEdit()
        form = Form(compact=True)
        told = _(
            "Berkas ZIP dienkripsi (AES-256) dan dibuka dengan 7-Zip atau WinRAR. Sampaikan kata sandinya "
            "lewat jalan lain, misalnya telepon. Kata sandi tidak disimpan dan tidak dapat dicari kembali."
        )
        form.add_widget(label(told, "muted", wrap=True))
        for name, words, field in (
            ("password", _("Kata sandi"), self.password),
            ("again", _("Ulangi kata sandi"), self.again),
        ):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            form.add(name, words, field, required=True)
        super().__init__(parent, _("Simpan dengan kata sandi"), form, _("Lanjut"))

    def save(self, values: dict[str, Any]) -> None:
        """Both the same and long enough."""
        password, again = self.password.text(), self.again.text()
        if len(password) < LEAST:
            text = _("Kata sandi paling sedikit {n} huruf atau angka.").format(n=LEAST)
            self.show_error(RuleViolation([Problem(text, "password")]))
        elif password != again:
            self.show_error(RuleViolation([Problem(_("Kedua kata sandi tidak sama."), "again")]))
        else:
            self.chosen.emit(password)
            self.accept()
