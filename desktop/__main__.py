"""The command `pilar`: the program, the demonstration, the self-test."""

import argparse
import os
import sys
from io import TextIOWrapper
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Run what the command line asks for; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a redirected console of Windows knows few letters
            stream.reconfigure(errors="replace")
    asked = _parser().parse_args(arguments)
    match asked.command:
        case "demo":
            from desktop.demo.run import run_demo

            return run_demo(asked.out, asked.speed)
        case "self-test":
            from desktop.self_test import run_self_test

            return run_self_test()
        case _:
            from desktop.app import run

            return run(asked.database)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("pilar", description="Pilar TKSK: kantor Dinas Sosial kabupaten/kota.")
    parser.add_argument(
        "--database",
        default=os.environ.get("PILAR_DATABASE", ""),
        help="berkas basis data, misalnya D:/data/pilar.db, "
        "atau alamat server, misalnya postgresql://nama:sandi@server/pilar",
    )
    commands = parser.add_subparsers(dest="command")
    demo = commands.add_parser("demo", help="memutar cerita Utan dan Banda Aceh pada kantor latihan")
    demo.add_argument(
        "--out", type=Path, default=Path("demo"), help="folder untuk surat, layar, dan basis data"
    )
    demo.add_argument(
        "--speed", type=float, default=1.0, help="kecepatan pada layar: 2 dua kali lebih cepat, 0 tanpa jeda"
    )
    commands.add_parser("self-test", help="memeriksa bahwa program ini lengkap")
    return parser


if __name__ == "__main__":
    sys.exit(main())
