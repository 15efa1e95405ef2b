"""stub"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class RoundKits(QWidget):
    said = Signal(str)
    failed = Signal(object)
    told = Signal(str, object)

    def __init__(self, worker, open_dialog):
        super().__init__()

    def show_round(self, found):
        pass
