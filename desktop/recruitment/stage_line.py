"""The track of a vacancy as a line of discs: planned and real days, what is late in red."""

from datetime import date
from typing import TYPE_CHECKING

from db.rules.dates import day_and_date, period
from db.rules.recruitment import Stage
from db.rules.selection import RunBy, TrackStep, run_by_label, track_label
from db.rules.track import StepView, place_now, with_period
from db.rules.words import _
from desktop.recruitment.words import short_day, short_period, short_step

if TYPE_CHECKING:
    from desktop.recruitment.state import VacancyState
    from desktop.widgets.stage_track import StageTrack


def show_track(line: "StageTrack", state: "VacancyState", on: date) -> None:
    """Show the steps that are in use."""
    stage = Stage.DECIDED if state.facts.nobody_passed else state.facts.stage
    steps = [with_period(step, stage, on) for step in state.track if step.active]
    running = state.facts.stage not in (Stage.CANCELLED, Stage.FILLED)
    late = [place for place, step in enumerate(steps) if running and step.is_overdue(on)]
    stages = [(short_step(step.step), _day(step)) for step in steps]
    undated = [place for place, step in enumerate(steps) if step.done_on is None]
    line.set_stages(stages, place_now(steps), late, [_in_words(step, on) for step in steps], undated)


def _day(step: StepView) -> str:
    """The real day, else the planned one."""
    if step.done_on is not None:
        return f"✓ {short_day(step.done_on)}"
    if step.planned_on is None or (step.passed and step.step is not TrackStep.OBJECTION):
        return ""  # a planned day would be taken for a real one
    return short_period(step.planned_on, step.planned_until or step.planned_on)


def _in_words(step: StepView, on: date) -> str:
    said = [track_label(step.step)]
    if step.run_by is RunBy.PROVINCE:
        said.append(_("Pelaksana: {who}").format(who=run_by_label(step.run_by)))
    if step.planned_on:
        said.append(_("Rencana: {days}").format(days=period(step.planned_on, step.planned_until)))
    if step.begun_on:
        said.append(_("Mulai: {day}").format(day=day_and_date(step.begun_on)))
    if step.done_on:
        said.append(_("Selesai: {day}").format(day=day_and_date(step.done_on)))
    elif step.is_overdue(on) and step.due_on is not None:
        said.append(_("Terlambat {n} hari").format(n=(on - step.due_on).days))
    return "\n".join([*said, *([step.note] if step.note else [])])
