"""Templates that the office edits itself; each change is a version, and letters keep theirs."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.catalog import spec_of
from db.lettering import newest_template
from db.models.letters import Letter, LetterTemplate
from db.rules.access import Right
from db.rules.letter_kinds import KindSpec, LetterKind, Template, keep_block, read_template
from db.rules.problems import Conflict, Problem, refuse, require
from db.rules.template_profile import check_profile
from db.rules.templates import check_template
from db.rules.words import _


@dataclass(frozen=True)
class TemplateFacts:
    """One version of a template."""

    id: int | None  # None: as it ships, and never used yet
    kind: LetterKind
    edition: int  # 0: as it ships, and never used yet
    shipped: bool
    made_on: date | None
    made_by: str
    note: str
    letters: int  # made with this version
    template: Template


@needs(Right.READ)
def get_template(session: Session, kind: LetterKind) -> TemplateFacts:
    """The template that letters of this kind are made with now."""
    newest, shipped = _newest(session, kind), spec_of(kind).template
    if newest is not None and (not newest.shipped or _read(newest) == shipped):
        return _facts(session, newest)
    return TemplateFacts(None, kind, newest.edition if newest else 0, True, None, "", "", 0, shipped)


@needs(Right.READ)
def list_versions(session: Session, kind: LetterKind) -> list[TemplateFacts]:
    """All versions of a template, the newest first."""
    query = select(LetterTemplate).where(LetterTemplate.kind == kind)
    return [
        _facts(session, found) for found in session.scalars(query.order_by(LetterTemplate.edition.desc()))
    ]


@needs(Right.OFFICE)
def save_template(
    session: Session, kind: LetterKind, template: Template, *, edition: int, note: str = ""
) -> int:
    """Make a new version that the letters from now on are made with. Returns its edition.

    edition: of the version that was opened; another one saved meanwhile refuses this one.
    Refuses a template without a signature block or a number, or with fields that do not exist.
    """
    spec = spec_of(kind)
    _require_sound(template, spec)
    _refuse_if_newer(session, kind, edition)
    if template == get_template(session, kind).template:
        raise refuse(_("Tidak ada yang berubah, jadi tidak ada versi baru."))
    newest_template(session, kind)  # the version as it ships is kept, so that it can be looked at later
    return _add(session, kind, template, shipped=template == spec.template, note=note)


@needs(Right.OFFICE)
def restore_shipped(session: Session, kind: LetterKind, *, edition: int) -> int:
    """The template as it ships, as a new version; refuses if there is a newer one. Returns the edition."""
    spec = spec_of(kind)
    _refuse_if_newer(session, kind, edition)
    if get_template(session, kind).template == spec.template:
        raise refuse(_("Templat ini sudah sama dengan bawaan."))
    return _add(session, kind, spec.template, shipped=True, note=_("Kembali ke bawaan"))


@needs(Right.OFFICE)
def restore_version(session: Session, template_id: int, *, edition: int) -> int:
    """Take an older version again, as a new one, unless there is a newer one. Returns its edition."""
    old = session.get_one(LetterTemplate, template_id)
    template, spec = _read(old), spec_of(old.kind)
    _refuse_if_newer(session, old.kind, edition)
    if get_template(session, old.kind).template == template:
        raise refuse(_("Versi ini sama dengan yang dipakai sekarang."))
    _require_sound(template, spec)
    note = _("Kembali ke versi {edition}").format(edition=old.edition)
    return _add(session, old.kind, template, shipped=template == spec.template, note=note)


def _require_sound(template: Template, spec: KindSpec) -> None:
    blocks = check_template(template.blocks, spec.fields, signed=spec.signed, numbered=spec.numbered)
    require([*blocks, *check_profile(template.profile)])


def _refuse_if_newer(session: Session, kind: LetterKind, edition: int) -> None:
    newest = _newest(session, kind)
    if newest is not None and newest.edition != edition:
        text = _("{who} baru saja menyimpan versi {edition}. Muat ulang untuk melihatnya.")
        raise Conflict([Problem(text.format(who=newest.made_by, edition=newest.edition))])


def _add(session: Session, kind: LetterKind, template: Template, *, shipped: bool, note: str) -> int:
    newest = _newest(session, kind)
    made = LetterTemplate(
        kind=kind,
        edition=newest.edition + 1 if newest else 1,
        shipped=shipped,
        blocks=[keep_block(block) for block in template.blocks],
        profile=dict(vars(template.profile)),
        made_at=datetime.now(UTC),
        made_by=actor_of(session).name[:120],
        note=note.strip()[:200],
    )
    session.add(made)
    session.flush()
    return made.edition


def _newest(session: Session, kind: LetterKind) -> LetterTemplate | None:
    query = select(LetterTemplate).where(LetterTemplate.kind == kind)
    return session.scalars(query.order_by(LetterTemplate.edition.desc())).first()


def _read(kept: LetterTemplate) -> Template:
    return read_template(vars(kept))


def _facts(session: Session, kept: LetterTemplate) -> TemplateFacts:
    used = select(func.count()).select_from(Letter).where(Letter.template_id == kept.id)
    return TemplateFacts(
        id=kept.id,
        kind=kept.kind,
        edition=kept.edition,
        shipped=kept.shipped,
        made_on=kept.made_at.astimezone().date(),
        made_by=kept.made_by,
        note=kept.note,
        letters=session.scalars(used).one(),
        template=_read(kept),
    )
