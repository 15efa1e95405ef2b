"""Lists taken in from files: looked at first, written in one transaction, taken back whole."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from db.access import actor_of, needs
from db.audit import note
from db.models.imports import ImportBatch, ImportHeading, ImportRow
from db.models.people import Person
from db.records import copy
from db.rules.access import EDITS_PEOPLE, Right
from db.rules.import_cells import fold
from db.rules.import_rows import clean_row
from db.rules.imports import (
    Advance,
    Outcome,
    PlannedRow,
    Result,
    SourceRow,
    TakeBack,
    Target,
    Task,
    count_outcomes,
    kind_of,
    outcome_label,
)
from db.rules.people import mask_digits
from db.rules.problems import refuse
from db.rules.words import _
from db.services.import_applicants import ApplicantImport
from db.services.import_groups import GroupImport
from db.services.import_hidden import Shown
from db.services.import_list_undo import ListUndo
from db.services.import_mapping import TABLES, PeopleImport
from db.services.import_officers import OfficerImport
from db.services.import_pace import Pace
from db.services.import_plan import Plan, changes_of
from db.services.import_stage import Stage
from db.services.import_undo import Undo, in_words
from db.services.import_welfare import WelfareImport
from db.services.mapping.records import hidden_words
from db.services.mapping.seen import hides_names

AT_ONCE = 1_000  # rows that are looked up together
LONGEST_REASON, LONGEST_NAME = 500, 200
IMPORTERS: dict[str, Any] = {
    "officers": OfficerImport,
    "applicants": ApplicantImport,
    "groups": GroupImport,
}
LISTS: dict[str, type[PeopleImport] | type[WelfareImport]] = {  # long ones, written as sets
    "people": PeopleImport,
    "welfare": WelfareImport,
}


@dataclass(frozen=True)
class BatchRow:
    """One line of the list of imports."""

    id: int
    target: str
    file_name: str
    source: str
    totals: dict[str, int]
    made_at: datetime
    made_by: str
    taken_back_at: datetime | None
    taken_back_by: str


@dataclass(frozen=True)
class KeptResult:
    """What became of one row, as it was kept."""

    row: int
    name: str
    outcome: Outcome
    reason: str
    changes: tuple[str, ...]  # what was changed, in words


def _nothing(_done: int) -> None:
    """Nobody watches."""


@needs(Right.READ)
def remembered_headings(session: Session, target: str) -> dict[str, str]:
    """Which field each heading meant the last time, by folded heading."""
    rows = session.execute(
        select(ImportHeading.heading, ImportHeading.field).where(ImportHeading.target == kind_of(target))
    )
    return {heading: field for heading, field in rows}


@needs(Right.READ)
def get_targets(session: Session) -> dict[str, Target]:
    """What lists of the social map may bring, by name: it depends on the office's kinds, desa and fields."""
    found = (PeopleImport.target(session), GroupImport.target(session), WelfareImport.target(session))
    return {target.name: target for target in found}


@needs(Right.READ)
def find_same_file(session: Session, sha256: str) -> BatchRow | None:
    """The import of the very same file, unless it was taken back."""
    query = select(ImportBatch).where(ImportBatch.sha256 == sha256, ImportBatch.taken_back_at.is_(None))
    batch = session.scalars(query.order_by(ImportBatch.id.desc())).first()
    return copy(BatchRow, batch) if batch else None


@needs(Right.READ)
def dry_run(session: Session, task: Task, rows: Iterable[SourceRow], advance: Advance = _nothing) -> Result:
    """What would become of each row; changes nothing."""
    return needs(_right(task.target))(_look)(session, task, rows, advance)


@needs(Right.READ)
def apply(session: Session, task: Task, rows: Iterable[SourceRow], advance: Advance = _nothing) -> Result:
    """Take a list in: everything that can be read, with a reason for each row that cannot."""
    return needs(_right(task.target))(_write)(session, task, rows, advance)


@needs(Right.READ)
def list_batches(session: Session, target: str, *others: str) -> list[BatchRow]:
    """What was taken in, newest first."""
    query = select(ImportBatch).where(ImportBatch.target.in_((target, *others)))
    query = query.order_by(ImportBatch.id.desc())
    return [copy(BatchRow, batch) for batch in session.scalars(query)]


