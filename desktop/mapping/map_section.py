"""The section Peta: how many live where, as colours on a map and as a table beside it."""

from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QSplitter, QVBoxLayout

from db.rules.access import Right
from db.rules.geometry import DESA, KECAMATAN
from db.rules.map_figures import MapFigures, MapPlace, tooltip
from db.rules.map_table import map_table
from db.rules.mapping import Register
from db.rules.recap_tables import RecapQuestion
from db.rules.words import _
from db.services import boundaries, regions
from db.services.mapping import frozen_names, kinds, recaps
from db.services.mapping.map_figures import read_map
from db.services.mapping.recaps import Period, period_words
from desktop.clock import today
from desktop.files import ask_where_to_save, write_file
from desktop.mapping.labels import kind_label
from desktop.parts.choices import refill
from desktop.parts.map_places import Key, Place
from desktop.parts.opener import Opener
from desktop.parts.place_map import ZOOM, PlaceMap
from desktop.parts.report_view import ReportView
from desktop.parts.rights import allow
from desktop.widgets.basics import button, label
from desktop.widgets.failure import sentence
from desktop.widgets.page import Page
from desktop.widgets.tab import Tab
from desktop.worker import Worker

ALL = ""


class MapSection(Tab, Opener):
    """Without borders the places are circles at their coordinates. Enter or a double click: the names."""

    reads = frozenset(
        {"mapping_record", "person", "kind", "region", "boundary", "head_count", "data_round", "assignment"}
    )

    def __init__(self, worker: Worker) -> None:
        super().__init__(worker)
        self.figures: MapFigures | None = None
        self._asked: tuple[RecapQuestion, str, bool] | None = None
        self._periods: list[Period] = []
        self._by_desa = True  # whether kinds, kecamatan and the like are being filled
        self.map, self.view = PlaceMap(), ReportView(worker)
        self.kind, self.kecamatan = _combo(_("Jenis"), 240), _combo(_("Kecamatan"), 184)
        self.period = _combo(_("Periode"), 240)
        self.by_desa, self.masked = QCheckBox(_("Per desa")), QCheckBox(_("Versi publik"))
        self.masked.setToolTip(_("Angka kecil (1–4) disamarkan."))
        self.nearer = button("+", on_click=lambda: self.map.zoom(ZOOM))
        self.further = button("−", on_click=lambda: self.map.zoom(1 / ZOOM))
        self.whole = button(_("Semua"), on_click=lambda: self.map.zoom(0))
        self.picture_button = button(_("Simpan gambar"), "image-outline", on_click=self.save_picture)
        self.borders_button = button(_("Batas wilayah…"), "map-outline", on_click=self.open_borders)
        self.page = Page(
            _("Peta"),
            "",
            *(self.borders_button, self.picture_button, self.view.excel_button, self.view.print_button),
        )
        self._lay_out()
        allow(worker, Right.OFFICE, self.borders_button)
        allow(worker, Right.EXPORT, self.picture_button)
        for combo in (self.kind, self.kecamatan, self.period):
            combo.currentIndexChanged.connect(lambda _place: self._read())
        for check in (self.by_desa, self.masked):
            check.toggled.connect(lambda _on: self._read())
        self.view.said.connect(self.said)
        self.view.chosen.connect(self.map.choose)
        self.view.activated.connect(self._show_names)
        self.map.chosen.connect(self._choose_row)
        self.map.activated.connect(self._show_names)

    def refresh(self) -> None:
        def offers(session: Any) -> tuple[Any, Any, Any]:
            return (
                kinds.list_kinds(session),
                regions.list_kecamatan(session),
                recaps.list_periods(session),
            )

        self.worker.read(self, offers, lambda found: self._offer(*found), self._fail)

    def receive(self, topic: str, payload: Any) -> None:
        """`map` with kind_code and kecamatan_code."""
        if isinstance(payload, dict):
            for name, combo in (("kind_code", self.kind), ("kecamatan_code", self.kecamatan)):
                if (place := combo.findData(payload.get(name))) >= 0:
                    combo.setCurrentIndex(place)

    def open_borders(self) -> None:
        """Load borders from a file, or look at what there is."""
        from desktop.mapping.borders_dialog import BordersDialog

        dialog = BordersDialog(self, self.worker)
        self.open_dialog(dialog)

    def save_picture(self) -> None:
        """The map as it is on the screen, at twice its size."""
        name = f"{_('Peta')} {today():%Y-%m-%d}.png"
        if path := ask_where_to_save(self, _("Simpan gambar peta"), name, _("Gambar (*.png)")):
            content = self.map.picture()
            self.worker.run(
                self,
                lambda: write_file(path, content),
                lambda written: self.said.emit(_("Gambar disimpan: {path}").format(path=written)),
                self._fail,
            )

    @property
    def question(self) -> RecapQuestion:
        """What is counted."""
        period = next((one for one in self._periods if one.round_id == self.period.currentData()), None)
        register, _code = self._kind()
        return RecapQuestion(
            register,
            period.reference_date if period else today(),
            period.round_id if period else None,
            by_desa=self.by_desa.isChecked(),
            kecamatan_code=self.kecamatan.currentData() or "",
        )

    def _kind(self) -> tuple[Register, str]:
        return self.kind.currentData() or (Register.PPKS, ALL)

    def _lay_out(self) -> None:
        self.page.add_filter(
            *(self.kind, self.kecamatan, self.by_desa, self.period, self.masked),
            *(self.nearer, self.further, self.whole),
        )
        for made, words in ((self.nearer, _("Perbesar (+)")), (self.further, _("Perkecil (−)"))):
            made.setFixedWidth(34)
            made.setToolTip(words)
            made.setAccessibleName(words)
        self.whole.setToolTip(_("Tampilkan seluruh wilayah (0)"))
        self.parts = QSplitter()
        self.parts.addWidget(self.map)
        self.parts.addWidget(self.view)
        self.parts.setStretchFactor(0, 3)
        self.parts.setStretchFactor(1, 2)
        self.parts.setSizes([760, 480])
        self.parts.setChildrenCollapsible(False)
        self.hint = label("", "muted", wrap=True)
        self.page.add_main(self.parts, 1)
        self.page.add_main(self.hint)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)

    def _offer(self, known: list[Any], places: list[Any], periods: list[Period]) -> None:
        self._periods = list(periods)
        refill(
            self.kind,
            [
                ((Register.PPKS, ALL), _("Semua PPKS")),
                ((Register.PSKS, ALL), _("Semua PSKS")),
                *(((kind.register, kind.code), kind_label(kind)) for kind in known),
            ],
        )
        refill(self.kecamatan, [(ALL, _("Semua kecamatan")), *((one.code, one.name) for one in places)])
        names = [(one.round_id, period_words(one)) for one in periods]
        refill(self.period, [(None, period_words(None)), *names])
        self._read()

    def _read(self) -> None:
        question, (_register, kind) = self.question, self._kind()
        masked = self.masked.isChecked()
        asked = (question, kind, masked)
        self._asked = asked

        def show(answer: tuple[MapFigures, list[Any]]) -> None:
            if asked == self._asked:
                self._show(*answer)

        def work(session: Any) -> tuple[MapFigures, list[Any]]:
            figures = read_map(session, question, kind, masked=masked)
            return figures, boundaries.list_kept(session)

        self.worker.read(self, work, show, self._fail)

    def _show(self, figures: MapFigures, kept: list[Any]) -> None:
        self.figures = figures
        self.view.banner.clear()
        self.view.map = figures
        self.view.show_report(map_table(figures))
        self.map.set_legend(Key(*entry) for entry in figures.legend)
        known = [place for place in figures.places if place.border or place.latitude is not None]
        self.map.set_places(_drawn(place, figures) for place in known)
        self.page.head.set_facts(" · ".join(figures.subtitle))
        level = DESA if self.by_desa.isChecked() else KECAMATAN
        have = next((one for one in kept if one.level == level), None)
        parts = [_("Enter atau klik dua kali membuka nama-namanya; tombol panah, +, −, dan 0 juga bekerja.")]
        if have is None:
            parts.append(_("Batas wilayah belum dimuat: wilayah digambar sebagai lingkaran di tempatnya."))
        if lost := len(figures.places) - len(known):
            parts.append(_("{n} wilayah tanpa koordinat hanya ada di tabel.").format(n=lost))
        self.hint.setText(" ".join(parts))

    def _choose_row(self, code: str) -> None:
        if self.view.views:
            self.view.views[0].choose(code)

    def _show_names(self, code: Any) -> None:
        if not code or self.figures is None:
            return
        register, kind = self._kind()
        kinds = self.figures.kinds
        asked: dict[str, Any] = {"register": register, "kind_code": kind}
        if not kind:
            asked["kind_codes"] = kinds
        asked["desa_code" if len(code) == DESA else "kecamatan_code"] = code
        if self.question.round_id is None:
            self.navigate.emit("mapping/names", asked)
            return
        question = self.question
        self.worker.read(
            self,
            lambda session: frozen_names.find_frozen(session, question, code, kinds),
            lambda ids: self.navigate.emit("mapping/names", {"record_ids": tuple(ids)}),
            self._fail,
        )

    def _fail(self, error: Exception) -> None:
        self.view.banner.say(sentence(error), "bad")


def _drawn(place: MapPlace, figures: MapFigures) -> Place:
    return Place(
        place.code,
        place.name,
        place.latitude or 0.0,
        place.longitude or 0.0,
        figures.colour(place),
        tooltip(place),
        border=place.border,
        hatched=place.figure is None,
    )


def _combo(name: str, width: int) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setFixedWidth(width)
    made.currentTextChanged.connect(made.setToolTip)
    return made
