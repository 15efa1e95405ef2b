"""The sentence about signs that the type on paper cannot print; which ones, a made-up font says."""

import pytest

from db.rules.printable import say_unprinted

HEBREW, ARABIC = "\u05e9\u05dc\u05d5\u05dd", "\u0645\u062d\u0645\u062f"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


def shown(sign):
    """A font with Latin and Hebrew; of the rest, letters are asked about and pictures left out."""
    if ord(sign) < 0x250 or sign in HEBREW:
        return sign
    return "?" if sign.isalpha() else ""


@pytest.mark.parametrize(
    "text", ["", "Baiq Nurhayati", "Jos\u00e9 \u00c1lvarez", "Jose\u0301", "Nur\u200bhayati"]
)
def test_what_prints_as_it_is_typed_needs_no_words(text):
    assert say_unprinted([("isian Nama", text)], shown) == ""


def test_the_field_and_the_sign_are_named():
    said = say_unprinted([("isian Hal", "Undangan"), ("isian Nama", "Baiq \U0001f600 Nur")], shown)
    assert said == "Pada isian Nama: tanda \U0001f600 tidak ada pada huruf surat dan tidak akan tercetak."


@pytest.mark.parametrize("emoji", [FAMILY, "\U0001f44d\U0001f3fd", "\u2764\ufe0f"])
def test_an_emoji_of_several_signs_is_one(emoji):
    said = say_unprinted([("isian Nama", f"Dewi{emoji} Lestari{emoji}")], shown)
    assert said.count(emoji) == 1
    assert f"tanda {emoji} tidak ada" in said


def test_a_word_in_another_script_becomes_question_marks_and_says_so():
    said = say_unprinted([("isian Nama", f"Ahmad {ARABIC}")], shown)
    assert (
        said == f"Pada isian Nama: tanda {ARABIC} tidak ada pada huruf surat dan akan tercetak sebagai “?”."
    )


def test_what_is_read_from_right_to_left_is_said_though_the_font_has_it():
    said = say_unprinted([("isian Nama", HEBREW)], shown)
    assert said == f"Pada isian Nama: tulisan {HEBREW} dibaca dari kanan ke kiri dan akan tercetak terbalik."


def test_lines_and_tables_are_read_too_and_all_is_one_sentence():
    rows = ({"nama": "Sari", "ket": "\U0001f600"}, {"nama": ARABIC, "ket": ""})
    said = say_unprinted([("isian Tugas", ("a", "b \u2603")), ("isian Daftar", rows)], shown)
    assert said.startswith("Pada isian Tugas dan isian Daftar: tanda \u2603 dan \U0001f600 tidak ada")
    assert said.count(".") == 1
    assert ARABIC in said


def test_of_many_signs_some_are_named():
    signs = [chr(0x1F600 + number) for number in range(9)]
    said = say_unprinted([("isian Nama", " ".join(signs))], shown)
    assert signs[3] in said
    assert signs[4] not in said
    assert "dan lainnya" in said
