"""A value as members write it: 85, 8,5, never 85.000."""

from decimal import Decimal

from db.rules.selection import Scale
from db.rules.sheets import read_score
from desktop.widgets.fields import DecimalField


class ScoreField(DecimalField):
    """Reads what the rule reads, on the vacancy's scale; a value may be there and not be shown."""

    def __init__(self) -> None:
        super().__init__(decimals=2)
        self.scale = Scale.HUNDRED
        self.is_hidden = False

    def value(self) -> Decimal | None:
        return read_score(self.text(), self.scale)[0]

    def problem(self) -> str:
        return read_score(self.text(), self.scale)[1]

    def set_hidden(self, hidden: bool) -> None:
        """Show that there is a value, not which."""
        self.is_hidden = hidden
        self.setPlaceholderText("•••" if hidden else "")

    def _written(self, value: Decimal) -> str:
        exact = -int(value.normalize().as_tuple().exponent)
        return f"{value:.{max(self.decimals, exact)}f}".replace(".", ",")
