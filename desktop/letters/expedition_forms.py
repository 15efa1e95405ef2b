"""Which letters leave, who took them, and putting an entry of the expedition book right."""

from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from db.rules.agenda import WAYS, ExpeditionForm
from db.rules.dates import short_date
from db.rules.words import _, ngettext
from db.services import expedition
from db.services.expedition import CarriedWords, ExpeditionRow, UnsentRow
from desktop.clock import today
from desktop.letters.columns import number_of
from desktop.letters.incoming_fields import WordsField
from desktop.widgets.basics import label
from desktop.widgets.dialog import FormDialog
from desktop.widgets.fields import DateField, line_edit
from desktop.widgets.form import ENTER, Form
from desktop.widgets.lazy_table import Column, LazyTable
from desktop.widgets.search_box import SearchBox
from desktop.widgets.table_view import TableView
from desktop.worker import Worker

FIELDS = ("recipient", "sent_on", "way", "carrier", "received_on", "received_by")
LIST_HEIGHT, MOST = 260, 500
LATELY = 30  # days: older letters that were never noted as sent are found by a search alone


class SendDialog(FormDialog):
    """Letters that nobody has carried out yet; those chosen leave together."""

    def __init__(self, parent: QWidget | None, worker: Worker, letter_id: int | None = None) -> None:
        self.worker, self._wanted = worker, letter_id
        self.sentence = ""
        columns = (
            Column(_("Nomor"), number_of, width=222, tooltip=number_of),
            Column(_("Tanggal"), lambda r: short_date(r.dated_on), width=96),
            Column(_("Keadaan"), _signed, tone=_signed_tone, width=180),
            Column(_("Hal"), lambda r: r.subject, width=200, tooltip=lambda r: r.subject),
            Column(_("Tujuan"), lambda r: r.recipient, tooltip=lambda r: r.recipient),
        )
        form = Form("above", columns=3, compact=True)
        self.letters = LazyTable(worker, columns, expedition.count_unsent, expedition.list_unsent, form)
        self.table = TableView(self.letters, "unsent")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setFixedHeight(LIST_HEIGHT)
        self.table.set_empty(_("Semua surat sudah dikirim."))
        self.search = SearchBox(_("Cari nomor, hal, atau tujuan…"), self.table)
        self.sent_on, self.way = DateField(maximum=today()), WordsField(60, WAYS)
        self.carrier = WordsField(120)
        form.add_widget(self.search)
        form.add_widget(self.table)
        text = _("Surat bernomor {days} hari terakhir; yang lebih lama ditemukan lewat pencarian. ")
        more = _("Pilih beberapa surat dengan Ctrl atau Shift.")
        told = text.format(days=LATELY) if letter_id is None else ""
        form.add_widget(label(told + more, "muted", wrap=True))
        form.add("sent_on", _("Dikirim tanggal"), self.sent_on, required=True)
        form.add("way", _("Cara"), self.way)
        form.add("carrier", _("Pembawa"), self.carrier)
        super().__init__(parent, _("Kirim surat"), form, _("Catat terkirim"))
        self.setMinimumWidth(940)
        form.fill({"sent_on": today(), "way": WAYS[0]})
        since = None if letter_id is not None else today() - timedelta(days=LATELY)
        self.search.searched.connect(lambda text: self.letters.search(text=text, since=since))
        self.table.selectionModel().selectionChanged.connect(self._count_chosen)
        self.letters.searched.connect(lambda _found: self.table.choose(self._wanted))
        worker.read(self, expedition.list_carried, then=self._offer)
        self.letters.search(text="", since=since)
        self._count_chosen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter after a search goes on to what was found; it does not save yet."""
        if event.key() in ENTER and self.search.hasFocus():
            self.table.setFocus()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.search.setFocus()

    def save(self, values: dict[str, Any]) -> None:
        """Fetch the chosen letters and note that they have left."""
        self.letters.fetch(self.table.selected_ranges(), partial(self._send, values))

    def _send(self, values: dict[str, Any], rows: list[UnsentRow]) -> None:
        work = partial(
            expedition.send_all,
            letter_ids=[row.id for row in rows],
            sent_on=values["sent_on"],
            way=values["way"],
            carrier=values["carrier"],
            today=today(),
        )
        self.worker.write(self, work, then=self._finish, failed=self.show_error)

    def _finish(self, number: int) -> None:
        self.sentence = ngettext("{n} surat dicatat terkirim.", "{n} surat dicatat terkirim.", number).format(
            n=number
        )
        self.accept()

    def _offer(self, words: CarriedWords) -> None:
        self.carrier.offer(words.carriers)

    def _count_chosen(self) -> None:
        number = sum(last - first + 1 for first, last in self.table.selected_ranges())
        self._save_text = _("Catat {n} surat terkirim").format(n=number) if number else _("Catat terkirim")
        self.save_button.setText(self._save_text)
        self.save_button.setEnabled(0 < number <= MOST)
        text = _("Pilih surat yang dikirim.") if not number else ""
        if number > MOST:
            text = _("Paling banyak {limit} surat sekaligus.").format(limit=MOST)
        self.save_button.setToolTip(text)


class ReceivedDialog(FormDialog):
    """Who took these letters, and when."""

    def __init__(self, parent: QWidget | None, worker: Worker, rows: list[ExpeditionRow]) -> None:
        self.worker, self._rows = worker, rows
        self.sentence = ""
        self.received_on, self.received_by = DateField(maximum=today()), WordsField(120)
        form = Form("above", columns=2, compact=True)
        form.add_widget(label(_about(rows), "muted", wrap=True))
        form.add("received_on", _("Diterima tanggal"), self.received_on, required=True)
        form.add("received_by", _("Diterima oleh"), self.received_by, required=True)
        super().__init__(parent, _("Catat penerimaan"), form, _("Simpan penerimaan"))
        form.fill({"received_on": today()})
        worker.read(self, expedition.list_carried, then=lambda words: self.received_by.offer(words.receivers))

    def save(self, values: dict[str, Any]) -> None:
        work = partial(
            expedition.note_received, expedition_ids=[row.id for row in self._rows], today=today(), **values
        )
        self.worker.write(self, work, then=self._finish, failed=self.show_error)

    def _finish(self, number: int) -> None:
        text = ngettext("Penerimaan {n} surat dicatat.", "Penerimaan {n} surat dicatat.", number)
        self.sentence = text.format(n=number)
        self.accept()


class _EntryDialog(FormDialog):
    """One entry of the book: where to, how, and who has it."""

    def __init__(
        self, parent: QWidget | None, worker: Worker, entry: ExpeditionRow, title: str, save_text: str
    ) -> None:
        self.worker, self._entry = worker, entry
        self.sentence = ""
        self.recipient, self.sent_on = line_edit(300), DateField(maximum=today())
        self.way, self.carrier = WordsField(60, WAYS), WordsField(120)
        self.received_on, self.received_by = DateField(maximum=today()), WordsField(120)
        form = Form("above", columns=2, compact=True)
        form.add_widget(label(_about([entry]), "muted", wrap=True))
        form.add("recipient", _("Tujuan"), self.recipient, required=True, wide=True)
        form.add("sent_on", _("Dikirim tanggal"), self.sent_on, required=True)
        form.add("way", _("Cara"), self.way)
        form.add("carrier", _("Pembawa"), self.carrier, wide=True)
        form.add("received_on", _("Diterima tanggal"), self.received_on)
        form.add("received_by", _("Diterima oleh"), self.received_by)
        super().__init__(parent, title, form, save_text)
        worker.read(self, expedition.list_carried, then=self._offer)

    def _offer(self, words: CarriedWords) -> None:
        self.carrier.offer(words.carriers)
        self.received_by.offer(words.receivers)

    def _write(self, work: Any) -> None:
        self.worker.write(self, work, then=lambda _any: self.accept(), failed=self.show_error)


class ChangeSentDialog(_EntryDialog):
    """An entry as it should have been typed."""

    def __init__(self, parent: QWidget | None, worker: Worker, entry: ExpeditionRow) -> None:
        super().__init__(parent, worker, entry, _("Ubah kiriman"), _("Simpan perubahan"))
        self._before = {name: getattr(entry, name) for name in FIELDS}
        self.form.fill(self._before)

    def save(self, values: dict[str, Any]) -> None:
        self.sentence = _("Kiriman {number} diubah.").format(number=self._entry.number)
        of: dict[str, Any] = {"expedition_id": self._entry.id, "before": self._before, "after": values}
        self._write(partial(expedition.change_expedition, today=today(), **of))


class SendAgainDialog(_EntryDialog):
    """The same letter for somebody else: a copy for the tembusan."""

    def __init__(self, parent: QWidget | None, worker: Worker, entry: ExpeditionRow) -> None:
        super().__init__(parent, worker, entry, _("Kirim ke tujuan lain"), _("Catat terkirim"))
        self.form.fill({"sent_on": today(), "way": entry.way, "carrier": entry.carrier})

    def save(self, values: dict[str, Any]) -> None:
        text = _("{number} dicatat terkirim kepada {recipient}.")
        self.sentence = text.format(number=self._entry.number, recipient=values["recipient"])
        form = ExpeditionForm(**values)
        self._write(partial(expedition.send, letter_id=self._entry.letter_id, form=form, today=today()))


def _signed(row: UnsentRow) -> str:
    return _("Belum ditandatangani") if row.unsigned else _("Siap dikirim")


def _signed_tone(row: UnsentRow) -> str:
    return "warn" if row.unsigned else "good"


def _about(rows: list[ExpeditionRow]) -> str:
    names = [f"{row.number or row.subject} → {row.recipient}" for row in rows[:4]]
    more = _("dan {n} surat lain").format(n=len(rows) - 4) if len(rows) > 4 else ""
    return "; ".join(filter(None, (*names, more)))
