"""Lists of communities and institutions: karang taruna, LKS, LK3, WKSBM, KAT (domain.md 2.5 F-3, F-5)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from db.models.families import Collective
from db.models.mapping import MappingRecord
from db.rules.access import Right
from db.rules.import_cells import cell_text, fold
from db.rules.import_ends import Ends, end_said
from db.rules.imports import CleanRow, Difference, Outcome, PlannedRow, Target, Task
from db.rules.imports_mapping import FACT, KindSaid, fold_kind, groups_target, unknown_kind, words_of_kinds
from db.rules.kind_fields import FormCode
from db.rules.mapping import Subject
from db.rules.words import _
from db.services.import_mapping_known import replaced_by
from db.services.import_mapping_read import desa_offered, fact_value, facts_said, kinds_said
from db.services.import_places import Places
from db.services.import_plan import Plan

FORMS = {FormCode.PPKS_COMMUNITY, FormCode.PSKS_INSTITUTION}
OWN = ("leader", "address", "phone", "email")
LONGEST_NUMBER = 9  # digits
NUMBERS = ("households", "males", "females")


@dataclass(slots=True)
class GroupPlan(Plan):
    """A row with the group it is about."""

    group: Collective | None = None
    kind: KindSaid | None = None
    desa: str = ""
    own: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)  # of the group
    record_facts: dict[str, Any] = field(default_factory=dict)
    is_recorded: bool = False


class GroupImport:
    """A group is known by its name, its desa and its kind."""

    right = Right.MAPPING

    @staticmethod
    def target(session: Session) -> Target:
        """What such a list may bring: also the office's own fields."""
        return groups_target(kinds_said(session), facts_said(session, FORMS), desa_offered(session))

    def __init__(self, session: Session, task: Task) -> None:
        self._session, self._task = session, task
        target = self.target(session)
        self._labels = {field.name: field.label for field in target.fields}
        self._replaced = replaced_by(task, target)
        self._places = Places(session)
        kinds = kinds_said(session)
        self._kinds = words_of_kinds(kinds)
        self._fixed_kind = next((kind for kind in kinds if kind.code == task.fixed.get("kind")), None)
        self._facts = {fact.code: fact for fact in facts_said(session, FORMS)}
        self._day = task.fixed.get("recorded_on") or task.today
        self._seen: dict[tuple[str, str, str], int] = {}
        self._ends = Ends()
        self._known: dict[tuple[str, str], list[Collective]] = {}
        self._recorded: set[tuple[int | None, str]] = set()

    def plan(self, rows: list[CleanRow]) -> list[Plan]:
        """What becomes of some rows."""
        self._known = {}
        for group in self._session.scalars(select(Collective)):
            self._known.setdefault((fold(group.name), group.desa_code), []).append(group)
        asked = select(MappingRecord.collective_id, MappingRecord.kind_code).where(
            MappingRecord.collective_id.is_not(None), MappingRecord.closed_on.is_(None)
        )
        self._recorded = {(identity, code) for identity, code in self._session.execute(asked)}
        return [self._plan_row(row) for row in rows]

    def write(self, plans: Iterable[Plan]) -> None:
        """Write what was planned."""
        for plan in plans:
            assert isinstance(plan, GroupPlan)
            if plan.row.outcome in (Outcome.NEW, Outcome.CHANGED):
                self._write_row(plan)
        self._session.flush()

    def _plan_row(self, row: CleanRow) -> GroupPlan:
        values, name = row.values, row.values.get("name", "")
        plan = GroupPlan(PlannedRow(row.sheet, row.number, name, Outcome.SAME), values)
        if self._ends.has(row, values):
            return _close(plan, Outcome.SKIPPED, [end_said()])
        if not name:
            return _close(plan, Outcome.SKIPPED, [_("baris tanpa nama")])
        errors = list(row.errors)
        if len(name) > 160:
            errors.append(_("nama paling panjang 160 huruf"))
        plan.kind, told = self._find_kind(values.get("kind", ""))
        errors += [told] if told else []
        desa = [values.get(key, "") for key in ("desa_code", "desa", "home_kecamatan", "home_regency")]
        if desa[0] or desa[1]:
            plan.desa, told = self._places.desa(*desa)
        else:
            plan.desa = str(self._task.fixed.get("desa_code") or "")
            told = "" if plan.desa else _("desa/kelurahan kosong")
        errors += [told] if told else []
        if errors or plan.kind is None:
            return _close(plan, Outcome.ERROR, errors)
        key = fold(name), plan.desa, plan.kind.code
        if (first := self._seen.setdefault(key, row.number)) != row.number:
            text = _("{name} sudah ada di baris {row}")
            return _close(plan, Outcome.SKIPPED, [text.format(name=name, row=first)])
        alike = self._known.get(key[:2], [])
        if len(alike) > 1:
            told = _("ada {n} lembaga bernama {name} di desa ini; satukan dahulu").format(
                n=len(alike), name=name
            )
            return _close(plan, Outcome.ERROR, [told])
        plan.group = alike[0] if alike else None
        notes = self._read_own(plan) + row.warnings
        plan.is_recorded = plan.group is not None and (plan.group.id, plan.kind.code) in self._recorded
        outcome = Outcome.NEW if not plan.is_recorded else Outcome.SAME
        if plan.is_recorded and (plan.own or plan.facts):
            outcome = Outcome.CHANGED
        return _close(plan, outcome, notes)

    def _find_kind(self, text: str) -> tuple[KindSaid | None, str]:
        kind = self._kinds.get(fold_kind(text)) if text else self._fixed_kind
        if kind is None:
            missing = _("jenis kosong; isi kolomnya, atau pilih satu jenis untuk seluruh berkas")
            return None, unknown_kind(text, self._kinds) if text else missing
        if kind.subject in (Subject.PERSON, Subject.FAMILY):
            text = _("{kind} bukan jenis lembaga; ambil baris ini sebagai Orang dan keluarga")
            return None, text.format(kind=kind.name)
        return kind, ""

    def _read_own(self, plan: GroupPlan) -> list[str]:
        """What the group gains, told as old and new; doubts."""
        assert plan.kind is not None
        values, notes = plan.values, []
        new: dict[str, Any] = {name: values[name] for name in OWN if name in values}
        new |= {name: int(values[name]) for name in NUMBERS if name in values}
        block = f"RT {values['rt']} RW {values['rw']}" if "rt" in values and "rw" in values else ""
        if block and "address" in new:
            new["address"] = f"{new['address']} {block}"
        columns = inspect(Collective).columns
        for name, value in list(new.items()):
            limit = getattr(columns[name].type, "length", None) or LONGEST_NUMBER
            if len(str(value)) > limit:
                notes.append(_("{field} terlalu panjang; tidak disimpan").format(field=self._labels[name]))
                del new[name]
        differences = []
        for name, value in new.items():
            old = getattr(plan.group, name) if plan.group else None
            if value != old and (old in (None, "") or name in self._replaced):
                plan.own[name] = value
                differences.append(Difference(name, self._labels[name], cell_text(old), str(value)))
        known = plan.group.facts if plan.group else {}
        for name, value in values.items():
            fact = self._facts.get(name.removeprefix(FACT)) if name.startswith(FACT) else None
            if fact is None or (fact.kinds and plan.kind.code not in fact.kinds):
                continue
            read, told = fact_value(fact, value)
            notes += [told] if told else []
            if read is None:
                continue
            if fact.kinds:
                plan.record_facts[fact.code] = read
            elif known.get(fact.code) != read and (fact.code not in known or name in self._replaced):
                plan.facts[fact.code] = read
                differences.append(
                    Difference(name, fact.label, cell_text(known.get(fact.code)), cell_text(read))
                )
        plan.row.differences = tuple(differences) if plan.group else ()
        return notes

    def _write_row(self, plan: GroupPlan) -> None:
        assert plan.kind is not None
        group = plan.group
        if group is None:
            group = Collective(
                subject=plan.kind.subject,
                name=plan.row.name,
                desa_code=plan.desa,
                facts=plan.facts,
                **plan.own,
            )
            self._session.add(group)
            self._session.flush()
            plan.made.append(group)
        elif plan.own or plan.facts:
            plan.changed.append((group, {name: getattr(group, name) for name in (*plan.own, "facts")}))
            for name, value in plan.own.items():
                setattr(group, name, value)
            group.facts = group.facts | plan.facts
        if plan.is_recorded:
            return
        day = plan.values.get("recorded_on") or self._day
        text = {name: str(plan.values.get(name, ""))[:120] for name in ("recorder", "note")}
        record = MappingRecord(
            collective_id=group.id,
            kind_code=plan.kind.code,
            desa_code=plan.desa,
            kecamatan_code=plan.desa[:6],
            criteria=[],
            disabilities=[],
            facts=plan.record_facts,
            recorded_on=day,
            confirmed_on=day,
            source=str(plan.values.get("source") or self._task.fixed.get("source") or "")[:120],
            **text,
        )
        self._session.add(record)
        plan.made.append(record)


def _close(plan: GroupPlan, outcome: Outcome, reasons: Iterable[str]) -> GroupPlan:
    plan.row.outcome = outcome
    told = "; ".join(dict.fromkeys(reasons))
    plan.row.reason = told[:1].upper() + told[1:]
    return plan
