"""What follows when an officer leaves: papers and works, each prepared or left out (peers.md 6.3)."""

from enum import StrEnum

from db.rules.words import _


class StepKind(StrEnum):
    ACCEPTANCE = "acceptance"  # of a resignation
    HANDOVER = "handover"  # minutes
    COVER = "cover"  # interim assignment
    DISMISSAL = "dismissal"  # the proposal to the ministry; never a dismissal by the kabupaten
    VACANCY = "vacancy"


class StepState(StrEnum):
    READY = "ready"  # filled in, waits for somebody to make it final
    DONE = "done"
    LEFT_OUT = "left_out"


def step_label(kind: StepKind) -> str:
    """What the screen calls a step."""
    return {
        StepKind.ACCEPTANCE: _("Surat persetujuan pengunduran diri"),
        StepKind.HANDOVER: _("Berita acara serah terima"),
        StepKind.COVER: _("Penunjukan Plt"),
        StepKind.DISMISSAL: _("Usulan pemberhentian dan penggantian"),
        StepKind.VACANCY: _("Draf lowongan"),
    }[kind]


def step_state_label(state: StepState) -> str:
    """What the screen calls how a step stands."""
    return {
        StepState.READY: _("Siap"),
        StepState.DONE: _("Selesai"),
        StepState.LEFT_OUT: _("Tidak dibuat"),
    }[state]
