"""What may happen in a selection, and what the program proposes (domain.md 1.5, 5, 8.1)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from db.rules.dates import age_on, long_date, short_date
from db.rules.problems import Problem
from db.rules.words import _


class Stage(StrEnum):
    """Where a vacancy stands."""

    DRAFT = "draft"
    ANNOUNCED = "announced"  # open for applicants
    ADMINISTRATION = "administration"
    INTERVIEW = "interview"
    DECIDED = "decided"
    PROPOSED = "proposed"
    FILLED = "filled"
    CANCELLED = "cancelled"


NEXT_STAGES: dict[Stage, frozenset[Stage]] = {
    Stage.DRAFT: frozenset({Stage.ANNOUNCED, Stage.CANCELLED}),
    Stage.ANNOUNCED: frozenset({Stage.ADMINISTRATION, Stage.CANCELLED}),
    Stage.ADMINISTRATION: frozenset({Stage.INTERVIEW, Stage.CANCELLED}),
    Stage.INTERVIEW: frozenset({Stage.DECIDED, Stage.ADMINISTRATION, Stage.CANCELLED}),  # back: an objection
    Stage.DECIDED: frozenset({Stage.PROPOSED, Stage.INTERVIEW, Stage.CANCELLED}),  # back: nobody is chosen
    Stage.PROPOSED: frozenset({Stage.FILLED, Stage.INTERVIEW, Stage.CANCELLED}),
    Stage.FILLED: frozenset(),
    Stage.CANCELLED: frozenset(),
}
OPEN_STAGES = frozenset(Stage) - {Stage.FILLED, Stage.CANCELLED}


def stage_label(stage: Stage) -> str:
    """What the screen calls a stage."""
    return {
        Stage.DRAFT: _("Rancangan"),
        Stage.ANNOUNCED: _("Pendaftaran"),
        Stage.ADMINISTRATION: _("Seleksi administrasi"),
        Stage.INTERVIEW: _("Wawancara"),
        Stage.DECIDED: _("Calon ditetapkan"),
        Stage.PROPOSED: _("Menunggu SK"),
        Stage.FILLED: _("Selesai"),
        Stage.CANCELLED: _("Dibatalkan"),
    }[stage]


def check_stage(now: Stage, *allowed: Stage) -> list[Problem]:
    """Why an action is not possible at this stage; empty when the stage is one of `allowed`."""
    if now in allowed:
        return []
    text = _("Lowongan ini sedang pada tahap {now}; langkah ini untuk tahap {allowed}.")
    names = _(" atau ").join(stage_label(stage) for stage in allowed)
    return [Problem(text.format(now=stage_label(now), allowed=names))]


def check_move(now: Stage, target: Stage) -> list[Problem]:
    """Why a vacancy may not move to `target`; empty when the table of stages allows it."""
    if target in NEXT_STAGES[now]:
        return []
    text = _("Dari tahap {now} belum dapat ke tahap {target}.")
    return [Problem(text.format(now=stage_label(now), target=stage_label(target)))]


class Applied(StrEnum):
    """Where an application stands."""

    REGISTERED = "registered"
    PASSED = "passed"  # MS
    FAILED = "failed"  # TMS
    ABSENT = "absent"  # did not come to the interview
    CHOSEN = "chosen"
    RESERVE = "reserve"
    NOT_CHOSEN = "not_chosen"
    WITHDRAWN = "withdrawn"
    DISQUALIFIED = "disqualified"
    REFUSED = "refused"  # proposed, but the ministry said no
    APPOINTED = "appointed"


def applied_label(status: Applied) -> str:
    """What the screen calls the state of an application."""
    return {
        Applied.REGISTERED: _("Terdaftar"),
        Applied.PASSED: _("MS"),
        Applied.FAILED: _("TMS"),
        Applied.ABSENT: _("Tidak hadir"),
        Applied.CHOSEN: _("Diusulkan"),
        Applied.RESERVE: _("Cadangan"),
        Applied.NOT_CHOSEN: _("Tidak lulus"),
        Applied.WITHDRAWN: _("Mengundurkan diri"),
        Applied.DISQUALIFIED: _("Gugur"),
        Applied.REFUSED: _("Usulan ditolak"),
        Applied.APPOINTED: _("Diangkat"),
    }[status]


def check_withdrawal(now: Stage, status: Applied) -> list[Problem]:
    """Anybody may step back up to the interview; after the decision, who was chosen or stands in reserve."""
    waiting = status in (Applied.CHOSEN, Applied.RESERVE)
    late = (Stage.DECIDED, Stage.PROPOSED) if waiting else ()
    return check_stage(now, Stage.ANNOUNCED, Stage.ADMINISTRATION, Stage.INTERVIEW, *late)


class RequirementKind(StrEnum):
    AGE = "age"
    EDUCATION = "education"
    DOMICILE = "domicile"
    DOCUMENT = "document"
    STATEMENT = "statement"
    MEMBERSHIP = "membership"
    OTHER = "other"


class CheckMethod(StrEnum):
    AUTOMATIC = "automatic"
    MANUAL = "manual"


class Result(StrEnum):
    PASS = "pass"  # MS
    FAIL = "fail"  # TMS
    WAIT = "wait"  # put off: nothing is decided until somebody looks again


def result_label(result: Result) -> str:
    """MS or TMS, as every office says; tunda while it waits."""
    return {Result.PASS: _("MS"), Result.FAIL: _("TMS"), Result.WAIT: _("Tunda")}[result]


class PanelRole(StrEnum):
    CHAIR = "chair"
    SECRETARY = "secretary"
    MEMBER = "member"
    OBSERVER = "observer"  # the inspectorate: present, without a score


def panel_role_label(role: PanelRole) -> str:
    """What screen and paper call a role in the panel."""
    return {
        PanelRole.CHAIR: _("Ketua"),
        PanelRole.SECRETARY: _("Sekretaris"),
        PanelRole.MEMBER: _("Anggota"),
        PanelRole.OBSERVER: _("Pengamat"),
    }[role]


class ProposalStatus(StrEnum):
    SENT = "sent"
    RECEIVED = "received"
    RETURNED = "returned"
    RECOMMENDED = "recommended"
    MINISTRY = "ministry"
    REFUSED = "refused"
    DECREED = "decreed"


def proposal_label(status: ProposalStatus) -> str:
    """What the screen calls the state of a proposal."""
    return {
        ProposalStatus.SENT: _("Dikirim ke provinsi"),
        ProposalStatus.RECEIVED: _("Diterima provinsi"),
        ProposalStatus.RETURNED: _("Dikembalikan"),
        ProposalStatus.RECOMMENDED: _("Direkomendasikan provinsi"),
        ProposalStatus.MINISTRY: _("Diterima kementerian"),
        ProposalStatus.REFUSED: _("Ditolak"),
        ProposalStatus.DECREED: _("SK terbit"),
    }[status]


PAPERS_NAMED = 4  # of those that are missing


@dataclass(frozen=True)
class Requirement:
    """What an automatic check needs to know of a requirement."""

    kind: RequirementKind
    minimum: int | None
    maximum: int | None
    method: CheckMethod


@dataclass(frozen=True)
class Candidate:
    """What an automatic check needs to know of an applicant."""

    birth_date: date | None
    education_level: int | None  # None: not entered yet
    education_name: str
    desa_kecamatan: str | None  # code of the kecamatan of domicile; None: outside or not known
    domicile: str  # in words, for the reason


@dataclass(frozen=True)
class Proposed:
    """MS or TMS with the reason in words; `result` None: a person has to look.

    What an automatic check needs and nobody has filled in is TMS: nobody passes by an empty field.
    """

    result: Result | None
    reason: str


def propose(
    requirement: Requirement, candidate: Candidate, kecamatan_code: str, kecamatan: str, counted_on: date
) -> Proposed:
    """What the program proposes for one requirement of one applicant."""
    if requirement.method is CheckMethod.MANUAL:
        return Proposed(None, _("periksa berkas"))
    match requirement.kind:
        case RequirementKind.AGE:
            return _propose_age(requirement, candidate.birth_date, counted_on)
        case RequirementKind.EDUCATION:
            return _propose_education(requirement, candidate)
        case RequirementKind.DOMICILE:
            return _propose_domicile(candidate, kecamatan_code, kecamatan)
        case _:
            return Proposed(None, _("periksa berkas"))


def _propose_age(requirement: Requirement, birth_date: date | None, counted_on: date) -> Proposed:
    if birth_date is None:
        return Proposed(Result.FAIL, _("tanggal lahir belum diisi"))
    age = age_on(birth_date, counted_on)
    said = _("umur {age} tahun pada {day}").format(age=age, day=long_date(counted_on))
    if requirement.maximum is not None and age > requirement.maximum:
        return Proposed(Result.FAIL, _("{said}, batas {limit}").format(said=said, limit=requirement.maximum))
    if requirement.minimum is not None and age < requirement.minimum:
        return Proposed(
            Result.FAIL, _("{said}, paling rendah {limit}").format(said=said, limit=requirement.minimum)
        )
    return Proposed(Result.PASS, said)


def _propose_education(requirement: Requirement, candidate: Candidate) -> Proposed:
    if candidate.education_level is None:
        return Proposed(Result.FAIL, _("pendidikan belum diisi"))
    enough = requirement.minimum is None or candidate.education_level >= requirement.minimum
    said = _("pendidikan {education}").format(education=candidate.education_name)
    return Proposed(Result.PASS if enough else Result.FAIL, said)


def _propose_domicile(candidate: Candidate, kecamatan_code: str, kecamatan: str) -> Proposed:
    if candidate.desa_kecamatan == kecamatan_code:
        return Proposed(Result.PASS, _("domisili {place}").format(place=candidate.domicile))
    if not candidate.domicile:
        return Proposed(Result.FAIL, _("domisili belum diisi"))
    text = _("domisili {place}, di luar Kecamatan {kecamatan}")
    return Proposed(Result.FAIL, text.format(place=candidate.domicile, kecamatan=kecamatan))


def missing_papers(missing: Sequence[str], required: int) -> Proposed | None:
    """TMS where required papers are missing, the first of them named; None where all are there."""
    if not missing:
        return None
    if len(missing) == required:
        return Proposed(Result.FAIL, _("tidak satu pun berkas wajib ada"))
    names = [name.split(" (")[0] for name in missing]
    if (more := len(names) - PAPERS_NAMED) > 1:
        names = [*names[:PAPERS_NAMED], _("dan {n} lainnya").format(n=more)]
    return Proposed(Result.FAIL, _("berkas belum ada: {names}").format(names=", ".join(names)))


def check_decision(proposed: Result | None, result: Result, reason: str) -> list[Problem]:
    """An override of the program's proposal, and every TMS, needs a reason."""
    if reason.strip():
        return []
    if result is Result.WAIT:
        return [Problem(_("Tulis apa yang ditunggu."), "reason")]
    if proposed is not None and proposed is not result:
        return [Problem(_("Tulis alasan mengapa hasil berbeda dari usul program."), "reason")]
    if proposed is None and result is Result.FAIL:
        return [Problem(_("Tulis alasan TMS; alasan ini dicetak dalam berita acara."), "reason")]
    return []


