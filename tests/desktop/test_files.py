"""What files are called, and where the question for them begins."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.files import LONGEST_NAME, ask_where_to_save, file_name, start_folder
from desktop.settings import Settings, remember_folder
from desktop.viewer import PaperView


@pytest.fixture(autouse=True)
def own_settings(tmp_path):
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "ini"))
    QSettings().clear()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Pengumuman (400.9/001/DINSOS/2020)", "Pengumuman 400.9-001-DINSOS-2020"),
        ("Pengumuman 400.9/001/DINSOS/2020", "Pengumuman 400.9-001-DINSOS-2020"),
        (
            "400.9.12.3/041/Dinsos/2020 Panggilan: Rina?",
            "400.9.12.3-041-Dinsos-2020 Panggilan Rina",
        ),
        ("  – Rekap PPKS 17-04-2020 /", "Rekap PPKS 17-04-2020"),
        ("Lembar nilai\nKecamatan Utan", "Lembar nilai Kecamatan Utan"),
        ("???", "Berkas"),
        ("Surat " + "x" * 300, "Surat " + "x" * (LONGEST_NAME - 6)),
    ],
)
def test_a_title_becomes_a_clean_file_name(title, name):
    assert file_name(title) == name


@pytest.fixture
def documents(monkeypatch, tmp_path):
    """The folder that the system calls the user's documents."""
    folder = tmp_path / "Dokumen"
    folder.mkdir()
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _kind: str(folder))
    return folder


@pytest.fixture
def answer(monkeypatch, qtbot):
    """Ask, and answer with a path or Batal (None); returns what was offered, and what came back."""
    window = QWidget()
    qtbot.addWidget(window)

    def ask(path):
        offered = []

        def run(dialog):
            offered.append(Path(dialog.selectedFiles()[0]))
            if path:
                dialog.selectFile(str(path))
            return path is not None

        monkeypatch.setattr(QFileDialog, "exec", run)
        chosen = ask_where_to_save(window, "Simpan PDF", "Pengumuman (400.9/001).pdf", "PDF (*.pdf)")
        return offered[0], chosen

    return ask


def test_the_question_begins_among_the_documents_and_then_where_the_last_file_went(
    answer, documents, tmp_path
):
    assert start_folder() == documents
    assert answer(None)[1] is None
    assert start_folder() == documents  # Batal is not remembered
    folder = tmp_path / "surat"
    folder.mkdir()
    assert answer(folder / "a.pdf")[1] == folder / "a.pdf"
    offered, _chosen = answer(None)
    assert offered == folder / "Pengumuman 400.9-001.pdf"
    folder.rmdir()
    assert start_folder() == documents
    documents.rmdir()
    assert start_folder() == Path.home()


def test_a_window_that_closes_does_not_forget_the_folder(answer, tmp_path):
    settings = Settings.load()
    answer(tmp_path / "a.pdf")
    settings.save()
    assert start_folder() == tmp_path


def test_the_ending_is_added_where_it_was_not_typed(answer, tmp_path):
    assert answer(tmp_path / "surat")[1] == tmp_path / "surat.pdf"


def test_a_paper_is_saved_where_the_person_says(qtbot, worker, monkeypatch, tmp_path):
    paper = PaperView(worker)
    qtbot.addWidget(paper)
    paper.show_paper(b"%PDF", "Pengumuman (400.9/001/DINSOS/2020)")
    monkeypatch.setattr(QFileDialog, "exec", lambda _dialog: False)
    paper.save_paper()
    remember_folder(tmp_path)
    monkeypatch.setattr(QFileDialog, "exec", lambda _dialog: True)
    with qtbot.waitSignal(paper.said):
        paper.save_paper()
    assert (tmp_path / "Pengumuman 400.9-001-DINSOS-2020.pdf").read_bytes() == b"%PDF"