@needs(Right.EXPORT)
def get_results(session: Session, batch_id: int) -> list[KeptResult]:
    """What became of each row of an import; whole NIK and names under sensitive kinds by right."""
    query = select(ImportRow).where(ImportRow.batch_id == batch_id).order_by(ImportRow.id)
    kept = session.scalars(query).all()
    named = _kept_names(session, batch_id, kept)
    rows = [(one, named(row, step)) for row in kept for step, one in enumerate(_spread(session, row))]
    if any(map(_is_range, kept)):
        rows.sort(key=lambda row: row[0].row)  # ranges stand before the rows between them
    words = in_words(session, [row.changes for row, _named in rows])
    shown = str if actor_of(session).rights & EDITS_PEOPLE else mask_digits
    return [
        KeptResult(row.row, shown(row.name), row.outcome, shown(row.reason), tuple(map(shown, said)))
        if is_named
        else KeptResult(row.row, hidden_words(), row.outcome, "", ())
        for (row, is_named), said in zip(rows, words, strict=True)
    ]


@needs(Right.READ)
def check_take_back(session: Session, batch_id: int) -> TakeBack:
    """What taking an import back would do."""
    batch = _batch(session, batch_id)
    return needs(_right(batch.target))(_check_take_back)(session, batch)


@needs(Right.READ)
def take_back(session: Session, batch_id: int, advance: Advance = _nothing) -> TakeBack:
    """Undo an import: old values return, what it made goes; rows changed since stay and are listed."""
    batch = _batch(session, batch_id)
    return needs(_right(batch.target))(_take_back)(session, batch, advance)


def _kept_names(session: Session, batch_id: int, rows: Sequence[ImportRow]) -> Callable[..., bool]:
    """Which rows, and steps of those that stand for many, may be told with their names."""
    has_kinds = kind_of(session.get_one(ImportBatch, batch_id).target) in ("people", "groups")
    return Shown(session, rows).has if has_kinds and hides_names(session) else lambda _row, _step: True


def _is_range(row: ImportRow) -> bool:
    return bool(row.changes) and "rows" in row.changes[0]


def _spread(session: Session, row: ImportRow) -> Iterator[ImportRow]:
    """A range of plainly new rows of a long list, row by row."""
    if not _is_range(row):
        yield row
        return
    [made] = row.changes
    first, count = made["person"], made["rows"]
    people = select(Person.id, Person.name).where(Person.id.between(first, first + count - 1))
    names: dict[int, str] = {identity: name for identity, name in session.execute(people)}
    for step in range(count):
        name = names.get(first + step) or _("(tidak tercatat lagi)")
        yield ImportRow(row=row.row + step, name=name, outcome=row.outcome, reason="", changes=[])


def _target_of(session: Session, target: str) -> Target:
    kind = kind_of(target)
    return GroupImport.target(session) if kind == "groups" else IMPORTERS[kind].target()


def _right(target: str) -> Right:
    kind = kind_of(target)
    return LISTS[kind].right if kind in LISTS else IMPORTERS[kind].right


def _look(session: Session, task: Task, rows: Iterable[SourceRow], advance: Advance) -> Result:
    if kind_of(task.target) in LISTS:
        _check_columns(LISTS[task.target].target(session), task)
        told = LISTS[task.target](session, task).run(rows, advance)
        return Result(told, told.totals())
    planned: list[PlannedRow] = []
    for plans in _plans(session, task, rows):
        planned += (plan.row for plan in plans)
        advance(len(planned))
    return Result(tuple(planned), count_outcomes(planned))


def _write(session: Session, task: Task, rows: Iterable[SourceRow], advance: Advance) -> Result:
    batch = ImportBatch(
        target=task.target,
        file_name=task.file_name[:200],
        sha256=task.sha256,
        source=task.source[:120],
        mapping=dict(zip(task.headings, task.columns, strict=True)),
        totals={},
        made_at=datetime.now(UTC),
        made_by=actor_of(session).name,
    )
    session.add(batch)
    session.flush()
    if kind_of(task.target) in LISTS:
        result = _write_list(session, task, rows, advance, batch.id)
        batch.totals = {outcome.value: number for outcome, number in result.totals.items()}
        _remember(session, task)
        return result
    planned: list[PlannedRow] = []
    for plans in _plans(session, task, rows, writing=True):
        session.execute(insert(ImportRow), [_kept(batch.id, task, plan) for plan in plans])
        planned += (plan.row for plan in plans)
        advance(len(planned))
        session.expunge_all()  # what is written is not held: lists may be long
    totals = count_outcomes(planned)
    batch = session.get_one(ImportBatch, batch.id)
    batch.totals = {outcome.value: number for outcome, number in totals.items()}
    _remember(session, task)
    return Result(tuple(planned), totals, batch.id)


