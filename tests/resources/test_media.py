"""Fonts, icons, pictures and Qt's own words."""

import re

import pytest
from PIL import Image
from PySide6.QtCore import QTranslator
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QTextEdit, QWizard
from reportlab.pdfbase.ttfonts import TTFont

from resources import path

STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
FACES = [f"{family}-{style}" for family in ("LiberationSans", "PilarBonum") for style in STYLES]
LETTERS = "".join(map(chr, range(32, 127))) + "é–—“”‘’…№×§°½"
ICONS = sorted(path("icons").glob("*.svg"))
Button = QDialogButtonBox.StandardButton
ENGLISH = {
    *("OK", "Cancel", "Save", "Yes", "No", "Close", "Help", "Undo", "Redo", "Cut", "Copy", "Paste", "Delete"),
    *("Select All", "Next >", "< Back", "Finish", "Commit", "Copy Link Location", "Apply", "Open", "Reset"),
}


def spoken(text: str) -> str:
    return text.partition("\t")[0].replace("&", "")


@pytest.fixture
def indonesian(qapp):
    translator = QTranslator()
    assert translator.load(str(path("locale", "qtbase_id.qm")))
    qapp.installTranslator(translator)
    yield translator
    qapp.removeTranslator(translator)


@pytest.mark.parametrize("face", FACES)
def test_a_pdf_can_embed_each_face(face):
    font = TTFont(face, str(path("fonts", f"{face}.ttf")))
    glyphs = font.face.charToGlyph
    assert [letter for letter in LETTERS if ord(letter) not in glyphs] == []
    assert font.stringWidth("Jumat, 17 April 2020", 12) > 80
    assert b"Gyre" not in font.face.name


def test_bonum_keeps_the_widths_of_bookman():
    font = TTFont("Bonum", str(path("fonts", "PilarBonum-Regular.ttf")))
    assert [round(font.stringWidth(letter, 1000)) for letter in "A0 m"] == [680, 620, 320, 940]


@pytest.mark.parametrize("name", ["LICENSE-Liberation.txt", "LICENSE-Gyre-GUST.txt"])
def test_fonts_carry_their_licences(name):
    assert "icense" in path("fonts", name).read_text("utf-8")


def test_icons_are_monochrome_and_small(qapp):
    assert len(ICONS) == 61
    for file in ICONS:
        assert QSvgRenderer(str(file)).isValid(), file.name
        if file.stem == "pilar":
            continue
        text = file.read_text("utf-8")
        assert 'viewBox="0 0 24 24" fill="currentColor"' in text
        assert max(float(number) for number in re.findall(r"[\d.]+", text.split(' d="')[1])) <= 24.5


def test_an_icon_shows_itself(qapp):
    image = QImage(24, 24, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    QSvgRenderer(str(path("icons", "check.svg"))).render(painter)
    painter.end()
    assert any(image.pixelColor(x, y).value() < 60 for x in range(24) for y in range(24))


def test_pictures_have_the_promised_sizes():
    with Image.open(path("icons", "pilar.png")) as picture:
        assert picture.size == (256, 256)
    with Image.open(path("icons", "pilar.ico")) as picture:
        assert {(16, 16), (32, 32), (48, 48), (256, 256)} <= picture.info["sizes"]
    with Image.open(path("letterhead", "practice_logo.png")) as picture:
        assert min(picture.size) >= 300


def test_standard_buttons_speak_indonesian(qtbot, indonesian):
    every = Button.NoButton
    for button in Button:
        every |= button
    box = QDialogButtonBox(every)
    qtbot.addWidget(box)
    texts = {spoken(button.text()) for button in box.buttons()}
    assert {"Oke", "Simpan", "Batal", "Tutup", "Ya", "Tidak", "Terapkan", "Buang", "Bantuan"} <= texts
    assert not texts & ENGLISH
    assert len(texts) == 18


@pytest.mark.parametrize("kind", [QLineEdit, QTextEdit])
def test_the_menu_of_a_text_field_speaks_indonesian(qtbot, indonesian, kind):
    field = kind("teks")
    qtbot.addWidget(field)
    menu = field.createStandardContextMenu()
    qtbot.addWidget(menu)
    texts = {spoken(action.text()) for action in menu.actions() if action.text()}
    assert texts == {"Urungkan", "Ulangi", "Potong", "Salin", "Tempel", "Hapus", "Pilih semua"}


def test_a_wizard_speaks_indonesian(qtbot, indonesian):
    wizard = QWizard()
    qtbot.addWidget(wizard)
    wizard.setWizardStyle(QWizard.WizardStyle.ModernStyle)
    kinds = QWizard.WizardButton
    wanted = (kinds.BackButton, kinds.NextButton, kinds.FinishButton, kinds.CancelButton, kinds.HelpButton)
    assert [spoken(wizard.buttonText(kind)) for kind in wanted] == [
        *("< Kembali", "Lanjut >", "Selesai", "Batal", "Bantuan")
    ]


@pytest.mark.parametrize(
    ("context", "source", "wanted"),
    [
        ("QFileDialog", "File &name:", "&Nama berkas:"),
        ("QPrintDialog", "All Pages", "Semua halaman"),
        ("QPrintPreviewDialog", "Print Preview", "Pratinjau Cetak"),
        ("QMessageBox", "Show Details...", "Tampilkan rincian..."),
        ("QAbstractSpinBox", "&Step up", "&Tambah"),
        ("QScrollBar", "Scroll here", "Gulir ke sini"),
        ("QProgressDialog", "Cancel", "Batal"),
        ("QPlatformTheme", "N&o to All", "T&idak untuk semua"),
    ],
)
def test_words_of_dialogs(indonesian, context, source, wanted):
    assert indonesian.translate(context, source) == wanted


def test_translations_keep_arguments_and_one_mnemonic():
    text = path("locale", "qtbase_id.ts").read_text("utf-8")
    pairs = re.findall(r"<source>(.*?)</source>\s*<translation>(.*?)</translation>", text, re.DOTALL)
    assert len(pairs) > 450
    for source, translation in pairs:
        assert sorted(re.findall(r"%\d", source)) == sorted(re.findall(r"%\d", translation)), source
        marks = [len(re.findall(r"&amp;(?=\w)(?!nbsp)", side)) for side in (source, translation)]
        assert marks[0] == marks[1], source
