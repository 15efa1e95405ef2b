"""Makes the small database of this version: `python -m tests.releases.make` in the project's folder.

Run it once before a release, and again only while that release is not out: a released database is never
made anew, so that every later program is tested on what offices really have.
"""

import tomllib
from datetime import date
from pathlib import Path

from db.engine import Database
from db.migrate import migrate
from db.rules.access import system_actor
from db.rules.recruitment import ProposalStatus
from db.services import practice, setup
from db.services.recruitment import proposals, ranking
from tests.services.utan import EARLY, ready_to_score, render, score_all, untick

HERE = Path(__file__).parent
TODAY = date(2020, 4, 9)


def version():
    project = tomllib.loads((HERE.parents[1] / "pyproject.toml").read_text("utf-8"))
    return project["project"]["version"]


def make(path):
    """A practice office with its roster, a map, and the selection of Utan up to the proposal."""
    path.unlink(missing_ok=True)
    database = Database(f"sqlite:///{path}", system_actor("PC-RILIS"))

    def act(service, *args, **kwargs):
        with database.writing() as session:
            return service(session, *args, **kwargs)

    migrate(database, TODAY)
    act(setup.load_lists)
    act(practice.create_practice_office)
    act(practice.fill_roster, year=2020, today=TODAY)
    act(practice.fill_map, today=TODAY)
    vacancy, (rina, ahmad, *_others) = ready_to_score(act)
    score_all(act, vacancy, (rina, ahmad), 80, 75)
    act(ranking.decide, vacancy, rina, "", early_reason=EARLY, decided_on=date(2020, 4, 20), render=render)
    untick(act, vacancy)
    act(proposals.propose_candidate, vacancy, dated_on=date(2020, 4, 24), render=render)
    proposal = act(proposals.find_proposal, vacancy)
    act(
        proposals.track,
        proposal.id,
        ProposalStatus.RECEIVED,
        on=date(2020, 4, 28),
        note="agenda 12",
        today=date(2020, 12, 1),
    )
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


if __name__ == "__main__":
    print(make(HERE / f"{version()}.db"))  # noqa: T201
