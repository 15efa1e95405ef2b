"""One way to read and write every kind of field."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QDate, SignalInstance
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

Pair = tuple[Callable[[Any], Any], Callable[[Any, Any], object]]
READ_WRITE: dict[type[QWidget], Pair] = {
    QLineEdit: (lambda w: w.text().strip(), lambda w, value: _write_line(w, value or "")),
    QPlainTextEdit: (lambda w: w.toPlainText().strip(), lambda w, value: w.setPlainText(value or "")),
    QSpinBox: (lambda w: w.value(), lambda w, value: w.setValue(w.minimum() if value is None else value)),
    QCheckBox: (lambda w: w.isChecked(), lambda w, value: w.setChecked(bool(value))),
    QComboBox: (lambda w: w.currentData(), lambda w, value: w.setCurrentIndex(w.findData(value))),
    QDateEdit: (lambda w: w.date().toPython(), lambda w, day: w.setDate(_qdate(day))),
}


def read(widget: QWidget) -> Any:
    """The value of a field: by its own `value()` and `set_value()`, or as the table above says."""
    if hasattr(widget, "set_value"):
        return widget.value()  # type: ignore[attr-defined]
    return _pair(widget)[0](widget)


def write(widget: QWidget, value: Any) -> None:
    """Put a value into a field; None empties it."""
    if hasattr(widget, "set_value"):
        widget.set_value(value)
    else:
        _pair(widget)[1](widget, value)


def problem(widget: QWidget) -> str:
    """What is wrong with what was typed, where the field itself can tell."""
    found = getattr(widget, "problem", None)
    return str(found()) if found else ""


def is_empty(value: Any) -> bool:
    """Whether a required field still waits; an unticked box and a nought are answers."""
    return value is None or value == ""


def edited(widget: QWidget) -> SignalInstance:
    """The signal that tells of an edit."""
    for name in ("edited", "textChanged", "valueChanged", "toggled", "editTextChanged", "dateChanged"):
        signal = getattr(widget, name, None)
        if isinstance(signal, SignalInstance) and not (
            isinstance(widget, QComboBox) and not widget.isEditable()
        ):
            return signal
    assert isinstance(widget, QComboBox), f"{type(widget).__name__} does not tell of edits"
    return widget.currentIndexChanged


def _pair(widget: QWidget) -> Pair:
    return next(pair for kind, pair in READ_WRITE.items() if isinstance(widget, kind))


def _write_line(widget: QLineEdit, text: str) -> None:
    widget.setText(text)
    widget.setCursorPosition(0)  # a long text shows its beginning


def _qdate(day: Any) -> QDate:
    return QDate(day.year, day.month, day.day) if day else QDate.currentDate()
