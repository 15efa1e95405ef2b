"""The report of a social mapping on paper: texts upright, wide tables across, names in a restricted annex."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from itertools import groupby

from db.rules.mapping_report import TEXTS, MappingReport, Text
from db.rules.releases import WATERMARK
from desktop.paper.blocks import heading, title
from desktop.paper.charts import chart_strips
from desktop.paper.forms import closed, nip_text, signed_here
from desktop.paper.layout import CM, Layout
from desktop.paper.letterhead import letterhead
from desktop.paper.pages import paginate
from desktop.paper.press import author
from desktop.paper.report import paper_of, set_table
from desktop.paper.sheet import Document, write
from desktop.paper.strips import Picture, Strip, Strips, beside, gap, shifted, stacked, text

SIDES, SIZE = 2.5 * CM, 11
LANDSCAPE = "III HASIL PEMETAAN"  # whose tables lie across
SIGN_SPACE = 2.2 * CM
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
    first += set_table(report.sizes, upright, named=True)
    third = next(texts for name, texts in chapters if name == LANDSCAPE)
    tables = _chapter(report, LANDSCAPE, third, across)
    for table in (*report.ppks, *report.psks):
        tables += set_table(table, across, named=True)
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
    if report.annex is not None:
        annex = [*heading("LAMPIRAN (TERBATAS)", across), *set_table(report.annex, across, named=True)]
        parts.append((across, annex, WATERMARK))
    return write(_documents(report, parts), report.title, author(report.frame.head))


def _documents(report: MappingReport, parts: Sequence[tuple[Layout, Strips, str]]) -> list[Document]:
    pages = [paginate(strips, layout.height) for layout, strips, _mark in parts]
    whole = sum(map(len, pages))
    footer = "\n".join((report.title, report.frame.printed))
    return [
        Document(
            layout, own, report.frame.practice, mark, footer, first=sum(map(len, pages[:place])), of=whole
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
    """The picture that the map section has drawn, as wide as the text."""
    if not report.map_png:
        return []
    jpeg, shape = _as_jpeg(report.map_png)
    height = min(layout.width * shape, layout.height / 2)
    picture = Strip(height, (Picture(0, 0, height / shape, height, jpeg),))
    return [gap(0.5, layout), *heading("Peta", layout), picture]


def _as_jpeg(content: bytes) -> tuple[bytes, float]:
    """The picture as paper takes it, and how high it is for its width."""
    from PIL import Image

    output = BytesIO()
    with Image.open(BytesIO(content)) as image:
        image.convert("RGB").save(output, "JPEG", quality=90)
        return output.getvalue(), image.height / image.width


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
