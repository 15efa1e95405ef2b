"""A real PostgreSQL server for the tests: Debian's programs, a folder and a port of its own."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from build_scripts.environment import postgres_programs

INITDB = ("-U", "admin", "--auth=scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
FAST = ("-F", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "shared_buffers=32MB")
TCP_ONLY = ("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=")


@pytest.fixture(scope="session")
def postgres_server():
    """The beginning of an SQLAlchemy address, to be followed by a database name; None without PostgreSQL."""
    programs = postgres_programs()
    if programs is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="pilar-postgres-"))
    password, data, log = folder / "password", folder / "data", folder / "log"
    password.write_text("pw", "ascii")
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody", "nogroup")
        shutil.chown(password, "nobody", "nogroup")
    port = free_port()
    with log.open("w") as output:
        subprocess.run(
            [*harness(), programs / "initdb", "-D", data, f"--pwfile={password}", *INITDB],
            cwd=folder,
            stdout=output,
            stderr=output,
            check=True,
        )
        server = subprocess.Popen(
            [*harness(), programs / "postgres", "-D", data, "-p", str(port), *TCP_ONLY, *FAST],
            cwd=folder,
            stdout=output,
            stderr=output,
        )
    wait_until_ready(programs / "pg_isready", port, server, log)
    yield f"postgresql+psycopg://admin:pw@127.0.0.1:{port}/"
    server.send_signal(signal.SIGINT)
    server.wait(timeout=30)
    shutil.rmtree(folder)


def harness():
    """PostgreSQL refuses to run as root, so root steps down; and the server dies with a crashed test run."""
    nobody = ("--reuid=nobody", "--regid=nogroup", "--clear-groups") if os.geteuid() == 0 else ()
    return ("setpriv", "--pdeathsig=INT", *nobody)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_ready(pg_isready, port, server, log):
    deadline = time.monotonic() + 60
    while subprocess.run([pg_isready, "-q", "-h", "127.0.0.1", "-p", str(port)], check=False).returncode:
        assert server.poll() is None, log.read_text("utf-8", "replace")
        assert time.monotonic() < deadline, log.read_text("utf-8", "replace")
        time.sleep(0.05)
