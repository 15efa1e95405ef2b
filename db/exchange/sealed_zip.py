"""A workbook in a zip with a password: lists of names leave the office so (peers.md row 74)."""

from io import BytesIO

LEAST = 8  # letters of a password


def sealed(name: str, content: bytes, password: str) -> bytes:
    """A zip with one file, encrypted with AES-256; opened by 7-Zip, WinRAR and their like."""
    import pyzipper

    packed = BytesIO()
    with pyzipper.AESZipFile(
        packed, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as file:
        file.setpassword(password.encode())
        file.writestr(name, content)
    return packed.getvalue()
