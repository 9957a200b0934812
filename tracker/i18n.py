"""All words a person reads go through here (gettext); English is the source."""

import gettext

from tracker.paths import resource

_translation = gettext.translation("claimline", str(resource("locale")), fallback=True)


def tr(text: str, **values: object) -> str:
    """The text in the person's language, with {named} values filled in."""
    translated = _translation.gettext(text)
    return translated.format(**values) if values else translated


def trn(one: str, many: str, count: int) -> str:
    """Singular or plural with {n} filled in, thousands set apart."""
    return _translation.ngettext(one, many, count).format(n=f"{count:,}")
