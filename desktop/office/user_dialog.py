"""A user of the program, in a form."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from db.rules.access import role_hint
from db.rules.problems import Problem, RuleViolation
from db.rules.words import _
from db.services import users
from db.services.users import UserRow
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import line_edit
from desktop.widgets.form import Form
from desktop.worker import Worker


class UserDialog(FormDialog):
    """An empty password keeps the old one."""

    def __init__(
        self,
        parent: QWidget | None,
        worker: Worker,
        roles: list[tuple[str, str]],
        user: UserRow | None = None,
    ) -> None:
        form = Form()
        self.name, self.login = line_edit(120), line_edit(40)
        self.role, self.active = QComboBox(), QCheckBox(_("Boleh masuk"))
        for code, name in roles:
            self.role.addItem(name, code)
        self.password, self.password_again = password_field(), password_field()
        hint = _("Kosongkan bila tidak diganti.") if user else _("Paling sedikit 8 huruf atau angka.")
        form.add("name", _("Nama lengkap"), self.name, required=True)
        form.add("login", _("Nama masuk"), self.login, required=True, hint=_("Satu kata, misalnya sari."))
        form.add("role_code", _("Peran"), self.role, required=True)
        form.add("password", _("Kata sandi"), self.password, required=user is None, hint=hint)
        form.add("again", _("Ulangi kata sandi"), self.password_again)
        form.add("active", _("Keadaan"), self.active)
        form.fill(
            {name: getattr(user, name) for name in ("name", "login", "role_code", "active")}
            if user
            else {"role_code": "operator", "active": True}
        )
        super().__init__(
            parent, _("Ubah pengguna") if user else _("Tambah pengguna"), form, _("Simpan pengguna")
        )
        self._worker, self._user = worker, user
        self.role.currentIndexChanged.connect(lambda _place: self._explain_role())
        self._explain_role()

    def _explain_role(self) -> None:
        self.form.note("role_code", role_hint(self.role.currentData() or ""))

    def save(self, values: dict[str, Any]) -> None:
        """Write it, when both passwords are the same."""
        if values.pop("again") != values["password"]:
            self.show_error(RuleViolation([Problem(_("Kata sandi yang diulang tidak sama."), "again")]))
            return
        user_id = self._user.id if self._user else None
        work = partial(users.save_user, user_id=user_id, before=self._user, **values)
        self._worker.write(self, work, then=lambda _id: self.accept(), failed=self.show_error)


def password_field() -> QLineEdit:
    """A line that hides what is typed."""
    field = line_edit(200)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field
