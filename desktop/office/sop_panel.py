"""The scale of a proposal's way: the steps of the province's SOP with their working days."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QGridLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.problems import Conflict, RuleViolation
from db.rules.sop import DEFAULT_STEPS, LONGEST_NAME, MOST_DAYS, MOST_STEPS, SopStep
from db.rules.words import _
from db.services import sop
from desktop.office.panel import Panel
from desktop.parts.rights import allow
from desktop.widgets.basics import button, clear, icon_button, label, link, scrolled
from desktop.widgets.fields import line_edit
from desktop.worker import Worker

DAYS_WIDTH = 136


class SopPanel(Panel):
    """Lines of a name and a number; their sum is the scale on the page of a vacancy."""

    reads = frozenset({"reference"})

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.names: list[QLineEdit] = []
        self.days: list[QSpinBox] = []
        self._original: tuple[SopStep, ...] = ()
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(10)
        self._lines.setVerticalSpacing(6)
        self._lines.setColumnStretch(1, 1)
        self.total = label("", "strong")
        note = _(
            "Langkah usulan TKSK di provinsi dan kementerian dengan hari kerjanya. Dipakai sebagai skala di "
            "lowongan: di langkah mana usulan seharusnya sekarang. Bawaannya SOP Nomor 3 Bidang Pemberdayaan "
            "Sosial Dinas Sosial Provinsi Sumatera Utara; sesuaikan dengan SOP provinsi Anda."
        )
        self.defaults_button = link(_("Isi SOP bawaan"), lambda: self._fill(DEFAULT_STEPS))
        self.add_button = button(_("Tambah langkah"), "plus", on_click=self.add_step)
        self.save_button = button(_("Simpan SOP"), "content-save-outline", primary=True, on_click=self.save)
        self.rows = QWidget()
        box = QVBoxLayout(self.rows)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(self._lines)
        box.addStretch(1)
        self.box.addWidget(label(note, "muted", wrap=True))
        self.box.addWidget(scrolled(self.rows), 1)
        self.box.addWidget(self.total)
        self.set_actions(self.add_button, self.defaults_button, None, self.save_button)
        allow(worker, Right.OFFICE, self.rows, self.save_button, self.add_button, self.defaults_button)
        self.main_button = self.save_button

    def refresh(self) -> None:
        if not self.is_edited():
            self.worker.read(self, sop.get_steps, then=self._show, failed=self.show_failure)

    def is_edited(self) -> bool:
        return bool(self._original) and self.steps() != self._original

    def steps(self) -> tuple[SopStep, ...]:
        """The steps as they stand in the lines."""
        pairs = zip(self.names, self.days, strict=True)
        return tuple(SopStep(name.text().strip(), days.value()) for name, days in pairs)

    def add_step(self) -> None:
        """One more line at the end."""
        self._fill((*self.steps(), SopStep("", 1)))
        self.names[-1].setFocus()

    def save(self) -> None:
        """Write what was changed."""
        if not self.save_button.isEnabled() or not self._original:
            return
        after = self.steps()

        def work(session: Any) -> tuple[SopStep, ...]:
            sop.change_steps(session, self._original, after)
            return sop.get_steps(session)

        self.worker.write(self, work, then=self._saved, failed=self._refused)

    def _saved(self, steps: tuple[SopStep, ...]) -> None:
        self._show(steps)
        self.tell(_("SOP tersimpan."))

    def _refused(self, error: Exception) -> None:
        if isinstance(error, RuleViolation) and not isinstance(error, Conflict):
            self.banner.say(" ".join(problem.text for problem in error.problems), "bad")
        else:
            self.show_failure(error)

    def _show(self, steps: tuple[SopStep, ...]) -> None:
        self._original = steps
        self._fill(steps)

    def _fill(self, steps: tuple[SopStep, ...]) -> None:
        clear(self._lines)
        self.names, self.days = [], []
        for place, step in enumerate(steps):
            name, days = line_edit(LONGEST_NAME), QSpinBox()
            name.setText(step.name)
            name.setCursorPosition(0)
            days.setRange(1, MOST_DAYS)
            days.setSuffix(_(" hari kerja"))
            days.setFixedWidth(DAYS_WIDTH)
            days.setValue(step.days)
            for field, word in ((name, _("nama")), (days, _("hari kerja"))):
                field.setAccessibleName(_("Langkah {n}, {word}").format(n=place + 1, word=word))
            days.valueChanged.connect(lambda _days: self._count())
            remove = icon_button("delete-outline", _("Hapus langkah ini"), partial(self._remove, place))
            for column, piece in enumerate((label(f"{place + 1}.", "muted"), name, days, remove)):
                self._lines.addWidget(piece, place, column)
            self.names.append(name)
            self.days.append(days)
        self.add_button.setEnabled(len(steps) < MOST_STEPS)
        self._count()

    def _remove(self, place: int) -> None:
        steps = self.steps()
        self._fill((*steps[:place], *steps[place + 1 :]))

    def _count(self) -> None:
        total = sum(days.value() for days in self.days)
        self.total.setText(_("Jumlah {n} hari kerja").format(n=total))
