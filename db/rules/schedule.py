"""The usual days of a selection: one week for papers, the interview after the weekend."""

from collections.abc import Collection
from datetime import date

from db.rules.working_days import add_working_days, fixed_holidays, next_working_day

DATES = (
    *("opened_on", "opens_on", "closes_on", "administration_on"),
    *("interview_on", "result_on", "age_counted_on"),
)
DAYS_OPEN = 4  # from the first to the last day of registration


def default_schedule(day: date, holidays: Collection[date] = (), objection_days: int = 0) -> dict[str, date]:
    """The days that a vacancy announced on `day` would have; the office works on each of them.

    Candidates are interviewed once no objection to the result of the administration is taken any more.
    """
    holidays = {*holidays, *fixed_holidays(day.year), *fixed_holidays(day.year + 1)}
    opened = next_working_day(day, holidays)
    closes = add_working_days(opened, DAYS_OPEN, holidays)
    interview = add_working_days(closes, objection_days + 1, holidays)
    return {
        "opened_on": opened,
        "opens_on": opened,
        "closes_on": closes,
        "administration_on": closes,
        "interview_on": interview,
        "result_on": add_working_days(interview, 1, holidays),
        "age_counted_on": closes,
    }
