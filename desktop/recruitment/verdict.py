"""What the lines of one applicant come to: the one source of the footer and of the line on top."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.rules.recruitment import Applied, Result, result_label
from db.rules.words import _
from desktop.recruitment.check_line import CheckLine


@dataclass(frozen=True)
class Verdict:
    """MS, TMS or put off; None while something is still missing, and `missing` names it."""

    result: Result | None
    missing: str
    text: str

    @property
    def word(self) -> str:
        """What stands on the pill."""
        return result_label(self.result) if self.result else _("belum")

    @property
    def tone(self) -> str:
        """The colour of the pill."""
        return {Result.PASS: "good", Result.FAIL: "bad", Result.WAIT: "warn", None: "warn"}[self.result]


def verdict(lines: Sequence[CheckLine]) -> Verdict:
    """What would be saved now, or what is in the way."""
    codes = ", ".join(line.check.code for line in lines if line.problem())
    failed = [line for line in lines if line.result is Result.FAIL and line.check.mandatory]
    text = _("Memenuhi syarat.")
    if failed:
        reasons = "; ".join(line.words() or line.check.code for line in failed)
        text = _("Tidak memenuhi syarat: {reasons}.").format(reasons=reasons)
    waiting = [line for line in lines if line.result is Result.WAIT]
    if waiting and not codes:
        reasons = "; ".join(f"{line.check.code} {line.words()}".strip() for line in waiting)
        return Verdict(Result.WAIT, "", _("Ditunda: {reasons}.").format(reasons=reasons))
    if not codes:
        return Verdict(Result.FAIL if failed else Result.PASS, "", text)
    missing = _("Belum lengkap: {codes}.").format(codes=codes)
    return Verdict(None, missing, f"{missing} {text}" if failed else missing)


def saved_words(name: str, status: Applied, both: str, *, second: bool) -> str:
    """What is said once a file is saved. both: where two check, whether they agree (applicants.second)."""
    text = {
        Applied.PASSED: _("{name}: memenuhi syarat."),
        Applied.FAILED: _("{name}: tidak memenuhi syarat."),
    }.get(status, _("{name}: ditunda."))
    text = {
        "waiting": _("{name}: disimpan. Menunggu pemeriksa kedua."),
        "differs": _("{name}: kedua pemeriksa berbeda. Bahas baris merah, lalu samakan hasilnya."),
        "agreed": _("{said} Kedua pemeriksa sepakat.").replace("{said}", text),
    }.get(both, text)
    if second and not both:
        text = _("{name}: pemeriksaan kedua disimpan.")
    return text.format(name=name)
