"""What can be done about the kecamatan that is chosen, in the roster and on the board alike."""

from datetime import date
from functools import partial
from typing import Any

from db.roster import PostRow
from db.rules.access import Right, missing_right
from db.rules.dates import long_date
from db.rules.officers import NextStep
from db.rules.words import _
from desktop.clock import today
from desktop.officers.post_side import PostFacts, PostSide
from desktop.officers.roster import PostReader
from desktop.parts.opener import Opener
from desktop.parts.rights import may
from desktop.widgets.basics import link
from desktop.widgets.fields import DateField
from desktop.widgets.tab import Tab
from desktop.widgets.table_view import TableView

STEP_RIGHTS = {
    NextStep.OPEN_VACANCY: Right.RECRUITMENT,
    NextStep.APPOINT_INTERIM: Right.OFFICERS,
    NextStep.RENEW: Right.OFFICERS,
}


class PostActions(Tab, Opener):
    """A section with a `table` of kecamatan and the `side` about the one that is chosen."""

    table: TableView
    side: PostSide
    reader: PostReader
    day: date  # the section is shown as of this day

    def make_day(self) -> None:
        """`as_of` chooses the day; today, also tomorrow, until somebody has chosen another one."""
        self.day, self._follows_today = today(), True
        self.as_of = DateField()
        self.as_of.setAccessibleName(_("Keadaan per tanggal"))
        self.as_of.setToolTip(_("Lihat keadaan pada tanggal lain."))
        self.as_of.setFixedWidth(136)
        self.as_of.set_value(self.day)
        self.today_button = link(_("Hari ini"), self.go_to_today)
        self.today_button.hide()
        self.as_of.textChanged.connect(self._take_day)

    def go_to_today(self) -> None:
        """Back from another day."""
        self.as_of.set_value(today())

    def read_day(self) -> None:
        """Read the rows as of another day."""
        raise NotImplementedError

    def why_not(self) -> str:
        """Why nothing can be changed here now; empty: it can. Another day is only looked at."""
        if self.day == today():
            return ""
        text = _("Ini keadaan per {day}. Kembali ke hari ini untuk mengubah.")
        return text.format(day=long_date(self.day))

    def keep_to_today(self) -> bool:
        """Whether the section follows the calendar; a new day is then read by itself."""
        if self._follows_today and self.day != today():
            self.as_of.set_value(today())  # reads by itself
            return True
        return False

    def _take_day(self) -> None:
        day = self.as_of.value()
        if day and day != self.day:
            self.day = day
            self._follows_today = day == today()
            self.today_button.setVisible(not self._follows_today)
            self.read_day()
            self.show_post(self.table.current_row())  # also one that looks the same on both days

    def use_side(self) -> None:
        """Let the cards follow the table, and their buttons act."""
        self._found: PostFacts | None = None
        self.side.lock(self.worker)
        self.table.current_row_changed.connect(self.show_post)
        self.table.copied.connect(self.said)
        self.side.open_vacancy_button.clicked.connect(lambda: self.take_step(NextStep.OPEN_VACANCY))
        self.side.show_vacancy_button.clicked.connect(lambda: self.take_step(NextStep.SHOW_VACANCY))
        self.side.renew_button.clicked.connect(self.record_decree)
        self.side.fill_button.clicked.connect(self.fill_post)
        self.side.interim_button.clicked.connect(self.appoint_interim)
        self.side.close_button.clicked.connect(self.close_interim)
        self.side.assignments_button.clicked.connect(self.show_assignments)
        self.side.edit_button.clicked.connect(self.edit_officer)
        self.side.exit_button.clicked.connect(self.record_exit)
        self.side.follow_button.clicked.connect(self.show_last_exit)
        self.side.profile_button.clicked.connect(self.show_profile)
        self.side.history_button.clicked.connect(self.show_history)

    def take_step(self, step: NextStep) -> None:
        """Do what the chosen kecamatan waits for."""
        row = self.table.current_row()
        right, showing = STEP_RIGHTS.get(step), (NextStep.SHOW_VACANCY, NextStep.SHOW_PROPOSAL)
        if right and not may(self.worker, right):
            self.said.emit(missing_right(right))
        elif step not in showing and (why := self.why_not()):
            self.said.emit(why)
        elif row is None:
            return
        elif step is NextStep.OPEN_VACANCY:
            self.navigate.emit("recruitment/open", row.id)
        elif step in showing:
            self.navigate.emit("recruitment/show", row.vacancy_id)
        elif step is NextStep.APPOINT_INTERIM:
            self.appoint_interim()
        else:
            self.navigate.emit("officers/renew_decree", None)

    def record_decree(self) -> None:
        """Go to the register of decrees, at a new one."""
        self.navigate.emit("officers/record_decree", None)

    def add_officer(self) -> None:
        """Put somebody on the roster by hand."""
        self._add(None, today())

    def fill_post(self) -> None:
        """Fill the chosen empty kecamatan by hand."""
        if row := self.table.current_row():
            self._add(row.id, today())

    def edit_officer(self) -> None:
        """Open the card of the officer who is shown."""
        if self._found and self._found.officer:
            self.open_card(self._found.officer.id)

    def open_card(self, officer_id: int) -> None:
        """All that the office keeps of an officer, on one screen."""
        from desktop.officers.card import OfficerCardDialog

        self._open_form(OfficerCardDialog(self, self.worker, officer_id))

    def record_exit(self) -> None:
        """Somebody stops: ask why and when, then show what was prepared."""
        from desktop.officers.exit_form import ExitDialog

        if self._found and (term := self._found.term):
            dialog = ExitDialog(self, self.worker, term)
            dialog.recorded.connect(lambda recorded: self.show_exit(term.id, recorded.refused))
            self._open_form(dialog)

    def show_exit(self, assignment_id: int, refused: Any = ()) -> None:
        """The five steps that follow from an exit."""
        from desktop.officers.exit_follow_up import FollowUpDialog

        dialog = FollowUpDialog(self, self.worker, assignment_id, refused)
        dialog.navigate.connect(self.navigate)
        self.open_dialog(dialog)

    def show_last_exit(self) -> None:
        """What follows from the exit that left the chosen kecamatan empty."""
        from db.services import exit_steps

        def show(assignment_id: int | None) -> None:
            if assignment_id is None:
                self.said.emit(_("Berhentinya TKSK di kecamatan ini belum dicatat."))
            else:
                self.show_exit(assignment_id)

        if row := self.table.current_row():
            self.worker.read(self, partial(exit_steps.find_exit, kecamatan_code=row.id), show)

    def appoint_interim(self) -> None:
        """Somebody serves in the chosen kecamatan for the time being."""
        from desktop.officers.assignment_form import AssignmentDialog

        if row := self.table.current_row():
            self._open_form(AssignmentDialog(self, self.worker, row.id, row.kecamatan, interim=True))

    def close_interim(self) -> None:
        """Who serves for the time being stops."""
        from desktop.officers.assignment_form import CloseInterimDialog

        row = self.table.current_row()
        if row and row.interim_id is not None and row.interim_since is not None:
            who = (row.interim_id, row.interim, row.kecamatan, row.interim_since)
            self._open_form(CloseInterimDialog(self, self.worker, *who))

    def show_assignments(self) -> None:
        """Everybody who served in the chosen kecamatan, from when until when, by which decree."""
        from desktop.officers.assignments_dialog import AssignmentsDialog

        if row := self.table.current_row():
            self.open_dialog(AssignmentsDialog(self, self.worker, row.id, row.kecamatan))

    def show_profile(self) -> None:
        """The two pages about the chosen kecamatan."""
        from desktop.officers.profile import show_profile

        if row := self.table.current_row():
            show_profile(self, row.id, self.day)

    def show_history(self) -> None:
        """Who changed what about this officer: the person, the officer, every post."""
        if self._found and (officer := self._found.officer):
            self.show_history_of(officer.name, "officer", officer.id)

    def show_post(self, row: PostRow | None) -> None:
        """Let the cards speak of a kecamatan."""
        self._found = None
        if row is None:
            self.side.show_nothing()
            return

        def work(session: Any) -> PostFacts:
            from db.services import officers

            term = officers.find_term(session, row.assignment_id) if row.assignment_id else None
            return PostFacts(row, term, officers.get_officer(session, term.officer_id) if term else None)

        self.worker.read(self, work, self._take_post)

    def _take_post(self, found: PostFacts) -> None:
        gone = found.term is None and found.post.assignment_id is not None  # the roster is being read anew
        if not gone and found.post == self.table.current_row():  # another one may have been chosen meanwhile
            self._found = found
            self.side.show_post(found, self.day, self.reader.ends_within, self.why_not())

    def _add(self, code: str | None, day: date) -> None:
        from db.services import regions
        from desktop.officers.officer_form import AddOfficerDialog

        def open_form(kecamatan: "list[regions.Place]") -> None:
            dialog = AddOfficerDialog(self, self.worker, kecamatan, code, day)
            dialog.accepted.connect(lambda: self.receive("post", dialog.kecamatan.value()))
            self._open_form(dialog)

        self.worker.read(self, regions.list_kecamatan, open_form)

    def _open_form(self, dialog: Any) -> None:
        """A dialog whose `sentence` says what was done."""
        dialog.accepted.connect(partial(self._say, dialog))
        self.open_dialog(dialog)

    def _say(self, dialog: Any) -> None:
        self.said.emit(dialog.sentence)
