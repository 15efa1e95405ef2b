"""One long job of a section at a time, which can be given up."""

from desktop.widgets.banner import Banner
from desktop.widgets.busy import Waiting
from desktop.widgets.failure import sentence


class Awaited:
    """Tells the answer that is awaited from one that was given up."""

    def __init__(self, waiting: Waiting, banner: Banner) -> None:
        self._waiting, self._banner = waiting, banner
        self._jobs = 0

    def start(self, what: str) -> int:
        """Begin a job; returns its number. Whatever was awaited before is given up."""
        self._jobs += 1
        self._banner.clear()
        self._waiting.start(what, self._give_up)
        return self._jobs

    def is_awaited(self, job: int) -> bool:
        return job == self._jobs

    def end(self, job: int) -> bool:
        """The job is done; whether anybody still waits for it."""
        if self.is_awaited(job):
            self._waiting.finish()
        return self.is_awaited(job)

    def fail(self, job: int, error: Exception) -> None:
        """The job came to nothing: say why."""
        if self.end(job):
            self._banner.say(sentence(error), "bad")

    def _give_up(self) -> None:
        self._jobs += 1
        self._waiting.finish()
