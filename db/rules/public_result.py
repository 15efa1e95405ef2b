"""The public page of a selection's results: registration numbers and results, nobody's NIK, no score.

As printed, so never translated (peers.md D2, D5; domain.md 5.3 number 10). One HTML file that needs nothing
else: no script, no picture, no address outside of it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from db.rules.letter_kinds import LetterKind
from db.rules.recruitment import Stage
from db.rules.reports import ColumnKind, ReportColumn, ReportTable

FREE = "Seluruh tahapan seleksi tidak dipungut biaya."
MEANING = "MS: memenuhi syarat. TMS: tidak memenuhi syarat."
NAMED = "Nama hanya disebut untuk calon yang diusulkan; peserta lain disebut dengan nomor pendaftarannya."
PAST = {
    LetterKind.ADMINISTRATION_RESULTS: (Stage.DECIDED, Stage.PROPOSED, Stage.FILLED),
    LetterKind.FINAL_RESULTS: (Stage.PROPOSED, Stage.FILLED),
}
STYLE = """
body{margin:0;background:#f4f5f7;color:#1b1f24;font:17px/1.5 system-ui,sans-serif}
main{max-width:44rem;margin:0 auto;padding:1rem}
header,section{background:#fff;border:1px solid #d9dde3;border-radius:10px;padding:1rem;margin:0 0 1rem}
h1{font-size:1.35rem;margin:0 0 .3rem}h2{font-size:1.15rem;margin:0 0 .6rem}
h3{font-size:1rem;margin:1.1rem 0 .4rem}
p{margin:.35rem 0}ul{margin:.3rem 0;padding-left:1.2rem}a{color:#0b57a4}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600;padding:.4rem 0}
th,td{border:1px solid #cfd4db;padding:.45rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:#eef1f5}.number{font-variant-numeric:tabular-nums}footer{color:#555d67;font-size:.9rem}
@media (max-width:32rem){thead{display:none}table,tbody,tr,td{display:block;width:auto}
tr{border:1px solid #cfd4db;border-radius:8px;margin:0 0 .6rem;overflow:hidden}
td{border:0;padding:.35rem .6rem}
td::before{content:attr(data-label);display:block;font-size:.8rem;color:#555d67}
td:empty{display:none}}
@media print{body{background:#fff;font-size:12pt}header,section{border:0;padding:0}}
""".strip()


@dataclass(frozen=True)
class PublicResult:
    """The results of one vacancy as everybody may read them."""

    vacancy_id: int
    kecamatan: str
    year: int
    administration: tuple[tuple[str, str, str], ...]  # number, MS or TMS, why in a word
    final: tuple[tuple[str, str, str], ...]  # number, name where it is told, result
    lines: tuple[str, ...]  # what else is to be known: days, objections, the decree

    @property
    def title(self) -> str:
        return f"Kecamatan {self.kecamatan} Tahun {self.year}"


@dataclass(frozen=True)
class PublicPage:
    """One page with the results of one or more vacancies."""

    office: str
    contact: tuple[str, ...]
    published: str  # Senin, 20 April 2020
    results: tuple[PublicResult, ...]

    @property
    def title(self) -> str:
        head = "Hasil Seleksi Calon TKSK"
        return f"{head} {self.results[0].title}" if len(self.results) == 1 else f"{head}"


def told_results(
    stage: Stage, letters: Collection[LetterKind], *, noted: bool = False
) -> frozenset[LetterKind]:
    """Which results everybody may read: those announced, and those that the selection is long past.

    letters: the announcements that count. noted: the track says that the final result was announced.
    """
    told = {kind for kind, past in PAST.items() if kind in letters or stage in past}
    return frozenset(told | {LetterKind.FINAL_RESULTS} if noted else told)


def result_tables(result: PublicResult) -> list[ReportTable]:
    """The tables of one vacancy, the latest result first."""
    tables = []
    number = ReportColumn("number", "Nomor pendaftaran", 34, ColumnKind.NIK)
    if result.final:
        columns = (number, ReportColumn("name", "Nama", 30), ReportColumn("result", "Hasil", 36))
        tables.append(ReportTable("", "Hasil akhir", columns, result.final, notes=(NAMED,), landscape=False))
    if result.administration:
        columns = (number, ReportColumn("result", "Hasil", 14), ReportColumn("why", "Keterangan", 52))
        tables.append(
            ReportTable(
                "",
                "Hasil seleksi administrasi",
                columns,
                result.administration,
                notes=(MEANING,),
                landscape=False,
            )
        )
    return tables


def public_html(page: PublicPage) -> str:
    """The whole page as one file; whatever was typed is text, never markup."""
    sections = [_section(place, one) for place, one in enumerate(page.results, 1)]
    return "\n".join(
        (
            "<!DOCTYPE html>",
            '<html lang="id"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
            "style-src 'unsafe-inline'\">",
            f"<title>{escape(page.title)}</title>",
            f"<style>{STYLE}</style></head><body><main>",
            f"<header><h1>{escape(page.title)}</h1><p>{escape(page.office)}</p>",
            f"<p>Diumumkan {escape(page.published)}</p>{_contents(page.results)}</header>",
            *sections,
            f"<footer>{_paragraphs((FREE, *page.contact))}</footer>",
            "</main></body></html>",
            "",
        )
    )


def _contents(results: Sequence[PublicResult]) -> str:
    if len(results) == 1:
        return ""
    items = (f'<li><a href="#k{place}">{escape(one.title)}</a></li>' for place, one in enumerate(results, 1))
    return f"<ul>{''.join(items)}</ul>"


def _section(place: int, result: PublicResult) -> str:
    tables = "".join(_table(table) for table in result_tables(result))
    return (
        f'<section id="k{place}"><h2>{escape(result.title)}</h2>{tables}{_paragraphs(result.lines)}</section>'
    )


def _table(table: ReportTable) -> str:
    heads = "".join(f"<th>{escape(column.title)}</th>" for column in table.columns)
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td data-label="{escape(column.title)}"{_class(column)}>{escape(str(cell or ""))}</td>'
            for column, cell in zip(table.columns, row, strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    head = f"<h3>{escape(table.title)}</h3>"
    return (
        f"{head}<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{_paragraphs(table.notes)}"
    )


def _class(column: ReportColumn) -> str:
    return ' class="number"' if column.kind is ColumnKind.NIK else ""


def _paragraphs(lines: Iterable[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)
