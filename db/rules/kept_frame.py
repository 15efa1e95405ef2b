"""The frame of a final letter as JSON keeps it: whose paper it was and who signed, on its day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from db.rules.letter_kinds import Template
from db.rules.letters import Frame, Letterhead, PaperSize, Signer

OF_THE_LETTER = ("nomor", "tanggal")  # the letter has these itself; a number may be noted later


def keep_frame(frame: Frame) -> dict[str, Any]:
    """The frame without what the letter keeps itself, and without the logo."""
    head = {name: text for name, text in vars(frame.head).items() if name != "logo"}
    signer = {**vars(frame.signer), "position": list(frame.signer.position)}
    return {
        "head": head,
        "place": frame.place,
        "signer": signer,
        "paper": frame.paper.value,
        "practice": frame.practice,
        "common": {name: value for name, value in frame.common.items() if name not in OF_THE_LETTER},
    }


def read_frame(
    stored: Mapping[str, Any],
    *,
    number: str,
    dated_on: date,
    template: Template | None,
    code: str,
    logo: bytes | None,
) -> Frame:
    """The frame that was kept, with what its letter knows and the logo of today."""
    return Frame(
        head=Letterhead(**stored["head"], logo=logo),
        number=number,
        dated_on=dated_on,
        place=stored["place"],
        signer=Signer(**{**stored["signer"], "position": tuple(stored["signer"]["position"])}),
        paper=PaperSize(stored["paper"]),
        practice=stored["practice"],
        template=template,
        common={**stored["common"], "nomor": number, "tanggal": dated_on},
        code=code,
    )
