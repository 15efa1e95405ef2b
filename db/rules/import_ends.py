"""Rows of a list that are nobody: sums, and who has signed below."""

import re
from collections.abc import Mapping
from typing import Any

from db.rules.import_cells import cell_text
from db.rules.imports import CleanRow, SourceRow
from db.rules.words import _

PLACES = r"(di\s+)?(desa|kelurahan|kel|kecamatan|kec|dusun|kabupaten|rt|rw)\b.*"
COUNTED = (
    r"jumlah|total|keseluruhan|seluruh\w*|semua\w*|akhir|umum|orang|jiwa|kk|kpm|keluarga|laki|perempuan|pria|"
    r"wanita|l|p|data|penerima|anggota|lembaga|kelompok|\d+"
)
SUM = re.compile(rf"((sub|grand)\W*)?(jumlah|jml|total|subtotal)(\W+({COUNTED}))*(\W+{PLACES})?\W*")
SIGNED = re.compile(
    r"((di)?ketahui|mengetahui|mengesahkan|disahkan|menyetujui|disetujui|tertanda|ttd|nip)\b.*|"
    r"(a\.?\s?n\.?\s+)?((plt|pj|plh)\.?\s+)?((kepala|sekretaris)\s+(desa|dinas|kelurahan|bidang|seksi|dusun)|"
    r"kades|lurah|camat|bupati|wali\s?kota|pendata|petugas(\s+(pendata|lapangan|entri))?|operator)\b.*|"
    r"[a-z' ]+,\s*\d{1,2}[\s-]+\w+[\s-]+\d{4}"  # Motong, 12 Mei 2020
)
TELLING = {"nik", "birth_date", "kk", "address", "leader", "phone"}  # who has one of these is somebody
NAME = {"name", "front_title", "back_title"}
BELOW = 8  # rows below a signature's heading, in which the name of who signs may stand


class Ends:
    """Tells such rows, in the order of the file; a name alone just below 'Mengetahui' is who has signed."""

    def __init__(self) -> None:
        self._sheet, self._signed = "", -BELOW

    def has(self, row: SourceRow | CleanRow, values: Mapping[str, Any]) -> bool:
        """Whether a row is one."""
        if not TELLING.isdisjoint(values):
            return False
        first = next((cell for cell in row.cells if cell is not None and cell != ""), "")
        said = [one.casefold() for one in (values.get("name", ""), cell_text(first)) if one]
        if any(map(SIGNED.fullmatch, said)):
            self._sheet, self._signed = row.sheet, row.number
            return True
        below = row.sheet == self._sheet and 0 < row.number - self._signed <= BELOW
        return any(map(SUM.fullmatch, said)) or (below and values.keys() <= NAME)


def end_said() -> str:
    """Why such a row is left out."""
    return _("baris jumlah atau tanda tangan")
