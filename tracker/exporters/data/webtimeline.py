"""The timeline as one web page that opens without a network: TimelineJS 3 with its style and icons inside.

The page's content security policy forbids it to load or send anything.
"""

import base64

from tracker.domain.pattern import Pattern
from tracker.exporters.data.rows import Export
from tracker.exporters.data.timelinejs import to_timelinejs
from tracker.paths import resource

_ICONS = Pattern(r"@font-face\s*{[^}]*tl-icons[^}]*}")


def to_web_timeline(export: Export) -> bytes:
    """UTF-8, about 350 kB besides the claims."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    folder = resource("timelinejs")
    icons = base64.b64encode((folder / "tl-icons.woff").read_bytes()).decode()
    face = f"@font-face{{font-family:'tl-icons';src:url(data:font/woff;base64,{icons}) format('woff')}}"
    style = _ICONS.sub(lambda _: face, (folder / "timeline.css").read_text("utf-8"))
    undated = sum(not (claim.said.first or claim.said.last) for claim in export.claims)
    foot = [
        export.case,
        f"{len(export.claims) - undated} claims",
        f"as of {export.as_of[:10]}",
        f"head {export.head[:12]}",
    ]
    if undated:
        foot.insert(2, f"{undated} without a date not shown")
    story = to_timelinejs(export).decode().replace("<", "\\u003c")  # no end of the element in the middle of a text
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    page = environment.from_string((folder / "page.html").read_text("utf-8"))
    script = (folder / "timeline.js").read_text("utf-8")
    ours = {"style": style, "script": script, "story": story}
    marked = {name: Markup(text) for name, text in ours.items()}  # noqa: S704  TimelineJS, and JSON without a <
    return page.render(case=export.case, foot=" · ".join(foot), **marked).encode()
