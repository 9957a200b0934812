"""Sections whose records cite words of a source: who said it, and evidence."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.commands.whole_claim import WholeClaim
from tracker.domain.attribution import Attribution
from tracker.domain.evidence import Evidence
from tracker.gui.inspector.section import Section
from tracker.gui.widgets.plain import label, set_tip
from tracker.i18n import tr

_WORDS = {
    "preserved": "❏ archived", "link only": "link only", "not found": "quote not found", "lost": "quote lost",
}  # fmt: skip


class CitingSection(Section):
    """Emits `open_source` (source id, anchor id or None) and `comment_on` (the attribution or piece of evidence)."""

    open_source = Signal(object, object)
    comment_on = Signal(object)

    def jump(self, whole: WholeClaim, record: Attribution | Evidence) -> QWidget:
        """A link to the quote in its source, or the reason why there is none."""
        state = whole.quote_state(record)
        if state == "no source":
            return label(tr("no source"), self, role="faint", scale=0.9)
        source = whole.sources[record.source_id or 0]
        link = self.link(tr(_WORDS[state]), record, self._open)
        link.setAccessibleName(tr("Open the quote in {title}", title=source.title))
        set_tip(link, source.title)
        if state != "preserved":
            link.setStyleSheet(f"color: {self.colours.bad}")
        return link

    def _open(self, record: Attribution | Evidence) -> None:
        self.open_source.emit(record.source_id, record.anchor_id)
