"""Counts the tests that met each kind of database, so that a silent skip of PostgreSQL is seen."""

from collections import Counter

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
ran, skipped = Counter(), Counter()


def pytest_runtest_setup(item):
    """A test parametrised with "sqlite" or "postgresql", itself or by a fixture, carries that word along."""
    parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
    item.user_properties += [("database", word) for word in parameters if word in [*NAMES]]


def pytest_runtest_logreport(report):
    """Runs in the main process, also when the tests run in several."""
    for name, word in report.user_properties:
        if name == "database" and report.when == "call" and not report.skipped:
            ran[word] += 1
        elif name == "database" and report.when in ("setup", "call") and report.skipped:
            skipped[word] += 1


def pytest_terminal_summary(terminalreporter):
    if not ran and not skipped:
        return
    terminalreporter.write_line(
        f"Uji basis data: {', '.join(f'{NAMES[word]} {ran[word]}' for word in NAMES)}"
    )
    if skipped["postgresql"]:
        terminalreporter.write_line(
            f"PERINGATAN: {skipped['postgresql']} uji PostgreSQL dilewati. Pasang paket postgresql.",
            red=True,
            bold=True,
        )
