"""The form of the yearly evaluation: with empty boxes and filled, signed by three."""

import re
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from db.rules.evaluation import Recommendation
from db.services import evaluations, officers
from db.services.evaluations import EvaluationForm
from desktop import paper
from tests.services.utan import UTAN

TODAY = date(2020, 4, 13)
MM = 72 / 25.4
FORM = EvaluationForm(
    2019,
    {"E1": 85, "E2": 80, "E3": 78, "E4": 90, "E5": 75, "E6": 90},
    Recommendation.COACH,
    "Siti Rahmawati, S.Sos.",
    date(2019, 12, 20),
    note="Jejaring dengan dunia usaha",
)


@pytest.fixture
def database(sqlite_database):
    """What is printed does not depend on the kind of database."""
    return sqlite_database


@pytest.fixture
def utan(act):
    """The id of Utan's officer."""
    return next(row for row in act(officers.list_posts, on=TODAY) if row.id == UTAN).officer_id


def printed(act, *args):
    """The only page of the form, in words on one line; its size is checked on the way."""
    pages = PdfReader(BytesIO(paper.render(*act(evaluations.evaluation_paper, *args)))).pages
    assert len(pages) == 1
    box = pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx((215 * MM, 330 * MM), abs=0.01)
    return re.sub(r"\s+", " ", pages[0].extract_text())


def test_the_empty_form_explains_the_criteria_and_leaves_the_boxes_and_the_day_open(act, utan):
    words = printed(act, utan, 2020, TODAY)
    assert "TAHUN 2020" in words
    assert "Kehadiran dan laporan bulanan: Laporan bulanan masuk tepat waktu dan lengkap. 20 2." in words
    assert "Baik (≥ 80) / Cukup (≥ 60) / Buruk (< 60) (coret yang tidak perlu)" in words
    assert "diperpanjang masa tugasnya / dibina / diganti (coret yang tidak perlu)" in words
    assert "13 April 2020" not in words
    for signs in (
        "TKSK yang dievaluasi, Burhan Maulana, S.Pd.",
        "Penilai,",
        "Mengetahui, KEPALA DINAS SOSIAL",
    ):
        assert signs.split(",")[0] in words
    assert "NIAT 5204060109" in words


def test_the_filled_form_states_value_grade_and_advice_of_its_year(act, utan):
    number = act(evaluations.save_evaluation, utan, None, None, FORM, TODAY)
    words = printed(act, utan, 2019, TODAY, number)
    for said in (
        *("TAHUN 2019", "1. Kehadiran dan laporan bulanan 20 85 17,00", "Nilai akhir : 83,10"),
        *("Predikat : Baik", "direkomendasikan untuk dibina.", "20 Desember 2019"),
        *("Siti Rahmawati, S.Sos.", "Jejaring dengan dunia usaha"),
    ):
        assert said in words
    assert "coret" not in words


def test_the_same_evaluation_gives_the_same_bytes(act, utan):
    first, second = (act(evaluations.evaluation_paper, utan, 2020, TODAY) for _time in range(2))
    assert paper.render(*first) == paper.render(*second)
