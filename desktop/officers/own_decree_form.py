"""The office's own Keputusan: everybody who serves on its first day stands in the annex."""

from datetime import date
from typing import Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from db.rules.dates import long_date
from db.rules.letters import DecreeFacts
from db.rules.officers import check_term
from db.rules.words import _, ngettext
from db.services import decree_letters
from db.services.decrees import DecreeListRow
from db.services.letters import IssuedLetter
from desktop import paper
from desktop.clock import today
from desktop.parts.look import add_look
from desktop.parts.signer import add_signer
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField
from desktop.widgets.form import Form
from desktop.widgets.theme import set_look
from desktop.worker import Worker


class OwnDecreeDialog(FormDialog):
    """Shown as it will be printed, then made final. `issued` is the finished Keputusan."""

    def __init__(self, parent: QWidget, worker: Worker, newest: DecreeListRow | None) -> None:
        self._worker = worker
        self._counts = 0
        self.issued: IssuedLetter | None = None
        self.starts_on, self.ends_on, self.dated_on = DateField(), DateField(), DateField()
        self.notices = QPlainTextEdit()
        self.annex = label("", "muted", wrap=True)
        title = _("Buat Keputusan Kepala Dinas")
        super().__init__(parent, title, self._make_form(), _("Terbitkan Keputusan"))
        self.setMinimumWidth(680)
        self.form.edited.connect(self._on_edited)
        self.form.fill(_proposal(newest))
        self._count_names()
        self.look = add_look(self, worker, _stated, _day)

    def save(self, values: dict[str, Any]) -> None:
        """Give it its number and keep it."""
        term, day, signer = _term(values), values["dated_on"], values["signer"]

        def work(session: Any) -> IssuedLetter:
            facts = decree_letters.decree_facts(session, **term)
            return decree_letters.issue_decree(
                session, facts, dated_on=day, render=paper.render, official_id=signer
            )

        self._worker.write(self, work, then=self._finish, failed=self.show_error)

    def _make_form(self) -> Form:
        form = Form(compact=True)
        form.add("starts_on", _("Masa tugas mulai"), self.starts_on, required=True)
        form.add("ends_on", _("Masa tugas selesai"), self.ends_on, required=True)
        form.add("dated_on", _("Tanggal Keputusan"), self.dated_on, required=True)
        self.signer = add_signer(form, self._worker, self.dated_on)
        hint = _("Satu baris satu butir.")
        form.add("notices", _("Memperhatikan"), self.notices, hint=hint)
        form.add_widget(self.annex)
        return form

    def _on_edited(self, field: str) -> None:
        if field in {"starts_on", "ends_on"}:
            self._count_names()

    def _count_names(self) -> None:
        starts_on, ends_on = self.starts_on.value(), self.ends_on.value()
        if not starts_on or not ends_on or check_term(starts_on, ends_on):
            self.annex.setText("")
            return
        self._counts += 1
        number = self._counts
        self._worker.read(
            self,
            lambda session: len(
                decree_letters.decree_facts(session, starts_on=starts_on, ends_on=ends_on, notices=()).rows
            ),
            then=lambda names: self._say_names(number, names, starts_on),
        )

    def _say_names(self, number: int, names: int, day: date) -> None:
        if number != self._counts:
            return
        text = ngettext(
            "Lampiran memuat {number} TKSK yang bertugas pada {day}.",
            "Lampiran memuat {number} TKSK yang bertugas pada {day}.",
            names,
        )
        none = _("Belum ada TKSK yang bertugas pada {day}.")
        self.annex.setText((text if names else none).format(number=names, day=long_date(day)))
        set_look(self.annex, tone="" if names else "warn")

    def _finish(self, issued: IssuedLetter) -> None:
        self.issued = issued
        self.accept()


def _term(values: dict[str, Any]) -> dict[str, Any]:
    lines = (line.strip() for line in values["notices"].splitlines())
    return {
        "starts_on": values["starts_on"],
        "ends_on": values["ends_on"],
        "notices": tuple(line for line in lines if line),
    }


def _stated(session: Any, values: dict[str, Any]) -> list[DecreeFacts]:
    return [decree_letters.decree_facts(session, **_term(values))]


def _day(values: dict[str, Any]) -> date | None:
    """The day of the Keputusan, once its term is known too."""
    return values["dated_on"] if values["starts_on"] and values["ends_on"] else None


def _proposal(newest: DecreeListRow | None) -> dict[str, Any]:
    """The term of the newest decree above the office, which the Keputusan takes notice of."""
    if newest is None:
        return {"starts_on": today(), "ends_on": date(today().year, 12, 31), "dated_on": today()}
    # What a letter says is not translated.
    notice = f"Keputusan {newest.issuer} Nomor {newest.number} tanggal {long_date(newest.dated_on)}"
    notice += f" tentang {newest.title}" if newest.title else ""
    ends_on = newest.ends_on or date(newest.starts_on.year, 12, 31)
    return {"starts_on": newest.starts_on, "ends_on": ends_on, "dated_on": today(), "notices": notice}
