"""The report of a social mapping on paper: texts upright, wide tables across, names in a restricted annex."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from db.rules.mapping_report import TEXTS, MappingReport, Text
from db.rules.releases import WATERMARK
from desktop.paper.blocks import heading, title
from desktop.paper.charts import chart_strips
from desktop.paper.forms import closed, nip_text, signed_here
from desktop.paper.layout import CM, Layout
from desktop.paper.letterhead import letterhead
from desktop.paper.map import map_strips
from desktop.paper.pages import paginate
from desktop.paper.press import author
from desktop.paper.report import paper_of, set_table
from desktop.paper.sheet import Document, write
from desktop.paper.strips import Strip, Strips, beside, gap, shifted, stacked, text

SIDES, SIZE = 2.5 * CM, 11
LANDSCAPE = "III HASIL PEMETAAN"  # whose tables lie across
SIGN_SPACE, MAP_SHARE = 2.2 * CM, 0.34  # of the page's height
NO_OFFICER, NO_CAMAT = "(belum ada TKSK)", "(nama Camat)"


def print_mapping_report(report: MappingReport) -> bytes:
    """Chapters I and II, the tables of III, the rest with the signatures, and the annex."""
    upright = replace(paper_of(report.frame, landscape=False), left=SIDES, right=SIDES, size=SIZE, line=1.15)
    across = paper_of(report.frame, landscape=True)
    chapters = [(name, list(texts)) for name, texts in groupby(TEXTS, lambda one: one.chapter)]
    before = [(name, texts) for name, texts in chapters if name < LANDSCAPE]
    first = _head(report, upright)
    for name, texts in before:
        first += _chapter(report, name, texts, upright)
    if report.sizes is not None:
        first += set_table(report.sizes, upright, named=True)
    third = next(texts for name, texts in chapters if name == LANDSCAPE)
    tables = _chapter(report, LANDSCAPE, third, across)
    for table in (*report.ppks, *report.psks):
        explained = table in (report.ppks[0], report.psks[0])
        tables += set_table(table, across, named=True, explained=explained)
    last = set_table(report.priorities, upright, named=True)
    for chart in report.charts:
        last += [gap(0.8, upright), *chart_strips(chart, upright)]
    last += _map_strips(report, upright)
    for name, texts in chapters[len(before) + 1 :]:
        last += _chapter(report, name, texts, upright)
    parts = [
        (upright, first, ""),
        (across, tables, ""),
        (upright, closed(last, _signatures(report, upright), upright), ""),
    ]
    if report.annex:
        annex = heading("LAMPIRAN (TERBATAS)", across)
        for line in report.annex[0].subtitle:
            annex += text(line, across.small(9), align="left")
        for table in report.annex:
            annex += set_table(table, across, named=True)
        parts.append((across, annex, WATERMARK))
    return write(_documents(report, parts), report.title, author(report.frame.head))


def _documents(report: MappingReport, parts: Sequence[tuple[Layout, Strips, str]]) -> list[Document]:
    pages = [paginate(strips, layout.height) for layout, strips, _mark in parts]
    whole = sum(map(len, pages))
    footer = "\n".join((report.title, report.frame.printed))
    return [
        Document(
            layout,
            own,
            report.frame.practice,
            footer,
            first=sum(map(len, pages[:place])),
            of=whole,
            watermark=mark,
        )
        for place, ((layout, _strips, mark), own) in enumerate(zip(parts, pages, strict=True))
    ]


def _head(report: MappingReport, layout: Layout) -> Strips:
    lines = ["LAPORAN PEMETAAN SOSIAL", f"KECAMATAN {report.kecamatan.upper()}", report.frame.regency.upper()]
    return [
        *letterhead(report.frame.head, layout),
        *title([*lines, report.period.upper()], layout),
        gap(0.8, layout, keep=True),
    ]


def _chapter(report: MappingReport, name: str, texts: Sequence[Text], layout: Layout) -> Strips:
    found = [gap(0.5, layout), *heading(name, layout)]
    for one in texts:
        words = report.texts.get(one.name, "").strip()
        if one.heading and words:
            found += heading(one.heading, layout)
        for line in words.split("\n") if words else ():
            found += text(line, layout)
        found.append(gap(0.4, layout))
    return found


def _map_strips(report: MappingReport, layout: Layout) -> Strips:
    """The cases of each desa, drawn where it lies."""
    if report.map is None:
        return []
    drawn = map_strips(report.map, layout, layout.height * MAP_SHARE)
    return [gap(0.8, layout), *heading("Peta Sebaran PPKS", layout), *drawn]


def _signatures(report: MappingReport, layout: Layout) -> Strip:
    """The Camat confirms at the left, the TKSK signs at the right."""
    middle = layout.width * 0.55
    camat = report.camat
    left = signed_here(
        [
            f"Camat {report.kecamatan},",
            camat.name or NO_CAMAT,
            camat.rank,
            nip_text(camat.nip) if camat.nip else "",
        ],
        layout,
        middle - CM,
        SIGN_SPACE,
    )
    niat = f"NIAT {report.niat}" if report.niat else ""
    right = signed_here(
        [f"TKSK Kecamatan {report.kecamatan},", report.officer or NO_OFFICER, niat],
        layout,
        layout.width - middle,
        SIGN_SPACE,
    )
    left = [*text("Mengetahui,", layout, middle - CM, "left"), *left]
    right = [*text(report.frame.place, layout, layout.width - middle, "left")[:1], *right]
    return stacked(beside(left, shifted(right, middle)))
