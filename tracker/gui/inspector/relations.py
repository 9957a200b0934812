"""The claims related to the claim shown."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from tracker.commands import claims
from tracker.commands.whole_claim import WholeClaim
from tracker.domain.relation import KINDS, Relation
from tracker.gui.editors import claim_forms
from tracker.gui.inspector.section import Section
from tracker.gui.widgets.plain import label
from tracker.i18n import tr


class Relations(Section):
    """Emits `open_claim` with the id of the claim at the other end."""

    open_claim = Signal(object)

    def fill(self, whole: WholeClaim) -> None:
        self.head(tr("Related claims"), tr("+ Relate"), self.add)
        for relation in whole.relations:
            self._relation(whole, relation)
        self.place_form("relation")

    def add(self) -> None:
        """Open the form that relates the claim to another."""
        form = claim_forms.relation_form(self.session, self, self.claim_id)
        self.open_form("relation", form, partial(self._save, self.claim_id))

    def _save(self, claim_id: int, values: dict[str, Any]) -> object:
        return claim_forms.save_relation(self.session, claim_id, values)

    def _remove(self, relation: Relation) -> None:
        self.session.run(lambda: claims.unrelate(self.session.store, relation.id))

    def _relation(self, whole: WholeClaim, relation: Relation) -> None:
        leads_away = relation.claim_id == whole.id
        other = whole.others[relation.other_id if leads_away else relation.claim_id]
        words = relation.kind if leads_away else KINDS[relation.kind]
        self.entry(
            "⇄", "soft", [label(f"{tr(words)} {other.statement}", self, wrap=True)],
            [
                self.link(other.label, other.id, self.open_claim, tr("Open {claim}", claim=other.label)),
                self.link("×", relation, self._remove, tr("Remove relation")),
            ],
        )  # fmt: skip
