"""A code that is typed with slips is still read, and no other text is taken for one."""

import pytest

from db.rules.archive_code import find_code, qr_text, readings


@pytest.mark.parametrize(
    "typed",
    ["7F3A-9KC2", "7f3a9kc2", " 7F3A 9KC2 ", "PILAR-TKSK 7F3A-9KC2", "pilar-tksk 7f3a-9kc2\n", "7F3A–9KC2"],
)
def test_one_code_in_many_ways(typed):
    assert readings(typed)[0] == ("7F3A-9KC2",)


@pytest.mark.parametrize(("typed", "meant"), [("7F3A-9KCO", "7F3A-9KCQ"), ("1F3A-9KC2", "LF3A-9KC2")])
def test_what_is_never_printed_is_read_as_what_it_looks_like(typed, meant):
    likely, _twins = readings(typed)
    assert meant in likely
    assert typed not in likely


def test_printed_letters_that_look_alike_come_second():
    likely, twins = readings("8F3A-9KC2")
    assert (likely, "BF3A-9KC2" in twins, "BF3A-9KCZ" in twins) == (("8F3A-9KC2",), True, False)


@pytest.mark.parametrize("typed", ["", "7F3A", "7F3A-9KC2-X", "400.9.12.3/001/Dinsos/2020", "٧٧٧٧٧٧٧٧"])
def test_what_cannot_be_a_code(typed):
    assert readings(typed) == ()


def test_nothing_but_look_alikes_stays_a_short_list():
    assert all(len(group) <= 200 for group in readings("00001111"))


def test_only_our_own_qr_names_a_letter():
    assert find_code(qr_text("7F3A-9KC2")) == "7F3A-9KC2"
    for other in ("7F3A-9KC2", "https://contoh.example/7F3A-9KC2", "PILAR-TKSK 7F3A", ""):
        assert find_code(other) is None
