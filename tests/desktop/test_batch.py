"""Many letters as one file."""

from datetime import date

from pypdf import PdfReader

from db.lettering import Addressing, write_letter
from db.rules.letters import CallFacts
from desktop import paper
from desktop.letters.batch import BatchDialog
from desktop.letters.issuing import Made

DAY = date(2020, 4, 16)


def test_one_pdf_is_written_piece_by_piece_and_whole_or_not_at_all(qtbot, worker, act, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.letters.batch.CHUNK", 2)
    made = []
    for name in ("Rina", "Ahmad", "Dewi", "Joko", "Lalu"):
        facts = CallFacts(name, "003", "Motong", "Utan", "Kabupaten Sumbawa", 2020, DAY, "09.00", "Aula")
        one = act(write_letter, facts, Addressing("Panggilan", name), dated_on=DAY, render=paper.render)
        made.append(Made(one.id, one.number, one.subject, name))
    dialog = BatchDialog(None, worker, made)
    qtbot.addWidget(dialog)
    folder = tmp_path / "surat"
    folder.mkdir()
    target = folder / "surat.pdf"
    target.write_bytes(b"yang lama")
    monkeypatch.setattr(dialog.waiting, "advance", lambda *_any: dialog.cancel())
    with qtbot.waitSignal(dialog.said):
        dialog.write_to(target)
    assert [path.read_bytes() for path in folder.iterdir()] == [b"yang lama"]
    monkeypatch.undo()
    with qtbot.waitSignal(dialog.said):
        dialog.write_to(target)
    [path] = folder.iterdir()
    assert [item.title for item in PdfReader(path).outline] == [f"{m.number} {m.subject}" for m in made]
    dialog.write_to(tmp_path / "tidak ada" / "surat.pdf")
    qtbot.waitUntil(lambda: "foldernya tidak ada" in dialog.banner.text.text())