def check_requirement(code: str, text: str, low: int | None, high: int | None) -> list[Problem]:
    """A requirement says something, and its limits make sense."""
    problems = []
    if not text.strip():
        problems.append(Problem(_("Persyaratan {code} kosong.").format(code=code)))
    if low is not None and high is not None and high < low:
        said = _("Persyaratan {code}: batas tertinggi di bawah batas terendah.")
        problems.append(Problem(said.format(code=code)))
    return problems


def check_schedule(
    opened_on: date, opens_on: date, closes_on: date, administration_on: date, interview_on: date
) -> list[Problem]:
    """The dates of a selection follow one another."""
    steps = (
        (opened_on, opens_on, _("Pendaftaran dibuka sebelum pengumuman."), "opens_on"),
        (opens_on, closes_on, _("Pendaftaran ditutup sebelum dibuka."), "closes_on"),
        (closes_on, administration_on, _("Seleksi administrasi mendahului penutupan."), "administration_on"),
        (administration_on, interview_on, _("Wawancara mendahului seleksi administrasi."), "interview_on"),
    )
    return [Problem(text, field) for first, then, text, field in steps if then < first]


def check_kecamatan(name: str, closed_on: date | None) -> list[Problem]:
    """A kecamatan that is gone has no post to fill."""
    if closed_on is None:
        return []
    text = _("Kecamatan {name} sudah ditutup sejak {day}; lowongan tidak dapat dibuka.")
    return [Problem(text.format(name=name, day=long_date(closed_on)), "kecamatan_code")]


