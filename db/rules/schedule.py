"""The usual days of a selection: one week for papers, the interview after the weekend."""

from datetime import date, timedelta

DATES = (
    *("opened_on", "opens_on", "closes_on", "administration_on"),
    *("interview_on", "result_on", "age_counted_on"),
)
WORKDAYS = 5
DAYS_OPEN = 4  # from the first to the last day of registration


def default_schedule(day: date) -> dict[str, date]:
    """The days that a vacancy announced on `day` would have; none of them on a weekend."""
    opened = workday_after(day, 0)
    closes = workday_after(opened, DAYS_OPEN)
    interview = workday_after(closes, 1)
    return {
        "opened_on": opened,
        "opens_on": opened,
        "closes_on": closes,
        "administration_on": closes,
        "interview_on": interview,
        "result_on": workday_after(interview, 1),
        "age_counted_on": closes,
    }


def workday_after(day: date, number: int) -> date:
    """The workday so many workdays after `day`; 0 is the day itself, or the Monday after its weekend."""
    while day.weekday() >= WORKDAYS:
        day += timedelta(1)
    for _step in range(number):
        day += timedelta(1)
        while day.weekday() >= WORKDAYS:
            day += timedelta(1)
    return day
