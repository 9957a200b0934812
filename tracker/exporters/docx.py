"""The dossier as a Word document: real styles, headings, tables and an East-Asian font; the same bytes each time."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from tracker.domain.pattern import Pattern
from tracker.exporters.dossier import ClaimEntry, Dossier, SourceEntry
from tracker.exporters.words import Words
from tracker.exporters.zipped import fixed_zip_times

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_BAD = Pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPOKEN = {"zh-Hant": "zh-TW", "zh-Hans": "zh-CN"}
_FONT, _EAST_ASIAN = "Calibri", "Microsoft JhengHei"


def docx(dossier: Dossier) -> bytes:
    """Office Open XML (ISO/IEC 29500)."""
    import docx as word
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    document, w = word.Document(), Words(dossier.language)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "Quote"):
        style = document.styles[name]
        style.font.name = _FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), _EAST_ASIAN)
        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:val"), "en-GB" if dossier.language == "en" else _SPOKEN[dossier.language])
        spoken.set(qn("w:eastAsia"), _SPOKEN.get(dossier.language, "zh-TW"))
        style.element.get_or_add_rPr().append(spoken)
    about = document.core_properties
    about.title, about.author, about.comments = _text(dossier.title), "Claimline", ""
    about.created = about.modified = datetime.fromisoformat(dossier.as_of).replace(tzinfo=None, microsecond=0)
    section = document.sections[0]
    section.header.paragraphs[0].text = _text(f"{dossier.title} · {dossier.intro}")
    foot = section.footer.paragraphs[0]
    foot.text = f"{w('case head')} {dossier.head_short}, {w('step')} {dossier.step}"
    _page_of_pages(foot)
    document.add_heading(_text(dossier.title), 0)
    document.add_paragraph(_text(f"{w('Claim dossier')} · {dossier.intro}"))
    if dossier.summary:
        document.add_paragraph(_text(dossier.summary))
    if dossier.table:
        rows = [tuple(map(w, ("No.", "Claim", "Claimant", "Verdict", "Origins")))]
        rows += [
            (c.label, c.statement, c.claimant, f"{c.verdict.glyph} {c.verdict.label}", c.origins)
            for c in dossier.claims
        ]
        _table(document, rows, (0.7, 2.5, 1.1, 1.0, 0.7))
    left = document.add_paragraph()
    left.add_run(w("What this dossier leaves out.") + " ").bold = True
    missing = [w("the timeline picture, which this form does not hold")] if dossier.picture else []
    left.add_run(_text(" · ".join([*dossier.left_out, *missing])))
    part, notes = "", _Footnotes({source.number: _entry(source) for source in dossier.sources})
    for claim in dossier.claims:
        if claim.section != part:
            part = claim.section
            document.add_heading(_text(part), 1)
        _claim(document, claim, w, notes)
    document.add_heading(w("Sources"), 1)
    for source in dossier.sources:
        entry = document.add_paragraph()
        entry.add_run(f"[{source.number}] ")
        entry.add_run(_text(source.title)).bold = True
        capture = f"sha256 {source.sha256}, {source.captured}" if source.sha256 else source.captured
        entry.add_run(_text(". ".join(filter(None, (f", {source.line}", source.derived, source.url, capture)))))
    document.add_heading(w("Key"), 2)
    for words in dossier.key:
        document.add_paragraph(_text(words))
    notes.attach(document)
    document.add_paragraph(
        f"{w('Receipt')}: {w('case')} {dossier.case_uid}, {w('step')} {dossier.step}, {w('head')} {dossier.head}"
    )
    target = io.BytesIO()
    document.save(target)
    return fixed_zip_times(target.getvalue())


def _claim(document: "Document", claim: ClaimEntry, w: Words, notes: "_Footnotes") -> None:
    document.add_heading(_text(f"{claim.label} {claim.statement}"), 1)
    document.add_paragraph(
        _text(" · ".join([f"{claim.verdict.glyph} {claim.verdict.label}", *claim.facts, claim.review]))
    )
    document.add_heading(w("Who said it, and how it reached us"), 2)
    for attribution in claim.said_by:
        if attribution.quote:
            document.add_paragraph(_text(w("“{text}”", text=attribution.quote)), style="Quote")
        line = document.add_paragraph()
        line.add_run(_text(attribution.claimant)).bold = True
        others = f"({attribution.other_names})" if attribution.other_names else ""
        source = (
            f"{w('source')} [{attribution.source}]" + (f", {attribution.place}" if attribution.place else "")
            if attribution.source
            else ""
        )
        parts = (
            f" {others}", attribution.mode, attribution.said, attribution.relay, source, attribution.anchor,
        )  # fmt: skip
        line.add_run(_text(" · ".join(filter(None, parts))))
        notes.cite(line, attribution.source)
    if claim.evidence:
        document.add_heading(w("Evidence"), 2)
        rows = [("", *map(w, ("What it shows", "Source", "Grade", "Preserved")))]
        rows += [(f"{p.glyph} {p.does}", f"{p.shows}{' ' + w('“{text}”', text=p.quote) if p.quote else ''}", f"[{p.source}] {p.source_line}",
                  p.grade, p.preserved) for p in claim.evidence]  # fmt: skip
        table = _table(document, rows, (0.9, 2.3, 1.6, 0.5, 0.7))
        for at, proof in enumerate(claim.evidence, 1):
            notes.cite(table.cell(at, 2).paragraphs[0], proof.source)
    document.add_paragraph(_text(claim.founded))
    for related in claim.related:
        document.add_paragraph(_text(f"{related.words} {related.label} {related.statement}"), style="List Bullet")
    for reply in claim.replies:
        document.add_paragraph(_text(w("Right of reply") + w(": ") + reply), style="List Bullet")
    if claim.decisions:
        document.add_heading(w("Review"), 2)
        _table(
            document,
            [
                tuple(map(w, ("Date", "Decision", "Reason", "By"))),
                *((d.at, d.what, d.reason, d.by) for d in claim.decisions),
            ],
            (0.9, 1.9, 2.3, 0.9),
        )
    if claim.note:
        document.add_paragraph(_text(w("Internal note") + w(": ") + claim.note))


def _table(document: "Document", rows: Sequence[tuple[str, ...]], widths: Sequence[float]) -> "Table":
    """A table with a head that every page repeats; `widths` of its columns in inches. Its rows stay whole."""
    from docx.oxml import OxmlElement
    from docx.shared import Inches

    table: Table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Light Grid Accent 1"
    table.autofit = False
    cells = table._cells  # read once: python-docx would compute the cells of each row again
    measured = [Inches(width) for width in widths]
    for column, width in zip(table.columns, measured, strict=True):
        column.width = width
    for at, row in enumerate(rows):
        for side, text in enumerate(row):
            cell = cells[at * len(row) + side]
            cell.width = measured[side]
            cell.paragraphs[0].add_run(_text(text)).bold = at == 0
    for at, line in enumerate(table.rows):
        properties = line._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if at == 0:
            properties.append(OxmlElement("w:tblHeader"))
    return table


def _page_of_pages(paragraph: "Paragraph") -> None:
    """“ · 3 / 12” as fields that Word counts (ISO/IEC 29500-1, 17.16)."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for before, code in ((" · ", "PAGE"), (" / ", "NUMPAGES")):
        paragraph.add_run(before)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        paragraph._p.append(field)