def check_late(registered_on: date, opens_on: date, closes_on: date, late_reason: str) -> list[Problem]:
    """Outside the announced days an application needs a reason."""
    if opens_on <= registered_on <= closes_on or late_reason.strip():
        return []
    text = _("Pendaftaran {opens} s.d. {closes}. Tulis alasan menerima di luar waktu itu.")
    filled = text.format(opens=long_date(opens_on), closes=long_date(closes_on))
    return [Problem(filled, "late_reason")]


def late_label(registered_on: date, closes_on: date, late_reason: str) -> str:
    """How lists tell an application that was taken outside the announced days; else nothing."""
    if not late_reason:
        return ""
    word = _("Terlambat") if registered_on > closes_on else _("Mendahului")
    return f"{word} ({short_date(registered_on)}): {late_reason}"


DECIDED_BY = ("nik", "birth_date", "education", "desa_code", "outside")  # what MS or TMS was found from


def check_completion(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Problem]:
    """After the administration a person's data may be completed, not what it was decided by."""
    text = _("Berkas sudah diputuskan; data ini tidak dapat diubah lagi.")
    return [
        Problem(text, field)
        for field in DECIDED_BY
        if field in after and (after[field] or None) != (before.get(field) or None)
    ]


def check_team(roles: Sequence[str]) -> list[Problem]:
    """Who checks the files: somebody, and at most one chair."""
    if not roles:
        return [Problem(_("Isi nama tim yang memeriksa berkas."))]
    if roles.count(panel_role_label(PanelRole.CHAIR)) > 1:
        return [Problem(_("Tim hanya mempunyai satu ketua."))]
    return []


