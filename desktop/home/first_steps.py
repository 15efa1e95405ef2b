"""What an office without officers sees: the three first steps, each with its button."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.words import _
from desktop.parts.rights import allow
from desktop.widgets.basics import Card, button, label, line, row
from desktop.worker import Worker

Ask = Callable[[str, object], object]


class FirstSteps(Card):
    """In the order in which an office begins."""

    def __init__(self, worker: Worker, ask: Ask) -> None:
        super().__init__(_("Tiga langkah pertama"), spacing=12)
        welcome = _(
            "Kantor ini masih kosong. Mulailah dari daftar TKSK; langkah lain boleh menyusul kapan saja."
        )
        self.decree_button = button(
            _("Catat SK dari Excel"), primary=True, on_click=lambda: ask("officers/decrees", None)
        )
        self.recruitment_button = button(_("Buka Rekrutmen"), on_click=lambda: ask("recruitment/board", None))
        self.mapping_button = button(_("Catat orang"), on_click=lambda: ask("mapping/add", None))
        allow(worker, Right.OFFICERS, self.decree_button)
        allow(worker, Right.MAPPING, self.mapping_button)
        self.add(
            label(welcome, "muted", wrap=True),
            _step(
                "1",
                _("TKSK"),
                _("Ambil nama-nama dari lampiran SK: setiap kecamatan langsung terisi."),
                self.decree_button,
            ),
            line(),
            _step(
                "2",
                _("Rekrutmen"),
                _("Buka lowongan untuk kecamatan yang kosong, dari pengumuman sampai usulan."),
                self.recruitment_button,
            ),
            line(),
            _step(
                "3",
                _("Pemetaan Sosial"),
                _("Catat orang menurut jenis PPKS dan PSKS; rekap tersusun sendiri."),
                self.mapping_button,
            ),
        )


def _step(number: str, title: str, text: str, action: QPushButton) -> QWidget:
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(label(title, "strong"))
    words.addWidget(label(text, "muted", wrap=True))
    figure = label(number, "title")
    figure.setFixedWidth(24)
    pieces = row(figure, spacing=12)
    pieces.addLayout(words, 1)
    pieces.addWidget(action)
    made = QWidget()
    made.setLayout(pieces)
    return made
