"""The tree of codes: searched by word and code, favourites on top, old codes kept on old letters."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from db.engine import Database
from db.lettering import Addressing, write_letter
from db.migrate import migrate
from db.rules.classifications import code_order, parent_of
from db.rules.letter_kinds import LetterKind
from db.rules.letters import Letter
from db.rules.problems import Forbidden, RuleViolation
from db.services import classifications, letters, numbering, numbers
from tests.conftest import ACTOR
from tests.services.test_numbering import changed

DAY = date(2020, 4, 17)


def codes(act, text="", **options):
    return [row.id for row in act(classifications.list_classifications, text, **options)]


def row_of(act, code):
    [row] = [row for row in act(classifications.list_classifications, with_closed=True) if row.id == code]
    return row


def test_favourites_come_first_then_the_tree_then_the_older_codes(act):
    found = act(classifications.list_classifications)
    assert len(found) == 110
    favourites = [row.id for row in found if row.favourite]
    assert found[0].favourite
    assert "400.9.12.3" in favourites
    assert [row.id for row in found][: len(favourites)] == favourites
    rest = [row.id for row in found][len(favourites) :]
    assert rest.index("400.9.2") < rest.index("400.9.12") < rest.index("467.1")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("karang taruna", "400.9.12.5"),
        ("TENAGA kesejahteraan", "400.9.12.3"),
        ("467.1", "467.1"),
        ("400.9.12.3", "400.9.12.3"),
        ("undangan", "005"),
        ("keluarga ketahanan", "400.9.12.1"),
        ("adat terpencil kerja", "400.9.13.5"),  # a word of the name above counts too
    ],
)
def test_codes_are_found_by_word_and_by_code(act, text, expected):
    assert expected in codes(act, text)
    assert len(codes(act, text)) < 15


def test_nothing_is_found_quietly(act):
    assert codes(act, "kapal selam") == []


def test_the_path_names_what_stands_above(act):
    assert row_of(act, "400.9.12.3").path == "Sosial › Pemberdayaan Keluarga dan Kelembagaan Sosial"
    assert row_of(act, "462.1").path == "Sosial › Tuna sosial"


def test_favourites_are_marked_and_unmarked(act, act_as):
    act_as("operator", classifications.set_favourite, "467.1", True)
    assert codes(act).index("467.1") < 10
    act(classifications.set_favourite, "467.1", False)
    assert codes(act).index("467.1") > 50
    with pytest.raises(Forbidden):
        act_as("auditor", classifications.set_favourite, "467.1", True)


def test_an_office_adds_its_own_code_once(act):
    act(classifications.add_classification, " 460.TKSK ", " TKSK  kecamatan ")
    assert row_of(act, "460.TKSK").label == "460.TKSK TKSK kecamatan"
    with pytest.raises(RuleViolation, match=r"Kode 467\.1 sudah ada: Masyarakat suku terasing"):
        act(classifications.add_classification, "467.1", "TKSK")
    with pytest.raises(RuleViolation, match="angka dan titik"):
        act(classifications.add_classification, "467 1/", "TKSK")
    with pytest.raises(RuleViolation, match="nama"):
        act(classifications.add_classification, "467.9", " ")


def test_old_letters_keep_a_code_that_is_no_longer_used(act):
    opened = act(numbering.get_numbering)
    old = changed(opened, LetterKind.CALL, classification="467.1")
    act(numbering.save_numbering, old, before=opened)

    def issue():
        letter = Letter(LetterKind.CALL, {})
        return act(
            write_letter, letter, Addressing("Panggilan"), dated_on=DAY, render=lambda _frame, _letter: b"pdf"
        )

    first = issue()
    act(numbering.save_numbering, opened, before=old)
    act(classifications.close_classification, "467.1", DAY)
    assert "467.1" not in codes(act)
    assert "467.1" in codes(act, with_closed=True)
    assert row_of(act, "467.1").closed_on == DAY
    assert act(letters.get_letter, first.id).number == "467.1/001/Dinsos/2020"
    assert issue().number == "400.9.12.3/002/Dinsos/2020"
    act(classifications.close_classification, "467.1", None)
    assert "467.1" in codes(act)


def test_an_office_that_is_at_work_has_them_after_the_update(tmp_path):
    path = tmp_path / "pilar.db"
    shutil.copy(Path(__file__).parents[1] / "releases" / "0.1.0.db", path)
    database = Database(f"sqlite:///{path}", ACTOR)
    migrate(database, DAY)
    with database.reading() as session:
        assert len(classifications.list_classifications(session)) == 110
        opened = numbering.get_numbering(session)
        assert [row.kind for row in opened.rows] == numbering.numbered_kinds()
        assert numbering.check_numbering(opened) == []
        gaps = [gap for year in numbers.list_book_years(session) for gap in numbers.list_gaps(session, year)]
        assert gaps == []
        [year] = numbers.list_book_years(session)
        given = numbers.list_book(session, 0, 500, year=year)
        following = numbers.preview_next(session, LetterKind.CALL, date(year, 12, 31))
        assert f"/{len(given) + 1:03}/" in following
    database.close()


def test_codes_are_ordered_as_numbers_and_know_their_parent():
    assert sorted(["400.9.12", "400.9.2", "005", "100.3"], key=code_order) == [
        *("005", "100.3", "400.9.2", "400.9.12"),
    ]
    known = {"400.9", "400.9.12", "460", "461", "188.45"}
    assert parent_of("400.9.12.3.7", known) == "400.9.12"
    assert parent_of("461", known) == "460"
    assert parent_of("460", known) == ""
    assert parent_of("188.45", known) == ""
