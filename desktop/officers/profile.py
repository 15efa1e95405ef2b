"""Opens the two pages about a kecamatan, from wherever a kecamatan is chosen."""

from datetime import date, datetime
from functools import partial
from typing import Protocol

from db.rules.profile import KecamatanProfile
from db.rules.words import _
from desktop import paper
from desktop.clock import today
from desktop.worker import Worker


class Shower(Protocol):
    """A section that opens papers."""

    worker: Worker

    def show_paper(self, title: str, pdf: bytes) -> None: ...


def show_profile(owner: Shower, kecamatan_code: str, on: date) -> None:
    """Make the two pages of a kecamatan as of a day and show them."""
    from db.services.kecamatan_profile import kecamatan_profile

    at = datetime.combine(today(), datetime.now().time())

    def render(profile: KecamatanProfile) -> None:
        title = _("Profil Kecamatan {name}").format(name=profile.kecamatan)
        owner.worker.run(
            owner, partial(paper.render_profile, profile), lambda pdf: owner.show_paper(title, pdf)
        )

    owner.worker.read(owner, lambda session: kecamatan_profile(session, kecamatan_code, on, at=at), render)
