"""How the office numbers its letters: formats, runs, what two people change at once."""

from dataclasses import replace
from datetime import date

import pytest

from db.models.office import LetterSetting
from db.rules.letter_kinds import LetterKind
from db.rules.numbering import NumberScope, Secrecy
from db.rules.problems import RuleViolation
from db.services import numbering, numbers
from db.services.setup import load_lists

DAY = date(2020, 4, 17)


def changed(opened, kind, **changes):
    rows = tuple(replace(row, **changes) if row.kind is kind else row for row in opened.rows)
    return replace(opened, rows=rows)


def test_numbering_is_kept_and_a_broken_format_refused(act):
    opened = act(numbering.get_numbering)
    assert [row.kind for row in opened.rows] == numbering.numbered_kinds()
    wanted = changed(opened, LetterKind.CALL, classification="467.1", number_format="{urut}/{tahun}")
    act(numbering.save_numbering, wanted, before=opened)
    assert act(numbering.get_numbering) == wanted
    with pytest.raises(RuleViolation, match="Panggilan wawancara: Format nomor harus memuat"):
        act(
            numbering.save_numbering,
            changed(wanted, LetterKind.CALL, number_format="{tahun}"),
            before=wanted,
        )


def test_every_token_has_a_source(act):
    opened = act(numbering.get_numbering)
    every = "{klasifikasi}/{urut:03}/{kode}/{kode_pd}/{kode_bidang}/{jenis}/{keamanan}/{bulan_romawi}/{tahun}"
    wanted = changed(
        replace(opened, section_code="BID.PEMSOS"),
        LetterKind.ASSIGNMENT,
        number_format=every,
        secrecy=Secrecy.LIMITED,
    )
    act(numbering.save_numbering, wanted, before=opened)
    number = act(numbers.preview_next, LetterKind.ASSIGNMENT, DAY)
    assert number.partition("/")[2] == "001/Dinsos/Dinsos/BID.PEMSOS/ST/T/IV/2020"
    opened = act(numbering.get_numbering)
    act(numbering.save_numbering, changed(opened, LetterKind.ASSIGNMENT, type_code="Sprin"), before=opened)
    assert "/Sprin/T/" in act(numbers.preview_next, LetterKind.ASSIGNMENT, DAY)


def test_what_two_people_change_must_fit_together(act):
    opened = act(numbering.get_numbering)
    asks = changed(opened, LetterKind.CALL, number_format="{urut}/{kode_bidang}")
    with_code = replace(opened, section_code="BID")
    act(numbering.save_numbering, with_code, before=opened)
    act(numbering.save_numbering, replace(asks, section_code="BID"), before=with_code)
    with pytest.raises(RuleViolation, match="isi dahulu kode bidang"):
        act(numbering.save_numbering, opened, before=with_code)  # does not see the new format
    assert act(numbering.get_numbering).section_code == "BID"


def test_a_kind_that_is_new_to_the_database_is_shown_as_it_ships(act, database):
    with database.writing() as session:
        session.delete(session.get_one(LetterSetting, LetterKind.INVITATION))
    opened = act(numbering.get_numbering)
    assert [row.kind for row in opened.rows] == numbering.numbered_kinds()
    act(numbering.save_numbering, changed(opened, LetterKind.INVITATION, classification="005"), before=opened)
    row = next(row for row in act(numbering.get_numbering).rows if row.kind is LetterKind.INVITATION)
    assert row.classification == "005"


def test_a_classification_that_a_format_needs_cannot_be_empty(act):
    opened = act(numbering.get_numbering)
    with pytest.raises(RuleViolation, match="pilih dahulu klasifikasinya"):
        act(numbering.save_numbering, changed(opened, LetterKind.CALL, classification=""), before=opened)


def test_runs_of_each_kind_need_formats_that_differ(act):
    opened = act(numbering.get_numbering)
    rows = tuple(
        replace(row, number_format="{urut}/{jenis}/{tahun}", type_code=row.kind.value.upper()[:20])
        for row in opened.rows
    )
    wanted = replace(opened, rows=rows, scope=NumberScope.KIND)
    act(numbering.save_numbering, wanted, before=opened)
    assert act(numbers.preview_next, LetterKind.CALL, DAY) == "1/CALL/2020"
    by_hand = {LetterKind.CALL, LetterKind.PROPOSAL}
    same = tuple(replace(row, type_code="SU") if row.kind in by_hand else row for row in rows)
    with pytest.raises(RuleViolation, match="dihitung sendiri-sendiri"):
        act(numbering.save_numbering, replace(wanted, rows=same), before=wanted)
    silent = tuple(replace(row, number_by_hand=row.kind in by_hand) for row in same)
    act(numbering.save_numbering, replace(wanted, rows=silent), before=wanted)


def test_lists_are_loaded_once(act):
    before = act(numbering.get_numbering)
    act(load_lists)
    assert act(numbering.get_numbering) == before
