"""Asks for what and for whom a list by name is made; it is in the register before anybody sees it (L08)."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from db.rules.access import EDITS_PEOPLE
from db.rules.mapping import Register
from db.rules.problems import RuleViolation
from db.rules.releases import NamesForm, check_release
from db.rules.words import _
from db.services import regions
from db.services.mapping import releases
from db.services.mapping.kinds import list_kinds
from db.services.mapping.releases import Release
from desktop.clock import today
from desktop.mapping.labels import kind_label, register_label
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import ChoiceField
from desktop.widgets.form import Form
from desktop.worker import Worker


class NamesDialog(FormDialog):
    """`answer` holds the list that may go out now."""

    def __init__(self, parent: QWidget, worker: Worker) -> None:
        self._worker = worker
        self.answer: Release | None = None
        self._kinds: list[Any] = []
        self.register = QComboBox()
        for one in Register:
            self.register.addItem(register_label(one), one)
        self.kecamatan, self.desa, self.kind = ChoiceField(), ChoiceField(), ChoiceField()
        self.recipient, self.reason = QLineEdit(), QPlainTextEdit()
        self.reason.setFixedHeight(64)
        self.reason.setTabChangesFocus(True)
        self.whole = QCheckBox(_("NIK lengkap (bawaan: disamarkan)"))
        form = Form(compact=True)
        form.add_widget(
            label(
                _(
                    "Daftar ini berisi data pribadi. Setiap pembuatan dicatat dalam register (L18); "
                    "jenis yang peka hanya untuk satu desa dan oleh yang berhak."
                ),
                "muted",
                wrap=True,
            )
        )
        form.add("register", _("Daftar"), self.register)
        form.add("kecamatan_code", _("Kecamatan"), self.kecamatan, required=True)
        form.add("desa_code", _("Desa/kelurahan"), self.desa, hint=_("kosong: semua"))
        form.add("kind_code", _("Jenis"), self.kind, hint=_("kosong: semua"))
        form.add("recipient", _("Penerima"), self.recipient, required=True, hint=_("nama dan lembaga"))
        form.add("reason", _("Alasan"), self.reason, required=True)
        form.add("whole", "", self.whole)
        super().__init__(parent, _("Daftar nama (BNBA)"), form, _("Buat daftar"))
        form.fill({"register": Register.PPKS})
        if not worker.actor.rights & EDITS_PEOPLE:
            self.whole.setEnabled(False)
            self.whole.setToolTip(_("NIK lengkap hanya untuk yang mengubah data orang."))
        self.whole.toggled.connect(self._warn)
        self.kecamatan.currentIndexChanged.connect(lambda _place: self._read_desa())
        self.register.currentIndexChanged.connect(lambda _place: self._offer_kinds())
        worker.read(self, lambda session: (regions.list_kecamatan(session), list_kinds(session)), self._offer)

    def save(self, values: dict[str, Any]) -> None:
        """Write it down, and make the list."""
        form = NamesForm(
            Register(self.register.currentData()),
            self.kecamatan.value() or "",
            self.desa.value() or "",
            self.kind.value() or "",
            self.reason.toPlainText(),
            self.recipient.text(),
            self.whole.isChecked(),
        )
        if problems := check_release(form):
            self.show_error(RuleViolation(problems))
            return
        work = partial(releases.take_names, form=form, today=today())
        self._worker.write(self, work, then=self._finish, failed=self.show_error)

    def _finish(self, answer: Release) -> None:
        self.answer = answer
        self.accept()

    def _offer(self, lists: tuple[list[Any], list[Any]]) -> None:
        places, self._kinds = lists
        self.kecamatan.set_choices((one.code, one.name) for one in places)
        self._offer_kinds()

    def _offer_kinds(self) -> None:
        own = [one for one in self._kinds if one.register == self.register.currentData()]
        self.kind.set_choices((one.code, kind_label(one)) for one in own)

    def _read_desa(self) -> None:
        code = self.kecamatan.value() or ""
        if code:
            self._worker.read(
                self,
                lambda session: regions.list_desa(session, code),
                lambda places: self.desa.set_choices((one.code, one.name) for one in places),
            )

    def _warn(self, whole: bool) -> None:
        text = _("Berita acara serah terima data dibuat sebagai konsep surat.") if whole else ""
        self.form.note("whole", text, "warn")
