"""An incoming decree against ours: reading what was pasted, pairing names, and what each turns out to be."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.rules.decree_check import (
    IncomingName,
    OurName,
    Outcome,
    bare_name,
    compare,
    count_outcomes,
    in_order,
    outcome_label,
)
from db.rules.decree_text import read_text

KECAMATAN = ("Alas", "Alas Barat", "Batu Lanteh", "Moyo Hilir", "Sumbawa", "Unter Iwes", "Utan")
FIRST = ("Rina", "Burhan", "Siti", "Lalu", "Andi", "Wayan", "Fitri", "Kusuma", "Zainal", "Herman")
LAST = ("Marlina", "Maulana", "Aminah", "Wirya", "Saputra", "Sudarsana", "Lestari", "Dewi", "Arifin")
TITLES = ("", ", S.Sos.", ", S.Pd., M.Si.", ", A.Md.")


def ours(number, name="Rina Marlina", kecamatan="Utan", basis="serving", **more):
    return OurName(number, name, more.get("nik", ""), more.get("niat", ""), kecamatan, basis)


def judged(incoming, expected):
    return [
        (match.outcome, match.note) for match in compare(incoming, expected, KECAMATAN, regency_code="5204")
    ]


@st.composite
def rosters(draw):
    """Kecamatan with names and numbers of which none is given twice."""
    places = draw(st.lists(st.sampled_from(KECAMATAN), min_size=1, max_size=7, unique=True))
    names = draw(
        st.lists(
            st.tuples(st.sampled_from(FIRST), st.sampled_from(LAST)),
            min_size=len(places),
            max_size=len(places),
            unique=True,
        )
    )
    titles = [draw(st.sampled_from(TITLES)) for _place in places]
    return [
        IncomingName(
            row,
            f"{' '.join(name)}{title}",
            f"52040{row}0101909{row:03}"[:16].ljust(16, "1"),
            f"52040{row}01{row:02}",
            place,
        )
        for row, (place, name, title) in enumerate(zip(places, names, titles, strict=True), 1)
    ]


def known(row):
    return OurName(row.row, row.name, row.nik, row.niat, row.kecamatan, "serving")


@given(rosters(), st.permutations(["name", "niat", "nik", "kecamatan"]), st.booleans(), st.booleans())
@settings(max_examples=120, deadline=None)
def test_a_line_is_read_in_any_order_of_columns(rows, order, numbered, dotted):
    lines = []
    for row in rows:
        niat = f"{row.niat[:2]}.{row.niat[2:4]}.{row.niat[4:6]}-{row.niat[6:]}" if dotted else row.niat
        cells = {**vars(row), "niat": niat}
        words = " ".join(str(cells[name]) for name in order)
        lines.append(f"{row.row}. {words}" if numbered else words)
    assert list(read_text("\n".join(lines), KECAMATAN).names) == rows


@given(rosters(), st.booleans())
@settings(max_examples=80, deadline=None)
def test_a_line_may_break_between_any_two_words_once_it_is_numbered(rows, before_kecamatan):
    lines = []
    for row in rows:
        first, *rest = row.name.split(" ", 1)
        lines += [f"{row.row}. {first}", *rest, row.niat]
        lines += row.kecamatan.split(" ") if before_kecamatan else [row.kecamatan]
    read = read_text("\n".join(lines), KECAMATAN).names
    assert [replace(one, nik="") for one in rows] == list(read)


@given(rosters(), rosters())
@settings(deadline=None)
def test_each_name_has_one_line_and_nobody_of_ours_is_lost(came, expected):
    matches = compare(came, [known(row) for row in expected], KECAMATAN, "5204")
    assert [match.incoming for match in matches if match.incoming] == came
    named = [match.ours.person_id for match in matches if match.ours]
    assert sorted(named) == sorted(row.row for row in expected)
    assert sum(count_outcomes(matches).values()) == len(matches) == len(list(in_order(matches)))


@given(rosters(), st.randoms())
@settings(deadline=None)
def test_a_list_compared_with_itself_is_the_same_in_any_order(rows, random):
    expected = [known(row) for row in rows]
    random.shuffle(expected)
    assert {match.outcome for match in compare(rows, expected, KECAMATAN)} == {Outcome.SAME}


def test_a_page_of_a_pdf_with_headings_wrapped_names_and_a_signature():
    text = """LAMPIRAN KEPUTUSAN DIREKTUR JENDERAL PEMBERDAYAAN SOSIAL