def _entry(source: SourceEntry) -> str:
    """A source in the words of a footnote."""
    capture = f"sha256 {source.sha256[:12]}…" if source.sha256 else source.captured
    return ". ".join(filter(None, (f"[{source.number}] {source.title}, {source.line}", source.url, capture)))


class _Footnotes:
    """Word's own footnotes (ISO/IEC 29500-1, 17.11), which python-docx does not support: one for each citation of a source."""

    def __init__(self, entries: Mapping[int, str]) -> None:
        self._entries = entries
        self._cited: list[int] = []

    def cite(self, paragraph: "Paragraph", source: int) -> None:
        """Add a footnote mark at the end of a paragraph; none for a source without an entry."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        if source not in self._entries:
            return
        self._cited.append(source)
        run = paragraph.add_run()
        run.font.superscript = True
        mark = OxmlElement("w:footnoteReference")
        mark.set(qn("w:id"), str(len(self._cited)))
        run._r.append(mark)

    def attach(self, document: "Document") -> None:
        """Add the footnotes to the file, with the two special ones for the separator line above them."""
        from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        notes = [
            f'<w:footnote w:type="{kind}" w:id="{at}"><w:p><w:r><w:{sign}/></w:r></w:p></w:footnote>'
            for at, kind, sign in (
                (-1, "separator", "separator"),
                (0, "continuationSeparator", "continuationSeparator"),
            )
        ]
        for at, source in enumerate(self._cited, 1):
            words = escape(_text(self._entries[source]), quote=False)
            notes.append(
                f'<w:footnote w:id="{at}"><w:p><w:r>{raised}<w:footnoteRef/></w:r><w:r><w:rPr><w:sz w:val="18"/></w:rPr>'
                f'<w:t xml:space="preserve"> {words}</w:t></w:r></w:p></w:footnote>'
            )
        body = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w="{_WORD}">{"".join(notes)}</w:footnotes>'
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, body.encode(), document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _text(text: str) -> str:
    """The text without characters that XML forbids."""
    return _BAD.sub("", text)
