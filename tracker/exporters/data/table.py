"""Claims as a table, a row each: CSV and a workbook."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile

from tracker.exporters.data.rows import ClaimRow, Export, SourceRow, citing
from tracker.exporters.zipped import fixed_zip_times


def escape_formula(value: str) -> str:
    """A cell that no spreadsheet reads as a formula (OWASP, CSV injection): a text that begins with a formula sign, blanks and
    invisible characters before it included, gets an apostrophe.
    """
    bare = value.lstrip(" \t\r\n\0\u00a0\u200b\u200c\u200d\ufeff")
    return f"'{value}" if bare[:1] in ("=", "+", "-", "@", "＝", "＋", "－", "＠") else value


_HEADS = ("Number", "Claim", "Kinds", "Verdict", "Review", "Claimant", "Said", "Said (EDTF)", "Said from", "Said to",
          "About", "About (EDTF)", "Due", "Quote", "Sources", "Addresses", "Tags", "Supports", "Refutes", "Origins",
          "Note", "Verdict key")  # fmt: skip


def _rows(export: Export) -> Iterator[list[str | int]]:
    cited = citing(export)
    for claim in export.claims:
        yield _cells(claim, cited(claim))


def _cells(claim: ClaimRow, cited: list[SourceRow]) -> list[str | int]:
    return [
        claim.number, claim.statement, ", ".join(claim.kinds), claim.verdict_label, claim.state, ", ".join(claim.claimants),
        claim.said.words, claim.said.edtf, claim.said.first, claim.said.last, claim.about.words, claim.about.edtf,
        claim.due.words, claim.quote, "; ".join(source.title for source in cited),
        "; ".join(source.url for source in cited if source.url), ", ".join(claim.tags), claim.supports, claim.refutes,
        claim.origins, claim.note, claim.verdict,
    ]  # fmt: skip


def to_csv(export: Export) -> bytes:
    """UTF-8 with a byte order mark, which spreadsheets need; no cell is a formula."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(_HEADS)
    for row in _rows(export):
        writer.writerow([escape_formula(cell) if isinstance(cell, str) else cell for cell in row])
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def to_xlsx(export: Export) -> bytes:
    """A workbook of text and numbers; nothing in it is a formula. The same case gives the same bytes."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook()
    sheet = book.active
    sheet.title = "Claims"
    sheet.append(list(_HEADS))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for at, row in enumerate(_rows(export), 2):
        for side, value in enumerate(row, 1):
            cell = sheet.cell(at, side)
            if isinstance(value, str):
                cell.value = "".join(c for c in value if c >= " " or c in "\n\t")[:32_767]
                cell.data_type = "s"
            else:
                cell.value = value
    for column, width in zip(
        "ABCDEFGHIJKLMNOPQRSTU", (9, 60, 14, 14, 12, 22, 16, 14, 12, 12, 16, 14, 14, 40, 40, 40, 20), strict=False
    ):
        sheet.column_dimensions[column].width = width
    moment = datetime.fromisoformat(export.as_of).replace(tzinfo=None, microsecond=0)
    book.properties.created = book.properties.modified = moment
    book.properties.creator = "Claimline"
    target = io.BytesIO()
    ExcelWriter(book, ZipFile(target, "w", ZIP_DEFLATED)).save()  # `Workbook.save` would write the time of now
    return fixed_zip_times(target.getvalue())
