"""Letters that are being written: kept, shared, given their paraf, made final, corrected."""

from dataclasses import replace
from datetime import date

import pytest

from db.catalog import spec_of
from db.models.letters import Letter, LetterNumber
from db.models.officers import Officer
from db.numbers import setting_of
from db.rules.agenda import IncomingForm
from db.rules.drafts import (
    CLASSIFICATION,
    OWNERS,
    TOGETHER,
    DraftForm,
    address_to,
    find_turned,
    find_unfit,
    goes_to_many,
    name_field,
    place_field,
)
from db.rules.joint_letters import with_list
from db.rules.letter_kinds import LetterKind
from db.rules.numbering import NumberWish, WishKind
from db.rules.problems import Conflict, Forbidden, RuleViolation
from db.services import agenda, drafts, letter_preview, letter_sources, letters, numbers, srikandi, templates
from db.services import office as office_service

DAY = date(2020, 4, 17)
KIND = LetterKind.INVITATION


def render(frame, letter):
    """A paper in words: what the letter was given."""
    return repr((frame.number, frame.dated_on, frame.signer.name, dict(letter.values))).encode()


def form(**others):
    values = {"penerima": "Camat Utan", "tempat_penerima": "Utan"}
    spec = spec_of(KIND)
    whole = {name: value for name, value in spec.sample.items() if name not in values}
    return replace(DraftForm(KIND, DAY, None, {**whole, **values}), **others)


def people(count, without=()):
    return tuple(
        {"name": f"Penerima {n:03d}", "at": "" if n in without else f"Desa {n}", "phone": ""}
        for n in range(1, count + 1)
    )


def finalise(act, draft_id, **others):
    return act(drafts.finalise, draft_id, today=DAY, render=render, **others)


def test_a_draft_becomes_one_letter_with_a_number_and_is_gone(act):
    draft_id = act(drafts.save_draft, None, form())
    [row] = act(drafts.list_drafts)
    assert (row.id, row.recipients, row.checked_by) == (draft_id, 0, "")
    assert row.subject
    [issued] = act(drafts.finalise, draft_id, today=DAY, render=render).letters
    assert "/001/" in issued.number
    assert act(letters.get_letter, issued.id).recipient == "Camat Utan"
    assert act(drafts.count_drafts) == 0
    with pytest.raises(RuleViolation, match="sudah dijadikan final"):
        act(drafts.finalise, draft_id, today=DAY, render=render)


def test_what_is_missing_is_named_and_nothing_is_made(act):
    required = [field for field in spec_of(KIND).fields if field.required and not field.usual]
    assert required
    draft_id = act(drafts.save_draft, None, form(values={}))
    with pytest.raises(RuleViolation) as refusal:
        finalise(act, draft_id)
    assert [problem.field for problem in refusal.value.problems] == [field.name for field in required]
    assert all(field.label in str(refusal.value) for field in required)
    assert (act(letters.count_letters), act(drafts.count_drafts)) == (0, 1)


def test_the_paraf_says_who_and_goes_with_a_change(act):
    draft_id = act(drafts.save_draft, None, form())
    act(drafts.check_draft, draft_id, DAY)
    facts = act(drafts.get_draft, draft_id)
    assert facts.checked_by
    assert facts.checked_on == DAY
    act(drafts.save_draft, draft_id, form(), form())
    assert act(drafts.get_draft, draft_id).checked_by
    changed = form(values={**form().values, "penerima": "Camat Alas"})
    act(drafts.save_draft, draft_id, changed, form())
    facts = act(drafts.get_draft, draft_id)
    assert (facts.checked_by, facts.checked_on) == ("", None)


