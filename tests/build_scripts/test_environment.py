"""The start on a strange computer: wrong Python, killed installs, moved folders."""

import re
import subprocess
import sys
import tomllib

import pytest

from build_scripts import environment, start
from build_scripts.environment import DEV_LOCK, ROOT, RUNTIME_LOCK, stamp_fits, venv_python, write_stamp


@pytest.fixture
def lock(tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text("some-package==1.0\n")
    return lock


@pytest.fixture
def venv(tmp_path):
    """Looks finished, though nothing in it would run."""
    venv = tmp_path / "a folder" / ".venv"
    python = venv_python(venv)
    python.parent.mkdir(parents=True)
    python.touch()
    return venv


@pytest.fixture
def installed(monkeypatch):
    """What `prepare` asks for, instead of doing it."""
    calls = []
    for step in ("install_system_libraries", "make_venv", "install_packages", "install_command"):
        monkeypatch.setattr(environment, step, lambda *_, step=step: calls.append(step))
    return calls


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_a_supported_python_is_accepted(version):
    assert environment.python_problem(*version) == ""


@pytest.mark.parametrize(("version", "reason"), [((3, 9), "terlalu lama"), ((3, 14), "terlalu baru")])
def test_another_python_is_refused_with_a_sentence(version, reason):
    assert reason in environment.python_problem(*version)


def test_a_stamp_fits_its_own_lock_only(venv, lock):
    assert not stamp_fits(lock, venv)
    write_stamp(lock, venv)
    assert stamp_fits(lock, venv)
    lock.write_text("some-package==2.0\n")
    assert not stamp_fits(lock, venv)


def test_the_development_stamp_serves_the_plain_start_too(venv):
    write_stamp(DEV_LOCK, venv)
    assert stamp_fits(DEV_LOCK, venv)
    assert stamp_fits(RUNTIME_LOCK, venv)


def test_a_stamp_does_not_move_with_the_folder(venv, lock):
    write_stamp(lock, venv)
    assert not stamp_fits(lock, venv.rename(venv.with_name("moved")))


def test_a_stamp_without_python_is_worth_nothing(venv, lock):
    write_stamp(lock, venv)
    venv_python(venv).unlink()
    assert not stamp_fits(lock, venv)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"3.11"])
def test_a_damaged_stamp_is_worth_nothing(venv, lock, content):
    (venv / "pilar.stamp").write_bytes(content)
    assert not stamp_fits(lock, venv)


def test_nothing_is_done_when_the_stamp_fits(venv, lock, installed):
    write_stamp(lock, venv)
    environment.prepare(lock, venv)
    assert installed == []


def test_a_broken_venv_is_made_again(venv, lock, installed):
    environment.prepare(lock, venv)
    assert installed == ["install_system_libraries", "make_venv", "install_packages", "install_command"]
    assert stamp_fits(lock, venv)


def test_a_working_venv_without_a_stamp_is_used_again(venv, lock, installed, monkeypatch):
    monkeypatch.setattr(environment, "venv_works", lambda _venv: True)
    environment.prepare(lock, venv)
    assert installed == ["install_system_libraries", "install_packages", "install_command"]


def test_a_killed_install_leaves_no_stamp_and_no_half_package(venv, lock, monkeypatch):
    write_stamp(lock, venv)
    half, whole = (environment.site_packages(venv) / f"{name}-1.0.dist-info" for name in ("half", "whole"))
    half.mkdir(parents=True)
    whole.mkdir()
    (whole / "INSTALLER").touch()

    def killed(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", killed)
    with pytest.raises(KeyboardInterrupt):
        environment.install_packages(lock, venv)
    assert not stamp_fits(lock, venv)
    assert not half.exists()
    assert whole.exists()


def test_a_failed_install_says_what_to_check(venv, lock, monkeypatch):
    failing = [sys.executable, "-c", "raise SystemExit(1)"]
    real = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda _command, **options: real(failing, **options))
    with pytest.raises(SystemExit, match="Periksa sambungan internet"):
        environment.install_packages(lock, venv)


def test_the_progress_of_pip_is_short(capsys):
    words = [
        "Requirement already satisfied: alembic==1.20.1 in ./site-packages",
        "Collecting pandas==3.1.1 (from -r requirements.lock (line 3))",
        "Processing /wheels/rl_accel-0.9.1-cp311.whl (from -r requirements.lock (line 4))",
        "  Downloading pandas.whl (12 MB)",
        "Installing collected packages: pandas, rl-accel",
    ]
    environment.show_progress(words, total=3)
    assert capsys.readouterr().out.splitlines() == [
        "Mengambil paket 2/3: pandas ...",
        "Mengambil paket 3/3: rl_accel ...",
        "Memasang 2 paket ke dalam .venv (sekitar satu menit) ...",
    ]


def test_a_user_without_rights_is_told_what_to_type(capsys, monkeypatch):
    monkeypatch.setattr(environment, "WINDOWS", False)
    monkeypatch.setattr(environment.shutil, "which", lambda _name: "/usr/bin/apt-get")
    monkeypatch.setattr(environment.os, "geteuid", lambda: 1000, raising=False)
    assert not environment.apt_install(["libegl1"], "Pustaka belum ada")
    assert "sudo apt-get install -y --no-install-recommends libegl1" in capsys.readouterr().out


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux may lack a screen")
@pytest.mark.parametrize("variable", [None, "QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"])
def test_a_screen_is_found_by_its_variable(variable, monkeypatch):
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    if variable:
        monkeypatch.setenv(variable, "something")
    assert start.has_screen() == bool(variable)


@pytest.mark.parametrize("lock", [RUNTIME_LOCK, DEV_LOCK], ids=["runtime", "dev"])
def test_a_lock_names_no_server_and_has_hashes(lock):
    text = lock.read_text("utf-8")
    assert "http" not in text
    assert not re.search("^--", text, re.MULTILINE)
    assert text.count("==") <= text.count("--hash=sha256:")


def test_the_locks_are_in_step_with_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = names(project["project"]["dependencies"])
    assert wanted <= names(RUNTIME_LOCK.read_text("utf-8").splitlines())
    assert wanted | names(project["dependency-groups"]["dev"]) <= names(
        DEV_LOCK.read_text("utf-8").splitlines()
    )


def test_the_development_lock_holds_the_runtime_lock():
    assert pins(RUNTIME_LOCK) <= pins(DEV_LOCK)


def names(requirements):
    """The normal form of each package name, whatever follows it."""
    return {
        re.split(r"[^\w.-]", line)[0].lower().replace("_", "-") for line in requirements if line[:1].isalpha()
    }


def pins(lock):
    return {line for line in lock.read_text("utf-8").splitlines() if "==" in line}
