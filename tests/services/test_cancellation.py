"""Who was called in before a selection was stopped, and the letter that tells them."""

from datetime import date

from db.services.recruitment import applicants, calls, cancellation, vacancies
from tests.services.utan import leave, ready_to_score, render, score


def test_who_was_called_is_said_and_told_and_nobody_else_is_named(act):
    vacancy, ids = ready_to_score(act)
    assert act(cancellation.begun_so_far, vacancy) == cancellation.Begun((), False)
    act(calls.issue_calls, vacancy, dated_on=date(2020, 4, 18), render=render)
    score(act, vacancy, ids[0], *[(80,) * 6] * 3)
    assert act(cancellation.begun_so_far, vacancy) == cancellation.Begun(
        ("Rina Marlina", "Ahmad Zaelani"), True
    )
    leave(act, applicants.withdraw, ids[1], "pindah")
    act(vacancies.cancel_vacancy, vacancy, "Formasi dihapus, Ahmad Zaelani sudah tahu.")
    letter = act(cancellation.cancellation_letter, vacancy)
    assert [(one["name"], one["at"]) for one in letter.recipients] == [
        ("Rina Marlina", "Stowe Brang, Kecamatan Utan")
    ]
    said = " ".join(letter.values["isi"])
    assert "Senin, 20 April 2020" in said
    assert "dibatalkan dengan alasan: Formasi dihapus" in said
    assert "Ahmad" not in said
