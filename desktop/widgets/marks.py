"""The few marks (arrows, ticks) that a style sheet takes only from files: drawn in the colours in use."""

import logging
from pathlib import Path

from PySide6.QtCore import QStandardPaths

log = logging.getLogger(__name__)

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">'
    '<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.6" '
    'stroke-linecap="round" stroke-linejoin="round"/></svg>'
)
DOWN, UP = "M4 6.2 8 10.2 12 6.2", "M4 9.8 8 5.8 12 9.8"
LEFT, RIGHT = "M9.8 4 5.8 8 9.8 12", "M6.2 4 10.2 8 6.2 12"
TICK, DASH = "M3.6 8.4 6.6 11.4 12.4 5", "M4 8H12"


def draw_marks(muted: str, text: str, disabled: str, on_accent: str) -> dict[str, str]:
    """Name of each mark → the address the style sheet can use; empty where nothing can be written."""
    wanted = {
        "down_mark": (DOWN, muted),
        "up_mark": (UP, muted),
        "left_mark": (LEFT, text),
        "right_mark": (RIGHT, text),
        "tick_mark": (TICK, text),
        "tick_on_accent": (TICK, on_accent),
        "dash_on_accent": (DASH, on_accent),
        "down_disabled": (DOWN, disabled),
        "up_disabled": (UP, disabled),
        "tick_disabled": (TICK, disabled),
    }
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.CacheLocation), "marks")
    return {name: _file(folder, name, path, colour) for name, (path, colour) in wanted.items()}


def _file(folder: Path, name: str, path: str, colour: str) -> str:
    file = folder / f"{name}-{colour.lstrip('#')}.svg"
    content = SVG.format(path=path, colour=colour)
    try:
        if not file.exists() or file.read_text("utf-8") != content:
            folder.mkdir(parents=True, exist_ok=True)
            file.write_text(content, "utf-8")
    except OSError as error:
        log.warning("no marks for the style sheet: %s", error)
        return "none"
    return f'url("{file.as_posix()}")'
