"""The first start: five short pages from an empty database to an office that can work."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget, QWizard

from db.rules.dates import long_date
from db.rules.letters import PaperSize
from db.rules.office import OfficialForm, authority_label, digits, full_name, group_nip
from db.rules.problems import RuleViolation
from db.rules.words import _
from db.services import setup
from db.services.setup import OfficeForm
from desktop.office.letterhead_page import LetterheadPage
from desktop.office.people_pages import HeadPage, SignersPage
from desktop.office.place_page import PlacePage
from desktop.office.summary_page import SummaryPage
from desktop.office.wizard_page import StepPage
from desktop.widgets.ask import confirm
from desktop.widgets.busy import BusyCursor
from desktop.widgets.failure import sentence
from desktop.widgets.room import take_room
from desktop.widgets.theme import set_role
from desktop.worker import Worker

SIZE = (900, 660)
WizardButton = QWizard.WizardButton


class FirstStartWizard(QWizard):
    """Accepted when the office is made, or when `practice` says that the person rather tries first."""

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._busy = BusyCursor(self)
        self._saving = False
        self._begin_soon = QTimer(self, singleShot=True, interval=0)  # Qt itself focuses the page first
        self._begin_soon.timeout.connect(self._begin)
        self.practice = False
        self.setWindowTitle(_("Pengaturan awal Pilar TKSK"))
        self.setWizardStyle(QWizard.WizardStyle.ClassicStyle)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        self.place = PlacePage(worker)
        self.letterhead = LetterheadPage(worker)
        self.head = HeadPage(worker)
        self.signers = SignersPage(worker)
        self.summary = SummaryPage()
        self.steps: tuple[StepPage, ...] = (
            self.place,
            self.letterhead,
            self.head,
            self.signers,
            self.summary,
        )
        for number, page in enumerate(self.steps, 1):
            page.set_step(_("Langkah {n} dari {total}").format(n=number, total=len(self.steps)))
            self.addPage(page)
        self._name_buttons()
        self.currentIdChanged.connect(self._prepare)
        take_room(self, SIZE[0], SIZE[1])

    def practise(self) -> None:
        """Look around with invented data first; nothing of this office is made."""
        self.practice = True
        self.accept()

    def office_form(self) -> OfficeForm:
        """What was typed about the office."""
        territory = self.place.territory()
        assert self.letterhead.form is not None
        return OfficeForm(
            regency_code=territory.code if territory else "",
            province_capital=self.place.capital_of_province(),
            timezone=territory.timezone if territory else "",
            **self.letterhead.form.values(),
            capital=self.signers.capital.text().strip(),
            paper=PaperSize(self.signers.paper.currentData()),
        )

    def officials(self) -> list[OfficialForm]:
        """The head first, then the others."""
        return [self.head.official(), *self.signers.officials.rows]

    def accept(self) -> None:
        """Make the office; only then is the wizard done."""
        if self.practice:
            super().accept()
        elif not self._saving and self._all_is_well():
            work = partial(setup.create_office, form=self.office_form(), officials=self.officials())
            self._set_saving(True)
            self._worker.write(self, work, then=lambda _nothing: self._done(), failed=self._fail)

    def reject(self) -> None:
        """Nothing typed is lost by accident."""
        typed = self.place.territory() is not None or self.currentPage() is not self.place
        question = _("Pengaturan awal belum selesai. Isian halaman-halaman ini akan hilang.")
        if not self._saving and (not typed or confirm(self, question, _("Buang isian"), danger=True)):
            super().reject()

    def go_to(self, page: StepPage) -> None:
        """Back to a page, with everything kept."""
        while self.currentPage() is not page and self.currentPage() is not self.place:
            self.back()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._begin_soon.start()

    def _begin(self) -> None:
        page = self.currentPage()
        if isinstance(page, StepPage):
            page.begin()

    def _prepare(self) -> None:
        self._begin_soon.start()
        if (territory := self.place.territory()) and self.currentPage() is not self.place:
            self.letterhead.use_place(territory)
            self.signers.use_place(territory)
        if self.currentPage() is self.letterhead:
            self.letterhead.fields.paper = PaperSize(self.signers.paper.currentData())
        if self.currentPage() is self.summary:
            self.summary.tell(self._facts())

    def _facts(self) -> list[tuple[str, str]]:
        form, (head, *others) = self.office_form(), self.officials()
        territory = self.place.territory()
        names = [full_name(o.front_title, o.name, o.back_title) for o in (head, *others)]
        return [
            (_("Kabupaten/kota"), territory.name if territory else ""),
            (_("Dinas"), form.name),
            (_("Alamat"), form.address),
            (_("Bidang pengelola"), form.section),
            (authority_label(head.authority), names[0]),
            (_("NIP"), group_nip(digits(head.nip))),
            (_("Mulai menjabat"), long_date(head.starts_on)),
            (_("Penandatangan lain"), "; ".join(names[1:]) or _("tidak ada")),
            (_("Kertas"), form.paper),
            (_("Surat ditulis di"), form.capital),
            (_("Zona waktu"), form.timezone),
        ]

    def _all_is_well(self) -> bool:
        for page in self.steps:
            if page.complaint():
                self.go_to(page)
                page.complaint()  # once more, now that it can be seen: the field is focused
                return False
        return True

    def _done(self) -> None:
        self._set_saving(False)
        super().accept()

    def _fail(self, error: Exception) -> None:
        self._set_saving(False)
        if isinstance(error, RuleViolation):
            fields = {problem.field for problem in error.problems}
            for page in self.steps:
                if page.form and fields & set(page.form.values()):
                    self.go_to(page)
                    page.form.show_problems(error.problems)
                    return
        self.summary.banner.say(sentence(error), "bad")

    def _set_saving(self, saving: bool) -> None:
        self._saving = saving
        for name in (WizardButton.BackButton, WizardButton.FinishButton, WizardButton.CancelButton):
            self.button(name).setEnabled(not saving)
        if saving:
            self._busy.start()
        else:
            self._busy.stop()

    def _name_buttons(self) -> None:
        words: dict[Any, str] = {
            WizardButton.BackButton: _("Kembali"),
            WizardButton.NextButton: _("Lanjut"),
            WizardButton.FinishButton: _("Mulai bekerja"),
            WizardButton.CancelButton: _("Batal"),
        }
        for name, text in words.items():
            self.setButtonText(name, text)
        for name in (WizardButton.NextButton, WizardButton.FinishButton):
            set_role(self.button(name), "primary")
        stretch = WizardButton.Stretch
        self.setButtonLayout([stretch, *words])
        self.back_button, self.next_button = (
            self.button(WizardButton.BackButton),
            self.button(WizardButton.NextButton),
        )
        self.finish_button, self.cancel_button = (
            self.button(WizardButton.FinishButton),
            self.button(WizardButton.CancelButton),
        )
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
