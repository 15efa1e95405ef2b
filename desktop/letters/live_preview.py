"""The letter as it would be printed, drawn anew while somebody types."""

from desktop.parts.live_preview import Draw, Drawn, LivePreview

__all__ = ["Draw", "Drawn", "LivePreview"]
