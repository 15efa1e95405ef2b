"""What the office sets for its social map: kinds, fields of the forms, pairs of aid."""

from typing import Any

from PySide6.QtCore import Signal

from db.rules.words import _
from desktop.parts.opener import Opener
from desktop.widgets.basics import Card, link
from desktop.worker import Worker


class SetupCard(Card, Opener):
    """Three links; who may not set up the office may look."""

    said = Signal(str)

    def __init__(self, worker: Worker) -> None:
        super().__init__(_("Pengaturan pemetaan"), spacing=4)
        self.worker = worker
        self.kinds_link = link(_("Jenis PPKS/PSKS…"), self.open_kinds)
        self.fields_link = link(_("Isian formulir…"), self.open_fields)
        self.pairs_link = link(_("Pasangan bantuan…"), self.open_pairs)
        self.add(self.kinds_link, self.fields_link, self.pairs_link)

    def open_kinds(self) -> None:
        """The table of kinds."""
        from desktop.mapping.kinds_dialog import KindsDialog

        self._open(KindsDialog)

    def open_fields(self) -> None:
        """The fields of the forms."""
        from desktop.mapping.fields_editor import FieldsDialog

        self._open(FieldsDialog)

    def open_pairs(self) -> None:
        """Which aids go together."""
        from desktop.mapping.aid_dialogs import PairsDialog

        self._open(PairsDialog)

    def _open(self, kind: Any) -> None:
        self.open_dialog(kind(self.window(), self.worker))
