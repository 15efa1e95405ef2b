"""The recap as an Excel workbook."""

from io import BytesIO

from db.rules.letters import RecapFacts


def recap_workbook(facts: RecapFacts) -> bytes:
    """Kecamatan × kinds with totals, headings as words."""
    import pandas

    table = pandas.DataFrame(
        [counts for _place, counts in facts.rows],
        index=[place for place, _counts in facts.rows],
        columns=[f"{short} {name}" for short, name in facts.columns],
    )
    table["Jumlah"] = table.sum(axis="columns")
    table.loc["Jumlah"] = table.sum()
    content = BytesIO()
    with pandas.ExcelWriter(content, engine="xlsxwriter") as writer:
        table.to_excel(writer, sheet_name="Rekap", startrow=3, index_label="Kecamatan")
        sheet, book = writer.sheets["Rekap"], writer.book
        sheet.write(0, 0, facts.title, book.add_format({"bold": True, "font_size": 13}))
        sheet.write(1, 0, f"{facts.regency} · {facts.printed}")
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        for place, title in enumerate(["Kecamatan", *table.columns]):
            sheet.write(3, place, title, heading)
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, len(table.columns), 12)
        sheet.freeze_panes(4, 1)
        sheet.set_landscape()
    return content.getvalue()
