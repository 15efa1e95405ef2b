"""Photos from phones and scanners, made small before they are kept; what is no photo gets one sentence."""

import warnings
from io import BytesIO
from pathlib import Path

from db.rules.problems import refuse
from db.rules.words import _

LARGEST = 20 * 1024 * 1024
MOST_POINTS = 40_000_000  # 120 MB when it is open
PORTRAIT_SIDE = 600
QUALITY = 85
FILES = "*.jpg *.jpeg *.png *.webp *.bmp"
FORMATS = ("JPEG", "PNG", "WEBP", "BMP")


def read_photo(path: Path, side: int = PORTRAIT_SIDE) -> bytes:
    """The photo in a file as a small JPEG; runs in any thread, refuses what cannot be one."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            text = _("{file} berukuran {size} MB; foto paling besar 20 MB. Perkecil atau foto ulang.")
            raise refuse(text.format(file=path.name, size=-(-size // (1024 * 1024))), "photo")
        content = path.read_bytes()
    except OSError as error:
        text = _("{file} tidak dapat dibaca: {reason}.")
        raise refuse(text.format(file=path.name, reason=error.strerror or error), "photo") from error
    return shrink(content, path.name, side)


def shrink(content: bytes, name: str, side: int = PORTRAIT_SIDE) -> bytes:
    """A picture as JPEG of at most `side` points, upright, on white, without what the camera noted in it."""
    from PIL import Image, ImageOps  # wanted only when somebody takes a photo in

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # counted below
            with Image.open(BytesIO(content), formats=FORMATS) as picture:
                points = picture.width * picture.height
                if points > MOST_POINTS:
                    raise _too_many_points(name, points)
                picture.draft("RGB", (2 * side, 2 * side))  # a JPEG is opened small, the rest is not needed
                upright = ImageOps.exif_transpose(picture).convert("RGBA")
        upright.thumbnail((side, side))
        flat = Image.new("RGB", upright.size, "white")
        flat.paste(upright, mask=upright.getchannel("A"))
        output = BytesIO()
        flat.save(output, "JPEG", quality=QUALITY, optimize=True)
    except Image.DecompressionBombError:
        raise _too_many_points(name, 2 * MOST_POINTS) from None
    except (OSError, SyntaxError, ValueError) as error:  # what a broken picture raises
        text = _("{file} bukan foto yang dapat dibaca. Pilih berkas JPG atau PNG.")
        raise refuse(text.format(file=name), "photo") from error
    return output.getvalue()


def _too_many_points(name: str, points: int) -> Exception:
    text = _("{file} terlalu besar ({number} juta titik; paling banyak 40). Perkecil atau foto ulang.")
    return refuse(text.format(file=name, number=-(-points // 1_000_000)), "photo")
