"""How large a window opens: as it wishes, on any screen."""

from PySide6.QtWidgets import QWidget

BESIDE, ABOVE = 32, 64  # of the screen, for its frame and the task bar


def take_room(window: QWidget, width: int, height: int) -> None:
    """Open at this size, or as large as the screen is."""
    room = window.screen().availableGeometry()
    window.resize(min(width, room.width() - BESIDE), min(height, room.height() - ABOVE))
