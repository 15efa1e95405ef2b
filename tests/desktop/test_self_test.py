"""The self-test notices what a build has left out of letters: templates, QR codes, Word."""

import os
import subprocess
import sys
from pathlib import Path

import docx.parts.hdrftr
import pytest

import resources
from db.catalog import spec_of
from desktop import paper, self_test
from desktop.letters import reader
from desktop.paper import sheet, word
from desktop.self_test import _attempts, run_self_test

ROOT = Path(__file__).parents[2]
ATTEMPTS = dict(_attempts())
KINDS, CODE, WORD = "surat tiap jenis", "kode arsip pada pindaian", "surat Word"


@pytest.fixture
def only(monkeypatch):
    """Lets the self-test try one thing only."""

    def choose(what):
        monkeypatch.setattr(self_test, "_attempts", lambda: ((what, ATTEMPTS[what]),))

    return choose


@pytest.mark.parametrize("what", [KINDS, CODE, WORD])
def test_letters_are_whole_here(what, only, qapp, capsys):
    only(what)
    assert run_self_test() == 0
    assert capsys.readouterr().out == f"Uji mandiri berhasil: {what}.\n"


def test_a_kind_without_its_file_is_named(only, qapp, capsys, monkeypatch, tmp_path):
    only(KINDS)
    real = resources.path
    gone = tmp_path / "gone.json"
    monkeypatch.setattr(
        resources, "path", lambda *parts: gone if parts[-1] == "receipt.json" else real(*parts)
    )
    spec_of.cache_clear()
    assert run_self_test() == 1
    said = capsys.readouterr().err
    assert said.startswith("Uji mandiri gagal pada surat tiap jenis: Missing: receipt: FileNotFoundError: ")


def test_a_page_without_a_qr_is_noticed(only, qapp, capsys, monkeypatch):
    only(CODE)
    monkeypatch.setattr(sheet, "write_foot", lambda *_anything: None)
    assert run_self_test() == 1
    said = capsys.readouterr().err
    assert said == f"Uji mandiri gagal pada {CODE}: Missing: pada halaman terbaca [None]\n"


def test_a_qr_that_no_reader_finds_is_noticed(only, qapp, capsys, monkeypatch):
    only(CODE)
    monkeypatch.setattr(reader.zxingcpp, "read_barcodes", lambda *_image, **_formats: [])
    assert run_self_test() == 1
    assert "terbaca [None]" in capsys.readouterr().err


@pytest.mark.parametrize(("package", "what"), [("segno", KINDS), ("zxingcpp", CODE), ("docx", WORD)])
def test_a_package_that_was_left_out_is_named(package, what):
    """In a process of its own: modules imported without it would stay half made."""
    program = (
        f"import sys; sys.modules[{package!r}] = None\n"
        "from desktop import self_test\n"
        f"chosen = ({what!r}, dict(self_test._attempts())[{what!r}])\n"
        "self_test._attempts = lambda: (chosen,)\n"
        "sys.exit(self_test.run_self_test())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"Uji mandiri gagal pada {what}: ")
    assert package in done.stderr


def test_word_without_the_templates_of_its_package_is_noticed(only, qapp, capsys, monkeypatch, tmp_path):
    only(WORD)
    monkeypatch.setattr(docx.parts.hdrftr, "__file__", str(tmp_path / "parts" / "hdrftr.py"))
    assert run_self_test() == 1
    said = capsys.readouterr().err
    assert said.startswith(f"Uji mandiri gagal pada {WORD}: FileNotFoundError: ")
    assert "default-header.xml" in said


def test_word_without_the_mark_of_a_draft_is_noticed(only, qapp, capsys, monkeypatch):
    only(WORD)
    monkeypatch.setattr(word.Sheet, "mark", lambda _sheet, _text: None)
    assert run_self_test() == 1
    assert "tanda konsep tidak ada" in capsys.readouterr().err


def test_a_paper_that_is_no_pdf_is_named_by_its_kind(only, qapp, capsys, monkeypatch):
    only(KINDS)
    monkeypatch.setattr(paper, "render", lambda _frame, _letter: b"")
    assert run_self_test() == 1
    assert "bukan PDF" in capsys.readouterr().err
