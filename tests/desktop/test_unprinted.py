"""Signs that the type on paper lacks: said while a letter or its template is written, and once more."""

from datetime import date

import pytest

from db.catalog import spec_of
from db.rules.letter_kinds import LetterKind
from db.rules.templates import BlockKind
from db.services import letters
from desktop.letters.compose import ComposeSection
from desktop.letters.compose_dialogs import FinaliseDialog
from desktop.letters.templates import TemplatesSection
from desktop.viewer import PaperDialog
from tests.desktop.conftest import text_of

SMILE = "\U0001f600"
KIND = LetterKind.INVITATION
SAID = f"tanda {SMILE} tidak ada pada huruf surat dan tidak akan tercetak."


@pytest.fixture(autouse=True)
def on_the_day(own_settings, set_day):
    set_day(date(2020, 4, 16))


def test_an_emoji_is_said_beside_the_paper_and_before_it_is_final_and_keeps_nobody(qtbot, worker, show, act):
    section = show(ComposeSection(worker))
    section.begin(KIND, spec_of(KIND).sample)
    qtbot.waitUntil(lambda: section.preview.last is not None)
    assert not section.preview.banner.isVisible()
    field = section.editing.form.form.widget("isi_acara")
    field.setText(f"Rapat {SMILE} Koordinasi")
    qtbot.waitUntil(lambda: section.preview.banner.text.text().endswith(SAID))
    assert section.preview.banner.text.text().startswith("Pada isian ")
    assert "Rapat Koordinasi" in " ".join(text_of(section).split())
    section.final_button.click()
    qtbot.waitUntil(lambda: isinstance(section.dialog, FinaliseDialog))
    assert section.dialog.banner.text.text().endswith(SAID)
    section.dialog.accept()
    qtbot.waitUntil(lambda: isinstance(section.dialog, PaperDialog), timeout=10_000)
    assert act(letters.count_letters) == 1
    section.dialog.close_button.click()


def test_a_letter_to_many_is_looked_at_whole(qtbot, worker, show):
    section = show(ComposeSection(worker))
    many = ({"name": "Camat Utan", "at": "Utan"}, {"name": f"Camat {SMILE}", "at": "Alas"})
    section.begin(KIND, spec_of(KIND).sample, many)
    qtbot.waitUntil(lambda: section.preview.last is not None)
    section.final_button.click()
    qtbot.waitUntil(lambda: isinstance(section.dialog, FinaliseDialog))
    assert section.dialog.banner.text.text().endswith(SAID)
    section.dialog.reject()


def test_a_template_with_an_emoji_says_so(qtbot, worker, show):
    section = show(TemplatesSection(worker))
    section.open_kind(KIND)
    qtbot.waitUntil(lambda: section.preview.last is not None)
    place = next(n for n, block in enumerate(section.state.blocks) if block.kind is BlockKind.BODY)
    section.blocks.setCurrentRow(place)
    section.editor.texts["text"].insert(f"Salam {SMILE} ")
    said = f"Pada teks templat: {SAID}"
    qtbot.waitUntil(lambda: section.preview.banner.text.text() == said)


def test_rows_that_are_still_to_come_are_awaited_in_the_preview(qtbot, worker, show):
    section = show(ComposeSection(worker))
    section.begin(LetterKind.ASSIGNMENT, {})
    qtbot.waitUntil(lambda: section.preview.last is not None)
    qtbot.waitUntil(lambda: "(belum ada baris)" in text_of(section))
    assert "NIHIL" not in text_of(section)
