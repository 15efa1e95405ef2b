"""TKSK of the roster and the Camat of their kecamatan, ticked by kecamatan."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from db.rules.words import _
from db.services import letter_sources
from db.services.letter_sources import OfficerSource
from desktop.widgets.banner import Banner
from desktop.widgets.basics import button, label, link, row
from desktop.widgets.failure import sentence
from desktop.widgets.search_box import SearchBox
from desktop.worker import Worker


@dataclass(frozen=True)
class Choice:
    """One line of the list."""

    text: str
    row: dict[str, Any]


class TickDialog(QDialog):
    """A list with ticks; `take` gets the rows ticked, in the order of the list."""

    def __init__(
        self,
        parent: QWidget | None,
        worker: Worker,
        title: str,
        read: Callable[[Any], Sequence[Choice]],
        take: Callable[[list[dict[str, Any]]], object],
        *,
        all_ticked: bool = False,
    ) -> None:
        super().__init__(parent)
        self._take, self._all_ticked = take, all_ticked
        self.setWindowTitle(title)
        self.setMinimumSize(520, 460)
        self.banner = Banner()
        self.banner.hide()
        self.search = SearchBox(_("Cari nama atau kecamatan…"), width=320)
        self.all_button = link(_("Centang semua"), lambda: self.tick_all(True))
        self.none_button = link(_("Hapus centang"), lambda: self.tick_all(False))
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.empty = label(_("Membaca daftar…"), "muted", wrap=True)
        self.take_button = button(_("Ambil"), primary=True, on_click=self.accept)
        self.take_button.setDefault(True)
        self.take_button.setMinimumWidth(100)
        self.cancel_button = button(_("Batal"), on_click=self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.addWidget(self.banner)
        box.addLayout(row(self.search, None, self.all_button, self.none_button))
        box.addWidget(self.list, 1)
        box.addWidget(self.empty)
        box.addLayout(row(None, self.take_button, self.cancel_button))
        self.search.searched.connect(self._narrow)
        self.list.itemChanged.connect(lambda _item: self._count())
        self._count()
        worker.read(self, read, then=self._fill, failed=self._fail)

    def tick_all(self, ticked: bool) -> None:
        """Tick or untick every line that is shown."""
        state = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        for place in range(self.list.count()):
            if not self.list.item(place).isHidden():
                self.list.item(place).setCheckState(state)

    def accept(self) -> None:
        self._take([item.data(Qt.ItemDataRole.UserRole) for item in self._ticked()])
        super().accept()

    def _fill(self, choices: Sequence[Choice]) -> None:
        for choice in choices:
            item = QListWidgetItem(choice.text)
            item.setData(Qt.ItemDataRole.UserRole, choice.row)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if self._all_ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.empty.setText("" if choices else _("Belum ada TKSK yang bertugas. Isi dulu di tab TKSK."))
        self.empty.setVisible(not choices)
        self._count()

    def _fail(self, error: Exception) -> None:
        self.empty.hide()
        self.banner.say(sentence(error), "bad")

    def _narrow(self, text: str) -> None:
        for place in range(self.list.count()):
            item = self.list.item(place)
            item.setHidden(text.casefold() not in item.text().casefold())

    def _ticked(self) -> list[QListWidgetItem]:
        items = [self.list.item(place) for place in range(self.list.count())]
        return [item for item in items if item.checkState() == Qt.CheckState.Checked]

    def _count(self) -> None:
        number = len(self._ticked())
        self.take_button.setEnabled(number > 0)
        self.take_button.setText(_("Ambil {n}").format(n=number) if number else _("Ambil"))


def officer_choices(on: date) -> Callable[[Any], list[Choice]]:
    """Who serves on a day, as rows of a table field."""

    def read(session: Any) -> list[Choice]:
        return [
            Choice(_("{kecamatan}: {name}").format(kecamatan=o.kecamatan, name=o.name), as_row(o))
            for o in letter_sources.list_officers(session, on)
        ]

    return read


def officer_recipients(on: date) -> Callable[[Any], list[Choice]]:
    """Who serves on a day, as recipients."""

    def read(session: Any) -> list[Choice]:
        return [
            Choice(
                _("{kecamatan}: {name}").format(kecamatan=o.kecamatan, name=o.name),
                {
                    "name": o.name,
                    "at": o.place,
                    "phone": o.phone,
                    "address": o.address,
                    "kecamatan": o.kecamatan,
                    "niat": o.niat,
                    "officer_id": o.id,
                },
            )
            for o in letter_sources.list_officers(session, on)
        ]

    return read


def camat_recipients() -> Callable[[Any], list[Choice]]:
    """The Camat of every kecamatan, as recipients."""

    def read(session: Any) -> list[Choice]:
        return [
            Choice(
                _("Camat {kecamatan}").format(kecamatan=name),
                {"name": f"Camat {name}", "at": name, "phone": "", "kecamatan": name},
            )
            for name in letter_sources.list_kecamatan_names(session)
        ]

    return read


def as_row(officer: OfficerSource) -> dict[str, Any]:
    """The columns that letters know of an officer."""
    return {
        "nama": officer.name,
        "niat": officer.niat,
        "kecamatan": officer.kecamatan,
        "alamat": officer.address,
        "telepon": officer.phone,
        "jabatan": f"TKSK Kecamatan {officer.kecamatan}",
    }
