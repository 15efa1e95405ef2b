"""The office's settings: letterhead, signers, numbering, users, regions."""

from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QSizePolicy, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from db.rules.access import Right, missing_right
from db.rules.words import _
from desktop.office.holidays_panel import HolidaysPanel
from desktop.office.limits_panel import LimitsPanel
from desktop.office.numbering_panel import NumberingPanel
from desktop.office.office_panel import OfficePanel
from desktop.office.officials_panel import OfficialsPanel
from desktop.office.panel import Panel
from desktop.office.regions_panel import RegionsPanel
from desktop.office.sop_panel import SopPanel
from desktop.office.users_panel import UsersPanel
from desktop.parts.rights import may
from desktop.widgets.ask import confirm
from desktop.widgets.basics import button, row
from desktop.widgets.room import take_room
from desktop.worker import Worker

SIZE = (1000, 680)


class OfficeDialog(QDialog):
    """Each tab saves what is its own; a tab reads its data when it is first shown."""

    def __init__(self, parent: QWidget | None, worker: Worker) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Kantor dan pejabat"))
        self.office = OfficePanel(worker)
        self.officials = OfficialsPanel(worker)
        self.numbering = NumberingPanel(worker)
        self.users = UsersPanel(worker)
        self.regions = RegionsPanel(worker)
        self.holidays = HolidaysPanel(worker)
        self.limits = LimitsPanel(worker)
        self.sop = SopPanel(worker)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._read: set[Panel] = set()
        self._actions = QStackedWidget()
        for panel, title in self._panels():
            self.tabs.addTab(panel, title)
            self._actions.addWidget(panel.action_row)
        if not may(worker, Right.USERS):  # these cannot even be read
            place = self.tabs.indexOf(self.users)
            self.tabs.setTabEnabled(place, False)
            self.tabs.setTabToolTip(place, missing_right(Right.USERS))
        self._actions.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.close_button = button(_("Tutup"), on_click=self.close)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 12)
        box.setSpacing(0)
        box.addWidget(self.tabs, 1)
        buttons = row(self._actions, self.close_button, spacing=12)
        buttons.setStretch(0, 1)
        buttons.setContentsMargins(16, 0, 16, 0)
        box.addLayout(buttons)
        QShortcut(QKeySequence.StandardKey.Save, self, self._save)
        self.tabs.currentChanged.connect(self._catch_up)
        self._catch_up()
        take_room(self, SIZE[0], SIZE[1])

    def show_panel(self, panel: Panel) -> None:
        """Bring one of the tabs to the front."""
        self.tabs.setCurrentWidget(panel)

    def reject(self) -> None:
        if self._may_go():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_go():
            self.done(QDialog.DialogCode.Rejected)
        else:
            event.ignore()

    def _panels(self) -> tuple[tuple[Panel, str], ...]:
        return (
            (self.office, _("Kantor")),
            (self.officials, _("Pejabat")),
            (self.numbering, _("Penomoran surat")),
            (self.users, _("Pengguna")),
            (self.regions, _("Wilayah")),
            (self.holidays, _("Hari libur")),
            (self.limits, _("Batas")),
            (self.sop, _("SOP usulan")),
        )

    def _catch_up(self) -> None:
        panel = self.tabs.currentWidget()
        assert isinstance(panel, Panel)
        self._actions.setCurrentWidget(panel.action_row)
        (panel.main_button or self.close_button).setDefault(True)
        if panel not in self._read:
            self._read.add(panel)
            panel.refresh()

    def _save(self) -> None:
        panel = self.tabs.currentWidget()
        if isinstance(panel, OfficePanel | NumberingPanel):
            panel.save()

    def _may_go(self) -> bool:
        edited = next((panel for panel, _title in self._panels() if panel.is_edited()), None)
        if edited is None:
            return True
        self.tabs.setCurrentWidget(edited)
        return confirm(self, _("Buang isian yang belum disimpan?"), _("Buang isian"), danger=True)
