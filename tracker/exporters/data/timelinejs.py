"""TimelineJS 3: the dated claims as slides."""

from typing import Any

from tracker.exporters.data.json_text import as_json
from tracker.exporters.data.rows import ClaimRow, Export, SourceRow


def to_timelinejs(export: Export) -> bytes:
    """TimelineJS 3: a slide for each dated claim with its verdict, quote and sources; the words of a fuzzy date as
    `display_date`.
    """
    events = []
    sources = {source.key: source for source in export.sources}
    for claim in export.claims:
        start = claim.said.first or claim.said.last
        if not start:
            continue
        event: dict[str, Any] = {
            "start_date": _moment(start), "unique_id": claim.number, "group": ", ".join(claim.claimants),
            "display_date": claim.said.words or claim.said.edtf,
            "text": {"headline": _escaped(claim.statement), "text": _slide(claim, [sources[key] for key in claim.sources])},
        }  # fmt: skip
        if claim.said.last and claim.said.last != start:
            event["end_date"] = _moment(claim.said.last)
        events.append(event)
    summary = f"{len(events)} of {len(export.claims)} claims, as of {export.as_of[:10]}"
    return as_json({"title": {"text": {"headline": _escaped(export.case), "text": summary}}, "events": events})


def _slide(claim: ClaimRow, sources: list[SourceRow]) -> str:
    parts = ["<p>" + _escaped(f"{claim.judged} · {', '.join(claim.claimants)}") + "</p>"]
    if claim.quote:
        parts.append(f"<blockquote>“{_escaped(claim.quote)}”</blockquote>")
    for source in sources:
        name = _escaped(", ".join(filter(None, (source.title, source.publisher))))
        linked = source.url.startswith(("http://", "https://"))
        parts.append(
            f'<p><a href="{_escaped(source.url)}" rel="noreferrer">{name}</a></p>' if linked else f"<p>{name}</p>"
        )
    return "".join(parts)


def _moment(day: str) -> dict[str, str]:
    year, month, date = day.rsplit("-", 2)
    return {"year": str(int(year)), "month": str(int(month)), "day": str(int(date))}


def _escaped(text: str) -> str:
    """TimelineJS shows texts as HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
