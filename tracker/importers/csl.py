"""References in CSL-JSON as sources."""

from typing import Any

from tracker.importers.drafts import SourceDraft
from tracker.importers.tables import first_object


def is_reference(entry: Any) -> bool:
    """Whether an object is a reference."""
    if not isinstance(entry, dict) or "title" not in entry:
        return False
    return bool({"issued", "URL"} & entry.keys()) or {"id", "type"} <= entry.keys()


def source(at: int, entry: dict[str, Any]) -> SourceDraft:
    """One reference, the `at`th."""
    issued = first_object(entry.get("issued"))
    parts = issued.get("date-parts")
    numbers = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    published = "-".join(str(number).zfill(2) for number in numbers) or str(
        issued.get("raw") or issued.get("literal") or ""
    )
    names = entry.get("author")
    people = names if isinstance(names, list) else []
    authors = "; ".join(
        str(p.get("literal") or " ".join(str(part) for part in (p.get("given"), p.get("family")) if part))
        for p in people
        if isinstance(p, dict)
    )
    kinds = {"article-newspaper": "article", "article-magazine": "article", "post": "post", "post-weblog": "post",
             "report": "document", "dataset": "dataset", "motion_picture": "video", "interview": "interview"}  # fmt: skip
    return SourceDraft(
        at, title=str(entry.get("title") or ""), kind=kinds.get(str(entry.get("type")), "document"), authors=authors,
        publisher=str(entry.get("container-title") or entry.get("publisher") or ""), url=str(entry.get("URL") or ""),
        language=str(entry.get("language") or ""), published=published,
    )  # fmt: skip
