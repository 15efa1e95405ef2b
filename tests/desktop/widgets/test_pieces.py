import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLineEdit, QMessageBox, QWidget

from desktop.widgets import ask
from desktop.widgets.banner import Banner
from desktop.widgets.basics import Checklist, EmptyState, Pill, button, card, facts, icon_button, label, link
from desktop.widgets.busy import BusyCursor, Waiting, time_left
from desktop.widgets.page import Page
from desktop.widgets.search_box import SearchBox
from desktop.widgets.stage_track import StageTrack
from desktop.widgets.tab import Tab


@pytest.fixture
def put(qtbot):
    def put(widget, width=400, height=200):
        qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        return widget

    return put


def test_words_that_do_not_fit_are_marked_and_never_widen_the_page(put):
    long = put(label("Kecamatan " * 30), 100, 20)
    assert long._is_cut()
    assert long.minimumSizeHint().width() < 100
    assert not long.grab().isNull()
    assert not label("Utan", wrap=True)._is_cut()


def test_facts_are_exchanged_in_place(put, qtbot):
    grid = put(facts([("Sebab", "Mengundurkan diri"), ("Lama", "")]))
    first = grid._shown[0][1]
    assert grid._shown[1][1].text() == "—"
    grid.set_facts([("Sebab", "Meninggal"), ("Lama", "3 hari")])
    assert grid._shown[0][1] is first
    assert first.text() == "Meninggal"
    pill = Pill("Lowong", "bad")
    grid.set_facts([("Keadaan", pill)])
    grid.set_facts([("Keadaan", pill), ("Lama", "1 hari")])
    qtbot.waitUntil(pill.isVisible)
    grid.set_facts([])
    assert grid._shown == []


def test_a_checklist_follows_its_lines(put):
    marks = put(Checklist([("Surat", True), ("Berita acara", False)]))
    assert [mark.text() for mark, _text in marks._lines] == ["✓", "–"]
    marks.set_lines([("Surat", False)])
    assert [mark.isVisible() for mark, _text in marks._lines] == [True, False]


def test_a_card_writes_its_subject_in_capitals(put):
    made = put(card("Kecamatan Utan", label("Lowong", "title"), link("12 laporan")))
    assert made.title.text() == "KECAMATAN UTAN"


def test_an_icon_alone_has_a_name(put):
    assert put(icon_button("close", "Tutup")).accessibleName() == "Tutup"


def test_a_banner_speaks_and_is_silent(put):
    host = put(QWidget())
    banner = Banner()
    banner.setParent(host)
    pressed = []
    banner.say("Cadangan gagal.", "warn", "Pilih folder", lambda: pressed.append(1))
    assert banner.isVisible()
    banner.link.click()
    banner.clear()
    assert pressed == [1]
    assert not banner.isVisible()


def test_nothing_here_offers_a_way_on(put):
    pressed = []
    empty = put(EmptyState("Belum ada TKSK.", "Tambah TKSK", lambda: pressed.append(1)))
    empty.button.click()
    assert pressed == [1]
    empty.set("Tidak ada yang cocok.")
    assert not empty.button.isVisible()


def test_the_search_speaks_once_per_pause_and_at_once_for_enter(put, qtbot):
    box = put(SearchBox("Cari nama…"))
    told = []
    box.searched.connect(told.append)
    qtbot.keyClicks(box, "siti")
    assert told == []
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert told == ["siti"]
    with qtbot.waitSignal(box.searched) as signal:
        qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert signal.args == [""]


def test_the_cards_fold_away_on_a_narrow_page(put):
    page = put(Page("TKSK", "Keadaan hari ini", button("Cetak", "printer-outline")), 1300, 600)
    page.add_filter(SearchBox("Cari…"))
    page.set_count("24 kecamatan")
    page.add_main(QLineEdit(), 1)
    made = card("Rincian", label("Siti"))
    page.add_card(made)
    assert made.isVisible()
    assert not page.toggle.isVisible()
    page.resize(1100, 600)
    assert not made.isVisible()
    page.toggle.click()
    assert made.isVisible()
    assert page._main.isVisible()
    page.resize(690, 400)
    assert made.isVisible()
    assert not page._main.isVisible()
    page.toggle.click()
    assert page._main.isVisible()
    page.resize(1366, 700)
    assert made.isVisible()


def test_the_track_says_in_words_where_it_stands_and_shrinks(put):
    stages = [("Pengumuman", "13 Apr"), ("Wawancara", "20 Apr"), ("SK", "")]
    track = put(StageTrack(stages, 1), 700, 70)
    assert (
        track.accessibleName()
        == "Tahap: Pengumuman 13 Apr (selesai), Wawancara 20 Apr (sekarang), SK (berikutnya)"
    )
    assert track.minimumSizeHint().width() <= 700
    assert not track.grab().isNull()
    track.set_stages([], 0)
    assert not track.grab().isNull()


def test_long_work_says_how_far_it_is(put):
    waiting = put(Waiting())
    waiting.finish()
    pressed = []
    waiting.start("Membaca berkas…", lambda: pressed.append(1))
    assert not waiting.isVisible()
    waiting.advance(1500, 3000)
    assert waiting.rest.text() == "1.500 dari 3.000"
    waiting.cancel_button.click()
    assert pressed == [1]
    assert not waiting.cancel_button.isEnabled()
    waiting.finish()
    assert time_left(33) == "kira-kira 35 detik lagi"
    assert time_left(300) == "kira-kira 5 menit lagi"


def test_the_busy_cursor_goes_again(qapp):
    cursor = BusyCursor(qapp)
    cursor.start()
    cursor._show()
    cursor.stop()
    assert qapp.overrideCursor() is None


def test_a_window_that_closes_while_it_waits_takes_its_busy_cursor_along(qapp):
    window = QWidget()
    cursor = BusyCursor(window)
    cursor._show()
    window.deleteLater()
    qapp.sendPostedEvents(window, QEvent.Type.DeferredDelete)
    assert qapp.overrideCursor() is None


def test_a_tab_reads_only_what_concerns_it_and_only_when_seen(threads, put):
    class Officers(Tab):
        reads = frozenset({"officer"})
        times = 0

        def refresh(self):
            self.times += 1

    tab = Officers(threads)
    threads.changed.emit(frozenset({"officer"}))
    assert tab.times == 0
    put(tab)
    assert tab.times == 1
    threads.changed.emit(frozenset({"letter"}))
    assert tab.times == 1
    threads.changed.emit(frozenset({"letter", "officer"}))
    assert tab.times == 2


def test_a_question_has_verbs_and_a_default(monkeypatch):
    seen = {}

    def press(box):
        seen.update(default=box.defaultButton().text(), texts={b.text() for b in box.buttons()})
        box.defaultButton().click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", press)
    assert ask.confirm(None, "Kirim usulan?", "Kirim")
    assert seen == {"default": "Kirim", "texts": {"Kirim", "Batal"}}
    assert not ask.confirm(None, "Hapus?", "Hapus", danger=True)
    assert seen["default"] == "Batal"
    assert ask.choose(None, "Cetak yang mana?", "Cetak semua", "Cetak satu") == 0
    ask.inform(None, "Selesai.")