def test_two_people_in_different_fields_are_both_kept_and_in_the_same_field_refused(act):
    first = form()
    draft_id = act(drafts.save_draft, None, first)
    one = form(values={**first.values, "penerima": "Camat Alas"})
    two = form(values={**first.values, "tempat_penerima": "Alas"})
    act(drafts.save_draft, draft_id, one, first)
    act(drafts.save_draft, draft_id, two, first)
    kept = act(drafts.get_draft, draft_id).form.values
    assert (kept["penerima"], kept["tempat_penerima"]) == ("Camat Alas", "Alas")
    with pytest.raises(Conflict):
        act(drafts.save_draft, draft_id, form(values={**first.values, "penerima": "Camat Rhee"}), first)
    emptied = {name: value for name, value in kept.items() if name != "tempat_penerima"}
    act(drafts.save_draft, draft_id, form(values=emptied), form(values=kept))
    assert "tempat_penerima" not in act(drafts.get_draft, draft_id).form.values


def test_one_letter_to_many_three_of_whom_lack_an_address(act):
    draft_id = act(drafts.save_draft, None, form(recipients=people(30, without={4, 11, 30})))
    first = finalise(act, draft_id, limit=10)
    assert (len(first.letters), first.left, [u.place for u in first.unfit]) == (10, 17, [4, 11, 30])
    assert all("alamat" in found.reason for found in first.unfit)
    second = finalise(act, draft_id, limit=100)
    assert (len(second.letters), second.left) == (17, 0)
    numbers = [issued.number for issued in (*first.letters, *second.letters)]
    assert len(set(numbers)) == 27
    assert [int(number.split("/")[1]) for number in numbers] == list(range(1, 28))
    rows = [act(letters.get_letter, issued.id) for issued in (*first.letters, *second.letters)]
    named = [row.recipient for row in rows]
    assert named == [to["name"] for to in people(30) if to["name"][-3:] not in ("004", "011", "030")]
    rest = act(drafts.get_draft, draft_id).form.recipients
    assert [to["name"] for to in rest] == ["Penerima 004", "Penerima 011", "Penerima 030"]
    with pytest.raises(RuleViolation, match="Penerima 004 alamatnya belum diisi"):
        finalise(act, draft_id)


def test_who_is_named_twice_gets_one_letter_in_whatever_steps_it_is_made(act):
    twice = (*people(14), people(1)[0])
    draft_id = act(drafts.save_draft, None, form(recipients=twice))
    first = finalise(act, draft_id, limit=10)
    assert [(u.place, u.reason) for u in first.unfit] == [(15, "tercantum dua kali")]
    second = finalise(act, draft_id, limit=10)
    assert (len(first.letters), len(second.letters), second.left) == (10, 4, 0)
    assert [u.name for u in second.unfit] == ["Penerima 001"]
    [left] = act(drafts.get_draft, draft_id).form.recipients
    with pytest.raises(RuleViolation, match="Penerima 001 sudah mendapat surat"):
        finalise(act, draft_id)
    assert act(letters.count_letters) == 14
    before = form(recipients=(left,))
    act(drafts.save_draft, draft_id, form(recipients=({**left, "at": "Desa lain"},)), before)
    assert len(finalise(act, draft_id).letters) == 1  # somebody else of that name


def test_each_recipient_stands_in_the_own_letter(act):
    draft_id = act(drafts.save_draft, None, form(recipients=people(2)))
    made = finalise(act, draft_id).letters
    assert ["Penerima 001" in made[0].pdf.decode(), "Desa 2" in made[1].pdf.decode()] == [True, True]
    assert act(drafts.count_drafts) == 0


def test_a_day_without_a_signer_or_before_the_office_is_refused_in_a_sentence(act):
    early = act(drafts.save_draft, None, form(dated_on=date(1990, 1, 2)))
    with pytest.raises(RuleViolation, match="mendahului kantor ini"):
        finalise(act, early)
    late = act(drafts.save_draft, None, form(dated_on=date(2202, 4, 17)))
    with pytest.raises(RuleViolation, match="terlalu jauh di depan"):
        finalise(act, late)
    assert act(letters.count_letters) == 0


def test_a_signer_whose_term_is_over_is_refused_with_who_held_office(act):
    from db.rules.office import Authority, OfficialForm

    old = OfficialForm(
        "", "Kepala Lama", "", "", "", "Kepala Dinas", Authority.ACTING, date(2015, 1, 1), date(2016, 1, 1)
    )
    official = act(office_service.save_official, None, old, before=None)
    draft_id = act(drafts.save_draft, None, form(official_id=official))
    with pytest.raises(RuleViolation, match="Kepala Lama tidak berwenang"):
        finalise(act, draft_id)


