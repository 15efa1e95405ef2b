"""Whoever gets the built program gets the licences of all that is in it."""

from importlib.metadata import distribution

from build_scripts.collect_licences import bundled, collect_licences


def test_every_library_in_the_bundle_brings_its_licence(tmp_path):
    collect_licences(tmp_path)
    missing = [name for name in bundled() if not any((tmp_path / name).glob("*"))]
    assert missing == []
    assert "sqlalchemy" in bundled()
    assert "MIT" in (tmp_path / "LICENSE").read_text("utf-8")
    for name in ("pyside6-essentials", "psycopg"):
        [text] = [path.read_text("utf-8") for path in (tmp_path / name).iterdir()]
        assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
    assert "LGPL-3.0.txt" in (tmp_path / "README.txt").read_text("utf-8")


def test_licences_of_one_name_do_not_overwrite_each_other(tmp_path):
    collect_licences(tmp_path)
    kept = {path.name for path in (tmp_path / "numpy").iterdir()}
    assert {"LICENSE.txt", "numpy-ma-LICENSE", "numpy-linalg-lapack_lite-LICENSE.txt"} <= kept
    files = [file for file in distribution("numpy").files or () if ".dist-info/licenses/" in str(file)]
    assert len(kept) == len(files)
    own = (tmp_path / "numpy" / "LICENSE.txt").read_text("utf-8")
    assert "NumPy Developers" in own


def test_the_licences_for_qr_and_word_are_there(tmp_path):
    collect_licences(tmp_path)
    words = {"segno": "Redistribution", "zxing-cpp": "Apache License", "python-docx": "MIT", "lxml": "Infrae"}
    for name, word in words.items():
        texts = [path.read_text("utf-8") for path in (tmp_path / name).iterdir()]
        assert any(word in text for text in texts), name
    assert (tmp_path / "lxml" / "LGPL-3.0.txt").is_file()  # for the libiconv in it
