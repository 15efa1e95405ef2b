"""Whoever gets the built program gets the licences of all that is in it."""

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