def test_one_reserved_number_does_not_serve_many(act):
    wish = NumberWish(WishKind.BY_HAND, text="005/12/2020")
    draft_id = act(drafts.save_draft, None, form(recipients=people(3), wish=wish))
    assert act(drafts.get_draft, draft_id).form.wish == wish
    with pytest.raises(RuleViolation, match="untuk 3 penerima"):
        finalise(act, draft_id)
    single = act(drafts.save_draft, None, form(wish=wish))
    assert finalise(act, single).letters[0].number == "005/12/2020"
    dots = act(drafts.save_draft, None, form(wish=NumberWish(WishKind.LATER)))
    assert finalise(act, dots).letters[0].number == ""


def test_a_correction_is_version_two_and_version_one_is_cancelled(act):
    [old] = act(drafts.finalise, act(drafts.save_draft, None, form()), today=DAY, render=render).letters
    with pytest.raises(RuleViolation, match="alasan"):
        act(drafts.draft_correction, old.id, " ", DAY)
    draft_id = act(drafts.draft_correction, old.id, "Nama camat keliru", DAY)
    facts = act(drafts.get_draft, draft_id)
    assert (facts.corrects_number, facts.form.values["penerima"]) == (old.number, "Camat Utan")
    [new] = act(drafts.finalise, draft_id, today=DAY, render=render).letters
    assert new.number != old.number

    def states(session):
        kept = [session.get_one(Letter, number) for number in (old.id, new.id)]
        numbers = [session.get_one(LetterNumber, one.number_id).status.value for one in kept]
        return numbers, [(one.status.value, one.edition, one.replaces_id, one.cancel_reason) for one in kept]

    numbers, letters_now = act(states)
    assert letters_now == [("cancelled", 1, None, "Nama camat keliru"), ("final", 2, old.id, "")]
    assert numbers == ["void", "used"]  # a number is never given twice
    with pytest.raises(RuleViolation, match="sudah dibatalkan"):
        act(drafts.draft_correction, old.id, "Lagi", DAY)


def test_who_may_not_issue_letters_does_not_read_drafts(act, act_as):
    draft_id = act(drafts.save_draft, None, form())
    assert len(act_as("operator", drafts.list_drafts)) == 1
    for role in ("auditor", "panel"):
        for service, args in (
            (drafts.list_drafts, ()),
            (drafts.count_drafts, ()),
            (drafts.get_draft, (draft_id,)),
            (drafts.check_draft, (draft_id, DAY)),
            (drafts.delete_draft, (draft_id,)),
        ):
            with pytest.raises(Forbidden):
                act_as(role, service, *args)
    act(drafts.delete_draft, draft_id)
    assert act(drafts.count_drafts) == 0


def test_a_kind_that_others_number_gets_dots_unless_a_number_is_wished(act):
    def others_number(session):
        setting_of(session, KIND).number_by_hand = True

    act(others_number)
    assert act(letter_sources.list_numbers, KIND, DAY).by_hand
    draft_id = act(drafts.save_draft, None, form())
    assert act(drafts.get_draft, draft_id).form.wish is None
    assert finalise(act, draft_id).letters[0].number == ""
    own = act(drafts.save_draft, None, form(wish=NumberWish()))
    assert "/001/" in finalise(act, own).letters[0].number


def test_the_correction_of_a_letter_that_others_numbered_has_dots(act):
    outside = act(drafts.save_draft, None, form(wish=NumberWish(WishKind.BY_HAND, text="005/12/2020")))
    [old] = finalise(act, outside).letters
    correction = act(drafts.draft_correction, old.id, "Nama keliru", DAY)
    assert act(drafts.get_draft, correction).form.wish == NumberWish(WishKind.LATER)
    assert finalise(act, correction).letters[0].number == ""


@pytest.mark.parametrize("kind", [WishKind.RESERVED, WishKind.INSERTED])
def test_a_wish_that_does_not_say_which_number_is_refused_in_a_sentence(act, kind):
    draft_id = act(drafts.save_draft, None, form(wish=NumberWish(kind)))
    with pytest.raises(RuleViolation, match="Pilih nomor pesanan"):
        finalise(act, draft_id)


