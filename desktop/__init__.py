"""Pilar TKSK's window.

PySide reads the source of every module imported after it, to look for a feature switch that nobody here uses:
20 MB and a tenth of the start. It is told not to, before anything is imported.
"""

import shiboken6  # noqa: F401  (makes the next line possible)
from shibokensupport import feature

feature._mod_uses_pyside = lambda _module: False
