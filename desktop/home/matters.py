"""The lines of “Perlu perhatian”: each says what, since when, and starts the work with one button."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.agenda import IncomingState
from db.rules.attention import Attention, AttentionKind
from db.rules.dates import long_date
from db.rules.letter_life import RETURN_EXPECTED
from db.rules.recruitment import Stage
from db.rules.words import _, ngettext
from desktop.home.matters_dialog import MatterLine, MattersDialog
from desktop.home.officer_words import many_silent, many_vacant, said_of
from desktop.parts.opener import Opener
from desktop.parts.rights import allow
from desktop.widgets.basics import Card, button, clear, label, line, row
from desktop.widgets.icons import icon
from desktop.widgets.theme import theme
from desktop.worker import Worker

Ask = Callable[[str, object], object]
STARTS = {
    "recruitment/open": Right.RECRUITMENT,
    "office/officials": Right.OFFICE,
    "data/backup": Right.OFFICE,
}  # links that change something
LEVELS = ("info", "info", "warn", "bad")  # the colour of a matter by its level
TOGETHER_FROM = 4  # so many of one kind are one line, which opens the list of them
TOGETHER: dict[AttentionKind, Callable[[int], str]] = {
    AttentionKind.POST_VACANT: many_vacant,
    AttentionKind.PROPOSAL_SILENT: many_silent,
}


@dataclass(frozen=True)
class Words:
    """A matter in words, and the way on: which tab to ask for what."""

    icon: str
    tone: str
    what: str
    when: str
    action: str
    link: str
    payload: object
    together: tuple[Attention, ...] = ()  # many of one kind in one line


class MattersCard(Card, Opener):
    """All matters under each other, or a friendly sentence when there is none."""

    def __init__(self, worker: Worker, ask: Ask) -> None:
        super().__init__(_("Perlu perhatian"), spacing=12)
        self.worker, self._ask = worker, ask
        self.buttons: list[QPushButton] = []  # one for each matter, in the order shown
        self.calm = label(_("Tidak ada yang menunggu hari ini. Semua kecamatan terurus."), "muted", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(10)
        self.add(self.calm, self._lines)

    def show_matters(self, matters: list[Attention]) -> None:
        """Show these; the first has the filled button of the page."""
        clear(self._lines)
        self.buttons = []
        self.calm.setVisible(not matters)
        for place, words in enumerate(lines_for(matters)):
            if place:
                self._lines.addWidget(line())
            self._lines.addWidget(self._line(words, first=place == 0))

    def show_list(self, title: str, matters: list[Attention]) -> None:
        """Open the list of many matters of one kind."""
        lines = [
            MatterLine(place, words.what, words.when, words.action, words.link, words.payload)
            for place, words in enumerate(map(words_for, matters))
        ]
        self.open_dialog(MattersDialog(self, title, lines, self._ask))

    def _start(self, words: Words) -> None:
        if words.together:
            self.show_list(words.what, list(words.together))
        else:
            self._ask(words.link, words.payload)

    def _line(self, words: Words, first: bool) -> QWidget:
        start = button(words.action, primary=first, on_click=lambda: self._start(words))
        start.setAccessibleDescription(words.what)
        if right := STARTS.get(words.link):
            allow(self.worker, right, start)
        self.buttons.append(start)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(label(words.what, "strong", wrap=True))
        texts.addWidget(label(words.when, "muted", wrap=True))
        pieces = row(_Mark(words.icon, words.tone), spacing=12)
        pieces.addLayout(texts, 1)
        pieces.addWidget(start)
        made = QWidget()
        made.setLayout(pieces)
        return made


class _Mark(QWidget):
    """The icon of a matter, in the colours of the day."""

    def __init__(self, name: str, tone: str) -> None:
        super().__init__()
        self._name, self._tone, self._label = name, tone, label("")
        self.setLayout(row(self._label))
        self.setFixedWidth(24)
        self._draw()
        theme.changed.connect(self._draw)

    def _draw(self) -> None:
        self._label.setPixmap(icon(self._name, self._tone).pixmap(20, 20))


def lines_for(matters: list[Attention]) -> list[Words]:
    """One line for each matter; many of one kind are one line together, where the first would stand."""
    count = Counter(matter.kind for matter in matters)
    lines: list[Words] = []
    told: set[AttentionKind] = set()
    for matter in matters:
        kind = matter.kind
        said = said_of(kind)
        many = TOGETHER.get(kind) or (said and said.many)
        if many is None or count[kind] < TOGETHER_FROM:
            lines.append(words_for(matter))
        elif kind not in told:
            told.add(kind)
            same = tuple(other for other in matters if other.kind is kind)
            first = words_for(matter)
            look = _("Lihat {n}").format(n=len(same))
            lines.append(Words(first.icon, first.tone, many(len(same)), first.when, look, "", None, same))
    return lines


def words_for(matter: Attention) -> Words:
    """What a matter says on the page."""
    if said := said_of(matter.kind):
        link, payload = said.link(matter)
        tone = "bad" if matter.days is not None and matter.days < 0 else "warn"
        return Words(said.icon, tone, said.one(matter), said.when(matter), said.action, link, payload)
    return _WORDS[matter.kind](matter)


def _step_due(matter: Attention) -> Words:
    what, action = {
        Stage.DRAFT: (_("Lowongan {kecamatan} belum diumumkan"), _("Umumkan")),
        Stage.ANNOUNCED: (_("Pendaftaran {kecamatan} berakhir"), _("Tutup pendaftaran")),
        Stage.ADMINISTRATION: (_("Seleksi administrasi {kecamatan}"), _("Periksa berkas")),
        Stage.INTERVIEW: (_("Wawancara {kecamatan}"), _("Buka wawancara")),
        Stage.DECIDED: (_("Usulan {kecamatan} belum dikirim"), _("Buat usulan")),
    }[matter.stage or Stage.DRAFT]
    when = _("Dijadwalkan {day}, {since}").format(day=_day(matter), since=_ago(matter.days))
    if matter.days == 0:
        when = _("Hari ini, {day}").format(day=_day(matter))
    return Words(
        "calendar-outline",
        "warn" if matter.days else "info",
        what.format(kecamatan=matter.kecamatan),
        when,
        action,
        "recruitment/show",
        matter.vacancy_id,
    )


def _post_vacant(matter: Attention) -> Words:
    what = _("Kecamatan {kecamatan} lowong").format(kecamatan=matter.kecamatan)
    when = _("Belum pernah tercatat TKSK-nya")
    if matter.on:
        when = _("Sejak {day}, {since}").format(day=_day(matter), since=_ago(matter.days))
    if matter.vacancy_id is None:
        place = matter.kecamatan_code
        return Words(
            "account-minus-outline", "bad", what, when, _("Buka lowongan"), "recruitment/open", place
        )
    when = _("{when}; seleksi sedang berjalan").format(when=when)
    show = (_("Lihat lowongan"), "recruitment/show", matter.vacancy_id)
    return Words("account-clock-outline", "info", what, when, *show)


def _proposal_returned(matter: Attention) -> Words:
    what = _("Usulan {name} ({kecamatan}) dikembalikan")
    return Words(
        "undo",
        "warn",
        what.format(name=matter.person, kecamatan=matter.kecamatan),
        _("{day}, {since}").format(day=_day(matter), since=_ago(matter.days)),
        _("Lihat usulan"),
        "recruitment/show",
        matter.vacancy_id,
    )


def _proposal_silent(matter: Attention) -> Words:
    what = _("Usulan {name} ({kecamatan}) belum dijawab")
    when = _("Kabar terakhir {day}, {since}").format(day=_day(matter), since=_ago(matter.days))
    if matter.detail:
        when = _("{when}; ditanyakan {day}").format(when=when, day=matter.detail)
    return Words(
        "send-outline",
        LEVELS[matter.level],
        what.format(name=matter.person, kecamatan=matter.kecamatan),
        when,
        _("Surat tindak lanjut"),
        "recruitment/remind",
        matter.vacancy_id,
    )


def _signer_ends(matter: Attention) -> Words:
    days = matter.days or 0
    what = _("Masa jabatan penanda tangan {name} berakhir {day}")
    when = _("Sesudah itu tidak ada yang dapat menandatangani surat. Catat penggantinya atau masa barunya.")
    if days < 0:
        what = _("Masa jabatan penanda tangan {name} sudah berakhir {day}")
        when = _("Surat belum dapat dibuat. Catat penggantinya atau masa barunya.")
    return Words(
        "account-clock-outline",
        "bad" if days < 0 else "warn",
        what.format(name=matter.person, day=_day(matter)),
        when,
        _("Atur pejabat"),
        "office/officials",
        None,
    )


def _backup_old(matter: Attention) -> Words:
    what = _("Data belum pernah dicadangkan")
    if matter.days is not None:
        what = _("Cadangan data terakhir {n} hari lalu").format(n=matter.days)
    when = _("Bila komputer ini rusak atau hilang, semua yang dikerjakan sesudah itu ikut hilang.")
    if matter.days is None:
        when = _("Bila komputer ini rusak atau hilang, semua data ikut hilang.")
    return Words("database-outline", "warn", what, when, _("Cadangkan sekarang"), "data/backup", None)


def _decree_ends(matter: Attention) -> Words:
    days = matter.days or 0
    left = ngettext("{n} hari lagi", "{n} hari lagi", days).format(n=days) if days else _("hari ini")
    when = _("Sampai {day}, {left}").format(day=_day(matter), left=left)
    if matter.number > 1:
        what = _("SK {n} TKSK berakhir").format(n=matter.number)
        return Words("file-sign", LEVELS[matter.level], what, when, _("Lihat SK"), "officers/decrees", None)
    what = _("SK {name} ({kecamatan}) berakhir").format(name=matter.person, kecamatan=matter.kecamatan)
    return Words(
        "file-sign", LEVELS[matter.level], what, when, _("Lihat TKSK"), "officers/post", matter.kecamatan_code
    )


def _incoming_overdue(matter: Attention) -> Words:
    what = _("Surat masuk dari {sender} belum ditindaklanjuti").format(sender=matter.person)
    if matter.number > 1:
        what = _("{n} surat masuk belum ditindaklanjuti").format(n=matter.number)
    when = _("Batas waktu {day}, {since}").format(day=_day(matter), since=_ago(matter.days))
    return Words(
        "email-outline", "bad", what, when, _("Lihat surat"), "letters/incoming", IncomingState.OVERDUE
    )


def _letters_awaited(matter: Attention) -> Words:
    text = ngettext(
        "{n} surat lebih dari {days} hari belum kembali ditandatangani",
        "{n} surat lebih dari {days} hari belum kembali ditandatangani",
        matter.number,
    )
    what = text.format(n=matter.number, days=RETURN_EXPECTED)
    when = _("Masukkan pindaiannya, atau catat sudah kembali.")
    return Words("email-outline", "info", what, when, _("Lihat surat"), "letters/awaited", None)


def _day(matter: Attention) -> str:
    return long_date(matter.on) if matter.on else ""


def _ago(days: int | None) -> str:
    if not days:
        return _("hari ini")
    return ngettext("{n} hari yang lalu", "{n} hari yang lalu", days).format(n=days)


_WORDS: dict[AttentionKind, Callable[[Attention], Words]] = {
    AttentionKind.STEP_DUE: _step_due,
    AttentionKind.SIGNER_ENDS: _signer_ends,
    AttentionKind.BACKUP_OLD: _backup_old,
    AttentionKind.POST_VACANT: _post_vacant,
    AttentionKind.PROPOSAL_RETURNED: _proposal_returned,
    AttentionKind.PROPOSAL_SILENT: _proposal_silent,
    AttentionKind.DECREE_ENDS: _decree_ends,
    AttentionKind.INCOMING_OVERDUE: _incoming_overdue,
    AttentionKind.LETTERS_AWAITED: _letters_awaited,
}