def test_the_offers_of_numbers_are_those_of_the_book(act):
    [kept] = act(numbers.reserve, KIND, DAY, 1, "Rapat")
    offered = act(letter_sources.list_numbers, KIND, DAY)
    assert [offer.id for offer in offered.reserved] == [kept.id]
    assert offered.insertable == ()  # behind a number that is only set aside nothing is inserted
    late = date(2020, 5, 4)
    [issued] = finalise(act, act(drafts.save_draft, None, form(dated_on=late))).letters
    assert act(letter_sources.list_numbers, KIND, DAY).later == issued.number
    assert act(letter_sources.list_numbers, KIND, late).later == ""


def test_drafts_are_found_by_subject_and_kind(act):
    for name in ("Rapat Utan", "Rapat Alas"):
        act(drafts.save_draft, None, form(values={**form().values, "acara": name}))
    act(drafts.save_draft, None, DraftForm(LetterKind.ASSIGNMENT, DAY))
    assert len(act(drafts.list_drafts, text="rapat alas")) == 1
    assert act(drafts.count_drafts, "undangan") == 2
    assert act(drafts.count_drafts, "undangan utan") == 1


def test_a_correction_replaces_one_letter_and_bears_the_newest_reason(act):
    [old] = finalise(act, act(drafts.save_draft, None, form())).letters
    draft_id = act(drafts.draft_correction, old.id, "Nama keliru", DAY)
    assert act(drafts.draft_correction, old.id, "Jam keliru", DAY) == draft_id
    assert act(drafts.get_draft, draft_id).correction_reason == "Jam keliru"
    one = act(drafts.get_draft, draft_id).form
    act(drafts.save_draft, draft_id, replace(one, recipients=people(2)), one)
    with pytest.raises(RuleViolation, match="menggantikan satu surat"):
        finalise(act, draft_id)


def test_a_correction_whose_letter_was_cancelled_goes_on_as_a_letter_of_its_own(act):
    begun = form(values=form().values | {OWNERS: {"officer_id": 1}})
    [old] = finalise(act, act(drafts.save_draft, None, begun)).letters
    draft_id = act(drafts.draft_correction, old.id, "Nama keliru", DAY)
    with pytest.raises(RuleViolation, match="masih berlaku"):
        act(drafts.make_ordinary, draft_id)
    act(letters.cancel_letter, old.id, "Rapat batal")
    assert act(drafts.get_draft, draft_id).corrects_cancelled
    with pytest.raises(RuleViolation, match="konsep biasa"):
        finalise(act, draft_id)
    act(drafts.make_ordinary, draft_id)
    facts = act(drafts.get_draft, draft_id)
    assert (facts.corrects_id, facts.corrects_cancelled) == (None, False)
    [new] = finalise(act, draft_id).letters
    assert new.id in [row.id for row in act(lambda session: letters.letters_of(session, officer_id=1))]


def test_a_preview_shows_the_real_office_and_writes_nothing(act, database):
    with database.reading() as session:
        seen = letter_preview.preview_frame(session, KIND, DAY)
        letter = letter_preview.preview_letter(session, KIND, form().values)
        assert not session.new
    assert (seen.frame.number, seen.note) == ("", "")
    assert seen.frame.signer.name
    assert letter.values["penerima"] == "Camat Utan"
    early = act(letter_preview.preview_frame, KIND, date(1990, 1, 2))
    assert "Tidak ada pejabat" in early.note
    assert "…" in early.frame.signer.name
    assert act(templates.list_versions, KIND) == []


def test_a_final_letter_can_be_taken_apart_again_for_word(act):
    [issued] = act(drafts.finalise, act(drafts.save_draft, None, form()), today=DAY, render=render).letters
    changed = replace(spec_of(KIND).template, blocks=spec_of(KIND).template.blocks[1:])
    act(templates.save_template, KIND, changed, edition=1)
    frame, letter = act(letter_preview.final_letter, issued.id)
    assert (frame.number, frame.dated_on, letter.values["penerima"]) == (issued.number, DAY, "Camat Utan")
    assert frame.template == spec_of(KIND).template  # of its day, not of today
    assert frame.signer.nip


