"""Users, roles, and the sentence for who may not."""

from datetime import date

import pytest
from sqlalchemy import select, text

from db.models.office import User
from db.rules.access import Right
from db.rules.problems import Forbidden, RuleViolation
from db.services import decree_letters, exits, history, officers, users
from db.services.mapping import records
from db.services.recruitment import vacancies

PASSWORD = "rahasia-sekali"


def add(act, login="sari", role="operator", password=PASSWORD, user_id=None, active=True):
    form = {"login": login, "name": login.title(), "role_code": role, "active": active}
    before = next((row for row in act(users.list_users) if row.id == user_id), None)
    return act(users.save_user, user_id, **form, password=password, before=before)


def test_a_password_is_kept_as_argon2_and_never_in_the_log(act, database):
    add(act)
    add(act, password="rahasia-kedua", user_id=act(users.list_users)[0].id)
    with database.reading() as session:
        kept = session.scalars(select(User.password_hash).where(User.login == "sari")).one()
        log = " ".join(
            str(value)
            for row in session.execute(text("SELECT sentence, old, new FROM audit_entry"))
            for value in row
        )
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in log
    assert "argon2" not in log
    assert "Pengguna Sari diubah: Kata sandi “•••” menjadi “•••”" in log


def test_who_logs_in_has_the_rights_of_the_role(act):
    sari = add(act, role="verifier")
    actor = act(users.log_in, " SARI ", PASSWORD, "PC-2")
    assert (actor.user_id, actor.name, actor.pc) == (sari, "Sari", "PC-2")
    assert Right.VERIFY in actor.rights
    assert Right.SCORE not in actor.rights


@pytest.mark.parametrize(("login", "password"), [("sari", "salah"), ("tidak ada", PASSWORD), ("pc", "")])
def test_a_wrong_name_and_a_wrong_password_get_the_same_sentence(act, login, password):
    add(act)
    with pytest.raises(RuleViolation, match=r"^Nama masuk atau kata sandi salah\.$"):
        act(users.log_in, login, password, "PC-2")


def test_who_has_left_cannot_log_in(act):
    sari = add(act)
    add(act, user_id=sari, active=False, password="")
    with pytest.raises(RuleViolation, match="Nama masuk atau kata sandi salah"):
        act(users.log_in, "sari", PASSWORD, "PC-2")


def test_an_empty_password_keeps_the_old_one(act):
    sari = add(act)
    add(act, role="head", user_id=sari, password="")
    assert Right.DECIDE in act(users.log_in, "sari", PASSWORD, "PC-2").rights
    [row] = act(users.list_users)
    assert (row.login, row.role, row.has_password) == ("sari", "Pimpinan", True)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"login": " "}, "Isi nama masuk dan nama lengkap"),
        ({"password": "1234567"}, "Kata sandi paling sedikit 8 huruf"),
        ({"password": ""}, "Kata sandi paling sedikit 8 huruf"),
        ({"login": "SARI"}, "Nama masuk ini sudah dipakai"),
        ({"login": "pc"}, "Nama masuk ini sudah dipakai"),
    ],
)
def test_a_user_who_cannot_be_kept_is_refused(act, changes, sentence):
    add(act)
    with pytest.raises(RuleViolation, match=sentence):
        add(act, **{"login": "budi"} | changes)


def test_login_is_required_only_when_an_admin_can_get_in(act):
    with pytest.raises(RuleViolation, match="Tambahkan dahulu seorang pengguna Admin"):
        act(users.require_login, True)
    add(act)
    with pytest.raises(RuleViolation, match="Tambahkan dahulu"):
        act(users.require_login, True)
    add(act, "kepala", "admin")
    act(users.require_login, True)
    assert act(users.login_is_required)
    act(users.require_login, False)
    assert not act(users.login_is_required)


@pytest.mark.parametrize("change", [{"active": False}, {"role": "operator"}])
def test_the_last_admin_cannot_be_locked_out(act, change):
    kepala = add(act, "kepala", "admin")
    act(users.require_login, True)
    with pytest.raises(RuleViolation, match="Harus tetap ada seorang Admin aktif"):
        add(act, "kepala", **{"role": "admin"} | change, user_id=kepala)
    add(act, "wakil", "admin")
    add(act, "kepala", **{"role": "admin"} | change, user_id=kepala)


def test_the_user_of_a_pc_without_login_may_do_everything(act):
    actor = act(users.find_single_pc_actor, "PC-1")
    assert (actor.name, actor.rights) == ("Pengguna PC ini", frozenset(Right))
    assert act(users.list_users) == []


REFUSED = {
    "operator": [(users.list_users, ()), (users.require_login, (True,))],
    "verifier": [(officers.add_officer, (None, {})), (vacancies.cancel_vacancy, (1, "x"))],
    "panel": [(history.count_history, ()), (records.close_record, (1,))],
    "head": [(users.list_users, ()), (exits.record_exit, (1, None))],
    "auditor": [(decree_letters.issue_decree, (None,)), (exits.record_exit, (1, None))],
}


@pytest.mark.parametrize(
    ("role", "service", "arguments"),
    [(role, service, arguments) for role, found in REFUSED.items() for service, arguments in found],
)
def test_a_role_does_only_what_it_may(act_as, role, service, arguments):
    with pytest.raises(Forbidden, match=rf"^{role.title()} tidak berhak .+\. Mintalah kepada admin\.$"):
        act_as(role, service, *arguments)


@pytest.mark.parametrize("role", ["operator", "verifier", "panel", "head", "auditor"])
def test_every_role_may_read_the_roster(act_as, role):
    assert len(act_as(role, officers.list_posts, date(2020, 4, 9))) == 24


def test_the_sentence_says_what_is_not_allowed(act_as):
    with pytest.raises(Forbidden) as refusal:
        act_as("auditor", exits.record_exit, 1, None)
    assert str(refusal.value) == "Auditor tidak berhak mengubah data TKSK. Mintalah kepada admin."
