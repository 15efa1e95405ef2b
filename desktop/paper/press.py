"""Which module sets which facts, and on which paper; then the pages are written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from db.rules.dates import long_date
from db.rules.letters import (
    AdministrationMinutesFacts,
    AnnouncementFacts,
    CallFacts,
    DecreeFacts,
    Facts,
    Frame,
    InterviewMinutesFacts,
    Letterhead,
    PresentationFacts,
    ProposalFacts,
    RecapFacts,
    ReceiptFacts,
    ScoreSheetFacts,
)
from desktop.paper import (
    administration_minutes,
    announcement,
    call,
    decree,
    interview_minutes,
    presentation,
    proposal,
    recap,
    receipt,
    score_sheet,
)
from desktop.paper.blocks import paragraph
from desktop.paper.fonts import BONUM
from desktop.paper.layout import Layout
from desktop.paper.letterhead import letterhead
from desktop.paper.pages import Compose, fitted, paginate
from desktop.paper.sheet import Document, write
from desktop.paper.strips import Run, Strip, Strips, shifted, text

SAMPLE_GREY = 0.72
SAMPLE = (
    "Contoh isi surat. Huruf, jarak, dan lebar baris pada halaman ini sama dengan yang dipakai dalam surat "
    "yang sesungguhnya, sehingga kepala surat dapat diperiksa sebelum disimpan. "
)


@dataclass(frozen=True, slots=True)
class Job:
    """What is needed to print one kind of letter."""

    title: str
    compose: Compose
    layout: Layout


def print_letter(frame: Frame, facts: Facts) -> bytes:
    """Print one letter."""
    job = _job(frame, facts)
    layout, pages = fitted(job.compose, job.layout)
    return write([Document(layout, pages, frame.practice)], job.title, author(frame.head))


def _job(frame: Frame, facts: Facts) -> Job:
    usual = Layout(frame.paper)
    match facts:
        case AnnouncementFacts():
            return Job(announcement.TITLE, partial(announcement.compose, frame, facts), usual)
        case ReceiptFacts():
            return Job(receipt.TITLE, partial(receipt.compose, frame, facts), receipt.on_half_a_page(usual))
        case CallFacts():
            return Job(call.TITLE, partial(call.compose, frame, facts), usual)
        case AdministrationMinutesFacts():
            return Job(
                administration_minutes.TITLE, partial(administration_minutes.compose, frame, facts), usual
            )
        case InterviewMinutesFacts():
            return Job(interview_minutes.TITLE, partial(interview_minutes.compose, frame, facts), usual)
        case ProposalFacts():
            return Job(proposal.TITLE, partial(proposal.compose, frame, facts), usual)
        case PresentationFacts():
            return Job(presentation.TITLE, partial(presentation.compose, frame, facts), usual)
        case DecreeFacts():
            return Job(
                decree.TITLE, partial(decree.compose, frame, facts), replace(usual, family=BONUM, line=1.0)
            )


def print_score_sheets(sheets: Sequence[ScoreSheetFacts]) -> bytes:
    """Print all sheets into one PDF; every sheet begins on a new page."""
    documents = []
    for facts in sheets:
        layout, pages = fitted(partial(score_sheet.compose, facts), score_sheet.layout_for(facts))
        documents.append(Document(layout, pages, facts.practice))
    return write(documents, score_sheet.TITLE, author(sheets[0].head) if sheets else "")


def print_recap(facts: RecapFacts) -> bytes:
    """Print the recap; its footer says who printed it, when, and counts the pages."""
    layout = recap.landscape(Layout(facts.paper))
    layout, pages = fitted(partial(recap.compose, facts), layout)
    return write([Document(layout, pages, facts.practice, facts.printed)], facts.title, author(facts.head))


def print_preview(frame: Frame) -> bytes:
    """Print the letterhead above a sample in grey."""
    layout = Layout(frame.paper)
    strips = letterhead(frame.head, layout)
    start = layout.width / 2
    dated = f"{frame.place}, {long_date(frame.dated_on)}" if frame.place else long_date(frame.dated_on)
    sample = [
        *shifted(text(dated, layout, layout.width - start, "left"), start),
        Strip(layout.leading, white=True),
    ]
    for repeats in (2, 3, 2):
        sample += paragraph(SAMPLE * repeats, layout)
    pages = paginate([*strips, *_grey(sample)], layout.height)
    return write([Document(layout, pages[:1], frame.practice)], "Kepala Surat", author(frame.head))


def author(head: Letterhead) -> str:
    """The office, as the author of a PDF."""
    return f"{head.office}, {head.government}"


def _grey(strips: Strips) -> Strips:
    return [
        replace(
            strip,
            marks=tuple(
                replace(mark, grey=SAMPLE_GREY) if isinstance(mark, Run) else mark for mark in strip.marks
            ),
        )
        for strip in strips
    ]
