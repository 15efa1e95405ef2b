"""Somebody who signs, in a dialog: to note for the wizard, or to save for the office."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from db.rules.office import Authority, OfficialForm
from db.rules.problems import RuleViolation
from db.rules.words import _
from db.services import office
from db.services.office import OfficialRow
from desktop.office.official_fields import OfficialFields
from desktop.widgets.dialog import FormDialog
from desktop.widgets.form import Form
from desktop.worker import Worker

Keep = Callable[["OfficialDialog", OfficialForm], object]


class OfficialDialog(FormDialog):
    """`keep(dialog, official)` does the saving and closes the dialog."""

    def __init__(
        self,
        parent: QWidget | None,
        worker: Worker,
        keep: Keep,
        official: OfficialRow | None = None,
        authorities: Sequence[Authority] = tuple(Authority),
    ) -> None:
        form = Form()
        self.fields = OfficialFields(form, worker, authorities)
        title = _("Ubah pejabat") if official else _("Tambah pejabat")
        super().__init__(parent, title, form, _("Simpan pejabat"))
        self._keep = keep
        if official:
            self.fields.fill(vars(_as_form(official)))
        else:
            self.fields.fill()

    def save(self, values: dict[str, Any]) -> None:
        """Hand over what was typed."""
        if problems := self.fields.problems():
            self.show_error(RuleViolation(problems))
        else:
            self._keep(self, self.fields.official())


def save_official(
    worker: Worker, official: OfficialRow | None, dialog: OfficialDialog, form: OfficialForm
) -> None:
    """Write it into the office's list; `official` is who the dialog was opened for."""
    work = partial(
        office.save_official,
        official_id=official.id if official else None,
        form=form,
        before=_as_form(official) if official else None,
    )
    worker.write(dialog, work, then=lambda _id: dialog.accept(), failed=dialog.show_error)


def _as_form(official: OfficialRow) -> OfficialForm:
    return OfficialForm(**{name: getattr(official, name) for name in OfficialForm.__dataclass_fields__})
