"""A template drawn with real data: the newest letter of its kind, else the sample."""

from typing import Any

from db.catalog import spec_of
from db.rules.letter_kinds import LetterKind, Template
from db.rules.letters import Letter
from db.rules.templates import check_template
from db.rules.words import _
from db.services import letter_preview
from desktop import paper
from desktop.clock import today
from desktop.parts.live_preview import Draw, Drawn


def draw_template(kind: LetterKind, template: Template) -> Draw:
    """Work for the live preview."""
    day = today()

    def work(session: Any) -> Drawn:
        values, number = letter_preview.real_values(session, kind)
        seen = letter_preview.preview_frame(session, kind, day, template=template, number=number)
        about = _("isi surat {number}").format(number=number) if number else _("isi contoh")
        letter = Letter(kind, values)
        pdf = paper.render(seen.frame, letter)
        notes = [seen.note, *_missing(kind, template), paper.find_unprinted(seen.frame, letter)]
        return Drawn(pdf, seen.frame, values, "\n".join(filter(None, notes)), about)

    return work


def _missing(kind: LetterKind, template: Template) -> list[str]:
    """What keeps the template from being used, of each block the first thing."""
    spec = spec_of(kind)
    found: dict[str | None, str] = {}
    for problem in check_template(template.blocks, spec.fields, signed=spec.signed, numbered=spec.numbered):
        text = problem.text
        if problem.field:
            text = _("Blok {place}: {problem}").format(place=int(problem.field) + 1, problem=text)
        found.setdefault(problem.field, text)
    return list(found.values())
