"""What the links below the track of a vacancy do: its steps, objections, timetable, papers of the day."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from db.rules.access import Right
from db.rules.day_pack import DayPack
from db.rules.letter_kinds import LetterKind
from db.rules.recruitment import Stage
from db.rules.words import _
from db.services.recruitment import final_results
from db.services.recruitment.day_pack import day_pack
from db.services.recruitment.plenary import plenary_values
from desktop.errors import show_error
from desktop.paper import render_day_pack
from desktop.parts.progress import Progress
from desktop.parts.rights import allow
from desktop.recruitment.issuing import Issuing
from desktop.widgets.basics import link, row
from desktop.widgets.busy import Waiting

if TYPE_CHECKING:
    from PySide6.QtWidgets import QHBoxLayout

    from desktop.recruitment.state import VacancyState
    from desktop.recruitment.vacancy_page import VacancyPage

AFTER = (Stage.INTERVIEW, Stage.DECIDED, Stage.PROPOSED, Stage.FILLED)


class StageActions(Issuing):
    """One row of links; each is there while it applies."""

    def __init__(self, page: "VacancyPage") -> None:
        self.page = page
        self.worker, self.said = page.worker, page.said
        self.track_link = link(_("Atur tahapan…"), self.edit_track)
        self.extend_link = link(_("Perpanjang pendaftaran…"), self.extend)
        self.objections_link = link(_("Sanggahan…"), self.show_objections)
        self.test_link = link(_("Panggilan tes…"), lambda: self.page.do.call_to_test())
        self.planner_link = link(_("Jadwal wawancara…"), self.plan_interviews)
        self.pack_link = link(_("Paket hari seleksi"), self.print_day_pack)
        self.plenary_link = link(_("Berita acara rapat pleno…"), self.write_plenary)
        self.pack_link.setToolTip(
            _(
                "Daftar hadir, lembar nilai, pakta integritas, kartu meja, nomor antrean, "
                "rancangan berita acara."
            )
        )
        self.result_link = link(_("Pengumuman hasil akhir…"), self.announce_result)
        self.public_link = link(_("Halaman hasil publik…"), self.publish)
        self.case_link = link(_("Berkas perkara…"), self.make_case_file)
        self.case_link.setToolTip(_("Semua tentang lowongan ini dalam satu PDF, lengkap atau disamarkan"))
        self.waiting = Waiting()
        self.progress = Progress(self.waiting)
        allow(
            page.worker,
            Right.RECRUITMENT,
            self.track_link,
            self.extend_link,
            self.planner_link,
            self.test_link,
        )
        allow(page.worker, Right.RECRUITMENT, self.result_link)
        allow(page.worker, Right.LETTERS, self.plenary_link)

    def links(self) -> "QHBoxLayout":
        """The row below the track."""
        return row(
            *(
                self.track_link,
                self.extend_link,
                self.objections_link,
                self.test_link,
                self.planner_link,
                self.pack_link,
            ),
            *(self.plenary_link, self.result_link, self.public_link, self.case_link),
            None,
            spacing=20,
        )

    def offer(self, state: "VacancyState | None") -> None:
        """Only what applies at this stage is to be seen."""
        stage = state.facts.stage if state else None
        self.track_link.setVisible(stage is not None and stage is not Stage.CANCELLED)
        self.extend_link.setVisible(stage is Stage.ANNOUNCED)
        judged = bool(state and state.has_letter(LetterKind.ADMINISTRATION_MINUTES))  # also looked at again
        self.objections_link.setVisible(judged or bool(state and state.open_objections))
        self.planner_link.setVisible(stage is Stage.INTERVIEW)
        self.test_link.setVisible(stage is Stage.INTERVIEW and bool(state and state.standing.tests))
        self.pack_link.setVisible(stage is Stage.INTERVIEW and bool(state and state.standing.panel))
        nobody = bool(state and state.facts.nobody_passed)
        told_ms = bool(state and state.has_letter(LetterKind.ADMINISTRATION_RESULTS))
        self.public_link.setVisible(stage in AFTER or nobody or told_ms)
        self.case_link.setVisible(stage not in (None, Stage.DRAFT))
        decided = stage in (Stage.DECIDED, Stage.PROPOSED) or nobody
        written = bool(state and state.newest(LetterKind.PLENARY_MINUTES, LetterKind.INTERVIEW_MINUTES))
        self.plenary_link.setVisible(decided and not written)
        told = bool(state and state.has_letter(LetterKind.FINAL_RESULTS))
        late = stage in (Stage.PROPOSED, Stage.FILLED) or nobody
        self.result_link.setVisible(told or late)
        number = state.open_objections if state else 0
        self.objections_link.setText(_("Sanggahan ({n})…").format(n=number) if number else _("Sanggahan…"))

    def edit_track(self) -> None:
        from desktop.recruitment.track_form import TrackDialog

        self.open_dialog(TrackDialog(self.page, self.worker, self._id))

    def show_objections(self) -> None:
        from desktop.recruitment.objection_dialogs import ObjectionsDialog

        self.open_dialog(ObjectionsDialog(self.page, self.worker, self._id))

    def publish(self) -> None:
        """The results as everybody may read them."""
        from desktop.recruitment.public_page import PublicPageDialog

        self.open_dialog(PublicPageDialog(self.page, self.worker, [self._id]))

    def make_case_file(self) -> None:
        """Everything of this vacancy in one file."""
        from desktop.recruitment.case_dialog import CaseFileDialog

        if state := self.page.state:
            self.open_dialog(CaseFileDialog(self.page, self.worker, self._id, state.facts.kecamatan))

    def plan_interviews(self) -> None:
        from desktop.recruitment.planner import PlannerDialog

        self.open_dialog(PlannerDialog(self.page, self.worker, self._id))

    def write_plenary(self) -> None:
        """The minutes of the plenary meeting, filled in, in the form of letters: looked at, then numbered."""

        def compose(values: dict[str, Any]) -> None:
            payload = {"kind": LetterKind.PLENARY_MINUTES, "values": values, "vacancy_id": self._id}
            self.page.navigate.emit("letters/compose", payload)

        work = partial(plenary_values, vacancy_id=self._id)
        self.worker.read(self.page, work, then=compose, failed=partial(show_error, self.page))

    def announce_result(self) -> None:
        """How it ended, for everybody."""
        vacancy_id = self._id
        self._announce(
            LetterKind.FINAL_RESULTS,
            vacancy_id,
            _("Umumkan hasil akhir"),
            _("Pengumuman memuat nomor pendaftaran, nama, dan hasil, tanpa NIK dan tanpa nilai."),
            final_results.issue_final,
            lambda session, on: final_results.final_letter(session, vacancy_id, on),
        )

    def extend(self) -> None:
        """A new last day of registration with its reason; the announcement is printed at once."""
        from desktop.recruitment.stage_extend import ExtensionDialog

        if state := self.page.state:
            dialog = ExtensionDialog(self.page, self.worker, self._id, state.facts.form.closes_on)
            dialog.done_with.connect(self._announced)
            self.open_dialog(dialog)

    def print_day_pack(self) -> None:
        """One PDF with everything that the day needs."""
        if self.is_waiting:
            return
        self.is_waiting = True
        work = partial(day_pack, vacancy_id=self._id)
        self.worker.read(self.page, work, then=self._bind, failed=self._failed)

    def _bind(self, pack: DayPack) -> None:
        pieces = len(pack.parts) + 3
        self.progress.begin(_("Menyiapkan paket hari seleksi…"), pieces)
        self.worker.run(
            self.page,
            lambda: render_day_pack(pack, self.progress.tick),
            then=partial(self._bound, pack.title),
            failed=self._failed,
        )

    def _bound(self, title: str, pdf: bytes) -> None:
        self.is_waiting = False
        self.progress.finish()
        self.show_paper(title, pdf)

    def _failed(self, error: Exception) -> None:
        self.is_waiting = False
        self.progress.finish()
        if self.progress.was_stopped:
            self.said.emit(_("Paket hari seleksi dibatalkan."))
        else:
            show_error(self.page, error)

    def _widget(self) -> QWidget:
        return self.page

    @property
    def _id(self) -> int:
        return self.page.vacancy_id
