"""Who may import whom. The table is the architecture; change both together."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FEATURES = ("home", "officers", "recruitment", "mapping", "letters", "office")
FEATURE = {
    "db.catalog",
    "db.roster",
    "desktop.clock",
    "desktop.files",
    "desktop.paper",
    "desktop.parts",
    "desktop.settings",
    "desktop.widgets",
    "desktop.worker",
    "desktop.viewer",
    "desktop.errors",
    "db.rules",
    "db.services",
    "db.exchange",
    "PySide6",
}
ASSEMBLY = {"desktop", "db", "resources", "PySide6", "sqlalchemy"}
MAY_IMPORT = {  # the longest matching name decides; the standard library is always allowed
    "db.rules": {"db.rules", "num2words", "dateutil"},
    "db.rules.names": {"rapidfuzz"},
    "db.rules.twin_search": {"db.rules", "rapidfuzz", "numpy"},
    "db.base": {"sqlalchemy"},
    "db.address": set(),
    "db.version": set(),
    "db.roster": {"db.rules"},
    "db.first_look": {"db.roster", "db.rules", "db.version", "sqlcipher3"},
    "db.models": {"db.models", "db.base", "db.rules", "sqlalchemy"},
    "db.engine": {
        "db.address",
        "db.base",
        "db.rules",
        "db.audit",
        "db.limits",
        "db.models",
        "sqlalchemy",
        "sqlcipher3",
    },
    "db.audit": {"db.models", "db.base", "db.rules", "sqlalchemy"},
    "db.limits": {"db.base", "db.rules", "sqlalchemy"},
    "db.access": {"db.rules", "sqlalchemy"},
    "db.backup": {"db.rules", "sqlcipher3"},
    "db.migrate": {"db.backup", "db.engine", "db.version", "db.rules", "alembic", "sqlalchemy"},
    "db.records": {"db.audit", "db.models", "db.base", "db.rules", "sqlalchemy"},
    "db.people": {"db.records", "db.models", "db.rules", "sqlalchemy"},
    "db.worked": {"db.models", "db.rules", "sqlalchemy"},
    "db.appointments": {"db.records", "db.people", "db.worked", "db.models", "db.rules", "sqlalchemy"},
    "db.sheet_book": {"db.models", "db.rules", "sqlalchemy"},
    "db.hidden_letters": {"db.sheet_book", "db.models", "db.rules", "sqlalchemy"},
    "db.search": {"db.models", "db.rules", "sqlalchemy"},
    "db.tallies": {"db.models", "db.rules", "sqlalchemy"},
    "db.applications": {"db.records", "db.people", "db.models", "db.rules", "sqlalchemy"},
    "db.catalog": {"db.rules", "resources"},
    "db.numbers": {"db.catalog", "db.records", "db.models", "db.rules", "sqlalchemy"},
    "db.lettering": {"db.catalog", "db.numbers", "db.records", "db.models", "db.rules", "sqlalchemy"},
    "db.services": {
        "db.services",
        "db.roster",
        "db.records",
        "db.people",
        "db.appointments",
        "db.worked",
        "db.applications",
        "db.sheet_book",
        "db.hidden_letters",
        "db.search",
        "db.tallies",
        "db.lettering",
        "db.numbers",
        "db.catalog",
        "db.models",
        "db.rules",
        "db.access",
        "db.audit",
        "db.backup",
        "sqlalchemy",
        "argon2",
        "resources",
    },
    "db.services.mapping.twin_finding": {
        "db.rules",
        "db.models",
        "db.records",
        "db.access",
        "sqlalchemy",
        "numpy",
    },
    "db.exchange": {
        "db.exchange",
        "db.rules",
        "pandas",
        "python_calamine",
        "pyzipper",
        "xlsxwriter",
        "resources",
    },
    "desktop.settings": {"PySide6"},
    "desktop.clock": set(),
    "desktop.sweeper": {"PySide6"},
    "desktop.files": {"db.rules", "desktop.settings", "PySide6"},
    "desktop.log": {"db.rules", "PySide6", "desktop.errors"},
    "desktop.parts": FEATURE,
    "desktop.parts.photo": FEATURE | {"PIL"},
    "desktop.errors": {"db.rules", "PySide6", "shiboken6", "desktop.widgets"},
    "desktop.worker": {
        "db.rules",
        "db.engine",
        "db.access",
        "db.audit",
        "desktop.errors",
        "PySide6",
        "shiboken6",
        "sqlalchemy",
    },
    "desktop.viewer": {"PySide6", "desktop.files", "desktop.widgets", "desktop.worker", "db.rules"},
    "desktop.widgets": {
        "desktop.clock",
        "desktop.widgets",
        "desktop.worker",
        "db.rules",
        "PySide6",
        "resources",
    },
    "desktop.paper": {
        "desktop.paper",
        "db.catalog",
        "db.rules",
        "reportlab",
        "resources",
        "pypdf",
        "PIL",
        "segno",
        "docx",
    },
    **{f"desktop.{name}": FEATURE | {f"desktop.{name}"} for name in FEATURES},
    "desktop.letters.reader": FEATURE | {"desktop.letters", "zxingcpp"},
    "desktop.demo": ASSEMBLY,
    "desktop.app": ASSEMBLY,
    "desktop.opening": ASSEMBLY,
    "desktop.program": ASSEMBLY,
    "desktop.main_window": ASSEMBLY,
    "desktop.pages": ASSEMBLY,
    "desktop.__main__": ASSEMBLY,
    "desktop.self_test": ASSEMBLY | {"argon2", "docx", "psycopg", "pypdf", "python_calamine"},
    "resources": set(),
}
TOP_LEVEL = {"desktop", "resources", "db", "build_scripts", "tests"}
TOP_LEVEL |= {"pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE"}
LATE = {"sqlalchemy", "pandas", "reportlab", "alembic", "qtawesome"}  # too slow to wait for at the start


def longest_match(module: str, names: Iterable[str]) -> str | None:
    return max((n for n in names if f"{module}.".startswith(f"{n}.")), key=len, default=None)


def imports(node: ast.AST) -> Iterator[str]:
    """Every module imported when the program runs, at the top or late; not those for type checkers."""
    if isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
        children = node.orelse
    else:
        children = ast.iter_child_nodes(node)
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)
    for child in children:
        yield from imports(child)


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {
    module_name(path): path
    for package in ("db", "desktop", "resources", "build_scripts")
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts
}
LAYERED = [name for name in MODULES if name not in ("db", "desktop") and not name.startswith("build_scripts")]
SERVICES = [name for name in MODULES if name.startswith("db.services.")]


def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text("utf-8"))


@pytest.mark.parametrize("module", LAYERED)
def test_imports_only_what_its_layer_may(module):
    layer = longest_match(module, MAY_IMPORT)
    assert layer, f"{module} belongs to no layer: add it to the table"
    strangers = [
        name
        for name in imports(tree(module))
        if name.split(".")[0] not in sys.stdlib_module_names and not longest_match(name, MAY_IMPORT[layer])
    ]
    assert strangers == []


@pytest.mark.parametrize("module", MODULES)
def test_fits_in_one_reading(module):
    assert len(MODULES[module].read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("module", SERVICES)
def test_every_service_says_what_right_it_needs(module):
    unguarded = [
        function.name
        for function in tree(module).body
        if isinstance(function, ast.FunctionDef)
        and not function.name.startswith("_")
        and [argument.arg for argument in function.args.posonlyargs + function.args.args][:1] == ["session"]
        and not any(is_needs(decorator) for decorator in function.decorator_list)
    ]
    assert unguarded == []


def is_needs(decorator: ast.expr) -> bool:
    name = decorator.func if isinstance(decorator, ast.Call) else decorator
    return ast.unparse(name).split(".")[-1] == "needs"


def test_nothing_new_lies_at_the_top():
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("this copy of the project is not under git")
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    top = {line.split("/")[0] for line in listing.stdout.splitlines()}
    assert {name for name in top if not name.startswith(".")} <= TOP_LEVEL


def test_the_window_opens_before_slow_libraries_are_loaded():
    script = f"import desktop.main_window, sys; print(sorted({LATE!r} & set(sys.modules)))"
    answer = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (answer.returncode, answer.stdout.strip()) == (0, "[]"), answer.stderr
