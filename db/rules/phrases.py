"""Names of offices and turns of phrase that several letters share, in the Indonesian of tata naskah dinas."""

from datetime import date
from decimal import Decimal

from db.rules.dates import count_in_words, day_and_date, long_date
from db.rules.letter_kinds import LetterKind
from db.rules.letters import Letterhead

TKSK = "Tenaga Kesejahteraan Sosial Kecamatan"
LOWER = {"dan", "di", "ke", "dari", "pada", "untuk", "serta"}
PROVINCES_WITHOUT_TITLE = ("Aceh", "Daerah ")  # Dinas Sosial Aceh, Dinas Sosial Daerah Istimewa …
FULL_BUDGET = {
    "APBD": "Anggaran Pendapatan dan Belanja Daerah (APBD)",
    "APBN": "Anggaran Pendapatan dan Belanja Negara (APBN)",
}

NAMES = {  # what a paper calls itself where it is no letter
    LetterKind.DECREE: "Keputusan",
    LetterKind.PANEL_DECREE: "Keputusan",
    LetterKind.ANNOUNCEMENT: "Pengumuman",
    LetterKind.ADMINISTRATION_RESULTS: "Pengumuman",
    LetterKind.FINAL_RESULTS: "Pengumuman",
    LetterKind.ADMINISTRATION_MINUTES: "Berita acara",
    LetterKind.INTERVIEW_MINUTES: "Berita acara",
    LetterKind.PLENARY_MINUTES: "Berita acara",
    LetterKind.HANDOVER_MINUTES: "Berita acara",
    LetterKind.DATA_HANDOVER: "Berita acara",
    LetterKind.NOTES: "Notula",
    LetterKind.RECEIPT: "Tanda terima",
    LetterKind.POSTER: "Poster",
}

DECREES = {LetterKind.DECREE, LetterKind.PANEL_DECREE}


def office_name(head: Letterhead, regency: str) -> str:
    """Dinas Sosial Kabupaten Sumbawa: the name in the head, written as in a sentence."""
    return office_in_words(head.office, regency)


def office_in_words(name: str, regency: str) -> str:
    """DINAS SOSIAL -> Dinas Sosial Kabupaten Sumbawa."""
    if name.isupper():
        words = name.lower().split()
        name = " ".join(word if word in LOWER else word[:1].upper() + word[1:] for word in words)
    return name if regency.lower() in name.lower() else f"{name} {regency}"


def province_office(province: str) -> str:
    """Dinas Sosial Provinsi Nusa Tenggara Barat, but Dinas Sosial Aceh."""
    if province.startswith(("Provinsi ", *PROVINCES_WITHOUT_TITLE)):
        return f"Dinas Sosial {province}"
    return f"Dinas Sosial Provinsi {province}"


def head_of_region(regency: str) -> str:
    """Bupati Sumbawa, Wali Kota Banda Aceh."""
    if regency.startswith("Kota "):
        return f"Wali {regency}"
    return f"Bupati {regency.removeprefix('Kabupaten ')}"


def budget_name(budget: str) -> str:
    """APBD in full."""
    return FULL_BUDGET.get(budget, budget)


def people(count: int) -> str:
    """1 (satu) orang; a count of none is said in a word."""
    return count_in_words(count, "orang")


def days(first: date, last: date | None) -> str:
    """Jumat, 17 April 2020; Senin, 6 April 2020 s.d. Rabu, 15 April 2020."""
    if last is None or last == first:
        return day_and_date(first)
    return f"{day_and_date(first)} s.d. {day_and_date(last)}"


def weight_text(weight: Decimal) -> str:
    """20; 12,5: a weight without needless zeros."""
    return f"{weight.normalize():f}".replace(".", ",")


def sentence(words: str) -> str:
    """The words with a full stop at their end, once."""
    return words.rstrip(" .;") + "."


def replacing(kind: LetterKind, number: str, dated_on: date) -> str:
    """What version 2 says of the letter that it replaces."""
    name = NAMES.get(kind, "Surat")
    old = name if kind in DECREES else name.lower()
    numbered = f" Nomor {number}" if number else ""
    told = f"{name} ini menggantikan {old}{numbered} tanggal {long_date(dated_on)}"
    return f"{told}, yang dinyatakan tidak berlaku."