def check_panel(roles: Sequence[PanelRole], names: Collection[str]) -> list[Problem]:
    """At least three members, exactly one chair, nobody twice (domain.md 5.3)."""
    problems = []
    if len(roles) < 3:
        problems.append(Problem(_("Panel paling sedikit tiga orang; sekarang {n}.").format(n=len(roles))))
    if roles.count(PanelRole.CHAIR) != 1:
        problems.append(Problem(_("Panel harus mempunyai tepat satu ketua.")))
    if len(set(names)) != len(roles):
        problems.append(Problem(_("Satu orang tidak boleh dua kali dalam panel.")))
    return problems


def check_panel_decree(number: str, on: date | None, today: date) -> list[Problem]:
    """A decree has a number and a day; neither where it is not known."""
    if bool(number.strip()) != (on is not None):
        text = _("Isi nomor dan tanggal keputusan tim seleksi, atau kosongkan keduanya.")
        return [Problem(text, "decree_on" if number.strip() else "decree_number")]
    if on is not None and on > today:
        return [Problem(_("Tanggal keputusan tim seleksi belum tiba."), "decree_on")]
    return []


def proposal_steps(status: ProposalStatus) -> tuple[ProposalStatus, ...]:
    """What may be noted next on the way of a proposal; decree and refusal have their own forms."""
    return {
        ProposalStatus.SENT: (ProposalStatus.RECEIVED, ProposalStatus.RETURNED),
        ProposalStatus.RECEIVED: (ProposalStatus.RECOMMENDED, ProposalStatus.RETURNED),
        ProposalStatus.RETURNED: (ProposalStatus.SENT,),
        ProposalStatus.RECOMMENDED: (ProposalStatus.MINISTRY, ProposalStatus.RETURNED),
        ProposalStatus.MINISTRY: (ProposalStatus.RETURNED,),
        ProposalStatus.REFUSED: (),
        ProposalStatus.DECREED: (),
    }[status]
