"""The cards beside the roster: what is next for the chosen kecamatan, and who serves or served there."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from db.roster import PostRow, is_unknown
from db.rules.access import Right
from db.rules.dates import long_date, period
from db.rules.officers import AssignmentKind, PostState, assignment_label
from db.rules.words import _
from desktop.clock import today
from desktop.officers.roster import ENDS_SOON, days, days_left
from desktop.parts.rights import allow
from desktop.widgets.basics import Card, Facts, button, label, link, row
from desktop.widgets.theme import set_look
from desktop.worker import Worker

if TYPE_CHECKING:
    from db.services.officers import OfficerFacts, TermFacts

OPEN = (PostState.VACANT, PostState.ACTING)  # without a definitive officer


@dataclass(frozen=True)
class PostFacts:
    """All that the cards say of one kecamatan."""

    post: PostRow
    term: "TermFacts | None"  # the present one, or the last one of an empty post
    officer: "OfficerFacts | None"  # who serves, or served last


class PostSide(QWidget):
    """Only shows; what its buttons do is the business of the tab."""

    def __init__(self) -> None:
        super().__init__()
        self.open_vacancy_button = button(_("Buka lowongan"), "account-search-outline", primary=True)
        self.show_vacancy_button = button(_("Lihat lowongan"), "account-search-outline", primary=True)
        self.renew_button = button(_("Catat SK baru"), "file-sign", primary=True)
        self.fill_button = button(_("Isi langsung…"), "account-plus-outline")
        self.interim_button = button(_("Tunjuk Plt / rangkap…"), "account-plus-outline")
        self.close_button = button(_("Akhiri Plt / rangkap…"), "account-minus-outline")
        self.assignments_button = link(_("Penugasan…"))
        self.edit_button = button(_("Buka kartu"), "card-account-details-outline")
        self.exit_button = button(_("Berhenti / mengundurkan diri…"), "account-minus-outline", danger=True)
        self.follow_button = button(_("Tindak lanjut berhenti…"), "file-document-outline")
        self.profile_button = link(_("Profil"))
        self.profile_button.setToolTip(_("Paling banyak dua halaman PDF tentang kecamatan ini."))
        self.history_button = link(_("Riwayat"))
        self.heading = label("", "title", wrap=True)
        self.advice = label("", wrap=True)
        self.facts = Facts()
        self.hint = label(_("Pilih satu kecamatan pada daftar untuk melihat rinciannya."), "muted", wrap=True)
        self.post_card = Card("", self.heading, self.hint, self.advice, self.facts)
        self.post_card.add(self.open_vacancy_button, self.show_vacancy_button, self.renew_button)
        self.post_card.add(self.fill_button, self.interim_button, self.edit_button)
        self.post_card.add(self.close_button, self.follow_button, self.exit_button)
        self.post_card.add(row(self.assignments_button, self.profile_button, self.history_button, None))
        self.posts = label("", wrap=True)
        self.posts_card = Card(_("Riwayat penugasan"), self.posts)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        for made in (self.post_card, self.posts_card):
            made.setSizePolicy(
                QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum
            )  # as high as its words
            box.addWidget(made)
        box.addStretch(1)
        self.show_nothing()

    def lock(self, worker: Worker) -> None:
        """Switch off what the user may not do."""
        officers = (self.renew_button, self.fill_button, self.exit_button)
        allow(worker, Right.OFFICERS, *officers, self.interim_button, self.close_button)
        allow(worker, Right.RECRUITMENT, self.open_vacancy_button)
        allow(worker, Right.HISTORY, self.history_button)
        allow(worker, Right.EXPORT, self.profile_button)

    def show_nothing(self) -> None:
        """No kecamatan is chosen."""
        self.post_card.set_title(_("Kecamatan"))
        for piece in self._pieces():
            piece.hide()
        self.hint.show()

    def show_post(self, found: PostFacts, day: date, ends_within: int = ENDS_SOON, why_not: str = "") -> None:
        """Say how this kecamatan stands on a day, and offer what can be done; why_not: nothing, and why."""
        post, state = found.post, found.post.state
        vacant, acting = post.officer_id is None, state is PostState.ACTING
        left = days_left(post, day)
        ends_soon = not vacant and left is not None and left <= ends_within
        self.post_card.set_title(_("Kecamatan {name}").format(name=post.kecamatan))
        self.heading.setText(_heading(post) if not is_unknown(post, day, today()) else _("Belum ada data"))
        advice, tone = (why_not, "info") if why_not else _advice(post, left, ends_within)
        self.advice.setText(advice)
        set_look(self.advice, role="" if tone else "muted", tone=tone)
        self.facts.set_facts(_vacant_facts(found) if vacant else _officer_facts(found))
        self.posts.setText("\n".join(found.officer.posts) if found.officer else "")
        shown = {
            self.heading: True,
            self.facts: True,
            self.advice: bool(advice),
            self.open_vacancy_button: state in OPEN and post.vacancy_id is None,
            self.show_vacancy_button: post.vacancy_id is not None,
            self.renew_button: ends_soon and post.by_decree and post.vacancy_id is None,
            self.fill_button: vacant,
            self.interim_button: state in OPEN and post.interim_id is None,
            self.edit_button: not vacant,
            self.close_button: post.interim_id is not None,
            self.exit_button: not vacant and not acting,
            self.follow_button: state in OPEN and bool(post.cause),
            self.assignments_button: True,
            self.profile_button: True,
            self.history_button: found.officer is not None,
            self.posts_card: not vacant and found.officer is not None,
        }
        self.hint.hide()
        for piece, is_shown in shown.items():
            piece.setVisible(is_shown)
        for piece in self._changing():
            piece.setEnabled(not why_not)
            piece.setToolTip(why_not)

    def _changing(self) -> tuple[QWidget, ...]:
        """The buttons that change how a kecamatan stands; the others only show."""
        return (
            *(self.open_vacancy_button, self.renew_button, self.fill_button),
            *(self.interim_button, self.close_button, self.exit_button),
        )

    def _pieces(self) -> tuple[QWidget, ...]:
        return (
            *(self.heading, self.advice, self.facts, self.posts_card),
            *(self.open_vacancy_button, self.show_vacancy_button, self.renew_button, self.fill_button),
            *(self.interim_button, self.edit_button, self.close_button, self.exit_button),
            *(self.assignments_button, self.profile_button, self.history_button),
        )


def _heading(post: PostRow) -> str:
    if post.officer_id is not None:
        return post.officer
    return _("Tanpa formasi TKSK") if post.state is PostState.NO_POST else _vacant_since(post)


def _vacant_since(post: PostRow) -> str:
    if post.vacant_since is None:
        return _("Belum ada TKSK")
    return _("Lowong sejak {day}").format(day=long_date(post.vacant_since))


def _advice(post: PostRow, left: int | None, ends_within: int) -> tuple[str, str]:
    """A sentence about what to do, and its tone."""
    if post.state is PostState.VACANT:
        text = _("Untuk mengisi banyak kecamatan sekaligus dari Excel: bagian SK, Catat SK…")
        return ("", "") if post.vacant_since else (text, "")
    if left is None or left > ends_within:
        return "", ""
    if not post.by_decree:
        return _("Penugasannya berakhir {days} lagi; belum ada SK.").format(days=days(left)), "warn"
    if left < 0:
        return _("Masa berlaku SK sudah lewat {days}. Catat SK perpanjangan.").format(days=days(-left)), "bad"
    text = _("Masa berlaku SK tinggal {days}. Catat SK perpanjangan bila sudah terbit.")
    return text.format(days=days(left)), "warn"


def _vacant_facts(found: PostFacts) -> list[tuple[str, str]]:
    post, term = found.post, found.term
    shown = [(_("Sebab"), post.cause)] if post.cause else []
    if term:
        shown.append((_("TKSK terakhir"), f"{term.officer} ({_years(term)})"))
    if term and (term.end_letter_number or term.end_letter_on):
        dated = long_date(term.end_letter_on) if term.end_letter_on else ""
        shown.append((_("Surat"), ", ".join(part for part in (term.end_letter_number, dated) if part)))
    if post.days_vacant is not None:
        shown.append((_("Lama kosong"), days(post.days_vacant)))
    return shown


def _officer_facts(found: PostFacts) -> list[tuple[str, str]]:
    officer, term = found.officer, found.term
    if officer is None or term is None:
        return []
    shown = [
        (_("NIAT"), officer.niat),
        (_("NIK"), officer.masked_nik),
        (_("No. HP"), officer.phone),
        (_("Alamat"), officer.address),
        (_("SK"), term.decree),
        (_("Masa tugas"), _duty(term)),
    ]
    post = found.post
    if post.state is PostState.FILLED and post.interim:
        shown.append((assignment_label(post.interim_kind or AssignmentKind.ACTING), post.interim))
    if post.state is PostState.ACTING:
        shown.insert(0, (_("Jenis"), assignment_label(term.kind)))
        since = long_date(post.vacant_since) if post.vacant_since else _("belum pernah terisi")
        shown += [(_("Lowong sejak"), since), (_("Sebab"), post.cause)]
    return [*shown, (_("Catatan"), officer.note)] if officer.note else shown


def _duty(term: "TermFacts") -> str:
    if term.ends_on is None:
        return _("sejak {day}").format(day=long_date(term.starts_on))
    return period(term.starts_on, term.ends_on)


def _years(term: "TermFacts") -> str:
    first, last = term.starts_on.year, term.ends_on.year if term.ends_on else term.starts_on.year
    return str(first) if first == last else f"{first}–{last}"