def test_a_last_day_before_the_first_is_refused_at_its_field(act):
    kind = LetterKind.ASSIGNMENT
    spec = spec_of(kind)
    later = next(field for field in spec.fields if field.after)
    values = {**spec.sample, later.after: "2020-04-17", later.name: "2020-04-16"}
    draft_id = act(drafts.save_draft, None, DraftForm(kind, DAY, None, values))
    with pytest.raises(RuleViolation, match="mendahului") as refusal:
        finalise(act, draft_id)
    assert [problem.field for problem in refusal.value.problems] == [later.name]
    assert not find_turned(spec, {**values, later.name: "2020-04-17"})


def test_lists_for_forms(act):
    officers = act(letter_sources.list_officers, DAY)
    assert len(officers) >= 20
    assert [officer.kecamatan for officer in officers] == sorted(officer.kecamatan for officer in officers)
    assert all(officer.name and officer.place for officer in officers)
    assert len(act(letter_sources.list_kecamatan_names)) == 24
    assert len(act(letter_sources.list_lines, "duties")) == 8
    assert act(letter_sources.list_rows, "officials", DAY)[0]["nama"]
    offered = act(letter_sources.list_numbers, KIND, DAY)
    assert "/001/" in offered.next
    [issued] = act(drafts.finalise, act(drafts.save_draft, None, form()), today=DAY, render=render).letters
    after = act(letter_sources.list_numbers, KIND, DAY)
    assert issued.number == offered.next
    assert [offer.number for offer in after.insertable] == [issued.number]


def test_recipients_fill_the_fields_of_their_kind():
    spec = spec_of(LetterKind.INVITATION)
    assert (name_field(spec), place_field(spec)) == ("penerima", "tempat_penerima")
    assert not goes_to_many(spec_of(LetterKind.PRESENTATION))
    acceptance = spec_of(LetterKind.EXIT_ACCEPTANCE)
    officer = {"name": "Sari", "at": "Motong", "niat": "5204060001", "kecamatan": "Utan", "officer_id": 1}
    filled = address_to(acceptance, {"kecamatan": "Alas"}, officer)
    assert (filled["penerima"], filled["kecamatan"], filled["niat"]) == ("Sari", "Utan", "5204060001")
    twice = [{"name": "A", "at": "B"}, {"name": "a", "at": "b"}, {"name": ""}]
    assert [found.reason for found in find_unfit(spec, twice)] == [
        "tercantum dua kali",
        "namanya belum diisi",
    ]


def test_the_answer_to_an_incoming_letter_is_noted_with_it(act):
    came = IncomingForm(DAY, "Camat Utan", "Permintaan data")
    incoming = act(agenda.record_incoming, came, today=DAY)
    begun = form(values=form().values | {OWNERS: {"incoming_id": incoming.id}})
    [answer] = act(drafts.finalise, act(drafts.save_draft, None, begun), today=DAY, render=render).letters
    assert act(agenda.get_incoming, incoming.id).answer_id == answer.id
    assert OWNERS not in act(lambda session: session.get_one(Letter, answer.id).facts)


def test_version_two_says_on_paper_what_it_replaces(act):
    [old] = finalise(act, act(drafts.save_draft, None, form())).letters
    draft_id = act(drafts.draft_correction, old.id, "Jam keliru", DAY)
    said = f"Surat ini menggantikan surat Nomor {old.number} tanggal 17 April 2020"
    said = f"{said}, yang dinyatakan tidak berlaku."
    seen = act(letter_preview.preview_frame, KIND, DAY, corrects_id=old.id)
    assert seen.frame.common["menggantikan"] == said
    assert act(letter_preview.preview_frame, KIND, DAY).frame.common["menggantikan"] == ""
    frames = []

    def look(frame, letter):
        frames.append(frame)
        return render(frame, letter)

    [new] = act(drafts.finalise, draft_id, today=DAY, render=look).letters
    assert frames[0].common["menggantikan"] == said
    frame, _letter = act(letter_preview.final_letter, new.id)  # as Word has it later
    assert frame.common["menggantikan"] == said


