"""What hangs out for everybody has no place for a NIK or a score."""

from dataclasses import replace

import pytest

from db.catalog import spec_of
from db.rules.letter_kinds import LetterKind
from db.rules.public_lists import check_public, check_public_columns
from db.rules.templates import TableColumn

RESULTS = spec_of(LetterKind.FINAL_RESULTS)


def with_column(column):
    fields = tuple(
        replace(field, columns=(*field.columns, column)) if field.columns else field
        for field in RESULTS.fields
    )
    return replace(RESULTS, fields=fields)


@pytest.mark.parametrize("kind", LetterKind)
def test_no_list_for_everybody_ships_with_such_a_column(kind):
    assert check_public_columns(spec_of(kind)) == []


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("nik", "Nomor"),
        ("nilai_akhir", "Akhir"),
        ("angka", "Jumlah Skor"),
        ("x", "NIK"),
        ("peringkat", "No."),
    ],
)
def test_a_column_for_scores_or_a_nik_is_refused(name, title):
    spec = with_column(TableColumn(name, title, 1))
    [problem] = check_public(spec, {})
    assert (problem.field, title in problem.text) == ("hasil", True)
    assert check_public(replace(spec, public=False), {}) == []


def test_words_that_only_look_alike_are_allowed():
    assert check_public(with_column(TableColumn("teknik", "Bidang Teknik", 1)), {}) == []
