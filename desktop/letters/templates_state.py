"""A template that is being edited, and every step back from it."""

from dataclasses import replace
from typing import Any

from db.rules.letter_kinds import Profile, Template
from db.rules.templates import Block

MOST_STEPS = 200


class TemplateState:
    """Blocks are named by their place. Typing in one part of one block is a single step."""

    def __init__(self, template: Template, edition: int) -> None:
        self.template, self.original, self.edition = template, template, edition
        self._steps: list[Template] = []
        self._last: object = None

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.template.blocks

    @property
    def changed(self) -> bool:
        return self.template != self.original

    @property
    def may_undo(self) -> bool:
        return bool(self._steps)

    def add(self, block: Block, after: int) -> int:
        """Put a block behind another; returns its place."""
        place = min(after + 1, len(self.blocks))
        self._take((*self.blocks[:place], block, *self.blocks[place:]))
        return place

    def remove(self, place: int) -> int:
        """Take a block out; returns the place to look at next."""
        self._take((*self.blocks[:place], *self.blocks[place + 1 :]))
        return min(place, len(self.blocks) - 1)

    def duplicate(self, place: int) -> int:
        """Put a copy behind a block; returns the copy's place."""
        return self.add(self.blocks[place], place)

    def move(self, place: int, by: int) -> int:
        """Move a block up (-1) or down (1); returns where it is now."""
        target = place + by
        if not 0 <= target < len(self.blocks):
            return place
        blocks = list(self.blocks)
        blocks[place], blocks[target] = blocks[target], blocks[place]
        self._take(tuple(blocks))
        return target

    def change(self, place: int, part: str, value: Any) -> None:
        """Change one part of a block."""
        changed = replace(self.blocks[place], **{part: value})
        if changed != self.blocks[place]:
            self._take((*self.blocks[:place], changed, *self.blocks[place + 1 :]), (place, part))

    def change_profile(self, profile: Profile) -> None:
        """Change the layout."""
        if profile != self.template.profile:
            self._step("profile")
            self.template = replace(self.template, profile=profile)

    def undo(self) -> None:
        """One step back."""
        if self._steps:
            self.template, self._last = self._steps.pop(), None

    def _take(self, blocks: tuple[Block, ...], what: object = None) -> None:
        self._step(what)
        self.template = replace(self.template, blocks=blocks)

    def _step(self, what: object) -> None:
        if what is None or what != self._last:
            self._steps = [*self._steps[-MOST_STEPS:], self.template]
        self._last = what
