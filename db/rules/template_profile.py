"""What a layout profile may be, so that every letter still fits its sheet."""

from db.rules.letter_kinds import Profile
from db.rules.problems import Problem
from db.rules.words import _

LIMITS = {  # least, most
    "top": (0.5, 6.0),
    "bottom": (1.0, 6.0),
    "left": (1.0, 6.0),
    "right": (1.0, 6.0),
    "size": (8.0, 16.0),
    "line": (1.0, 2.0),
    "space": (0.2, 3.0),
    "head": (0.6, 1.5),
    "least_size": (7.0, 16.0),
    "least_line": (1.0, 2.0),
    "least_space": (0.1, 3.0),
    "least_margin": (0.5, 1.0),
}


def profile_label(name: str) -> str:
    """What the screen calls one measure of a profile."""
    return {
        "top": _("Atas (cm)"),
        "bottom": _("Bawah (cm)"),
        "left": _("Kiri (cm)"),
        "right": _("Kanan (cm)"),
        "size": _("Ukuran huruf"),
        "line": _("Jarak baris"),
        "space": _("Jarak antarbagian"),
        "head": _("Skala kop"),
        "least_size": _("Huruf terkecil"),
        "least_line": _("Jarak baris terkecil"),
        "least_space": _("Jarak bagian terkecil"),
        "least_margin": _("Margin terkecil (bagian dari margin di atas)"),
    }[name]


def check_profile(profile: Profile) -> list[Problem]:
    """Each measure within its limits, and no floor above what it is the floor of."""
    problems = []
    for name, (least, most) in LIMITS.items():
        if not least <= getattr(profile, name) <= most:
            text = _("{measure} harus antara {least} dan {most}.")
            said = text.format(measure=profile_label(name), least=_said(least), most=_said(most))
            problems.append(Problem(said, name))
    for name in ("size", "line", "space"):
        if getattr(profile, f"least_{name}") > getattr(profile, name):
            text = _("{floor} tidak boleh melebihi {measure}.")
            said = text.format(floor=profile_label(f"least_{name}"), measure=profile_label(name).lower())
            problems.append(Problem(said, f"least_{name}"))
    return problems


def _said(number: float) -> str:
    return f"{number:g}".replace(".", ",")
