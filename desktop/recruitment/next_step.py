"""What is next for a vacancy: its stage and facts become a sentence and one button."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from db.rules.access import Right
from db.rules.dates import long_date, period
from db.rules.letter_kinds import LetterKind
from db.rules.proposals import missing_in_words
from db.rules.recruitment import Applied, ProposalStatus, Stage, applied_label, proposal_label
from db.rules.selection import TrackStep, track_label
from db.rules.words import _, ngettext
from db.services.recruitment.standing import Standing
from desktop.recruitment.state import VacancyState


class Action(Enum):
    """What the primary button does."""

    NONE = auto()
    ANNOUNCE = auto()
    ADD_APPLICANT = auto()
    CHECK_FILES = auto()
    FINISH_ADMINISTRATION = auto()
    SET_PANEL = auto()
    ISSUE_CALLS = auto()
    ENTER_SCORES = auto()
    ENTER_TESTS = auto()
    SHOW_RANKING = auto()
    DECIDE = auto()
    CHOOSE_NOBODY = auto()
    ATTACH = auto()
    PROPOSE = auto()
    TRACK = auto()
    PRESENT = auto()
    SHOW_OFFICER = auto()
    CANCEL = auto()
    REOPEN = auto()


RIGHTS = {
    **dict.fromkeys((Action.ANNOUNCE, Action.ADD_APPLICANT, Action.SET_PANEL), Right.RECRUITMENT),
    **dict.fromkeys((Action.ISSUE_CALLS, Action.ATTACH, Action.PROPOSE, Action.TRACK), Right.RECRUITMENT),
    **dict.fromkeys((Action.CANCEL, Action.REOPEN), Right.RECRUITMENT),
    **dict.fromkeys((Action.CHECK_FILES, Action.FINISH_ADMINISTRATION), Right.VERIFY),
    **dict.fromkeys((Action.ENTER_SCORES, Action.ENTER_TESTS), Right.SCORE),
    **dict.fromkeys((Action.DECIDE, Action.CHOOSE_NOBODY), Right.DECIDE),
    Action.PRESENT: Right.LETTERS,
}


TESTS = (TrackStep.WRITTEN, TrackStep.COMPUTER)


@dataclass(frozen=True)
class NextStep:
    """The first card of the page."""

    heading: str
    explanation: str
    button: str = ""
    icon: str = ""
    action: Action = Action.NONE


def next_step(state: VacancyState, on: date) -> NextStep:
    """The one thing to do now."""
    return _STEPS[state.facts.stage](state, on)


def awaits_result(state: VacancyState) -> bool:
    """Whether the decision stands and nobody has been told: offered, never in the way of the proposal."""
    nobody = state.facts.nobody_passed
    if state.facts.stage is not Stage.DECIDED and not nobody:
        return False
    told = any(line.step is TrackStep.RESULT and line.done_on for line in state.track)
    return not told and state.has_letter(LetterKind.INTERVIEW_MINUTES)


def objections_until(state: VacancyState, on: date) -> date | None:
    """The last day of the period for objections while candidates are called and interviewed; else None."""
    if state.facts.stage is not Stage.INTERVIEW:
        return None
    lines = (line for line in state.track if line.step is TrackStep.OBJECTION and line.active)
    last = next((line.due_on for line in lines if line.done_on is None), None)
    return last if last is not None and last >= on else None


def tests_without_day(state: VacancyState) -> list[str]:
    """Tests that count and that nobody has planned yet."""
    if state.facts.stage not in (Stage.ANNOUNCED, Stage.ADMINISTRATION, Stage.INTERVIEW):
        return []
    return [
        track_label(line.step).lower()
        for line in state.track
        if line.step in TESTS and line.active and not (line.planned_on or line.done_on)
    ]


def _draft(state: VacancyState, _on: date) -> NextStep:
    form = state.facts.form
    text = _("Pendaftaran {period}. Sesudah pengumuman dicetak, pelamar dapat dicatat.")
    return NextStep(
        _("Umumkan lowongan ini"),
        text.format(period=period(form.opens_on, form.closes_on)),
        _("Cetak pengumuman"),
        "printer-outline",
        Action.ANNOUNCE,
    )


def _announced(state: VacancyState, on: date) -> NextStep:
    closes, number = state.facts.form.closes_on, len(state.statuses)
    over = on > closes
    heading = _("Pendaftaran berakhir {day}") if over else _("Pendaftaran sampai {day}")
    if number:
        said = ngettext("{n} pelamar sudah dicatat.", "{n} pelamar sudah dicatat.", number).format(n=number)
        if over:
            said = _("{said} Tutup pendaftaran agar berkas dapat diperiksa.").format(said=said)
    else:
        said = _("Belum ada pelamar yang dicatat.")
    return NextStep(
        heading.format(day=long_date(closes)),
        said,
        _("Tambah pelamar"),
        "account-plus-outline",
        Action.ADD_APPLICANT,
    )


def _administration(state: VacancyState, _on: date) -> NextStep:
    if number := state.undecided:
        return NextStep(
            ngettext("{n} berkas belum diperiksa", "{n} berkas belum diperiksa", number).format(n=number),
            _("Program mengusulkan MS atau TMS beserta alasannya; petugas yang memutuskan."),
            _("Periksa berkas"),
            "clipboard-check-outline",
            Action.CHECK_FILES,
        )
    passed, failed = state.statuses.count(Applied.PASSED), state.statuses.count(Applied.FAILED)
    if unsettled := _second_step(state):
        return unsettled
    if not passed:
        return _nobody_left(_("Tidak ada pelamar yang memenuhi syarat."))
    text = _("{passed} memenuhi syarat (MS), {failed} tidak (TMS). Berita acara membuka tahap wawancara.")
    if any(step.active and step.step in TESTS for step in state.track):
        text = _("{passed} memenuhi syarat (MS), {failed} tidak (TMS). Berita acara membuka tahap tes.")
    return NextStep(
        _("Semua berkas sudah diperiksa"),
        text.format(passed=passed, failed=failed),
        _("Buat berita acara administrasi"),
        "file-sign",
        Action.FINISH_ADMINISTRATION,
    )


def _second_step(state: VacancyState) -> NextStep | None:
    """Where two verify: what waits for the second, or was found otherwise."""
    action = (_("Periksa berkas"), "clipboard-check-outline", Action.CHECK_FILES)
    if number := state.seconds.count("waiting"):
        text = ngettext("{n} berkas menunggu pemeriksa kedua", "{n} berkas menunggu pemeriksa kedua", number)
        why = _("Hasilnya baru berlaku setelah diperiksa dua orang.")
        return NextStep(text.format(n=number), why, *action)
    if number := state.seconds.count("differs"):
        text = ngettext("{n} hasil pemeriksaan berbeda", "{n} hasil pemeriksaan berbeda", number)
        why = _("Kedua pemeriksa menyamakan hasilnya sebelum berita acara.")
        return NextStep(text.format(n=number), why, *action)
    return None


def _interview(state: VacancyState, on: date) -> NextStep:
    day = long_date(state.facts.form.interview_on)
    if not state.standing.panel:
        return NextStep(
            _("Susun panel wawancara"),
            _("Paling sedikit tiga orang dengan satu ketua. Wawancara {day}.").format(day=day),
            _("Susun panel"),
            "account-group-outline",
            Action.SET_PANEL,
        )
    if not state.has_letter(LetterKind.CALL) and not state.has_letter(LetterKind.INTERVIEW_MINUTES):
        number = state.candidates
        text = ngettext("{n} calon dipanggil untuk {day}.", "{n} calon dipanggil untuk {day}.", number)
        return NextStep(
            _("Panggil calon wawancara"),
            text.format(n=number, day=day),
            _("Cetak panggilan"),
            "printer-outline",
            Action.ISSUE_CALLS,
        )
    if not state.candidates:
        return _nobody_left(_("Tidak ada calon yang dapat ditetapkan."))
    if number := state.standing.open_sheets:
        text = ngettext("{n} lembar nilai belum lengkap", "{n} lembar nilai belum lengkap", number)
        return NextStep(
            text.format(n=number),
            _("Peringkat baru terlihat setelah semua lembar nilai terisi."),
            _("Isi nilai"),
            "clipboard-edit-outline",
            Action.ENTER_SCORES,
        )
    if number := state.standing.open_tests:
        text = ngettext("{n} nilai tes belum diisi", "{n} nilai tes belum diisi", number)
        return NextStep(
            text.format(n=number),
            _("Peringkat baru terlihat setelah semua nilai tes terisi."),
            _("Isi nilai tes"),
            "clipboard-edit-outline",
            Action.ENTER_TESTS,
        )
    if number := state.standing.unlocked_tests:
        text = ngettext("{n} nilai tes belum dikunci", "{n} nilai tes belum dikunci", number)
        return NextStep(
            text.format(n=number),
            _("Cocokkan nilai tes dengan sumbernya, lalu kunci; sesudah itu peringkat terlihat."),
            _("Kunci nilai tes"),
            "lock-outline",
            Action.ENTER_TESTS,
        )
    if state.standing.unexplained or state.standing.undrawn:
        return NextStep(
            _("Panel masih harus menulis catatan"),
            _owed(state.standing),
            _("Buka rekap nilai"),
            "alert-outline",
            Action.SHOW_RANKING,
        )
    if not any(row.passes for row in state.standing.rows):
        return NextStep(
            _("Semua nilai di bawah ambang lulus."),
            _("Berita acara menyatakan tidak ada yang lulus; sesudah itu lowongan dapat dibuka kembali."),
            _("Buat berita acara…"),
            "gavel",
            Action.CHOOSE_NOBODY,
        )
    if state.has_letter(LetterKind.INTERVIEW_MINUTES):
        return _reserve(state, on)
    return NextStep(
        _("Semua nilai sudah lengkap"),
        _("Tetapkan calon yang diusulkan; berita acara wawancara dicetak sekaligus."),
        _("Tetapkan calon"),
        "gavel",
        Action.DECIDE,
    )


def _reserve(state: VacancyState, on: date) -> NextStep:
    """The one who was chosen has gone: the first reserve comes next, as long as the reserve is valid."""
    first = next(row for row in state.standing.rows if row.passes)
    gone = max(state.left, key=lambda row: row.left_on or date.min, default=None)
    said = []
    if gone is not None:
        text = _("{name}: {status}.")
        said.append(text.format(name=gone.name, status=applied_label(gone.status).lower()))
    if (until := state.facts.reserve_until) is not None:
        text = _("Masa cadangan sudah berakhir {day}: tetapkan dengan alasan, atau batalkan lowongan.")
        text = text if until < on else _("Cadangan berlaku sampai {day}.")
        said.append(text.format(day=long_date(until)))
    said.append(_("Berita acara yang baru menyebut yang digantikannya."))
    heading = _("Berikutnya cadangan 1: {name}").format(name=first.name)
    return NextStep(heading, " ".join(said), _("Tetapkan calon"), "gavel", Action.DECIDE)


def _owed(standing: Standing) -> str:
    """What the panel has to do before it may decide: only what there is."""
    said = []
    if names := ", ".join(row.name for row in standing.unexplained):
        said.append(_("Nilai anggota untuk {names} berselisih besar; tulis catatannya.").format(names=names))
    if names := ", ".join(row.name for row in standing.rows if row.applicant_id in standing.undrawn):
        said.append(_("{names} sama pada semua langkah; catat undiannya.").format(names=names))
    return " ".join(said)


def _decided(state: VacancyState, _on: date) -> NextStep:
    if not state.has_letter(LetterKind.INTERVIEW_MINUTES):
        return NextStep(
            _("Berita acara wawancara dibatalkan"),
            _("Tetapkan calon sekali lagi agar terbit berita acara yang berlaku."),
            _("Tetapkan calon"),
            "gavel",
            Action.DECIDE,
        )
    return _propose(state, _("Usulkan {name}").format(name=state.chosen))


def _propose(state: VacancyState, heading: str) -> NextStep:
    """First its attachments, then the letter."""
    if missing := missing_in_words(state.papers):
        return NextStep(
            _("Lengkapi lampiran usulan"), missing, _("Lampiran usulan"), "file-upload-outline", Action.ATTACH
        )
    return NextStep(
        heading,
        _("Surat usulan kepada Dinas Sosial Provinsi memuat nilai dan nomor berita acara."),
        _("Buat surat usulan"),
        "send-outline",
        Action.PROPOSE,
    )


def _proposed(state: VacancyState, _on: date) -> NextStep:
    proposal = state.proposal
    heading, text = _("Menunggu SK"), ""
    if proposal is not None and proposal.void:
        return _propose(state, _("Surat usulan dibatalkan"))
    if proposal is not None:
        if proposal.status is ProposalStatus.RETURNED:
            heading = _("Usulan dikembalikan")
            if missing := missing_in_words(state.papers):
                return NextStep(heading, missing, _("Lampiran usulan"), "file-upload-outline", Action.ATTACH)
        text = _("{status} sejak {day}.").format(
            status=proposal_label(proposal.status), day=long_date(proposal.status_on)
        )
        if proposal.status is ProposalStatus.RETURNED:
            note = proposal.steps[-1].note.strip().rstrip(".")
            said = f"{text} {note}." if note else text
            way_on = _("{said} Lengkapi di Lampiran usulan, lalu catat dikirim kembali.")
            text = way_on.format(said=said)
    return NextStep(heading, text, _("Catat perjalanan usulan"), "map-marker-outline", Action.TRACK)


def _filled(state: VacancyState, _on: date) -> NextStep:
    heading = _("{name} bertugas").format(name=state.chosen)
    if not state.has_letter(LetterKind.PRESENTATION):
        return NextStep(
            heading,
            _("Hadapkan TKSK baru kepada Camat dengan surat penghadapan."),
            _("Cetak surat penghadapan"),
            "printer-outline",
            Action.PRESENT,
        )
    return NextStep(
        heading,
        _("Lowongan ini selesai."),
        _("Lihat TKSK"),
        "account-tie-outline",
        Action.SHOW_OFFICER,
    )


def _cancelled(state: VacancyState, _on: date) -> NextStep:
    nobody = state.facts.nobody_passed
    again = _("{why} Kecamatan ini tetap lowong: buka lowongan baru.")
    return NextStep(
        _("Tidak ada yang lulus") if nobody else _("Lowongan dibatalkan"),
        again.format(why=state.facts.cancel_reason) if nobody else state.facts.cancel_reason,
        _("Buka lowongan baru"),
        "plus",
        Action.REOPEN,
    )


def _nobody_left(why: str) -> NextStep:
    return NextStep(
        why,
        _("Batalkan lowongan ini, lalu buka kembali."),
        _("Batalkan lowongan…"),
        "close",
        Action.CANCEL,
    )


_STEPS: dict[Stage, Callable[[VacancyState, date], NextStep]] = {
    Stage.DRAFT: _draft,
    Stage.ANNOUNCED: _announced,
    Stage.ADMINISTRATION: _administration,
    Stage.INTERVIEW: _interview,
    Stage.DECIDED: _decided,
    Stage.PROPOSED: _proposed,
    Stage.FILLED: _filled,
    Stage.CANCELLED: _cancelled,
}
