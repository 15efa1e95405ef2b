"""Letters that were made before: asking for them again offers them instead of new ones with new numbers."""

from collections.abc import Callable, Sequence

from db.rules.dates import long_date
from db.rules.words import _
from db.services.letters import LetterRow
from desktop.widgets.banner import Banner
from desktop.widgets.form import Form


def add_earlier(form: Form, what: str, earlier: Sequence[LetterRow], show: Callable[[], object]) -> Banner:
    """Say in a form that `what` was made already, with a link that shows it; nothing if it was not."""
    banner = Banner()
    banner.close_button.hide()
    form.add_widget(banner)
    if earlier:
        text = _("{what} sudah dibuat pada {day}. Mencetak lagi memakai nomor baru.")
        said = text.format(what=what, day=long_date(earlier[-1].dated_on))
        banner.say(said, "warn", _("Lihat surat itu"), show)
    return banner