NOMOR 6/5/SK/HK.01/01/2024
NO NAMA NIAT NIK KECAMATAN
1. Lalu Wirya, S.Sos. 52.04.05-0106 5204051205859001 Alas
2. Nurhidayah Syafira Putri
Wulandari, S.Sos. 5204050107 Alas
Barat
Halaman 2
NO NAMA NIAT NIK KECAMATAN
3 5204060012 Hj. Siti Aminah Utan
4. Moyo Hilir 52.04.17.0001 BAIQ NURUL, Sumbawa, 12 Mei 1990
Jakarta, 2 Januari 2024
DIREKTUR JENDERAL
NIP 197001011995031001"""
    read = read_text(text, KECAMATAN)
    assert list(read.names) == [
        IncomingName(1, "Lalu Wirya, S.Sos.", "5204051205859001", "5204050106", "Alas"),
        IncomingName(2, "Nurhidayah Syafira Putri Wulandari, S.Sos.", "", "5204050107", "Alas Barat"),
        IncomingName(3, "Hj. Siti Aminah", "", "5204060012", "Utan"),
        IncomingName(4, "BAIQ NURUL", "", "5204170001", "Moyo Hilir"),
    ]
    assert read.unread[0].startswith("LAMPIRAN")
    assert read.unread[-1].startswith("NIP")


@pytest.mark.parametrize("text", ["", "   \n\n", "LAMPIRAN KEPUTUSAN\nHalaman 1", "123 456\n---"])
def test_a_text_without_names_has_none(text):
    assert read_text(text, KECAMATAN).names == ()


@pytest.mark.parametrize(
    ("came", "outcome", "note"),
    [
        (IncomingName(1, "RINA MARLINA, S.Sos", niat="5204060012", kecamatan="Kec. Utan"), "same", ""),
        (IncomingName(1, "Rina Marlinah", kecamatan="Utan"), "alike", "Nama pada SK “Rina Marlinah”"),
        (
            IncomingName(1, "Rina Marlina", niat="5204060099", kecamatan="Utan"),
            "niat_differs",
            "NIAT pada SK 5204060099, pada kita 5204060012",
        ),
        (
            IncomingName(1, "Rina Marlina", niat="52.04.06-0012", kecamatan="Alas"),
            "moved",
            "Pada SK Kecamatan Alas, pada kita Utan",
        ),
        (
            IncomingName(1, "Orang Baru", kecamatan="Utan"),
            "not_proposed",
            "Yang bertugas: Rina Marlina.",
        ),
        (IncomingName(1, "Orang Lombok", niat="5202010001", kecamatan="Praya"), "elsewhere", ""),
        (IncomingName(1, "Orang Lombok", kecamatan="Praya"), "elsewhere", ""),
    ],
)
def test_what_a_name_turns_out_to_be(came, outcome, note):
    first = judged([came], [ours(1, niat="5204060012")])[0]
    assert first == (Outcome(outcome), note)


def test_the_number_decides_before_the_name():
    one, other = ours(1, "Rina Marlina", nik="5204061111119001"), ours(2, "Rina Maulana", "Alas")
    came = [IncomingName(1, "Rina Maulana", nik="5204061111119001", kecamatan="Utan")]
    [match, missing] = compare(came, [one, other], KECAMATAN)
    assert (match.ours, match.outcome, missing.ours) == (one, Outcome.ALIKE, other)


def test_two_of_one_name_are_told_apart_by_their_kecamatan():
    pair = [ours(1, kecamatan="Utan"), ours(2, kecamatan="Alas")]
    came = [
        IncomingName(1, "Rina Marlina", kecamatan="Alas"),
        IncomingName(2, "Rina Marlina", kecamatan="Utan"),
    ]
    assert [(m.ours.person_id, m.outcome.value) for m in compare(came, pair, KECAMATAN)] == [
        (2, "same"),
        (1, "same"),
    ]


def test_a_name_that_stands_twice_is_pointed_out():
    came = [IncomingName(n, "Rina Marlina", niat="5204060012", kecamatan="Utan") for n in (1, 2)]
    assert judged(came, [ours(1, niat="5204060012")])[1] == (
        Outcome.NOT_PROPOSED,
        "Sudah disebut pada baris 1. Yang bertugas: Rina Marlina.",
    )


def test_gorontalo_eleven_that_were_not_proposed_and_eight_that_were():
    """peers.md case D5: the ministry named 11 former officers who had not taken part, and 8 who had."""
    places = [f"Kecamatan{n}" for n in range(1, 20)]
    expected = [ours(n, f"Calon Nomor{n}", place, "proposed") for n, place in enumerate(places, 1)]
    former = [ours(n + 100, f"Lama Petugas{n}", place, "former") for n, place in enumerate(places, 1)]
    came = [
        IncomingName(n, f"Lama Petugas{n}" if n <= 11 else f"Calon Nomor{n}", kecamatan=place)
        for n, place in enumerate(places, 1)
    ]
    matches = compare(came, [*expected, *former], places)
    counts = count_outcomes(matches)
    assert counts[Outcome.NOT_PROPOSED] == counts[Outcome.MISSING] == 11
    assert counts[Outcome.SAME] == 8
    assert sum(counts.values()) == 30
    assert matches[0].note == "TKSK lama Kecamatan Kecamatan1. Yang kita usulkan: Calon Nomor1."
    assert next(m for m in matches if m.outcome is Outcome.MISSING).note == (
        "Calon yang kita usulkan. SK menyebut Lama Petugas1."
    )


def test_every_outcome_has_a_word():
    assert len({outcome_label(one) for one in Outcome}) == len(Outcome)
    assert bare_name("Dra. Hj. SITI  Aminah, M.Si.") == "siti aminah"
