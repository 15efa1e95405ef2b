"""How fast a letter is printed, beside a page drawn by hand on a bare canvas in the same run.

pytest tests/bench/test_paper.py --benchmark-only
Target (performance.md): a letter through the real forms ≤ 1.6 × the tuned canvas.
"""

from io import BytesIO
from time import perf_counter

import pytest
from pypdf import PdfReader
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from desktop import paper
from tests.paper import samples


def bare_canvas(lines, logo):
    """The limit: the same words in the same embedded font and the same logo, placed without any layout."""
    page = BytesIO()
    canvas = Canvas(page, pagesize=(609.4, 935.4), invariant=1)
    canvas.drawImage(ImageReader(BytesIO(logo)), 85, 820, 50, 60, mask="auto")
    canvas.setFont(next(name for name in pdfmetrics.getRegisteredFontNames() if "Sans" in name), 11)
    for number, line in enumerate(lines):
        canvas.drawString(85, 810 - number * 13, line)
    canvas.save()
    return page.getvalue()


def best(function, *arguments, rounds=15):
    times = []
    for _ in range(rounds):
        start = perf_counter()
        function(*arguments)
        times.append(perf_counter() - start)
    return min(times)


@pytest.mark.benchmark
def test_letter(benchmark):
    frame, facts = samples.banda_aceh(), samples.presentation()
    [page, *_] = PdfReader(BytesIO(paper.render(frame, facts))).pages  # registers the fonts, too
    lines = page.extract_text().splitlines()
    limit, letter = best(bare_canvas, lines, frame.head.logo), best(paper.render, frame, facts)
    benchmark(paper.render, frame, facts)
    benchmark.extra_info |= {"letter × canvas": round(letter / limit, 2)}
    print(f"\ncanvas {limit * 1000:.1f} ms · letter {letter * 1000:.1f} ms = {letter / limit:.2f}×")
