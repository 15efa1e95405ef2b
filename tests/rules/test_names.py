"""Spellings of one name are found as one; different names stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.names import ALIKE, alikeness, fold, short_name, spellings

KEPT = {  # in databases: whoever changes one of these adds a migration that folds all names anew
    "Drs. H. Moch. Djoenaedi, M.Si.": "muamad junaidi",
    "Siti Khadijah": "siti hadija",
    "Lalu Zulkifli": "lalu julkipli",
    "I Gusti Ngurah Chandra": "i gusti ngura candra",
    "Baiq Nurhayati": "baik nurajati",
    "R.A. Kartini": "r a kartini",
    "Xaverius Tjahjono": "ksaperius cajono",
}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Drs. H. Moch. Djoenaedi, M.Si.", "Muhammad Junaidi"),
        ("Achmad Syaiful", "Ahmad Saiful"),
        ("Mohammad Ali", "Moh. Ali"),
        ("Mochamad Ali", "Muhammad Ali"),
        ("St. Hadijah", "Siti Khadijah"),
        ("Chandra", "Candra"),
        ("Jusuf", "Yusuf"),
        ("Noer Aini", "Nur Aini"),
        ("Zaenal Arifin", "Jainal Aripin"),
        ("Abd. Rahman", "Abdul Rahman"),
        ("José", "Jose"),
        ("Soekarno-Hatta", "Sukarno Hata"),
    ],
)
def test_spellings_of_one_name_fold_alike(one, other):
    assert fold(one) == fold(other)


def test_a_slip_of_the_pen_is_still_alike():
    assert alikeness(fold("Hj. Rokhayah"), fold("Rokayah")) >= ALIKE


@pytest.mark.parametrize(
    ("one", "other"), [("Hadi", "Adi"), ("Siti Rahmah", "Siti Aminah"), ("Budi", "Rudi Hartono")]
)
def test_different_names_stay_apart(one, other):
    assert fold(one) != fold(other)
    assert alikeness(fold(one), fold(other)) < ALIKE


def test_the_order_of_the_words_does_not_count():
    assert alikeness(fold("Santoso Budi"), fold("Budi Santoso")) == 1


def test_one_who_is_called_by_a_title_alone_keeps_it():
    assert fold("Dr.") == "dr"


@given(st.text(max_size=60))
def test_what_is_folded_is_letters_and_single_blanks(name):
    folded = fold(name)
    assert folded == " ".join(folded.split())
    assert all(letter.isascii() and (letter.isalnum() or letter == " ") for letter in folded)


@pytest.mark.parametrize("name", KEPT)
def test_what_databases_keep_does_not_change_by_itself(name):
    assert fold(name) == KEPT[name]


def test_a_typed_word_is_looked_for_as_it_stands_and_folded():
    assert spellings("Hj. St Djoe") == [("st", "siti"), ("djoe", "ju")]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Drs. H. Ahmad Fauzan, M.Si.", "Ahmad\nFauzan"),
        ("Muhammad Nur Zainuddin", "Muhammad\nN. Zainuddin"),
        ("Siti Nur Ayu", "Siti\nNur Ayu"),
        ("Baiq Lalu Kusumaningrat Wiryawan", "Baiq\nWiryawan"),
        ("Kusumaningratwati", "Kusumaningr…"),
        ("Haji", "Haji"),
    ],
)
def test_a_short_name_has_two_short_lines_and_no_titles(name, short):
    assert short_name(name, 12) == short
    assert all(len(line) <= 12 for line in short.split("\n"))
