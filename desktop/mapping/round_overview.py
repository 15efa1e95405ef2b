"""How a round stands, above everything: its time, its sheets, how much is surveyed, and the next step."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout

from db.rules.dates import period, short_date
from db.rules.rounds import NextStep, Progress, next_step_label, progress_words, time_words
from db.rules.words import _, grouped
from db.services.mapping.rounds import RoundFacts
from db.services.mapping.snapshots import LockPreview
from desktop.clock import today
from desktop.widgets.basics import Pill, button, label, row


class RoundOverview(QFrame):
    """A line of words and one button: the most useful thing to do now."""

    wished = Signal(object)  # NextStep

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.time, self.days = Pill(), label("", "muted")
        self.sheets, self.kits = label(""), label("", "muted")
        self.bar, self.share = QProgressBar(), label("", "strong")
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(170)
        self.bar.setAccessibleName(_("Kelengkapan"))
        self.step: NextStep | None = None
        self.step_button = button("", on_click=lambda: self.wished.emit(self.step))
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 8, 10, 8)
        box.setSpacing(4)
        first = row(self.time, self.days, self.bar, self.share, spacing=12)
        first.setStretch(1, 1)
        second = row(self.sheets, self.kits, self.step_button, spacing=12)
        second.setStretch(1, 1)
        box.addLayout(first)
        box.addLayout(second)

    def show_progress(self, found: RoundFacts, progress: Progress) -> None:
        """How it stands now."""
        self.time.set(*time_words(progress, today()))
        self.time.show()
        said = [
            period(found.begins_on, found.ends_on),
            _("umur per {day}").format(day=short_date(found.reference_date)),
        ]
        if found.locked_at is not None:
            text = _("dikunci {day} oleh {who}")
            said.append(text.format(day=short_date(found.locked_at.astimezone().date()), who=found.locked_by))
        self.days.setText(" · ".join(said))
        self.sheets.setText(progress_words(progress))
        text = _("· {n} paket keluar, {back} kembali")
        self.kits.setText(text.format(n=progress.kits, back=progress.kits_back) if progress.kits else "")
        self.bar.setRange(0, max(progress.cells, 1))
        self.bar.setValue(progress.surveyed)
        share = 100 * progress.surveyed / progress.cells if progress.cells else 0
        told = "<1" if 0 < share < 1 else str(int(share))
        self.share.setText(_("{share}% sel terdata atau nihil").format(share=told))
        self.bar.setToolTip(f"{progress.surveyed:,} / {progress.cells:,}".replace(",", "."))
        self.step = progress.next_step(today())
        self.step_button.setText(next_step_label(self.step))


def lock_words(found: RoundFacts, preview: LockPreview) -> str:
    """What locking freezes, and what speaks against it now."""
    said = [
        _("{n} pendataan yang berlaku sekarang dibekukan, umur dihitung per tanggal acuan.").format(
            n=grouped(preview.cases)
        ),
        _("Angkanya tidak dapat diubah lagi; perubahan sesudahnya tampil di laporan perubahan."),
    ]
    if found.ends_on > today():
        said.append(_("Perhatian: putaran berjalan sampai {day}.").format(day=short_date(found.ends_on)))
    if found.reference_date > today():
        text = _("Perhatian: umur dihitung pada {day}, yang belum tiba.")
        said.append(text.format(day=short_date(found.reference_date)))
    if preview.not_validated:
        text = _("Perhatian: {n} dari {all} lembar belum divalidasi.")
        said.append(text.format(n=preview.not_validated, all=preview.sheets))
    if preview.white:
        said.append(_("Perhatian: {n} sel masih kosong (belum didata).").format(n=grouped(preview.white)))
    return "\n".join(said)
