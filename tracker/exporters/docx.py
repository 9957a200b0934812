"""The dossier as a Word document: real styles, headings, tables and an East-Asian font; the same bytes each time."""

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from tracker.exporters.data import same_each_time
from tracker.exporters.dossier import ClaimEntry, Dossier
from tracker.exporters.words import Words

if TYPE_CHECKING:
    from docx.document import Document

_BAD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FONT, _EAST_ASIAN = "Calibri", "Microsoft JhengHei"


def docx(dossier: Dossier) -> bytes:
    """Office Open XML (ISO/IEC 29500)."""
    import docx as word
    from docx.oxml.ns import qn

    document, w = word.Document(), Words(dossier.language)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "Quote"):
        style = document.styles[name]
        style.font.name = _FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), _EAST_ASIAN)
    about = document.core_properties
    about.title, about.author, about.comments = _text(dossier.title), "Claimline", ""
    about.created = about.modified = datetime.fromisoformat(dossier.as_of).replace(tzinfo=None, microsecond=0)
    section = document.sections[0]
    section.header.paragraphs[0].text = _text(f"{dossier.title} · {dossier.intro}")
    section.footer.paragraphs[
        0
    ].text = f"{w('case')} {dossier.case_uid}, {w('step')} {dossier.step}, {w('head')} {dossier.head_short}"
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
        _table(document, rows)
    left = document.add_paragraph()
    left.add_run(w("What this dossier leaves out.") + " ").bold = True
    left.add_run(_text(" · ".join(dossier.left_out)))
    part = ""
    for claim in dossier.claims:
        if claim.section != part:
            part = claim.section
            document.add_heading(_text(part), 1)
        _claim(document, claim, w)
    document.add_heading(w("Sources"), 1)
    for source in dossier.sources:
        entry = document.add_paragraph()
        entry.add_run(f"[{source.number}] ")
        entry.add_run(_text(source.title)).bold = True
        kept = f"sha256 {source.sha256}, {source.captured}" if source.sha256 else w("link only, not preserved")
        entry.add_run(_text(". ".join(filter(None, (f", {source.line}", source.derived, source.url, kept)))))
    document.add_paragraph(
        f"{w('Receipt')}: {w('case')} {dossier.case_uid}, {w('step')} {dossier.step}, {w('head')} {dossier.head}"
    )
    target = io.BytesIO()
    document.save(target)
    return same_each_time(target.getvalue())


def _claim(document: "Document", claim: ClaimEntry, w: Words) -> None:
    document.add_heading(_text(f"{claim.label} {claim.statement}"), 1)
    document.add_paragraph(
        _text(" · ".join([f"{claim.verdict.glyph} {claim.verdict.label}", *claim.facts, claim.review]))
    )
    document.add_heading(w("Who said it, and how it reached us"), 2)
    for said in claim.said_by:
        if said.quote:
            document.add_paragraph(_text(f"“{said.quote}”"), style="Quote")
        line = document.add_paragraph()
        line.add_run(_text(said.claimant)).bold = True
        others = f"({said.other_names})" if said.other_names else ""
        source = f"{w('source')} [{said.source}]" + (f", {said.place}" if said.place else "") if said.source else ""
        line.add_run(
            _text(" · ".join(filter(None, (f" {others}", said.mode, said.said, said.relay, source, said.anchor))))
        )
    if claim.evidence:
        document.add_heading(w("Evidence"), 2)
        rows = [("", *map(w, ("What it shows", "Source", "Grade", "Preserved")))]
        rows += [(f"{p.glyph} {p.does}", f"{p.shows}{f' “{p.quote}”' if p.quote else ''}", f"[{p.source}] {p.source_line}",
                  p.grade, p.preserved) for p in claim.evidence]  # fmt: skip
        _table(document, rows)
    document.add_paragraph(_text(claim.founded))
    for related in claim.related:
        document.add_paragraph(_text(f"{related.words} {related.label} {related.statement}"), style="List Bullet")
    for reply in claim.replies:
        document.add_paragraph(_text(f"{w('Right of reply')}: {reply}"), style="List Bullet")
    if claim.decisions:
        document.add_heading(w("Review"), 2)
        _table(
            document,
            [
                tuple(map(w, ("Date", "Decision", "Reason", "By"))),
                *((d.at, d.what, d.reason, d.by) for d in claim.decisions),
            ],
        )
    if claim.note:
        document.add_paragraph(_text(f"{w('Internal note')}: {claim.note}"))


def _table(document: "Document", rows: Sequence[tuple[str, ...]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Light Grid Accent 1"
    cells = table._cells  # read once: each row's own cells would be counted out anew
    for at, row in enumerate(rows):
        for side, text in enumerate(row):
            cells[at * len(row) + side].paragraphs[0].add_run(_text(text)).bold = at == 0


def _text(text: str) -> str:
    """Text that XML can hold."""
    return _BAD.sub("", text)
