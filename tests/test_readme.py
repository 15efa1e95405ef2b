"""What the README promises is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_every_picture_and_script_named_exists():
    named = re.findall(r"!\[[^]]*\]\(([^)]+)\)", README) + re.findall(r"build_scripts/\w+\.py", README)
    assert len(named) > 4
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_tree_names_only_what_exists():
    tree = re.search(r"```\n(desktop/.*?)```", README, re.DOTALL).group(1)
    top = ""
    for line in tree.splitlines():
        if found := re.match(r"(\w+)/ ", line):
            top = found.group(1)
        for name in re.match(r" *((?:\w+(?:\.py|/) +)*)", line).group(1).split():
            assert (ROOT / top / name).exists() or (ROOT / name).exists(), name
