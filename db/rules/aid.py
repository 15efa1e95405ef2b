"""DTSEN, aid and what is done for people (domain.md 2.5 F-1, peers.md rows 52, 53)."""

from enum import StrEnum

from db.rules.words import _


class Standing(StrEnum):
    """Whether DTSEN knows a person (domain.md 10.3 status_dtsen)."""

    LISTED = "listed"
    NOT_LISTED = "not_listed"
    UNCHECKED = "unchecked"
    INACTIVE = "inactive"


def standing_label(standing: Standing) -> str:
    """What the screen calls it."""
    return {
        Standing.LISTED: _("Terdaftar"),
        Standing.NOT_LISTED: _("Tidak terdaftar"),
        Standing.UNCHECKED: _("Belum dicek"),
        Standing.INACTIVE: _("Nonaktif"),
    }[standing]


class HandlingKind(StrEnum):
    NEED = "need"
    SERVICE = "service"
    REFERRAL = "referral"


def handling_label(kind: HandlingKind) -> str:
    """What the screen calls it."""
    return {
        HandlingKind.NEED: _("Kebutuhan"),
        HandlingKind.SERVICE: _("Layanan"),
        HandlingKind.REFERRAL: _("Rujukan"),
    }[kind]
