"""A list of names leaves in an encrypted zip: nothing of it is readable without the password."""

from io import BytesIO
from zipfile import ZipFile

import pytest
import pyzipper

from db.exchange.sealed_zip import sealed

CONTENT = b"Siti Aminah;5204064501929002" * 50


def test_only_the_password_opens_it():
    packed = sealed("L08.xlsx", CONTENT, "rahasia-2026")
    assert b"Siti" not in packed
    with pyzipper.AESZipFile(BytesIO(packed)) as file:
        assert file.namelist() == ["L08.xlsx"]
        with pytest.raises(RuntimeError):
            file.read("L08.xlsx", b"salah-sekali")
        assert file.read("L08.xlsx", b"rahasia-2026") == CONTENT
    with pytest.raises((RuntimeError, NotImplementedError)):
        ZipFile(BytesIO(packed)).read("L08.xlsx")
