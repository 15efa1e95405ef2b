"""Who may use the program, and whether they have to log in."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox

from db.rules.access import Right
from db.rules.words import _
from db.services import users
from db.services.users import UserRow
from desktop.office.panel import Panel
from desktop.office.user_dialog import UserDialog
from desktop.parts.history import HistoryDialog
from desktop.parts.rights import allow
from desktop.widgets.basics import button, label, link
from desktop.widgets.columns import Column
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

Found = tuple[list[UserRow], list[tuple[str, str]], bool]


class UsersPanel(Panel):
    """The switch tells plainly what it means; it cannot lock everybody out."""

    reads = frozenset({"app_user", "office"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self._roles: list[tuple[str, str]] = []
        self.login_switch = QCheckBox(_("Wajib masuk dengan kata sandi"))
        self.explanation = label("", "muted", wrap=True)
        self.explanation.setContentsMargins(28, 0, 0, 0)
        columns = (
            Column(_("Nama"), lambda r: r.name, width=220, sort_key="name"),
            Column(_("Nama masuk"), lambda r: r.login, width=130, sort_key="login"),
            Column(_("Peran"), lambda r: r.role, width=140, sort_key="role"),
            Column(_("Keadaan"), _state, tone=_tone),
        )
        self.users = RowsTable(columns, parent=self)
        self.table = TableView(self.users, "users")
        self.add_button = button(_("Tambah pengguna…"), "account-plus-outline", on_click=self._add)
        self.change_button = button(_("Ubah…"), "pencil-outline", on_click=self._change)
        self.history_button = link(_("Riwayat"), self._open_history)
        self.table.set_empty(
            _("Belum ada pengguna bernama. Tambahkan agar riwayat mencatat siapa yang mengubah data."),
            _("Tambah pengguna…"),
            self._add,
        )
        self.box.addWidget(self.login_switch)
        self.box.addWidget(self.explanation)
        self.box.addWidget(self.table, 1)
        self.set_actions(self.add_button, self.change_button, self.history_button, None)
        allow(worker, Right.HISTORY, self.history_button)
        self.login_switch.clicked.connect(self._require_login)
        self.table.current_row_changed.connect(self._offer)
        self.table.activated_row.connect(lambda _row: self._change())
        self._offer(None)

    def refresh(self) -> None:
        def work(session: Any) -> Found:
            return users.list_users(session), users.list_roles(session), users.login_is_required(session)

        self.worker.read(self, work, then=self._show, failed=self.show_failure)

    def _show(self, found: Found) -> None:
        rows, self._roles, required = found
        self.users.set_rows(rows)
        self._show_switch(required)

    def _show_switch(self, required: bool) -> None:
        self.login_switch.setChecked(required)
        self.explanation.setText(
            _("Setiap orang masuk dengan namanya sendiri, dan riwayat mencatat nama itu.")
            if required
            else _("Tanpa masuk, semua orang di komputer ini bekerja sebagai Pengguna PC ini.")
        )

    def _require_login(self, required: bool) -> None:
        work = partial(users.require_login, required=required)
        self.worker.write(
            self,
            work,
            then=lambda _nothing: self._switched(required),
            failed=lambda error: self._refused(required, error),
        )

    def _switched(self, required: bool) -> None:
        self._show_switch(required)
        self.tell(
            _("Mulai pembukaan berikutnya, setiap orang masuk dengan kata sandi.")
            if required
            else _("Program dibuka tanpa kata sandi.")
        )

    def _refused(self, required: bool, error: Exception) -> None:
        self._show_switch(not required)
        self.show_failure(error)

    def _offer(self, user: UserRow | None) -> None:
        self.change_button.setEnabled(user is not None)
        self.history_button.setEnabled(user is not None)

    def _add(self) -> None:
        self._open(None)

    def _change(self) -> None:
        self._open(self.table.current_row())

    def _open(self, user: UserRow | None) -> None:
        self.dialog = UserDialog(self, self.worker, self._roles, user)
        self.dialog.accepted.connect(lambda: self.tell(_("Pengguna disimpan.")))
        self.dialog.open()

    def _open_history(self) -> None:
        if user := self.table.current_row():
            self.dialog = HistoryDialog(self, self.worker, user.name, "app_user", str(user.id))
            self.dialog.open()


def _state(user: UserRow) -> str:
    if not user.active:
        return _("Tidak boleh masuk")
    return _("Aktif") if user.has_password else _("Belum ada kata sandi")


def _tone(user: UserRow) -> str:
    if not user.active:
        return "neutral"
    return "good" if user.has_password else "warn"
