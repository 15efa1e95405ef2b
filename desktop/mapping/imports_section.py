"""Impor: lists of the social map taken in, and the rows about which somebody has still to decide."""

from PySide6.QtWidgets import QMenu, QStackedWidget

from db.rules.access import Right
from db.rules.imports import Outcome, Target
from db.rules.words import _, grouped
from db.services import import_queue, imports
from desktop.mapping.imports_queue import ImportQueue
from desktop.parts.import_list import ImportList
from desktop.parts.rights import may
from desktop.widgets.basics import button
from desktop.worker import Worker

NAMES = ("people", "groups", "welfare")


class ImportsSection(ImportList):
    """The imports, and behind *Menunggu keputusan* the queue."""

    reads = frozenset({"import_batch", "import_row"})

    def __init__(self, worker: Worker) -> None:
        empty = _(
            "Belum ada daftar yang diimpor. Daftar PPKS/PSKS, keluarga, lembaga, atau DTSEN dalam Excel "
            "atau CSV dapat diambil apa adanya."
        )
        super().__init__(worker, Right.MAPPING, "mapping", empty, NAMES, tuple(Outcome))
        self.queue = ImportQueue(worker)
        self.queue_button = button(_("Menunggu keputusan"), "help-circle-outline")
        self.queue_button.setCheckable(True)
        self.queue_button.toggled.connect(self._show_queue)
        self.page.add_filter(self.queue_button)
        self.stack = QStackedWidget()
        self._may_decide = may(worker, Right.MAPPING)
        self.queue_button.setEnabled(self._may_decide)
        self.replace_main(self.stack, self.queue)
        self.menu = QMenu(self)
        self.template_button.clicked.disconnect()
        self.template_button.setMenu(self.menu)
        self.queue.said.connect(self.said)
        self.import_button.setEnabled(False)
        worker.read(self, imports.get_targets, self._take_targets)

    def refresh(self) -> None:
        """Read the imports and the queue anew."""
        super().refresh()
        if self._may_decide:
            self.worker.read(self, import_queue.count_waiting, self._count)
            self.queue.refresh()

    def _take_targets(self, targets: dict[str, Target]) -> None:
        self.targets = tuple(targets[name] for name in NAMES)
        self.import_button.setEnabled(self._may_decide)
        self.menu.clear()
        for target in self.targets:
            action = self.menu.addAction(target.title)
            action.triggered.connect(lambda _on=False, target=target: self.save_template_of(target))

    def _count(self, number: int) -> None:
        text = _("Menunggu keputusan ({n})").format(n=grouped(number))
        self.queue_button.setText(text if number else _("Menunggu keputusan"))

    def _show_queue(self, shown: bool) -> None:
        self.stack.setCurrentIndex(int(shown))
        self._offer(None if shown else self.table.current_row())
        if shown:
            self.page.set_count("")
            self.queue.table.setFocus()
        else:
            self.refresh()
