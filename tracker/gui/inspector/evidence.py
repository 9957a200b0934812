"""What supports or refutes a claim, or gives it context."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from tracker.commands import claims
from tracker.commands.whole_claim import WholeClaim
from tracker.domain.evidence import Evidence
from tracker.gui.editors import claim_forms
from tracker.gui.inspector.citing import CitingSection
from tracker.gui.widgets.plain import label
from tracker.i18n import tr

_STANCES = {"supports": ("▲", "good"), "refutes": ("▼", "bad"), "context": ("◦", "soft")}


class EvidenceSection(CitingSection):
    def fill(self, whole: WholeClaim) -> None:
        self.head(tr("Evidence"), tr("+ Link"), self.add)
        for item in whole.evidence:
            self._item(whole, item)
            self.place_form(f"evidence {item.id}")
        if not whole.evidence:
            self.body.addWidget(label(tr("Nothing supports or refutes it yet."), self, role="soft"))
        self.place_form("evidence")

    def add(self) -> None:
        """Open the form that links evidence."""
        form = claim_forms.evidence_form(self.session, self, None, None)
        self.open_form("evidence", form, partial(self._save_new, self.claim_id))

    def _edit(self, item: Evidence) -> None:
        form = claim_forms.evidence_form(self.session, self, item, item.source_id)
        self.open_form(f"evidence {item.id}", form, partial(self._save, item.id))

    def _save_new(self, claim_id: int, values: dict[str, Any]) -> Evidence:
        return claim_forms.save_evidence(self.session, claim_id, None, values)

    def _save(self, evidence_id: int, values: dict[str, Any]) -> Evidence:
        stored = self.session.store.get(Evidence, evidence_id)
        return claim_forms.save_evidence(self.session, stored.claim_id, stored, values)

    def _remove(self, item: Evidence) -> None:
        self.session.run(lambda: claims.remove_evidence(self.session.store, item.id))

    def _item(self, whole: WholeClaim, item: Evidence) -> None:
        source, capture = whole.sources[item.source_id], whole.captures.get(item.source_id)
        notes = [source.kind, source.published.edtf]
        notes.append(f"sha256 {capture.sha256[:4]}…{capture.sha256[-2:]}" if capture else "")
        lines: list[QWidget] = [
            label(item.shows or source.title, self, wrap=True),
            label(" · ".join(filter(None, notes)), self, role="soft", scale=0.9, wrap=True),
        ]
        grade = f"{source.reliability}{item.credibility or ''}"
        top: list[QWidget] = [label(grade, self, role="soft", scale=0.9)] if grade else []
        top += [
            self.link("❞", item, self.comment_on, tr("Comment on this evidence")),
            self.link("✎", item, self._edit, tr("Edit evidence")),
            self.link("×", item, self._remove, tr("Remove evidence")),
        ]
        glyph, role = _STANCES[item.stance]
        self.entry(glyph, role, lines, top, [self.jump(whole, item)])
