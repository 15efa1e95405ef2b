"""Letters as they will be printed, beside the question that makes them final. No number is taken for it."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.rules.letter_values import letter_of
from db.rules.letters import Facts
from db.rules.words import _
from db.services import letter_preview
from desktop import paper
from desktop.parts.live_preview import Drawn, LivePreview
from desktop.widgets.dialog import FormDialog
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MOST = 10  # of many alike, so many are drawn
WIDTH, HEIGHT = 460, 660
Stated = Callable[["Session", dict[str, Any]], Sequence[Facts]]
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
        values = dialog.form.values()
        day = day_of(values)
        if day is None:
            look.clear()
        else:
            look.draw(partial(draw_letters, facts_of=stated, values=values, day=day))

    dialog.form.edited.connect(lambda _field: draw())
    draw()
    return look


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
