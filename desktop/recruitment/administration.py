"""Administrative selection: one applicant per screen, the program proposes, a person decides."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from db.rules.access import Right
from db.rules.applicants import GONE
from db.rules.recruitment import Applied, Result, Stage, applied_label
from db.rules.words import _
from db.services.office import get_office
from db.services.recruitment import administration, applicants, checkers, vacancies
from db.services.recruitment.administration import Decision
from db.services.recruitment.applicants import ApplicantRow
from db.services.recruitment.vacancies import VacancyFacts
from desktop.parts.rights import allow, may
from desktop.recruitment.administration_results import ResultActions
from desktop.recruitment.applicant_head import ApplicantFile, ApplicantHead, load_file
from desktop.recruitment.check_line import CheckLine
from desktop.recruitment.scan_pane import ScanPane
from desktop.recruitment.team_form import TeamDialog
from desktop.recruitment.verdict import saved_words, verdict
from desktop.recruitment.words import APPLIED_TONES, checked_state, checked_tone
from desktop.widgets.basics import Pill, button, clear, label, row, scrolled
from desktop.widgets.columns import Column
from desktop.widgets.icons import set_icon
from desktop.widgets.rows_table import RowsTable
from desktop.widgets.table_view import TableView
from desktop.widgets.theme import set_role
from desktop.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from db.services.recruitment.checking import CheckRow

__all__ = ["AdministrationDialog", "TeamDialog"]
PEOPLE_WIDTH, SCANS_WIDTH = 300, 400
MOST = 10_000  # applicants of one vacancy
Loaded = tuple[VacancyFacts, list[ApplicantRow], bool, bool]  # two check, nobody logs in
Draft = dict[int, tuple[Result | None, str]]  # by requirement


class AdministrationDialog(ResultActions):
    """What was not yet saved of one applicant waits while another is looked at."""

    def __init__(
        self, parent: QWidget | None, worker: Worker, vacancy_id: int, applicant_id: int | None = None
    ) -> None:
        super().__init__(parent, worker)
        self.setWindowTitle(_("Seleksi administrasi"))
        self.rows: list[CheckLine] = []
        self._vacancy_id, self._wanted = vacancy_id, applicant_id
        self._drafts: dict[int, Draft] = {}
        self._opened: dict[int, tuple[CheckRow, ...]] = {}  # what a draft began with
        self._model = RowsTable(
            (
                Column(_("Pelamar"), lambda r: r.name, width=166),
                Column(_("Keadaan"), checked_state, tone=checked_tone, width=112),
            )
        )
        self.people = TableView(self._model, "administration-people")
        self.people.set_empty(_("Belum ada pelamar pada lowongan ini."))
        self.head = ApplicantHead()
        self.scans = ScanPane(worker)
        self.verdict, self.verdict_text = Pill(), label("", wrap=True)
        self.accept_all_button = button(
            _("Setujui usul program"), "format-list-checks", on_click=self.accept_all
        )
        self.accept_all_button.setToolTip(_("Yang belum diputuskan menjadi MS"))
        self.save_button = button(_("Simpan dan lanjut"), primary=True, on_click=self.save)
        self.save_button.setDefault(True)
        self.minutes_button = button(_("Buat berita acara"), "file-sign", on_click=self.open_minutes)
        self.close_button = button(_("Tutup"), on_click=self.reject)
        self._lay_out()
        self.head.history_link.clicked.connect(self.open_history)
        self.head.message_link.clicked.connect(self.copy_message)
        self.head.details_link.clicked.connect(self.open_papers)
        for key, step in ((Qt.Key.Key_PageDown, 1), (Qt.Key.Key_PageUp, -1)):
            QShortcut(QKeySequence(key), self, partial(self._step, step))
        for keys, pressed in (
            ("Ctrl++", self.scans.larger_button),
            ("Ctrl+=", self.scans.larger_button),
            ("Ctrl+-", self.scans.smaller_button),
        ):
            QShortcut(QKeySequence(keys), self, pressed.click)
        self.people.current_row_changed.connect(self._show_person)
        self.people.clicked.connect(lambda _place: self._land_when_read())
        self.people.activated_row.connect(lambda _person: self._go_to_open_line())
        allow(worker, Right.VERIFY, self.save_button, self.accept_all_button, self.minutes_button)
        allow(worker, Right.HISTORY, self.head.history_link)
        self._offer()
        self._read()

    def accept_all(self) -> None:
        """Mark MS what the program leaves to a person and nobody has decided yet."""
        for line in self.rows:
            if line.result is None:
                line.choose(Result.PASS)
        self.save_button.setFocus()

    def save(self) -> None:
        """Keep the decisions on this applicant and go to the next who waits."""
        if self._saving or self._file is None or not self._can_decide():
            return
        if self._lacks_name() or self._show_problems():
            return
        person = self._file.facts
        decisions = [
            Decision(line.check.requirement_id, line.result or Result.PASS, line.reason.text().strip())
            for line in self.rows
        ]
        self.set_saving(True)
        opened = self._opened.get(person.id, self._file.checks)
        checker = self._known_checker

        def work(session: "Session") -> tuple[Applied, str]:
            decide = administration.decide_checks
            status = decide(session, person.id, decisions, before=opened, checker=checker)
            return status, checkers.second_of(session, person.id)

        self.worker.write(
            self,
            work,
            then=lambda found: self._saved(person.id, person.name, *found),
            failed=self.show_error,
        )

    def reload(self) -> None:
        self.banner.clear()
        self._reading = None
        if self._file:
            self._drop_draft(self._file.facts.id)
            self._read(self._file.facts.id)
            self._show_person(self.people.current_row())

    def unsaved(self) -> bool:
        return bool(self._drafts)

    def set_saving(self, saving: bool) -> None:
        super().set_saving(saving)
        self._offer()

    # Laying out

    def _lay_out(self) -> None:
        self.people.setFixedWidth(PEOPLE_WIDTH)
        left = QVBoxLayout()
        left.setSpacing(8)
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        content = QWidget()
        content.setLayout(self._lines)
        self._area = scrolled(content)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 4, 1, 4)
        inside.addWidget(self._area)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.head)
        right.addWidget(card, 1)
        keys = _("1 MS · 2 TMS · 3 tunda · ↑ ↓ pindah baris · PgDn pelamar berikutnya")
        self._hint = label(keys, "note", wrap=True)
        said = row(self.verdict, self.verdict_text, spacing=12)
        said.setStretch(1, 1)
        right.addLayout(said)
        self.scans.setFixedWidth(SCANS_WIDTH)
        self.scans.hide()
        left.addWidget(self.people, 1)
        left.addWidget(self._hint)
        body = row(left, right, self.scans, spacing=16)
        body.setStretch(1, 1)
        self.box.addLayout(body, 1)
        papers = (self.minutes_button, self.internal_button, self.public_button, self.second_box)
        checker = (self._checker_label, self.checker)
        chair = (self.override_button, self.take_back_button)
        own = (self.accept_all_button, self.save_button, self.close_button)
        self.box.addLayout(row(*papers, *checker, None, *chair, *own))

    def _show_lines(self, file: ApplicantFile) -> None:
        clear(self._lines)
        draft = self._drafts.get(file.facts.id, {})
        self.rows = [CheckLine(check, file.second) for check in file.checks]
        for line in self.rows:
            if line.check.requirement_id in draft:
                line.set(*draft[line.check.requirement_id])
            line.set_open(self._can_decide())
            line.edited.connect(self._on_edited)
            line.left.connect(partial(self._go_on, line))
            self._lines.addWidget(line)
        self._lines.addStretch(1)
        self._area.verticalScrollBar().setValue(0)

    # Reading

    def _read(self, then_choose: int | None = None) -> None:
        work = partial(_load, vacancy_id=self._vacancy_id)
        self.worker.read(self, work, then=lambda loaded: self._show(loaded, then_choose))

    def _show(self, loaded: Loaded, wanted: int | None) -> None:
        vacancy, found, two, self._nobody_logs_in = loaded
        self._vacancy = vacancy
        self.second_box.setChecked(two)
        self.setWindowTitle(_("Seleksi administrasi Kecamatan {name}").format(name=vacancy.kecamatan))
        self._model.set_rows(found)
        wanted = wanted or self._wanted or next((person.id for person in self._waiting()), None)
        self._wanted = None
        if self.people.current_row() is None or wanted is not None:
            self.people.choose(wanted if wanted is not None else found[0].id if found else None)
        self._say_all_decided()
        self._say_verdict()
        self._offer()

    def _show_person(self, person: ApplicantRow | None) -> None:
        if person is not None and person.id != self._reading:  # a table tells of one choice twice
            self._reading = person.id
            work = partial(load_file, applicant_id=person.id, checker=self._known_checker)
            self.worker.read(self, work, then=lambda file: self._show_file(file, person))

    def _show_file(self, file: ApplicantFile, person: ApplicantRow) -> None:
        self._reading = None
        now = self.people.current_row()
        if self._vacancy is None or now is None or now.id != person.id:
            return
        if self._file is None or self._file.facts.id != person.id:
            self._say_all_decided()  # what was said of another one is over
        self._file = file
        self.head.show_file(file, person.desa, person.late, self._vacancy.form.age_counted_on)
        self._show_lines(file)
        self.scans.show_papers(file.papers)
        self.scans.setVisible(any(paper.scan_id for paper in file.papers))
        self._say_verdict()
        self._offer()
        if self._land:
            self._land = False
            self._land_on_work()

    def _step(self, step: int) -> None:
        """The person before or after; what is not saved of this one waits."""
        now, ids = self.people.current_row(), [person.id for person in self._model.rows]
        place = ids.index(now.id) + step if now else 0
        if 0 <= place < len(ids):
            self._land = True
            self.people.choose(ids[place])

    def _read_again(self, said: str) -> None:
        if said:
            self.said.emit(said)
        self.banner.clear()
        self._reading = None  # what is on its way is older
        self._read(self._file.facts.id if self._file else None)
        self._show_person(self.people.current_row())

    # Deciding

    def _on_edited(self) -> None:
        if self._file:
            self._opened.setdefault(self._file.facts.id, self._file.checks)
            self._drafts[self._file.facts.id] = {
                line.check.requirement_id: (line.result, line.reason.text()) for line in self.rows
            }
        self.banner.clear()
        self._say_verdict()
        self._offer()

    def _go_on(self, line: CheckLine, step: int) -> None:
        place = self.rows.index(line) + step
        if place < 0:
            return
        if place < len(self.rows):
            self._go_to(self.rows[place])
        else:
            self.save_button.setFocus()

    def _go_to(self, line: CheckLine) -> None:
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, line, lambda: self._area.ensureWidgetVisible(line, 0, 24))  # laid out by then

    def _go_to_open_line(self) -> None:
        waiting = [line for line in self.rows if line.result is None] or self.rows
        if waiting and self._can_decide():
            self._go_to(waiting[0])

    def _land_when_read(self) -> None:
        """The keys go to the requirements again, of the one whose file is there or on its way."""
        if self._reading is None:
            self._land_on_work()
        else:
            self._land = True

    def _land_on_work(self) -> None:
        if self._is_done() and self.minutes_button.isEnabled():
            self.minutes_button.setFocus()
        else:
            self._go_to_open_line()

    def _show_problems(self) -> bool:
        waiting = [line for line in self.rows if line.problem()]
        for line in waiting:
            line.say(line.problem())
        if waiting:
            self.banner.say(verdict(self.rows).missing, "bad")
            self._go_to(waiting[0])
            if waiting[0].result is not None:
                waiting[0].reason.setFocus()
        return bool(waiting)

    def _say_verdict(self) -> None:
        """What would be saved, or what was; never one for the other."""
        if self._file is None:
            return
        facts = self._file.facts
        drafted = facts.id in self._drafts
        if self._can_decide() and (drafted or not facts.override_reason):
            found = verdict(self.rows)
            kept = not self._file.blind if self._file.second else facts.status is not Applied.REGISTERED
            text = (
                found.text
                if (kept and not drafted) or found.result is None
                else _("{verdict} Belum disimpan.")
            )
            self.verdict.set(found.word, found.tone)
            self.verdict_text.setText(text.replace("{verdict}", found.text))
        else:
            self.verdict.set(applied_label(facts.status), APPLIED_TONES[facts.status])
            unmet = _("Dikecualikan. Tidak dipenuhi: {reasons}").format(reasons=facts.status_reason)
            self.verdict_text.setText(unmet if facts.override_reason else facts.status_reason)

    def _saved(self, applicant_id: int, name: str, status: Applied, both: str) -> None:
        self.set_saving(False)
        self.banner.clear()
        self._drop_draft(applicant_id)
        self._land = True
        second = self._file is not None and self._file.second
        self.said.emit(saved_words(name, status, both, second=second))
        ids = [person.id for person in self._model.rows]
        place = ids.index(applicant_id) + 1 if applicant_id in ids else 0
        order = ids[place:] + ids[:place]
        waiting = {person.id for person in self._waiting(second)} - {applicant_id}
        following = next((other for other in order if other in waiting), applicant_id)
        self._read(following)
        if following == applicant_id:  # stays on the screen, and is another one now
            self._reading = None
            self._show_person(self.people.current_row())

    def _drop_draft(self, applicant_id: int) -> None:
        self._drafts.pop(applicant_id, None)
        self._opened.pop(applicant_id, None)

    def _can_decide(self) -> bool:
        deciding = self._vacancy is not None and self._vacancy.stage is Stage.ADMINISTRATION
        deciding = deciding and may(self.worker, Right.VERIFY)
        return deciding and self._file is not None and self._file.facts.status not in GONE

    def _offer(self) -> None:
        can = self._can_decide() and not self._saving
        running = self._vacancy is not None and self._vacancy.stage is Stage.ADMINISTRATION
        finished = running and self._is_done() and not self._drafts
        for piece in (self.save_button, self.accept_all_button, self._hint):
            piece.setVisible(running or self._vacancy is None)
        self.save_button.setEnabled(can)
        self.accept_all_button.setEnabled(can and any(line.result is None for line in self.rows))
        self.minutes_button.setVisible(running and self._is_done())
        self.minutes_button.setEnabled(finished and not self._saving)
        set_role(self.save_button, "" if finished else "primary")
        set_role(self.minutes_button, "primary" if finished else "")
        set_icon(self.minutes_button, "file-sign", "on_accent" if finished else "text")
        (self.minutes_button if finished else self.save_button).setDefault(True)
        self._offer_results()
        self.head.message_link.setVisible(self._file is not None)


def _load(session: "Session", vacancy_id: int) -> Loaded:
    found = applicants.list_applicants(session, 0, MOST, vacancy_id)
    two = administration.wants_second(session, vacancy_id)
    anybody = not get_office(session).login_required
    return vacancies.get_vacancy(session, vacancy_id), found, two, anybody
