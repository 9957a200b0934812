"""The sources for reference managers: RIS and CSL-JSON."""

import re
from typing import Any

from tracker.exporters.data.json_text import as_json
from tracker.exporters.data.rows import Export, When

_RIS_TYPES = {"article": "NEWS", "document": "RPRT", "post": "BLOG", "video": "VIDEO", "dataset": "DATA",
              "interview": "PCOMM", "image": "FIGURE", "testimony": "PCOMM"}  # fmt: skip
_CSL_TYPES = {"article": "article-newspaper", "document": "report", "post": "post", "video": "motion_picture",
              "dataset": "dataset", "interview": "interview", "image": "figure", "testimony": "interview"}  # fmt: skip


def to_ris(export: Export) -> bytes:
    """The sources as RIS, for reference managers."""
    lines: list[str] = []
    for source in export.sources:
        entry = [("TY", _RIS_TYPES.get(source.kind, "GEN")), ("TI", source.title), ("T2", source.publisher),
                 ("DA", _exact(source.published).replace("-", "/")), ("LA", source.language), ("UR", source.url),
                 ("Y2", source.accessed[:10]), ("ID", source.key)]  # fmt: skip
        entry[2:2] = [("AU", author.strip()) for author in source.authors.split(";")]
        lines += [f"{tag}  - {' '.join(value.split())}" for tag, value in entry if value.strip()]
        lines += ["ER  - ", ""]
    return "\r\n".join(lines).encode()


def _exact(date: When) -> str:
    """The date where it is a year, a month or a day; "" where those formats cannot express it."""
    bare = date.edtf.strip("~?%")
    return bare if re.fullmatch(r"\d{4}(-\d\d){0,2}", bare) and not re.fullmatch(r"\d{4}-[2-9]\d", bare) else ""


def to_csl(export: Export) -> bytes:
    """The sources as CSL-JSON."""
    found = []
    for source in export.sources:
        entry: dict[str, Any] = {"id": source.key, "type": _CSL_TYPES.get(source.kind, "document"), "title": source.title,
                                 "container-title": source.publisher, "URL": source.url, "language": source.language}  # fmt: skip
        if source.authors:
            entry["author"] = [{"literal": author.strip()} for author in source.authors.split(";") if author.strip()]
        if source.published.first:
            parts = [int(part) for part in _exact(source.published).split("-") if part]
            entry["issued"] = {"date-parts": [parts]} if parts else {"raw": source.published.words}
        found.append({key: value for key, value in entry.items() if value})
    return as_json(found)
