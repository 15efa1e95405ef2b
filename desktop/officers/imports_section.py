"""The lists of TKSK taken in: what each brought, and the way back."""

from db.rules.access import Right
from db.rules.imports_officers import officer_target
from db.rules.words import _
from desktop.parts.import_list import ImportList
from desktop.worker import Worker


class ImportsSection(ImportList):
    """Ambil berkas… begins; a file may be dropped here too."""

    def __init__(self, worker: Worker) -> None:
        empty = _("Belum ada daftar yang diimpor. Daftar TKSK dalam Excel dapat diambil apa adanya.")
        super().__init__(worker, Right.OFFICERS, "officers", empty, ["officers"])
        self.targets = (officer_target(),)