def _write_list(
    session: Session, task: Task, rows: Iterable[SourceRow], advance: Advance, batch_id: int
) -> Result:
    """One note in the log for the whole list."""
    _check_columns(LISTS[task.target].target(session), task)
    told = LISTS[task.target](session, task).run(rows, advance, batch_id)
    totals = told.totals()
    numbers = ", ".join(
        f"{number} {outcome_label(outcome).lower()}" for outcome, number in totals.items() if number
    )
    note(session, ImportBatch, f"Impor {task.file_name}: {numbers}", batch_id)
    return Result(told, totals, batch_id)


def _check_columns(target: Target, task: Task) -> None:
    missing = [field.label for field in target.fields if field.required and field.name not in task.columns]
    if missing:
        raise refuse(_("Pilih dahulu kolom untuk {fields}.").format(fields=", ".join(missing)))
    if any(isinstance(one, date) and one > task.today for one in task.fixed.values()):
        raise refuse(_("Tanggal tidak boleh sesudah hari ini."))


def _plans(
    session: Session, task: Task, rows: Iterable[SourceRow], *, writing: bool = False
) -> Iterator[list[Plan]]:
    """The rows in portions, each looked up and (if so wished) written together."""
    importer = IMPORTERS[kind_of(task.target)](session, task)
    fields = _target_of(session, task.target).by_name()
    columns = [(place, fields[name]) for place, name in enumerate(task.columns) if name]
    _check_columns(_target_of(session, task.target), task)
    source = iter(rows)
    while portion := list(islice(source, AT_ONCE)):
        plans = importer.plan([clean_row(row, columns, task.today) for row in portion])
        if writing:
            importer.write(plans)
        yield plans


def _kept(batch_id: int, task: Task, plan: Plan) -> dict[str, Any]:
    row = plan.row
    where = _("lembar {sheet}").format(sheet=row.sheet) if task.sheets > 1 else ""
    reason = "; ".join(part for part in (where, row.reason) if part)
    return {
        "batch_id": batch_id,
        "row": row.number,
        "name": row.name[:LONGEST_NAME],
        "outcome": row.outcome,
        "reason": reason if len(reason) <= LONGEST_REASON else f"{reason[: LONGEST_REASON - 1]}…",
        "changes": changes_of(plan),
    }


def _remember(session: Session, task: Task) -> None:
    """What somebody has chosen for a heading, for the next list; what the synonyms say needs no memory."""
    folded = [fold(heading)[:200] for heading in task.headings]
    fields = dict(zip(folded, task.columns, strict=True))
    session.execute(
        delete(ImportHeading).where(
            ImportHeading.target == kind_of(task.target), ImportHeading.heading.in_(fields)
        )
    )
    by_hand = {fold(heading)[:200] for heading in task.by_hand}
    chosen = {heading for heading in by_hand if heading and folded.count(heading) == 1}
    session.add_all(
        ImportHeading(target=kind_of(task.target), heading=heading, field=fields[heading])
        for heading in chosen
    )
    session.flush()


def _batch(session: Session, batch_id: int) -> ImportBatch:
    batch = session.get_one(ImportBatch, batch_id, with_for_update=True)
    if batch.taken_back_at is not None:
        raise refuse(_("Impor {file} sudah diambil kembali.").format(file=batch.file_name))
    return batch


def _check_take_back(session: Session, batch: ImportBatch) -> TakeBack:
    if kind_of(batch.target) in LISTS:
        stage = Stage(session, lambda: None)
        with stage.open():
            found = ListUndo(session, stage, batch.id)
            stage.drop("undo")
        return TakeBack(found.undone, tuple(found.kept))
    undo = Undo(session, batch.id)
    return TakeBack(len(undo.rows), tuple(undo.kept))


def _take_back(session: Session, batch: ImportBatch, advance: Advance) -> TakeBack:
    if kind_of(batch.target) in LISTS:
        return _take_list_back(session, batch, advance)
    undo = Undo(session, batch.id)
    undo.run(advance)
    batch.taken_back_at = datetime.now(UTC)
    batch.taken_back_by = actor_of(session).name
    return TakeBack(len(undo.rows), tuple(undo.kept))


def _take_list_back(session: Session, batch: ImportBatch, advance: Advance) -> TakeBack:
    pace = Pace(advance, sum(batch.totals.values()))
    stage = Stage(session, pace.beat)
    with stage.open():
        found = ListUndo(session, stage, batch.id)
        pace.at(0.4)
        found.run(datetime.now(UTC).astimezone().date())
        pace.at(1)
    batch.taken_back_at = datetime.now(UTC)
    batch.taken_back_by = actor_of(session).name
    sentence = f"Impor {batch.file_name} diambil kembali: {found.undone} baris, {len(found.kept)} tetap"
    note(session, ImportBatch, sentence, batch.id)
    session.info.setdefault("changed", set()).update(TABLES)
    return TakeBack(found.undone, tuple(found.kept))
