"""Who checks a file, one person or two, and how far the files of a vacancy are."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit

from db.rules.access import Right, missing_right
from db.rules.recruitment import Applied, Stage
from db.rules.words import _, ngettext
from db.services.recruitment import administration
from desktop.parts.rights import allow, may
from desktop.recruitment.issuing import Issuing
from desktop.recruitment.work_dialog import WorkDialog
from desktop.widgets.basics import label
from desktop.widgets.theme import set_look

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from db.services.recruitment.applicants import ApplicantRow
    from db.services.recruitment.vacancies import VacancyFacts
    from desktop.recruitment.applicant_head import ApplicantFile
    from desktop.widgets.rows_table import RowsTable
    from desktop.widgets.table_view import TableView
    from desktop.worker import Worker

NAME_LENGTH, NAME_WIDTH = 120, 190


class CheckerActions(WorkDialog, Issuing):
    """Where nobody logs in, the two who check type their names."""

    said = Signal(str)
    people: "TableView"
    _model: "RowsTable"
    _vacancy_id: int
    _vacancy: "VacancyFacts | None" = None
    _file: "ApplicantFile | None" = None
    _drafts: dict[int, Any]
    _reading: int | None = None  # whose file is on its way
    _land = True  # go on to the requirements, unless somebody walks through the names
    _nobody_logs_in = False

    def __init__(self, parent: "QWidget | None", worker: "Worker") -> None:
        super().__init__(parent, worker)
        self.second_box = QCheckBox(_("Dua pemeriksa"))
        self.second_box.setToolTip(_("Setiap berkas diperiksa dua orang; hasil yang berbeda harus disamakan"))
        self.second_box.clicked.connect(self._set_second)
        self.checker = QLineEdit()  # who checks, where two do so on a PC on which nobody logs in
        self.checker.setMaxLength(NAME_LENGTH)
        self.checker.setFixedWidth(NAME_WIDTH)
        self.checker.setAccessibleName(_("Pemeriksa"))
        self.checker.setPlaceholderText(_("nama Anda"))
        self._checker_label = label(_("Pemeriksa"), "muted")
        self._known_checker = ""
        self.checker.editingFinished.connect(self._set_checker)
        allow(worker, Right.RECRUITMENT, self.second_box)

    def _asks_name(self) -> bool:
        """Two check, and the program does not know who sits here."""
        return self._nobody_logs_in and self.second_box.isChecked()

    def _lacks_name(self) -> bool:
        """Whether the name of who checks is still to be typed; says so."""
        if self._asks_name() and self.checker.text().strip() != self._known_checker:
            self._set_checker()  # what is shown was shown to another one
            return True
        lacks = self._asks_name() and not self._known_checker
        set_look(self.checker, tone="bad" if lacks else "")
        if lacks:
            self.banner.say(_("Tulis nama Anda di kolom Pemeriksa; berkas diperiksa dua orang."), "bad")
            self.checker.setFocus()
        return lacks

    def _set_checker(self) -> None:
        name = self.checker.text().strip()
        if name != self._known_checker:
            self._known_checker = name
            set_look(self.checker, tone="")
            self._checker_changed()

    def _set_second(self, wanted: bool) -> None:
        """Back to one verifier after a file was decided: with a reason."""
        if wanted or not self._any_decided():
            work = partial(administration.set_second_verifier, vacancy_id=self._vacancy_id, wanted=wanted)
            self.worker.write(self, work, lambda _nothing: self._read_again(""), self._second_refused)
            return
        self._ask(
            _("Cukup satu pemeriksa"),
            _("Berkas yang sudah diputuskan tetap berlaku tanpa pemeriksaan kedua."),
            _("Jadikan satu pemeriksa"),
            lambda session, values: administration.set_second_verifier(
                session, self._vacancy_id, False, values["reason"]
            ),
            lambda _nothing: self._read_again(_("Berkas lowongan ini diperiksa satu orang.")),
            reason=_("Alasan (disimpan dalam riwayat)"),
        )
        assert self.dialog is not None
        self.dialog.rejected.connect(lambda: self.second_box.setChecked(True))

    def _second_refused(self, error: Exception) -> None:
        self.second_box.setChecked(not self.second_box.isChecked())
        self.show_error(error)

    def _waiting(self, second: bool = False) -> list["ApplicantRow"]:
        """Who is not decided yet; for the second verifier also who has only the first opinion."""
        return [
            person
            for person in self._model.rows
            if person.status is Applied.REGISTERED or (second and person.second == "waiting")
        ]

    def _is_done(self) -> bool:
        agreed = all(person.second in ("", "agreed") for person in self._model.rows)
        return bool(self._model.rows) and not self._waiting() and agreed

    def _say_all_decided(self) -> None:
        if self._vacancy is None or self._vacancy.stage is not Stage.ADMINISTRATION:
            self.banner.say(_("Seleksi administrasi tidak sedang berjalan; keputusan hanya dapat dilihat."))
        elif not may(self.worker, Right.VERIFY):
            self.banner.say(missing_right(Right.VERIFY))
        elif self._is_done() and not self._drafts:
            passed = sum(person.status is Applied.PASSED for person in self._model.rows)
            failed = sum(person.status is Applied.FAILED for person in self._model.rows)
            text = _("Semua pelamar sudah diputuskan: {passed} memenuhi syarat, {failed} tidak.")
            self.banner.say(text.format(passed=passed, failed=failed), "good")
        elif number := self._awaits_second():
            text = ngettext(
                "{n} berkas menunggu pemeriksa kedua.", "{n} berkas menunggu pemeriksa kedua.", number
            )
            who = _("Pemeriksa kedua menulis namanya sendiri di kolom Pemeriksa.")
            who = who if self._asks_name() else _("Pemeriksa kedua masuk dengan namanya sendiri.")
            self.banner.say(f"{text.format(n=number)} {who}")
        elif names := [person.name for person in self._model.rows if person.second == "differs"]:
            text = _(
                "Hasil kedua pemeriksa berbeda: {names}. Bahas berdua pada baris merah; yang mengubah "
                "hasilnya memakai namanya sendiri, lalu menyimpan lagi."
            )
            self.banner.say(text.format(names=", ".join(names)), "warn")
        else:
            self.banner.clear()

    def _awaits_second(self) -> int:
        """How many files wait for nothing but the second verifier."""
        return 0 if self._waiting() or self._drafts else len(self._waiting(True))

    def _any_decided(self) -> bool:
        return any(person.status is not Applied.REGISTERED for person in self._model.rows)

    def _checker_changed(self) -> None:
        """Somebody else checks from here on: who has not been checked twice comes first."""
        if waiting := self._waiting(True):
            self.people.choose(waiting[0].id)
        self._file, self._reading, self._land = None, None, True
        self._show_person(self.people.current_row())

    def _read_again(self, said: str) -> None:
        """Show what has become of it."""
        raise NotImplementedError

    def _land_when_read(self) -> None:
        """Go to the requirements."""
        raise NotImplementedError

    def _show_person(self, person: "ApplicantRow | None") -> None:
        """Read the file of this one."""
        raise NotImplementedError
