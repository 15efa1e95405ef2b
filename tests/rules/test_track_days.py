"""Planned days that are allowed and yet odd: a free day, or one while objections are still taken."""

from dataclasses import replace
from datetime import date

from db.rules.selection import TrackStep
from db.rules.track import day_warnings, default_track


def test_a_test_on_a_free_day_or_within_the_objections_is_told():
    forms = {form.step: form for form in default_track({TrackStep.WRITTEN: True})}
    forms[TrackStep.WRITTEN] = replace(forms[TrackStep.WRITTEN], planned_on=date(2020, 4, 18))
    forms[TrackStep.COMPUTER] = replace(forms[TrackStep.COMPUTER], planned_on=date(2020, 4, 19))  # is off
    forms[TrackStep.INTERVIEW] = replace(forms[TrackStep.INTERVIEW], planned_on=date(2020, 4, 24))
    said = day_warnings(forms, date(2020, 4, 22), {date(2020, 4, 24): "awal Ramadan"})
    assert [text.split(" direncanakan ")[0] for text in said] == ["Tes tertulis", "Tes tertulis", "Wawancara"]
    assert "Sabtu, 18 April 2020, bukan hari kerja" in said[0]
    assert "sebelum masa sanggah berakhir (Rabu, 22 April 2020)" in said[1]
    assert "Jumat, 24 April 2020, bukan hari kerja (" in said[2]
