"""Opens the two pages about a kecamatan, from wherever a kecamatan is chosen."""

from datetime import date, datetime
from functools import partial

from PySide6.QtWidgets import QWidget

from db.rules.profile import KecamatanProfile
from db.rules.words import _
from desktop import paper
from desktop.clock import today
from desktop.parts.opener import Opener


def show_profile(owner: Opener, kecamatan_code: str, on: date) -> None:
    """Make the two pages of a kecamatan as of a day and show them."""
    from db.services.kecamatan_profile import kecamatan_profile

    assert isinstance(owner, QWidget)
    at = datetime.combine(today(), datetime.now().time())

    def render(profile: KecamatanProfile) -> None:
        title = _("Profil Kecamatan {name}").format(name=profile.kecamatan)
        owner.worker.run(
            owner, partial(paper.render_profile, profile), lambda pdf: owner.show_paper(title, pdf)
        )

    owner.worker.read(owner, lambda session: kecamatan_profile(session, kecamatan_code, on, at=at), render)
