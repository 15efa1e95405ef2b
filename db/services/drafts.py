"""Letters that are being written: kept, given their paraf, made final, corrected."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.catalog import spec_of
from db.hidden_letters import require_draft_readable, require_readable
from db.lettering import Addressing, IssuedLetter, Render, cancel, newest_template, write_letter
from db.models.letters import Letter, LetterDraft, LetterNumber
from db.models.stipends import StipendPayment
from db.numbers import BY_HAND, setting_of
from db.records import clash, count, merge
from db.rules.access import Right
from db.rules.amounts import check_amounts, settle
from db.rules.drafts import (
    CLASSIFICATION,
    OWNERS,
    DraftForm,
    DraftGone,
    Unfit,
    address_to,
    check_wish,
    find_missing,
    find_turned,
    find_unfit,
    keep_form,
    keep_wish,
    mark_served,
    read_wish,
)
from db.rules.joint_letters import fields_of, is_joint, names_of, shown_values, taken_apart
from db.rules.letter_kinds import KindSpec, LetterKind, kind_label, read_template
from db.rules.letter_life import LetterStatus
from db.rules.letter_values import typed_values
from db.rules.letters import Letter as Stated
from db.rules.numbering import NumberWish, WishKind
from db.rules.problems import Conflict, Problem, RuleViolation, refuse, require
from db.rules.templates import check_template, is_empty, plain
from db.rules.words import _
from db.services import agenda
from db.services.exit_steps import close_step
from db.services.letter_preview import common_of, kept_values
from db.services.letter_sources import check_letter_day

ALL = 1_000_000  # recipients
BELONGS = ("vacancy_id", "applicant_id", "decree_id", "officer_id")  # columns of a letter


@dataclass(frozen=True)
class DraftRow:
    """One line of the list of drafts."""

    id: int
    kind: LetterKind
    subject: str
    dated_on: date
    recipients: int
    checked_by: str
    checked_on: date | None
    corrects: bool


@dataclass(frozen=True)
class DraftFacts:
    """One draft, with what its form needs."""

    id: int
    form: DraftForm
    subject: str
    checked_by: str
    checked_on: date | None
    corrects_id: int | None
    corrects_number: str
    correction_reason: str
    corrects_cancelled: bool  # the letter to be corrected was cancelled meanwhile


@dataclass(frozen=True)
class Issued:
    """What one step of making a draft final has made."""

    letters: tuple[IssuedLetter, ...]
    phones: tuple[str, ...]  # of their recipients, as the draft had them
    left: int  # recipients whose letter is still to be made
    unfit: tuple[Unfit, ...]  # who gets none until the list is put right; the draft keeps them


@needs(Right.LETTERS)
def count_drafts(session: Session, text: str = "") -> int:
    """How many drafts a search finds."""
    return count(session, _matching(text))


@needs(Right.LETTERS)
def list_drafts(session: Session, offset: int = 0, limit: int = 200, text: str = "") -> list[DraftRow]:
    """One page of the drafts, the newest first."""
    query = _matching(text).order_by(LetterDraft.id.desc()).offset(offset).limit(limit)
    return [
        DraftRow(
            id=draft.id,
            kind=draft.kind,
            subject=draft.subject,
            dated_on=draft.dated_on,
            recipients=len(draft.recipients),
            checked_by=draft.checked_by,
            checked_on=draft.checked_on,
            corrects=draft.corrects_id is not None,
        )
        for draft in session.scalars(query)
    ]


@needs(Right.LETTERS)
def get_draft(session: Session, draft_id: int) -> DraftFacts:
    """One draft; refuses, saying so, when it has become final or was deleted meanwhile."""
    draft = _find(session, draft_id)
    require_draft_readable(session, draft)
    corrected = session.get(Letter, draft.corrects_id) if draft.corrects_id else None
    return DraftFacts(
        id=draft.id,
        form=_form(draft),
        subject=draft.subject,
        checked_by=draft.checked_by,
        checked_on=draft.checked_on,
        corrects_id=draft.corrects_id,
        corrects_number=corrected.describe() if corrected else "",
        correction_reason=draft.correction_reason,
        corrects_cancelled=corrected is not None and corrected.status is LetterStatus.CANCELLED,
    )


@needs(Right.LETTERS)
def save_draft(
    session: Session, draft_id: int | None, form: DraftForm, before: DraftForm | None = None
) -> int:
    """Keep a letter that is being written; a change takes its paraf away. Returns the id.

    before: as the form was opened; None for a new one.
    """
    kept = keep_form(form)
    if draft_id is None:
        draft = LetterDraft(kind=form.kind, subject=_subject(session, form), **kept)
        session.add(draft)
    else:
        draft = _find(session, draft_id, hold=True)
        opened = keep_form(before or form)
        values = _merge_values(session, draft, opened.pop("values"), kept.pop("values"))
        was = (draft.dated_on, draft.official_id, draft.values, draft.recipients, draft.wish)
        merge(session, draft, opened, kept)
        draft.values = values
        if was != (draft.dated_on, draft.official_id, draft.values, draft.recipients, draft.wish):
            draft.checked_by, draft.checked_on = "", None
            draft.subject = _subject(session, _form(draft))
    session.flush()
    return draft.id


@needs(Right.LETTERS)
def delete_draft(session: Session, draft_id: int) -> None:
    """Throw a draft away; it never had a number."""
    session.delete(_find(session, draft_id, hold=True))


@needs(Right.LETTERS)
def check_draft(session: Session, draft_id: int, today: date) -> None:
    """Give a draft its paraf: it was read, and may become final."""
    draft = _find(session, draft_id, hold=True)
    draft.checked_by, draft.checked_on = actor_of(session).name[:120], today


@needs(Right.LETTERS)
def finalise(session: Session, draft_id: int, *, today: date, render: Render, limit: int = ALL) -> Issued:
    """Make the next `limit` letters of a draft final; what is left stays in the draft.

    Refuses, naming each, required fields that are empty; a template without a signature; a signer who holds
    no office on the letter's day; a day before the office existed.
    """
    draft = _find(session, draft_id, hold=True)
    require_draft_readable(session, draft)
    form, spec = _form(draft), spec_of(draft.kind)
    joint = is_joint(form)
    if draft.corrects_id and len(form.recipients) > 1 and not joint:
        text = _("Surat perbaikan menggantikan satu surat dan satu penerima. Hapus penerima lainnya.")
        raise refuse(text, "recipients")
    require(check_wish(form))
    require(check_letter_day(session, form.dated_on, today))
    template = read_template(vars(newest_template(session, form.kind)))
    amiss = check_template(template.blocks, spec.fields, signed=spec.signed, numbered=spec.numbered)
    require(Problem(problem.text) for problem in amiss)
    unfit = find_unfit(spec, form.recipients)
    if joint and unfit:
        text = _("Daftar penerima belum benar: {name} {reason}.")
        raise refuse(text.format(name=unfit[0].name or _("penerima"), reason=unfit[0].reason), "recipients")
    if joint or not form.recipients:
        only = _issue(session, draft, spec, form, shown_values(spec, form, None), None, render)
        close_step(session, draft.id, only.id)
        session.delete(draft)
        return Issued((only,), ("",), 0, ())
    places = {found.place for found in unfit}
    fit = [to for place, to in enumerate(form.recipients, 1) if place not in places]
    if not fit:
        text = _("Belum ada penerima yang lengkap: {name} {reason}.")
        raise refuse(text.format(name=unfit[0].name or _("penerima 1"), reason=unfit[0].reason), "recipients")
    letters = tuple(
        _issue(session, draft, spec, form, address_to(spec, form.values, to), to, render)
        for to in fit[:limit]
    )
    rest = (*fit[limit:], *(form.recipients[found.place - 1] for found in unfit))
    draft.recipients = mark_served(rest, fit[:limit])
    if not draft.recipients:
        session.delete(draft)
    phones = tuple(str(to.get("phone") or "") for to in fit[:limit])
    return Issued(letters, phones, len(fit[limit:]), tuple(unfit))


@needs(Right.LETTERS)
def draft_correction(session: Session, letter_id: int, reason: str, today: date) -> int:
    """A draft of version 2 of a final letter: the same values, to be put right. Returns the draft's id.

    Version 1 stays valid until version 2 is final. Asked twice, it answers with the same draft, which then
    bears the newer reason.
    """
    require_readable(session, [letter_id])
    letter = session.get_one(Letter, letter_id)
    if not reason.strip():
        raise refuse(_("Tulis alasan perbaikan; alasan itu dicatat pada surat yang dibatalkan."), "reason")
    if letter.status is LetterStatus.CANCELLED:
        text = _("Surat {number} sudah dibatalkan. Perbaiki versi penggantinya.")
        raise refuse(text.format(number=letter.describe()))
    known = session.scalars(select(LetterDraft).where(LetterDraft.corrects_id == letter_id)).first()
    if known is not None:
        known.correction_reason = reason.strip()[:300]
        return known.id
    values, recipients = taken_apart(kept_values(letter))
    if letter.classification != setting_of(session, letter.kind).classification:
        values[CLASSIFICATION] = letter.classification
    draft = LetterDraft(
        kind=letter.kind,
        subject=letter.subject,
        dated_on=today,
        official_id=None,
        values=values,
        recipients=recipients,
        wish=keep_wish(_wish_after(session, letter)),
        corrects_id=letter_id,
        correction_reason=reason.strip()[:300],
    )
    session.add(draft)
    session.flush()
    return draft.id


@needs(Right.LETTERS)
def make_ordinary(session: Session, draft_id: int) -> None:
    """Let a correction whose letter was cancelled meanwhile go on as a letter of its own."""
    draft = _find(session, draft_id, hold=True)
    letter = session.get(Letter, draft.corrects_id) if draft.corrects_id else None
    assert letter is not None, "not a correction"
    if letter.status is not LetterStatus.CANCELLED:
        text = _("Surat {number} masih berlaku. Jadikan perbaikannya final, atau batalkan dahulu suratnya.")
        raise refuse(text.format(number=letter.describe()))
    owners = {name: getattr(letter, name) for name in BELONGS if getattr(letter, name)}
    draft.values = {**draft.values, **({OWNERS: owners} if owners else {})}
    draft.corrects_id, draft.correction_reason = None, ""


def _wish_after(session: Session, letter: Letter) -> NumberWish | None:
    """Who did not number version 1 here does not number version 2 here."""
    number = session.get(LetterNumber, letter.number_id) if letter.number_id else None
    elsewhere = number.series == BY_HAND if number else spec_of(letter.kind).numbered
    return NumberWish(WishKind.LATER) if elsewhere else None


def _issue(
    session: Session,
    draft: LetterDraft,
    spec: KindSpec,
    form: DraftForm,
    kept: Mapping[str, Any],
    to: Mapping[str, Any] | None,
    render: Render,
) -> IssuedLetter:
    require([*find_missing(spec, kept), *find_turned(spec, kept), *check_amounts(spec.fields, kept)])
    stated = fields_of(spec) if is_joint(form) else spec.fields
    values = settle(stated, typed_values(stated, kept))
    known = {**common_of(session, form.dated_on), **values}
    owners = dict(draft.values.get(OWNERS) or {})
    answered = owners.pop("incoming_id", None)  # the letter that this one replies to
    recipient = str(to["name"]) if to else _said(spec.recipient, known)
    if is_joint(form):
        recipient = names_of(form.recipients)
    addressing = Addressing(
        subject=(_said(spec.subject, known) or kind_label(form.kind))[:300],
        recipient=recipient[:300],
        **({"officer_id": to.get("officer_id")} if to else owners),
    )
    corrected = session.get_one(Letter, draft.corrects_id) if draft.corrects_id else None
    if corrected is not None:
        owned = {name: getattr(corrected, name) for name in BELONGS}
        addressing = Addressing(addressing.subject, addressing.recipient, **owned)
    issued = write_letter(
        session,
        Stated(form.kind, values),
        replace(addressing, checked_by=draft.checked_by, checked_on=draft.checked_on),
        dated_on=form.dated_on,
        render=render,
        official_id=form.official_id,
        wish=form.wish,
        corrects=corrected,
        classification=str(form.values.get(CLASSIFICATION) or ""),
    )
    if corrected is not None:
        _replace(session, corrected, issued.id, draft.correction_reason)
    if answered is not None:
        agenda.link_reply(session, answered, issued.id)
    return issued


def _replace(session: Session, old: Letter, new_id: int, reason: str) -> None:
    if old.status is LetterStatus.CANCELLED:
        text = _(
            "Surat {number} sudah dibatalkan sementara konsep perbaikan ini dibuat. "
            "Jadikan konsep ini konsep biasa, atau hapus."
        )
        raise refuse(text.format(number=old.describe()))
    cancel(session, old, reason)
    new = session.get_one(Letter, new_id)
    new.edition, new.replaces_id = old.edition + 1, old.id
    for payment in session.scalars(select(StipendPayment).where(StipendPayment.letter_id == old.id)):
        payment.letter_id = new_id  # what the old list paid, the new one pays


def _find(session: Session, draft_id: int, *, hold: bool = False) -> LetterDraft:
    draft = session.get(LetterDraft, draft_id, with_for_update=hold or None)
    if draft is None:
        text = _("Konsep ini sudah dijadikan final atau dihapus oleh pengguna lain.")
        raise DraftGone([Problem(text)])
    return draft


def _form(draft: LetterDraft) -> DraftForm:
    return DraftForm(
        kind=draft.kind,
        dated_on=draft.dated_on,
        official_id=draft.official_id,
        values=draft.values,
        recipients=tuple(draft.recipients),
        wish=read_wish(draft.wish),
    )


def _merge_values(
    session: Session, draft: LetterDraft, before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, Any]:
    """What two people changed in different fields is both kept."""
    merged, labels = dict(draft.values), {f.name: f.label for f in spec_of(draft.kind).fields}
    clashes = []
    for name in {**before, **after}:
        now, value = merged.get(name), after.get(name)
        if value in (before.get(name), now):
            continue
        if now != before.get(name):
            found = clash(session, LetterDraft, labels.get(name, name), ids=[draft.id])
            clashes.append(Problem(found.text, name))
        merged[name] = value
    if clashes:
        raise Conflict(clashes)
    return {name: value for name, value in merged.items() if value is not None}


def _subject(session: Session, form: DraftForm) -> str:
    spec = spec_of(form.kind)
    try:
        values = typed_values(spec.fields, form.values)
    except RuleViolation:  # half typed
        values = {}
    return (_said(spec.subject, {**common_of(session, form.dated_on), **values}) or kind_label(form.kind))[
        :300
    ]


def _said(text: str, values: Mapping[str, Any]) -> str:
    return "" if is_empty(text, values) else " ".join(plain(text, values).split())


def _matching(text: str) -> Select[LetterDraft]:
    query = select(LetterDraft)
    for word in text.split():
        kinds = [kind for kind in LetterKind if word.casefold() in kind_label(kind).casefold()]
        said = LetterDraft.subject.icontains(word, autoescape=True)
        query = query.where(or_(said, LetterDraft.kind.in_(kinds)))
    return query
