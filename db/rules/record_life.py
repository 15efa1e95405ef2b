"""How a record goes on from report to closing, and back where somebody erred (peers.md row 51)."""

from collections.abc import Mapping
from types import MappingProxyType

from db.rules.aid import HandlingKind
from db.rules.mapping import RecordState
from db.rules.problems import Problem
from db.rules.words import _

NEXT: Mapping[RecordState, tuple[RecordState, ...]] = MappingProxyType(
    {  # the usual way on stands first; the last ones lead back
        RecordState.REPORTED: (RecordState.CHECKED,),
        RecordState.CHECKED: (RecordState.VALID, RecordState.REPORTED),
        RecordState.VALID: (RecordState.REFERRED, RecordState.SERVED, RecordState.CHECKED),
        RecordState.REFERRED: (RecordState.SERVED, RecordState.VALID),
        RecordState.SERVED: (RecordState.REFERRED, RecordState.VALID),
        RecordState.CLOSED: (),
    }
)
ORDER = tuple(RecordState)
FOLLOWS = {HandlingKind.REFERRAL: RecordState.REFERRED, HandlingKind.SERVICE: RecordState.SERVED}


def leads_back(now: RecordState, wanted: RecordState) -> bool:
    """Whether a step goes against the usual way, so that it needs a reason."""
    return ORDER.index(wanted) < ORDER.index(now) and now is not RecordState.SERVED


def check_step(now: RecordState, wanted: RecordState, note: str) -> list[Problem]:
    """Why a record cannot come to a state now."""
    if wanted not in NEXT[now]:
        return [Problem(_("Langkah ini tidak berlaku pada keadaan sekarang. Muat ulang untuk melihatnya."))]
    if leads_back(now, wanted) and not note.strip():
        return [Problem(_("Tulis alasan mengembalikan data ini."), "note")]
    return []


def step_verb(now: RecordState, wanted: RecordState) -> str:
    """What the button says that takes a record to a state."""
    if leads_back(now, wanted):
        return {
            RecordState.REPORTED: _("Kembalikan ke pelapor…"),
            RecordState.CHECKED: _("Periksa ulang…"),
        }.get(wanted, _("Kembalikan ke valid…"))
    return {
        RecordState.CHECKED: _("Sudah diperiksa lapangan"),
        RecordState.VALID: _("Nyatakan valid"),
        RecordState.REFERRED: _("Catat rujukan…"),
        RecordState.SERVED: _("Catat layanan…"),
    }[wanted]
