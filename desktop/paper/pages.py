"""Cutting a column of strips into pages, and making a letter fit when it is a little too long."""

from collections.abc import Callable, Iterator, Sequence

from desktop.paper.layout import Layout
from desktop.paper.strips import Strip, Strips, height_of

Page = list[Strip]
Compose = Callable[[Layout], Strips]
ROUNDING = 0.01


def fitted(compose: Compose, layout: Layout) -> tuple[Layout, list[Page]]:
    """Set a letter; when it is a little too long for its pages, set it tighter to save the last one.

    Only what becomes a single page may be set in smaller type, between smaller margins. What saves no page
    is set at its ease.
    """
    loose = paginate(compose(layout), layout.height)
    if len(loose) == 1:
        return layout, loose
    steps = layout.tighter(one_page=layout.one_page and len(loose) == 2)
    wanted = len(loose) - 1 if layout.room is None else 1
    tight = _tightened(compose, [*steps], wanted)
    if tight:
        return tight
    if layout.room is not None:
        return fitted(compose, layout.whole_page())
    return layout, loose


def _tightened(compose: Compose, steps: Sequence[Layout], wanted: int) -> tuple[Layout, list[Page]] | None:
    """The first step that takes so many pages. The last is tried first: what fails, mostly fails there."""
    low, high = 0, len(steps) - 1
    step, found = high, None
    while True:
        pages = paginate(compose(steps[step]), steps[step].height)
        if len(pages) <= wanted:
            found, high = (steps[step], pages), step
        elif found is None:
            return None
        else:
            low = step + 1
        if low >= high:
            return found
        step = (low + high) // 2


def paginate(strips: Sequence[Strip], room: float) -> list[Page]:
    """Fill pages. Strips that keep together move together; white at the edges of a page vanishes."""
    pages: list[Page] = [[]]
    left = room

    def turn(header: Sequence[Strip]) -> float:
        pages.append([*header])
        return room - height_of(header)

    for chunk in _chunks(strips):
        solid = [strip for strip in chunk if not strip.white]
        if chunk[0].page_break or (solid and pages[-1] and height_of(chunk) > left + ROUNDING):
            left = turn(solid[0].header if solid else ())
        for strip in chunk:
            if strip.white and not pages[-1]:
                continue
            if not strip.white and pages[-1] and strip.height > left + ROUNDING:  # no page holds this chunk
                left = turn(strip.header)
            pages[-1].append(strip)
            left -= strip.height
    return [page for page in pages if page] or [[]]


def _chunks(strips: Sequence[Strip]) -> Iterator[list[Strip]]:
    chunk: list[Strip] = []
    for strip in strips:
        if strip.page_break and chunk:
            yield chunk
            chunk = []
        chunk.append(strip)
        if not strip.keep:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
