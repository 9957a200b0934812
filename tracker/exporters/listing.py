"""Claims as a list for the clipboard: as text, and as HTML that keeps its formatting in a word processor."""

from html import escape

from tracker.exporters.data.rows import ClaimRow, Export, SourceRow


def as_text(export: Export) -> str:
    """A paragraph for each claim, then the sources by their keys."""
    lines = [f"{claim.number} {claim.statement} ({_about(claim)}){_keys(claim)}" for claim in export.claims]
    if export.sources:
        lines += [
            "",
            *(
                f"[{source.key}] {_source(source)}{f', {source.url}' if source.url else ''}"
                for source in export.sources
            ),
        ]
    return "\n".join(lines) + "\n"


def as_html(export: Export) -> str:
    """The same as HTML, with numbers and quotes formatted and addresses as links."""
    parts = []
    for claim in export.claims:
        quote = f"<br><i>“{escape(claim.quote)}”</i>" if claim.quote else ""
        parts.append(
            f"<li><b>{escape(claim.number)}</b> {escape(claim.statement)} ({escape(_about(claim))}){escape(_keys(claim))}{quote}</li>"
        )
    body = f"<ul>{''.join(parts)}</ul>"
    if export.sources:
        entries = "".join(
            f"<p>[{escape(source.key)}] {escape(_source(source))}{_link(source.url)}</p>" for source in export.sources
        )
        body += entries
    return f"<!DOCTYPE html><html><body>{body}</body></html>"


def _about(claim: ClaimRow) -> str:
    who = ", ".join(claim.claimants) or "nobody named"
    return ", ".join(filter(None, (who, claim.said.words or claim.said.edtf, claim.judged)))


def _keys(claim: ClaimRow) -> str:
    return f" [{', '.join(claim.sources)}]" if claim.sources else ""


def _source(source: SourceRow) -> str:
    return ", ".join(filter(None, (source.authors, source.title, source.publisher, source.published.words)))


def _link(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        return ""
    return f', <a href="{escape(url)}">{escape(url)}</a>'
