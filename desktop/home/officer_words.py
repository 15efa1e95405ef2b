"""What the matters of officers and of the map say: terms, ages, papers, reports, numbers, sheets of desa."""

from collections.abc import Callable
from typing import NamedTuple

from db.rules.attention import Attention, AttentionKind
from db.rules.dates import long_date
from db.rules.words import _, ngettext


class Said(NamedTuple):
    """One kind of matter: how one reads, how many read together, and the way on."""

    icon: str
    one: Callable[[Attention], str]
    many: Callable[[int], str]
    when: Callable[[Attention], str]
    action: str
    link: Callable[[Attention], tuple[str, object]]


def said_of(kind: AttentionKind) -> Said | None:
    """The words for a kind; None: it is not an officer's matter."""
    return _said().get(kind)


def _said() -> dict[AttentionKind, Said]:
    return {
        AttentionKind.INTERIM_LONG: Said(
            "account-clock-outline",
            _named(_("{name} sudah lama menjadi Plt di {kecamatan}")),
            _counted(_("{n} Plt sudah lama bertugas")),
            lambda m: _("Sejak {day}, {n} hari").format(day=_day(m), n=m.days),
            _("Lihat TKSK"),
            _post,
        ),
        AttentionKind.SHEETS_WAIT: Said(
            "map-outline",
            lambda m: _("{n} desa belum menyerahkan lembar pendataan").format(n=m.number),
            _counted(_("{n} putaran menunggu lembar desa")),
            _until_round,
            _("Lihat lembar"),
            lambda _m: ("mapping/rounds", None),
        ),
        AttentionKind.TERM_LIMIT: Said(
            "account-clock-outline",
            _named(_("Masa tugas {name} ({kecamatan}) mencapai batas")),
            _counted(_("Masa tugas {n} TKSK mencapai batas")),
            _limit,
            _("Lihat TKSK"),
            _post,
        ),
        AttentionKind.AGE_LIMIT: Said(
            "account-clock-outline",
            _named(_("{name} ({kecamatan}) mencapai batas usia")),
            _counted(_("{n} TKSK mencapai batas usia")),
            _limit,
            _("Lihat TKSK"),
            _post,
        ),
        AttentionKind.PAPER_ENDS: Said(
            "file-sign",
            lambda m: _("{paper} {name} ({kecamatan})").format(
                paper=m.detail, name=m.person, kecamatan=m.kecamatan
            ),
            _counted(_("{n} dokumen TKSK habis masa berlakunya")),
            _limit,
            _("Buka kartu"),
            lambda m: ("officers/card", m.officer_id),
        ),
        AttentionKind.APPLICANT_PAPER: Said(
            "file-document-outline",
            lambda m: _("{paper} {name} ({kecamatan}) habis sebelum wawancara").format(
                paper=m.detail, name=m.person, kecamatan=m.kecamatan
            ),
            _counted(_("{n} berkas pelamar habis sebelum wawancara")),
            lambda m: _("Berlaku sampai {day}").format(day=_day(m)),
            _("Lihat lowongan"),
            lambda m: ("recruitment/show", m.vacancy_id),
        ),
        AttentionKind.REPORT_LATE: Said(
            "email-outline",
            _named(_("Laporan bulan lalu {name} ({kecamatan}) belum masuk")),
            _counted(_("Laporan bulan lalu {n} TKSK belum masuk")),
            lambda m: _("Batas {day}, {n} hari yang lalu").format(day=_day(m), n=m.days),
            _("Catat laporan"),
            lambda m: ("officers/work", m.officer_id),
        ),
        AttentionKind.NIAT_MISSING: Said(
            "account-search-outline",
            _named(_("{name} ({kecamatan}) belum memiliki NIAT")),
            _counted(_("{n} TKSK belum memiliki NIAT")),
            lambda m: _("Bertugas sejak {day}").format(day=_day(m)),
            _("Buka kartu"),
            lambda m: ("officers/card", m.officer_id),
        ),
        AttentionKind.DUTY_IDLE: Said(
            "clipboard-check-outline",
            lambda m: _("Belum ada kegiatan {duty}").format(duty=m.detail),
            _counted(_("{n} tugas TKSK lama tidak dikerjakan siapa pun")),
            lambda m: _("Sejak {day}").format(day=_day(m)),
            _("Lihat kegiatan"),
            lambda m: ("officers/work", None),
        ),
        AttentionKind.NUMBER_RESERVED: Said(
            "counter",
            lambda m: _("Nomor pesanan belum dipakai: {number}").format(number=m.detail),
            _counted(_("{n} nomor pesanan belum dipakai")),
            lambda m: _("Dipesan untuk {day}, {n} hari yang lalu").format(day=_day(m), n=m.days),
            _("Lihat nomor"),
            lambda m: ("letters/numbers", None),
        ),
    }


def many_vacant(number: int) -> str:
    """Many empty kecamatan in one line."""
    return ngettext("{n} kecamatan lowong", "{n} kecamatan lowong", number).format(n=number)


def many_silent(number: int) -> str:
    """Many proposals without an answer in one line."""
    return ngettext("{n} usulan belum dijawab", "{n} usulan belum dijawab", number).format(n=number)


def _named(text: str) -> Callable[[Attention], str]:
    return lambda m: text.format(name=m.person, kecamatan=m.kecamatan)


def _counted(text: str) -> Callable[[int], str]:
    return lambda number: text.format(n=number)


def _post(matter: Attention) -> tuple[str, object]:
    return "officers/post", matter.kecamatan_code


def _limit(matter: Attention) -> str:
    days = matter.days or 0
    if days < 0:
        return _("Sejak {day}, {n} hari yang lalu").format(day=_day(matter), n=-days)
    return _("Pada {day}, {n} hari lagi").format(day=_day(matter), n=days)


def _day(matter: Attention) -> str:
    return long_date(matter.on) if matter.on else ""


def _until_round(matter: Attention) -> str:
    days = matter.days or 0
    left = _("{n} hari lagi").format(n=days) if days >= 0 else _("lewat {n} hari").format(n=-days)
    return _("{name} berakhir {day}, {left}").format(name=matter.detail, day=_day(matter), left=left)
