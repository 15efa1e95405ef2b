"""The minutes of the plenary meeting say what the vacancy says, and can be made final."""

from datetime import date
from decimal import Decimal

import pytest

from db.catalog import spec_of
from db.rules.letter_kinds import LetterKind
from db.rules.problems import RuleViolation
from db.rules.selection import Relation
from db.services.recruitment import plenary, ranking, sheet_entry
from tests.services.utan import EARLY, lock, ready_to_score, render, score_all

DAY = date(2020, 4, 20)


def test_there_is_no_plenary_before_the_decision(act):
    vacancy, _ids = ready_to_score(act)
    with pytest.raises(RuleViolation, match="Tetapkan calon dahulu"):
        act(plenary.plenary_values, vacancy)


def test_ranking_decision_reasons_and_reserves_stand_in_it(act):
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], 80, 90)
    act(
        ranking.decide,
        vacancy,
        ids[0],
        "lebih lama di kecamatan",
        early_reason=EARLY,
        decided_on=DAY,
        render=render,
    )
    values = act(plenary.plenary_values, vacancy)
    assert (values["tanggal_acara"], values["tempat"]) == (
        "2020-04-20",
        "Aula Dinas Sosial Kabupaten Sumbawa",
    )
    assert [
        (row["nama"], row["nilai_akhir"], row["peringkat"], row["keterangan"]) for row in values["hasil"]
    ] == [
        ("Ahmad Zaelani", "90,00", "1", "Cadangan 1"),
        ("Rina Marlina", "80,00", "2", "Diusulkan"),
    ]
    assert (values["calon"], values["pertimbangan"]) == ("Rina Marlina", "lebih lama di kecamatan")
    assert values["cadangan"] == ["Ahmad Zaelani"]
    assert [one["nama"] for one in values["tim"]] == ["Ahmad Fauzi", "Sri Lestari", "Lalu Wirya"]
    assert [text.split(" Nomor ")[0] for text in values["berita_acara"]] == [
        "Berita Acara Seleksi Administrasi Calon TKSK Kecamatan Utan",
        "Berita Acara Tes Wawancara Calon TKSK Kecamatan Utan",
    ]
    names = {field.name for field in spec_of(LetterKind.PLENARY_MINUTES).fields}
    assert set(values) <= names


def test_where_nobody_passes_it_says_so(act):
    vacancy, ids = ready_to_score(act)
    score_all(act, vacancy, ids[:2], 60, 65)
    act(ranking.choose_nobody, vacancy, early_reason=EARLY, decided_on=DAY, render=render)
    values = act(plenary.plenary_values, vacancy)
    assert (values["calon"], values["cadangan"]) == ("", [])
    assert {row["keterangan"] for row in values["hasil"]} == {"Tidak lulus"}


def test_a_recusal_is_named(act):
    vacancy, ids = ready_to_score(act)
    panel = [member.id for member in act(ranking.get_standing, vacancy).panel]
    act(sheet_entry.recuse, ids[0], panel[2], Relation.FAMILY, "adik", noted_on=DAY, typist="Sri Lestari")
    given = {f"W{n}": Decimal(80) for n in range(1, 7)}
    for applicant in ids[:2]:
        for member in panel:
            if (applicant, member) != (ids[0], panel[2]):
                act(sheet_entry.save_scores, applicant, member, given, before={})
                lock(act, applicant, member)
    few = "dua penilai, satu berbenturan kepentingan"
    act(ranking.decide, vacancy, ids[0], few, early_reason=EARLY, decided_on=DAY, render=render)
    notes = act(plenary.plenary_values, vacancy)["catatan"]
    assert any(
        "Lalu Wirya tidak menilai Rina Marlina" in note and "disalin Sri Lestari" in note for note in notes
    )
