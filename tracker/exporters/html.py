"""The dossier as one HTML file: no script, nothing loaded, opens offline."""

from tracker.exporters.dossier import Dossier
from tracker.exporters.words import Words
from tracker.paths import resource


def html(dossier: Dossier) -> bytes:
    """UTF-8. All text is escaped by the template engine; the picture is SVG from `tracker.timeline.svg`, already escaped."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(resource("dossier.html").read_text("utf-8"))
    shown = {claim.label for claim in dossier.claims}
    picture = Markup(dossier.picture)  # noqa: S704  our own SVG, not text of the case
    return template.render(d=dossier, w=Words(dossier.language), shown=shown, picture=picture).encode()
