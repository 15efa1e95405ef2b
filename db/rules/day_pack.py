"""Everything on paper that the day of a selection needs, as one set (domain.md 9.8)."""

from dataclasses import dataclass

from db.rules.letters import Facts, Frame, Letter


@dataclass(frozen=True)
class PackPart:
    """Papers of one kind under one bookmark."""

    title: str
    frame: Frame
    papers: tuple[Facts | Letter, ...]


@dataclass(frozen=True)
class DeskCard:
    """A name to be read from across the room."""

    name: str
    role: str
    institution: str = ""


@dataclass(frozen=True)
class QueueCard:
    """The number a candidate waits with."""

    number: int
    name: str
    registration_number: str
    turn: str  # Senin, 20 April 2020 pukul 09.00, Ruang A; may be empty


@dataclass(frozen=True)
class DayPack:
    """The parts in the order in which they are printed; cards come before the draft of the minutes."""

    title: str  # without a person's name
    frame: Frame
    parts: tuple[PackPart, ...]
    desk_cards: tuple[DeskCard, ...]
    queue_cards: tuple[QueueCard, ...]
    draft: PackPart