def test_texts_of_final_letters_know_the_phone_of_those_they_name_alone(act):
    [officer, *_others] = act(letter_sources.list_officers, DAY)
    of_roster = {"name": officer.name, "at": officer.place, "phone": "", "officer_id": officer.id}
    to = (
        of_roster,
        {**of_roster, "name": "Camat Alas"},
        {"name": "Camat Utan", "at": "Utan", "phone": "0812"},
    )
    issued = finalise(act, act(drafts.save_draft, None, form(recipients=to)))
    assert issued.phones == ("", "", "0812")
    act(
        lambda session: setattr(session.get_one(Officer, officer.id).person, "phone", "081234567890"),
    )
    found = act(letter_preview.final_messages, [one.id for one in issued.letters])
    assert [m.recipient for m in found] == [officer.name, "Camat Alas", "Camat Utan"]
    assert [m.phone for m in found] == ["081234567890", "", ""]
    assert [m.number for m in found] == [one.number for one in issued.letters]
    assert all(m.recipient in m.text for m in found)


def test_one_letter_goes_to_many_with_one_number_and_their_list_enclosed(act):
    asked = form(recipients=people(5))
    joint = replace(asked, values={**asked.values, TOGETHER: True})
    issued = finalise(act, act(drafts.save_draft, None, joint))
    [letter] = issued.letters
    row = act(letters.get_letter, letter.id)
    assert (row.number, row.recipient) == (letter.number, "; ".join(to["name"] for to in joint.recipients))
    assert act(numbers.preview_next, KIND, DAY) == letter.number.replace("/001/", "/002/")
    frame, stated = act(letter_preview.final_letter, letter.id)
    assert stated.values["penerima"] == "(Daftar Terlampir)"
    assert stated.values["daftar_penerima"][4] == {"nama": "Penerima 005", "tempat": "Desa 5"}
    assert frame.template == with_list(frame.template, {})  # the office's template itself has no list
    again = act(drafts.get_draft, act(drafts.draft_correction, letter.id, "tanggal keliru", DAY))
    assert [to["name"] for to in again.form.recipients] == [to["name"] for to in joint.recipients]
    [second] = finalise(act, again.id).letters
    assert second.number != letter.number


def test_one_letter_to_many_waits_until_its_list_is_right(act):
    asked = form(recipients=people(3, without={2}))
    joint = replace(asked, values={**asked.values, TOGETHER: True})
    with pytest.raises(RuleViolation, match="Penerima 002 alamatnya belum diisi"):
        finalise(act, act(drafts.save_draft, None, joint))


def test_one_reserved_number_serves_one_letter_to_many(act):
    offer = act(numbers.reserve, KIND, DAY, 1, "rapat")[0]
    asked = form(recipients=people(3), wish=NumberWish(WishKind.RESERVED, offer.id))
    joint = replace(asked, values={**asked.values, TOGETHER: True})
    assert finalise(act, act(drafts.save_draft, None, joint)).letters[0].number == offer.number


def test_a_letter_bears_the_classification_that_was_chosen_for_it(act):
    chosen = replace(form(), values={**form().values, CLASSIFICATION: "005"})
    assert act(letter_sources.list_numbers, KIND, DAY, "005").next == "005/001/Dinsos/2020"
    [letter] = finalise(act, act(drafts.save_draft, None, chosen)).letters
    assert letter.number == "005/001/Dinsos/2020"
    assert act(letters.get_letter, letter.id).classification == "005"
    assert [row.classification for row in act(srikandi.list_not_entered, 2020)] == ["005"]
    again = act(drafts.get_draft, act(drafts.draft_correction, letter.id, "tanggal keliru", DAY))
    assert again.form.values[CLASSIFICATION] == "005"
    [usual] = finalise(act, act(drafts.save_draft, None, form())).letters
    assert usual.number == "400.9.12.3/002/Dinsos/2020"  # the office's setting is what it was
