"""Whether a kecamatan has a post for an officer, and why that changes."""

from typing import Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from db.roster import PostRow
from db.rules.words import _
from db.services import formation
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import ChoiceField
from desktop.widgets.form import Form
from desktop.worker import Worker


class FormationDialog(FormDialog):
    """One post or none; the reason stands in the log. `sentence` says what was done."""

    def __init__(self, parent: QWidget, worker: Worker, row: PostRow) -> None:
        self._worker, self._row = worker, row
        self.sentence = ""
        self.posts = ChoiceField([(1, _("1 — ada formasi TKSK")), (0, _("0 — tanpa formasi TKSK"))])
        self.reason = QPlainTextEdit()
        form = Form(compact=True)
        form.add("posts", _("Formasi"), self.posts, required=True)
        hint = _("Masuk catatan perubahan, misalnya “digabung, SK Bupati 12/2026”.")
        form.add("reason", _("Alasan"), self.reason, required=True, hint=hint)
        title = _("Formasi Kecamatan {name}").format(name=row.kecamatan)
        super().__init__(parent, title, form, _("Simpan formasi"))
        form.fill({"posts": row.posts})

    def save(self, values: dict[str, Any]) -> None:
        """Write the number of posts."""
        row, posts, reason = self._row, values["posts"], values["reason"]
        text = _("Formasi Kecamatan {name} menjadi {posts}.").format(name=row.kecamatan, posts=posts)

        def done(_nothing: None) -> None:
            self.sentence = text
            self.accept()

        self._worker.write(
            self,
            lambda session: formation.change_posts(session, row.id, row.posts, posts, reason),
            then=done,
            failed=self.show_error,
        )
