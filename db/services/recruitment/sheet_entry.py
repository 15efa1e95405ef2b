"""Writing on score sheets, locking and opening them, and who does not score whom (domain.md 5.3, 7–8).

Three ways in: the member with the own PIN; paper typed by one person; the same paper typed once more by
a second person who does not see what the first typed.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.audit import note
from db.models.recruitment import Applicant, PanelMember, Score, Vacancy, VacancyCriterion
from db.models.selection import Recusal, ScoreSheet, SheetOpening
from db.records import clash, hold
from db.rules.access import Right
from db.rules.problems import Conflict, Problem, RuleViolation, refuse, require
from db.rules.recruitment import Applied, PanelRole, Stage, check_stage
from db.rules.selection import EntryWay, Relation
from db.rules.sheets import check_score, differing
from db.rules.words import _
from db.services.recruitment.pins import MemberKey, check_opener, declared_by, holds, own_name
from db.sheet_book import Pair, SheetBook, book_of, require_unprinted

Values = Mapping[str, Decimal | None]
LONGEST_DETAIL = 120


@needs(Right.SCORE)
def save_scores(
    session: Session,
    applicant_id: int,
    member_id: int,
    values: Values,
    *,
    before: Values,
    key: MemberKey | None = None,
    typist: str = "",
) -> None:
    """Keep what one member gave one candidate, by code of the criterion; None stays missing, never 0.

    A criterion that is not in `values` keeps the value it has. before: the values as whoever types knows
    them; one that somebody else changed meanwhile is refused, saying who, not what. key: the member types;
    without it somebody copies the member's paper.
    """
    book, applicant, member = _open_book(session, applicant_id, member_id)
    scale = book.vacancy.scale
    require(p for code, v in values.items() if v is not None for p in check_score(v, scale, code))
    sheet = _sheet(session, book, applicant, member, key, typist)
    kept = {s.criterion_id: s for s in applicant.scores if s.member_id == member_id}
    clashes = []
    for criterion in book.vacancy.criteria:
        if criterion.code not in values:
            continue
        value, score = values[criterion.code], kept.get(criterion.id)
        opened, now = before.get(criterion.code), score.value if score else None
        if value in (opened, now):
            continue
        if now != opened:
            clashes.append(_clash(session, applicant_id, member_id, criterion, score))
        elif value is None and score is not None:
            applicant.scores.remove(score)
            session.delete(score)
        elif value is not None and score is not None:
            score.value = value
        elif value is not None:
            ids = {"member_id": member_id, "criterion_id": criterion.id}
            session.add(Score(applicant=applicant, value=value, **ids))
    if clashes:
        raise Conflict(clashes)
    session.flush()
    if not book.values(applicant, member_id) and not sheet.second:
        sheet.first_typist = ""


@needs(Right.SCORE)
def save_second(
    session: Session, applicant_id: int, member_id: int, values: Values, *, typist: str = ""
) -> tuple[str, ...]:
    """What a second person types from the same paper. Codes that differ, once both copies are full."""
    book, applicant, member = _open_book(session, applicant_id, member_id)
    sheet, first = book.sheets.get((applicant_id, member_id)), book.by_code(applicant, member_id)
    who = typist.strip() or actor_of(session).name
    if sheet is None or len(first) < book.criteria:
        raise refuse(_("Salinan pertama lembar ini belum lengkap."))
    if sheet.way is EntryWay.OWN:
        raise refuse(_("Lembar ini diisi {name} sendiri dengan PIN.").format(name=member.name))
    if who.casefold() == sheet.first_typist.casefold():
        text = _("{name} sudah menyalin lembar ini. Salinan kedua diketik orang lain.")
        raise refuse(text.format(name=who), "typist")
    scale = book.vacancy.scale
    require(p for code, v in values.items() if v is not None for p in check_score(v, scale, code))
    known = {criterion.code for criterion in book.vacancy.criteria}
    second = dict(sheet.second or {})
    for code in known & set(values):
        if (value := values[code]) is None:
            second.pop(code, None)
        else:
            second[code] = str(value)
    sheet.second, sheet.second_typist, sheet.way = second, who, EntryWay.TWICE
    exact = {code: Decimal(text) for code, text in second.items()}
    return tuple(differing(first, exact)) if len(second) == book.criteria else ()


@needs(Right.SCORE)
def settle(session: Session, applicant_id: int, member_id: int, values: Mapping[str, Decimal]) -> None:
    """Where two copies differ: what the paper says, looked at once more; it replaces both."""
    book, applicant, _member = _open_book(session, applicant_id, member_id)
    sheet, second = book.sheets.get((applicant_id, member_id)), book.second((applicant_id, member_id))
    unequal = set(differing(book.by_code(applicant, member_id), second))
    if sheet is None or not set(values) <= unequal:
        raise refuse(_("Hanya nilai yang berbeda yang dicocokkan dengan kertas."))
    require(p for code, v in values.items() for p in check_score(v, book.vacancy.scale, code))
    codes = {criterion.id: criterion.code for criterion in book.vacancy.criteria}
    for score in applicant.scores:
        if score.member_id == member_id and codes[score.criterion_id] in values:
            score.value = values[codes[score.criterion_id]]
    sheet.second = {**(sheet.second or {}), **{code: str(value) for code, value in values.items()}}


@needs(Right.SCORE)
def clear_sheet(session: Session, applicant_id: int, member_id: int, key: MemberKey | None = None) -> None:
    """Empty an open sheet, to be typed anew."""
    book, applicant, member = _open_book(session, applicant_id, member_id)
    sheet = book.sheets.get((applicant_id, member_id))
    if sheet is not None and sheet.way is EntryWay.OWN and not holds(member, key):
        raise _needs_pin(member)
    for score in [score for score in applicant.scores if score.member_id == member_id]:
        applicant.scores.remove(score)
        session.delete(score)
    if sheet is not None:
        sheet.second, sheet.first_typist, sheet.second_typist = None, "", ""


@needs(Right.SCORE)
def lock_sheets(
    session: Session,
    pairs: Collection[Pair],
    *,
    keys: Collection[MemberKey] = (),
    compared: Collection[int] = (),
    typist: str = "",
) -> int:
    """Lock full sheets, one or many: how many. All or none.

    Whoever has a PIN locks with it. The sheets of the others are locked by who copied them, by name, once
    that person says that they were compared with the signed paper; compared: of these members.
    """
    given = {key.member_id: key for key in keys}
    for applicant_id, member_id in pairs:
        member, key = session.get_one(PanelMember, member_id), given.get(member_id)
        if not holds(member, key):
            if member.pin_hash:
                text = _("{name} mempunyai PIN; lembarnya dikunci dengan PIN itu.")
                raise refuse(text.format(name=member.name), f"pin-{member_id}")
            if member_id not in compared:
                text = _("Lembar {name} belum dicocokkan dengan lembar bertanda tangan.")
                raise refuse(text.format(name=member.name))
            if not typist.strip():
                raise refuse(_("Tulis nama yang mencocokkan lembar dengan kertasnya."), "typist")
        _lock(session, applicant_id, member_id, key, typist)
    return len(pairs)


def _lock(session: Session, applicant_id: int, member_id: int, key: MemberKey | None, typist: str) -> None:
    """Close a full sheet with its seal."""
    book, applicant, member = _open_book(session, applicant_id, member_id)
    sheet = book.sheets.get((applicant_id, member_id))
    whose = _whose(applicant, member)
    values = book.by_code(applicant, member_id)
    if len(values) < book.criteria or sheet is None:
        missing = book.criteria - len(values)
        text = _("Lembar {whose} belum lengkap; {n} nilai belum diisi.")
        raise refuse(text.format(whose=whose, n=missing))
    if sheet.way is EntryWay.TWICE:
        second = book.second((applicant_id, member_id))
        if len(second) < book.criteria:
            raise refuse(_("Salinan kedua lembar {whose} belum lengkap.").format(whose=whose))
        if codes := differing(values, second):
            text = _("Dua salinan lembar {whose} berbeda pada {codes}. Cocokkan dengan kertasnya.")
            raise refuse(text.format(whose=whose, codes=", ".join(codes)))
    nameless = sheet.first_typist == actor_of(session).name and not own_name(session)
    if sheet.way is not EntryWay.OWN and nameless and typist.strip():
        sheet.first_typist = typist.strip()  # no login tells who copied; whoever answers for it does
    sheet.locked_at = datetime.now(UTC).replace(microsecond=0)
    sheet.locked_by = member.name if holds(member, key) else typist.strip()
    sheet.seal = book.seal(applicant, sheet, member)


@needs(Right.RECRUITMENT)
def hand_back(session: Session, pairs: Collection[Pair], reason: str) -> int:
    """Empty sheets that were begun from paper by mistake, so that the member types them: how many.

    The log keeps whose, who had copied them, and why; never what stood on them.
    """
    if not reason.strip():
        raise refuse(_("Tulis alasan lembar dikembalikan."), "reason")
    for applicant_id, member_id in pairs:
        applicant, member = session.get_one(Applicant, applicant_id), session.get_one(PanelMember, member_id)
        hold(session, PanelMember, member_id)
        sheet = book_of(session, applicant.vacancy_id).sheets.get((applicant_id, member_id))
        whose = f"{member.name} untuk {applicant.person.full_name}"
        if sheet is None or sheet.way is EntryWay.OWN:
            raise refuse(_("Lembar {whose} tidak disalin dari kertas.").format(whose=whose))
        copied = f"Lembar {whose}, disalin {sheet.first_typist}, dikembalikan"
        clear_sheet(session, applicant_id, member_id)
        note(session, ScoreSheet, f"{copied} kepada {member.name}: {reason.strip()}", sheet.id)
    return len(pairs)


@needs(Right.SCORE)
def open_sheet(
    session: Session,
    applicant_id: int,
    member_id: int,
    reason: str,
    *,
    opener_id: int,
    key: MemberKey | None = None,
) -> None:
    """Open a locked sheet again: chair or secretary, with the own PIN and a reason; its values are kept."""
    if not reason.strip():
        raise refuse(_("Tulis alasan membuka kunci; alasan dicetak dalam berita acara."), "reason")
    book, applicant, member = _book(session, applicant_id, member_id)
    opener = check_opener(session, book.vacancy.id, opener_id, key)
    sheet = book.sheets.get((applicant_id, member_id))
    if sheet is None or sheet.locked_at is None:
        raise refuse(_("Lembar {whose} tidak terkunci.").format(whose=_whose(applicant, member)))
    values = {code: str(value) for code, value in book.by_code(applicant, member_id).items()}
    now = datetime.now(UTC)
    session.add(SheetOpening(sheet_id=sheet.id, at=now, by=opener.name, reason=reason.strip(), values=values))
    sheet.locked_at, sheet.locked_by, sheet.seal, sheet.second = None, "", "", None
    if sheet.way is EntryWay.TWICE:
        sheet.way, sheet.second_typist = EntryWay.TYPED, ""


@needs(Right.SCORE)
def recuse(
    session: Session,
    applicant_id: int,
    member_id: int,
    relation: Relation,
    detail: str,
    *,
    noted_on: date,
    key: MemberKey | None = None,
    typist: str = "",
) -> None:
    """A member does not score a candidate: one sheet less is expected; the minutes say why, and who said it.

    The member declares it with the own PIN; without it somebody copies the paper that the member signed.
    """
    book, applicant, member = _open_book(session, applicant_id, member_id)
    if book.values(applicant, member_id):
        text = _("Lembar {whose} sudah berisi nilai. Kosongkan lembar itu dahulu.")
        raise refuse(text.format(whose=_whose(applicant, member)))
    if relation is Relation.OTHER and not detail.strip():
        raise refuse(_("Uraikan hubungan itu."), "detail")
    others = [m for m in book.scorers if m.id != member_id and (applicant_id, m.id) not in book.recusals]
    if not others:
        text = _("Tidak ada penilai lain untuk {name}; tambahkan anggota panel dahulu.")
        raise refuse(text.format(name=applicant.person.full_name))
    if len(detail.strip()) > LONGEST_DETAIL:
        raise refuse(_("Uraian paling panjang {n} huruf.").format(n=LONGEST_DETAIL), "detail")
    said = [detail.strip(), declared_by(session, member, key, typist)]
    session.add(
        Recusal(
            applicant_id=applicant_id,
            member_id=member_id,
            relation=relation,
            detail="; ".join(filter(None, said)),
            noted_on=noted_on,
        )
    )


@needs(Right.SCORE)
def unrecuse(
    session: Session, applicant_id: int, member_id: int, *, key: MemberKey | None = None, typist: str = ""
) -> None:
    """Take a recusal back that was noted by mistake, as it is declared; the sheet is expected again."""
    book, applicant, member = _book(session, applicant_id, member_id)
    if recusal := book.recusals.get((applicant_id, member_id)):
        how = declared_by(session, member, key, typist)
        session.delete(recusal)
        note(session, Recusal, f"{_whose(applicant, member)}: menilai, {how}", recusal.id)


def _book(session: Session, applicant_id: int, member_id: int) -> tuple[SheetBook, Applicant, PanelMember]:
    """The sheets of an interview that runs, with a candidate and a member who belong to it."""
    applicant = session.get_one(Applicant, applicant_id)
    vacancy = hold(session, Vacancy, applicant.vacancy_id)
    require(check_stage(vacancy.stage, Stage.INTERVIEW))
    require_unprinted(session, vacancy.id)
    session.flush()
    session.expire_all()  # another PC may have locked or written since this session read
    book = book_of(session, vacancy.id)
    if applicant.status is not Applied.PASSED:
        raise refuse(_("Hanya pelamar yang MS dan hadir dapat dinilai."))
    member = next((member for member in book.vacancy.panel if member.id == member_id), None)
    if member is None:
        raise refuse(_("Pewawancara ini bukan anggota panel lowongan ini."))
    if member.role is PanelRole.OBSERVER:
        raise refuse(_("{name} pengamat, jadi tidak memberi nilai.").format(name=member.name))
    return book, applicant, member


def _open_book(
    session: Session, applicant_id: int, member_id: int
) -> tuple[SheetBook, Applicant, PanelMember]:
    """The same for a sheet that may be written on."""
    book, applicant, member = _book(session, applicant_id, member_id)
    sheet = book.sheets.get((applicant_id, member_id))
    if sheet is not None and sheet.locked_at is not None:
        text = _("Lembar {whose} sudah dikunci oleh {who}. Ketua atau sekretaris membukanya dengan alasan.")
        raise refuse(text.format(whose=_whose(applicant, member), who=sheet.locked_by))
    if (applicant_id, member_id) in book.recusals:
        text = _("{member} tidak menilai {name} karena benturan kepentingan.")
        raise refuse(text.format(member=member.name, name=applicant.person.full_name))
    return book, applicant, member


def _sheet(
    session: Session,
    book: SheetBook,
    applicant: Applicant,
    member: PanelMember,
    key: MemberKey | None,
    typist: str,
) -> ScoreSheet:
    """The sheet that is written on, begun with the first value; it goes on the way it was begun."""
    way = EntryWay.OWN if holds(member, key) else EntryWay.TYPED
    if key is not None and way is EntryWay.TYPED:
        raise _needs_pin(member)
    sheet = book.sheets.get((applicant.id, member.id))
    who = member.name if way is EntryWay.OWN else typist.strip() or actor_of(session).name
    if sheet is None:
        sheet = ScoreSheet(applicant_id=applicant.id, member_id=member.id, way=way, first_typist=who)
        session.add(sheet)
    elif not book.values(applicant, member.id):
        sheet.way, sheet.first_typist = way, who
    elif way is EntryWay.OWN and sheet.way is not EntryWay.OWN:
        raise refuse(_("Lembar ini sedang disalin dari kertas oleh {who}.").format(who=sheet.first_typist))
    elif way is EntryWay.TYPED and sheet.way is EntryWay.OWN:
        raise _needs_pin(member)
    return sheet


def _clash(
    session: Session, applicant_id: int, member_id: int, criterion: VacancyCriterion, score: Score | None
) -> Problem:
    """Who changed a value of a sheet; never to what."""
    code, name, key = criterion.code, criterion.name, criterion.id
    what = _("nilai {code} ({name})").format(code=code, name=name)
    owner = {"applicant_id": applicant_id, "member_id": member_id, "criterion_id": key}
    return clash(session, Score, what, ids=[score.id] if score else [], field=code, **owner)


def _needs_pin(member: PanelMember) -> RuleViolation:
    return refuse(_("Lembar {name} dibuka dengan PIN-nya sendiri.").format(name=member.name), "pin")


def _whose(applicant: Applicant, member: PanelMember) -> str:
    return _("{member} untuk {name}").format(member=member.name, name=applicant.person.full_name)
