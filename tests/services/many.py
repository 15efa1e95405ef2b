"""Nineteen vacancies with three hundred applicants at all stages, as a kabupaten has them in a full year."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

from db.models.letters import Letter, LetterPaper
from db.models.officers import Assignment
from db.models.people import Person
from db.models.recruitment import (
    Applicant,
    ApplicantCheck,
    PanelMember,
    Proposal,
    ProposalEvent,
    Score,
    Vacancy,
    VacancyCriterion,
    VacancyRequirement,
)
from db.models.regions import Region
from db.models.selection import InterviewSlot, Objection, ScoreSheet
from db.rules.letter_kinds import LetterKind
from db.rules.people import Sex
from db.rules.recruitment import (
    Applied,
    CheckMethod,
    PanelRole,
    ProposalStatus,
    RequirementKind,
    Result,
    Stage,
)
from db.rules.selection import EntryWay
from db.rules.sheets import seal_of

ON = date(2020, 5, 20)
STAGES = (
    *(Stage.DRAFT, *[Stage.ANNOUNCED] * 3, *[Stage.ADMINISTRATION] * 3, *[Stage.INTERVIEW] * 6),
    *(*[Stage.DECIDED] * 2, *[Stage.PROPOSED] * 2, Stage.FILLED, Stage.CANCELLED),
)
FIRST = ("Ahmad", "Baiq", "Lalu", "Siti", "Muhammad", "Nurul", "Agus", "Dewi", "Hendra", "Rina")
LAST = ("Hidayat", "Lestari", "Saputra", "Wulandari", "Ramli", "Fitriani", "Gunawan", "Aisyah")
WEIGHTS = (20, 20, 20, 15, 15, 10)
ASPECTS = (
    *("Pengetahuan kesejahteraan sosial", "Integritas dan motivasi", "Komunikasi"),
    *("Pengenalan wilayah", "Pendataan dan komputer", "Pemecahan kasus"),
)
REQUIREMENTS = (
    (RequirementKind.AGE, "Umur 20–35 tahun"),
    (RequirementKind.EDUCATION, "Pendidikan paling rendah SMA"),
    (RequirementKind.DOMICILE, "Berdomisili di kecamatan"),
    (RequirementKind.DOCUMENT, "Berkas lengkap"),
)
PANEL = (
    ("Ahmad Fauzi", PanelRole.CHAIR),
    ("Sri Lestari", PanelRole.SECRETARY),
    ("Lalu Wirya", PanelRole.MEMBER),
)
AFTER = (Stage.INTERVIEW, Stage.DECIDED, Stage.PROPOSED, Stage.FILLED)
END = (Stage.DECIDED, Stage.PROPOSED, Stage.FILLED)
CALLED, HALF_CALLED, ALL_LOCKED = 9, 8, 11  # places of three vacancies at the interview


def fill_many(session):
    """Returns the ids of the vacancies in the order of STAGES."""
    places = session.scalars(
        select(Region).where(Region.level == 6, Region.code.startswith("5204")).order_by(Region.code)
    ).all()
    counter = iter(range(1, 100_000))
    numbers = [0, *[17] * 12, *[16] * 6]
    return [
        _vacancy(session, place, kecamatan, stage, number, counter).id
        for place, (kecamatan, stage, number) in enumerate(zip(places, STAGES, numbers, strict=False))
    ]


def _vacancy(session, place, kecamatan, stage, number, counter):
    opened = date(2020, 3, 2) + timedelta(days=2 * place) if stage in AFTER else date(2020, 5, 4)
    if stage in (Stage.DRAFT, Stage.ANNOUNCED):
        opened = date(2020, 5, 18)
    term = session.scalars(select(Assignment).where(Assignment.kecamatan_code == kecamatan.code)).first()
    if term is not None and place % 6 != 5:  # the last officer of some is not known
        term.ends_on, term.end_reason = opened - timedelta(days=10 + place), "Mengundurkan diri"
        session.flush()
    vacancy = Vacancy(
        kecamatan=kecamatan,
        stage=stage,
        previous_assignment_id=term.id if term is not None and term.end_reason else None,
        opened_on=opened,
        opens_on=opened,
        closes_on=opened + timedelta(days=7),
        administration_on=opened + timedelta(days=9),
        interview_on=opened + timedelta(days=14),
        result_on=opened + timedelta(days=16),
        age_counted_on=opened + timedelta(days=7),
        hours="08.00–15.00 WITA",
        interview_time="09.00 WITA",
        place="Aula Dinas Sosial Kabupaten Sumbawa",
        pass_mark=Decimal(70),
        requirements=[
            VacancyRequirement(
                code=f"R{n}", position=n, text=text, kind=kind, mandatory=True, method=CheckMethod.MANUAL
            )
            for n, (kind, text) in enumerate(REQUIREMENTS, 1)
        ],
        criteria=[
            VacancyCriterion(code=f"W{n}", position=n, name=name, weight=Decimal(weight))
            for n, (name, weight) in enumerate(zip(ASPECTS, WEIGHTS, strict=True), 1)
        ],
    )
    if stage is Stage.CANCELLED:
        vacancy.cancel_reason = "Tidak ada pelamar yang memenuhi syarat."
    if stage in END:
        vacancy.decided_on = vacancy.interview_on + timedelta(days=1 + place % 3)
    session.add(vacancy)
    session.flush()
    desa = session.scalars(
        select(Region.code).where(Region.code.startswith(kecamatan.code), Region.level > 6)
    )
    homes = desa.all()
    people = [_applicant(vacancy, n, next(counter), homes) for n in range(number)]
    session.add_all(people)
    session.flush()
    _letters(session, vacancy, place)
    if stage in AFTER:
        _interview(session, vacancy, people, place)
    if stage in (Stage.PROPOSED, Stage.FILLED):
        _proposal(session, vacancy, people[0], place)
    if place == 7:
        failed = [one for one in people if one.status is Applied.FAILED]
        session.add_all(
            Objection(applicant=one, received_on=ON, text="Umur saya 35 tahun.") for one in failed[:2]
        )
    session.flush()
    return vacancy


def _applicant(vacancy, n, serial, homes):
    status = _status(vacancy.stage, n)
    born = date(1985 + serial % 15, 1 + serial % 12, 1 + serial % 28)
    sex = Sex.FEMALE if FIRST[serial % 10] in ("Baiq", "Siti", "Nurul", "Dewi", "Rina") else Sex.MALE
    day = born.day + 40 * (sex is Sex.FEMALE)
    code = vacancy.kecamatan_code
    person = Person(
        name=f"{FIRST[serial % 10]} {LAST[serial % 8]} {'ABCDEFGH'[serial // 80]}.",
        nik=f"{code}{day:02}{born:%m%y}{9000 + serial}",
        birth_date=born,
        birth_place=vacancy.kecamatan.name,
        sex=None if serial == 100 else sex,
        desa_code=homes[serial % len(homes)] if n != 3 else None,
        phone=f"0812{30000000 + serial}",
        education="5",
    )
    made = Applicant(
        vacancy=vacancy,
        person=person,
        registration_number=f"TKSK-2020-{code[:4]}-{code[4:]}-{n + 1:03}",
        registered_on=vacancy.opened_on + timedelta(days=n % 7),
        status=status,
    )
    if status is Applied.FAILED:
        made.checks = [
            ApplicantCheck(requirement=requirement, result=Result.FAIL, reason="tidak memenuhi")
            for place, requirement in enumerate(vacancy.requirements)
            if place == n % 4 or (place == 3 and n % 5 == 0)
        ]
    return made


def _status(stage, n):
    if stage is Stage.ANNOUNCED:
        return Applied.WITHDRAWN if n == 5 else Applied.REGISTERED
    if stage is Stage.ADMINISTRATION:
        return (Applied.PASSED, Applied.FAILED, Applied.REGISTERED)[n % 3]
    if stage is Stage.CANCELLED:
        return Applied.FAILED
    if n >= 8:
        return Applied.FAILED
    ends = (Applied.WITHDRAWN, Applied.DISQUALIFIED)
    if stage is Stage.INTERVIEW:
        return (*[Applied.PASSED] * 6, *ends)[n]
    first = Applied.APPOINTED if stage is Stage.FILLED else Applied.CHOSEN
    return (first, *[Applied.RESERVE] * 2, *[Applied.NOT_CHOSEN] * 2, Applied.ABSENT, *ends)[n]


def _letter(session, vacancy, kind, day, subject, applicant=None):
    pdf = f"%PDF {kind} {subject}".encode()
    letter = Letter(
        kind=kind,
        year=day.year,
        number=f"400.9/{vacancy.id:03}.{len(subject)}/DINSOS/{day.year}",
        classification="400.9",
        dated_on=day,
        subject=subject,
        recipient=applicant.person.name if applicant else "",
        signer_name="Dra. Hj. Nur Kartini Wahyuni, M.Si.",
        facts={},
        vacancy_id=vacancy.id,
        applicant_id=applicant.id if applicant else None,
        paper=LetterPaper(pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest()),
    )
    session.add(letter)
    return letter


def _letters(session, vacancy, place):
    name = vacancy.kecamatan.name
    if vacancy.stage is not Stage.DRAFT:
        day = vacancy.opened_on + timedelta(days=place % 3)
        _letter(session, vacancy, LetterKind.ANNOUNCEMENT, day, f"Pengumuman {name}")
    if vacancy.stage in AFTER:
        day = vacancy.administration_on + timedelta(days=place % 4)
        _letter(session, vacancy, LetterKind.ADMINISTRATION_MINUTES, day, f"Berita acara {name}")
    if vacancy.stage in END:
        day = vacancy.decided_on
        _letter(session, vacancy, LetterKind.INTERVIEW_MINUTES, day, f"Berita acara wawancara {name}")


def _interview(session, vacancy, people, place):
    admitted = [
        one for one in people if one.status not in (Applied.FAILED, Applied.WITHDRAWN, Applied.DISQUALIFIED)
    ]
    if place >= HALF_CALLED:
        for queue, one in enumerate(admitted[: 5 if place == HALF_CALLED else None], 1):
            session.add(
                InterviewSlot(
                    applicant=one,
                    on=vacancy.interview_on,
                    starts_at=f"{8 + queue:02}.00",
                    minutes=45,
                    room="Ruang A",
                    queue=queue,
                )
            )
    if place in (HALF_CALLED, CALLED):
        for one in admitted[: 2 if place == HALF_CALLED else None]:
            _letter(
                session, vacancy, LetterKind.CALL, vacancy.administration_on, "Panggilan tes wawancara", one
            )
    if place < CALLED:
        return
    members = [
        PanelMember(vacancy_id=vacancy.id, position=n, name=name, role=role)
        for n, (name, role) in enumerate(PANEL, 1)
    ]
    vacancy.panel = members
    session.flush()
    if place >= ALL_LOCKED and place != ALL_LOCKED + 1:
        _sheets(session, vacancy, [one for one in admitted if one.status is not Applied.ABSENT], members)
    elif place == CALLED:
        _sheets(session, vacancy, admitted[:2], members)


def _sheets(session, vacancy, people, members):
    moment = datetime(2020, 5, 19, 4, 0, tzinfo=UTC)
    for rank, applicant in enumerate(people):
        for member in members:
            values = {
                criterion.code: Decimal(88 - 5 * rank - (criterion.position + member.position) % 4)
                for criterion in vacancy.criteria
            }
            for criterion in vacancy.criteria:
                session.add(
                    Score(
                        applicant=applicant,
                        member_id=member.id,
                        criterion_id=criterion.id,
                        value=values[criterion.code],
                    )
                )
            seal = seal_of(vacancy.id, applicant.registration_number, member.name, values, moment)
            session.add(
                ScoreSheet(
                    applicant=applicant,
                    member=member,
                    way=EntryWay.TYPED,
                    locked_at=moment,
                    locked_by="Sekretaris",
                    seal=seal,
                )
            )


def _proposal(session, vacancy, applicant, place):
    sent = vacancy.decided_on + timedelta(days=3)
    letter = _letter(
        session, vacancy, LetterKind.PROPOSAL, sent, f"Usulan {vacancy.kecamatan.name}", applicant
    )
    session.flush()
    way = [(ProposalStatus.SENT, 0, letter.number), (ProposalStatus.RECEIVED, 4, "")]
    if place % 2:
        way.append((ProposalStatus.RETURNED, 9, "kurang SKCK"))
    else:
        way.append((ProposalStatus.RECOMMENDED, 12, ""))
    if vacancy.stage is Stage.FILLED:
        way = [*way[:2], (ProposalStatus.RECOMMENDED, 12, ""), (ProposalStatus.DECREED, 20, "6/5/SK/2020")]
    events = [
        ProposalEvent(
            status=status,
            on=sent + timedelta(days=days),
            note=note,
            noted_at=datetime(2020, 5, 1, tzinfo=UTC),
        )
        for status, days, note in way
    ]
    session.add(
        Proposal(
            vacancy_id=vacancy.id,
            applicant=applicant,
            letter_id=letter.id,
            status=events[-1].status,
            status_on=events[-1].on,
            events=events,
        )
    )
