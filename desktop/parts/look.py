"""Letters as they will be printed, beside the question that makes them final. No number is taken for it."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from db.rules.letter_values import letter_of
from db.rules.letters import Facts, Letter
from db.rules.words import _
from db.services import letter_preview
from desktop import paper
from desktop.parts.live_preview import Drawn, LivePreview
from desktop.widgets.basics import button
from desktop.widgets.dialog import FormDialog
from desktop.widgets.room import take_room
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MOST = 10  # of many alike, so many are drawn
WIDTH, HEIGHT = 460, 660
Stated = Callable[["Session", dict[str, Any]], Sequence[Facts | Letter]]
DayOf = Callable[[dict[str, Any]], date | None]


def add_look(dialog: FormDialog, worker: Worker, stated: Stated, day_of: DayOf) -> LivePreview:
    """Show beside the form what is about to become final, following what is typed.

    stated: what the letters say, by the values of the form. day_of: their day; None while it is not known.
    """
    look = LivePreview(worker, _("Lengkapi isian untuk melihat suratnya."))
    look.setMinimumWidth(WIDTH)
    holder = QWidget()
    QVBoxLayout(holder).addWidget(look)
    dialog.add_side(holder, 1)
    dialog.wished_height = max(dialog.wished_height, HEIGHT)
    dialog.setMinimumWidth(dialog.minimumWidth() + WIDTH)

    def draw() -> None:
        _draw(look, dialog, stated, day_of)

    dialog.form.edited.connect(lambda _field: draw())
    dialog.form.widget("signer").offered.connect(lambda _anybody: draw())
    draw()
    return look


class LookDialog(QDialog):
    """The same over a dialog that has no room beside its form."""

    def __init__(self, dialog: FormDialog, worker: Worker, stated: Stated, day_of: DayOf) -> None:
        super().__init__(dialog)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Pratinjau"))
        self.look = LivePreview(worker, _("Lengkapi isian untuk melihat suratnya."))
        self.close_button = button(_("Kembali"), primary=True, on_click=self.accept)
        self.close_button.setDefault(True)
        self.look.paper.bar.addWidget(self.close_button)
        QVBoxLayout(self).addWidget(self.look)
        take_room(self, 860, HEIGHT)
        _draw(self.look, dialog, stated, day_of)


def _draw(look: LivePreview, dialog: FormDialog, stated: Stated, day_of: DayOf) -> None:
    values = dialog.form.values()
    day = day_of(values)
    if day is None:
        look.clear()
    else:
        look.draw(partial(draw_letters, facts_of=stated, values=values, day=day))


def draw_letters(session: "Session", facts_of: Stated, values: dict[str, Any], day: date) -> Drawn:
    """The letters on the office's paper of this day, with dots for their numbers."""
    stated = facts_of(session, values)
    seen = letter_preview.preview_frame(session, letter_of(stated[0]).kind, day, values.get("signer"))
    pdfs = [paper.render(seen.frame, facts) for facts in stated[:MOST]]
    pdf = paper.join(pdfs, [str(place) for place in range(1, len(pdfs) + 1)]) if len(pdfs) > 1 else pdfs[0]
    about = ""
    if len(stated) > MOST:
        about = _("{shown} surat pertama dari {n}").format(shown=MOST, n=len(stated))
    return Drawn(pdf, seen.frame, {}, seen.note, about)
