"""Lists of people and families for the social map: read into a staging table, checked and written as sets."""

from collections.abc import Iterable
from contextlib import nullcontext
from itertools import groupby, islice

from sqlalchemy.orm import Session

from db.rules.access import Right
from db.rules.import_told import Told
from db.rules.imports import Advance, Outcome, SourceRow, Target, Task
from db.rules.imports_mapping import people_target
from db.rules.kind_fields import FormCode
from db.services.import_mapping_batch import Usual
from db.services.import_mapping_known import KnownPeople, replaced_by
from db.services.import_mapping_read import (
    STAGED,
    PeopleReader,
    desa_offered,
    facts_said,
    kinds_said,
    words_said,
)
from db.services.import_mapping_write import Keeper, Writer
from db.services.import_match import Matcher
from db.services.import_pace import Pace
from db.services.import_places import Places
from db.services.import_stage import AT_ONCE, Stage
from db.tallies import adding

FORMS = {FormCode.PPKS_PERSON, FormCode.PPKS_FAMILY, FormCode.PSKS_PERSON}
TABLES = {"person", "mapping_record", "family", "person_profile", "import_row"}
READING, CHECKED = 0.6, 0.7  # of the time of an import, when all rows are read and when they are checked


class PeopleImport:
    """One list, looked at or written."""

    right = Right.MAPPING

    @staticmethod
    def target(session: Session) -> Target:
        """What a list may bring: also the office's own fields."""
        return people_target(
            kinds_said(session), facts_said(session, FORMS), desa_offered(session), words_said(session)
        )

    def __init__(self, session: Session, task: Task) -> None:
        self._session, self._task = session, task
        self._target = self.target(session)

    def run(self, rows: Iterable[SourceRow], advance: Advance, batch_id: int | None = None) -> Told:
        """What becomes of each row; written when there is a batch."""
        told, task = Told(), self._task
        pace = Pace(advance, task.count)
        stage = Stage(self._session, pace.beat)
        with stage.open():
            reader = PeopleReader(self._session, task, self._target)
            self._read(stage, reader, rows, told, pace)
            labels = {field.name: field.label for field in self._target.fields}
            matcher = Matcher(stage, told, labels)
            matcher.match()
            known = KnownPeople(stage, told, task, self._target, Places(self._session))
            known.compare(writing=batch_id is not None)
            pace.at(CHECKED)
            if batch_id is not None:
                many = stage.one("SELECT count(*) FROM staged") >= AT_ONCE
                with adding(self._session, task.today) if many else nullcontext():
                    Writer(stage, task, reader.kinds).write()
                stage.survey(len(told))
                pace.at(0.95)
                replaced = sorted(replaced_by(task, self._target))
                for values in matcher.values.values():
                    values["replaced"] = replaced
                Keeper(stage, task, told, batch_id).keep(matcher.unclear, matcher.values)
                self._session.info.setdefault("changed", set()).update(TABLES)
            stage.drop("staged", "who", "follows", "edited", "cases", "houses", "homes", "stays")
            pace.at(1)
        return told

    def _read(
        self, stage: Stage, reader: PeopleReader, rows: Iterable[SourceRow], told: Told, pace: Pace
    ) -> None:
        texts = dict.fromkeys(STAGED[3:-3], "") | dict.fromkeys(("criteria", "disabilities"), "[]")
        fixed = {
            "recorded_on": reader.day,
            "source": reader.source,
            "facts": "{}",
            "profile": "{}",
            "noted": "0",
        }
        missing = {"birth_date", "sex", "latitude", "longitude", "size"}
        empty = {name: text for name, text in (texts | fixed).items() if name not in missing}
        stage.make("staged", STAGED, empty)
        usual = Usual(reader, self._task, self._target)
        source = iter(rows)
        while portion := list(islice(source, AT_ONCE)):
            for sheet, group in groupby(portion, lambda row: row.sheet):
                self._read_portion(stage, reader, usual, sheet, list(group), told)
            reader.refuse_strangers()
            pace.at(READING * len(told) / max(self._task.count, 1))
        reader.refuse_strangers(whole=True)
        pace.at(READING)

    @staticmethod
    def _read_portion(
        stage: Stage, reader: PeopleReader, usual: Usual, sheet: str, rows: list[SourceRow], told: Told
    ) -> None:
        """What is usual is read together, the rest row by row."""
        first, others = len(told), list(range(len(rows)))
        numbers = [row.number for row in rows]
        if usual.can:
            names, staged, others = usual.read(rows, first)
            told.add_all(sheet, numbers, names)
            stage.fill("staged", usual.columns, staged)
        else:
            told.add_all(sheet, numbers, [""] * len(rows))
        more = []
        for place in others:
            values, name, reason, left_out = reader.read(rows[place], first + place)
            told.rename(first + place, name)
            outcome = Outcome.NEW if values else Outcome.SKIPPED if left_out else Outcome.ERROR
            if values:
                more.append(values)
            if reason or not values:
                told.tell(first + place, outcome, reason)
        stage.fill("staged", STAGED, more)
