"""How far the import of a long list is."""

from db.rules.imports import Advance


class Pace:
    """How far an import is, told in rows; asked often, so that Batal ends it at any moment."""

    def __init__(self, advance: Advance, total: int) -> None:
        self._advance, self._total, self.part = advance, max(total, 1), 0.0

    def beat(self) -> None:
        """Still at it."""
        self._advance(int(self.part * self._total))

    def at(self, part: float) -> None:
        """So much of it is done."""
        self.part = max(self.part, min(part, 1.0))
        self.beat()
