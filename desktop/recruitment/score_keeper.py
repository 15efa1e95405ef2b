"""Keeps each value when its field is left: a power cut between two scores takes one value at most."""

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from db.services.recruitment import sheet_entry
from desktop.recruitment.score_desk import Sheet
from desktop.recruitment.score_sheet import Values

if TYPE_CHECKING:
    from desktop.recruitment.scores import ScoresDialog


class Keeper:
    """Writes in the background while the next field is typed; what could not be kept stays a draft."""

    def __init__(self, dialog: "ScoresDialog") -> None:
        self.dialog, self.desk, self.sheet = dialog, dialog.desk, dialog.sheet
        self._sent: dict[Sheet, dict[str, Decimal]] = {}  # on its way, not yet known to be kept

    def values(self) -> Values:
        """What stands in the fields; a value that is hidden is not touched."""
        fields = self.sheet.scores
        return {code: value for code, value in self.sheet.values().items() if not fields[code].is_hidden}

    def writing(self, sheet: Sheet, values: Values) -> "partial[None]":
        """The write of these values for a worker; what is on its way counts once it is known to be kept."""
        known, sent = self.desk.known.get(sheet, {}), self._sent.get(sheet, {})
        before = {
            code: known.get(code) if sent.get(code, value) == value else sent[code]
            for code, value in values.items()
        }
        member, applicant = sheet
        return partial(
            sheet_entry.save_scores,
            applicant_id=applicant,
            member_id=member,
            values=values,
            before=before,
            key=self.dialog.bar.seat.key,
        )

    def keep_draft(self) -> None:
        """Something was typed and is not kept yet."""
        if self.dialog.shown:
            self.desk.drafts[self.dialog.shown] = self.sheet.texts()
            self.dialog.banner.clear()
            self.dialog.say_standing()
            self.dialog.offer()

    def keep_value(self, code: str) -> None:
        """A field was left."""
        dialog, sheet, field = self.dialog, self.dialog.shown, self.sheet.scores[code]
        if sheet is None or dialog._saving or not dialog.may_type() or dialog.bar.seat.second:
            return
        sent = self._sent.setdefault(sheet, {})
        value = field.value()
        kept = sent.get(code, self.desk.known.get(sheet, {}).get(code))
        if field.is_hidden or value is None or value == kept:
            return
        write = self.writing(sheet, {code: value})
        sent[code] = value
        dialog.worker.write(
            dialog,
            write,
            then=lambda _nothing: self._kept(sheet, code, value),
            failed=lambda error: self._lost(sheet, code, error),
        )

    def _kept(self, sheet: Sheet, code: str, value: Decimal) -> None:
        known, sent = self.desk.known.setdefault(sheet, {}), self._sent.get(sheet, {})
        known[code] = value
        if sent.get(code) == value:
            del sent[code]
        typed = {code: value for code, value in self.values().items() if value is not None}
        if sheet == self.dialog.shown and typed == known:
            self.desk.drafts.pop(sheet, None)
            self.dialog.say_standing()

    def _lost(self, sheet: Sheet, code: str, error: Exception) -> None:
        self._sent.get(sheet, {}).pop(code, None)
        if sheet == self.dialog.shown:
            self.desk.drafts[sheet] = self.sheet.texts()
        self.dialog.show_error(error)
