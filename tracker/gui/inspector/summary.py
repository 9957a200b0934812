"""Under the statement: a line about the claim, what changed since it was signed off, and similar claims."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from tracker.commands.whole_claim import WholeClaim
from tracker.domain.claim import Claim
from tracker.domain.dates.saying import say_with_words
from tracker.gui.editors import claim_forms
from tracker.gui.inspector.section import Section
from tracker.gui.widgets.plain import button, row
from tracker.i18n import tr


class Summary(Section):
    """Emits `compare` (two claims that may be duplicates), `changes` (claim id: what changed since it was signed off) and
    `sign_again`.
    """

    compare = Signal(object, object)
    changes = Signal(object)
    sign_again = Signal()

    def fill(self, whole: WholeClaim) -> None:
        self.say(" · ".join(self._parts(whole)))
        if whole.facts.changed:
            self._changed()
        self._similar()
        self.place_form("details")

    def edit_details(self) -> None:
        """Open the form of kinds, dates, number and tags."""
        if self.whole is not None:
            form = claim_forms.details_form(self.session, self, self.whole.claim)
            self.open_form("details", form, partial(self._save, self.claim_id))

    def _save(self, claim_id: int, values: dict[str, Any]) -> Claim:
        return claim_forms.save_details(self.session, self.session.store.get(Claim, claim_id), values)

    def _parts(self, whole: WholeClaim) -> list[str]:
        claim, origins = whole.claim, whole.facts.origins
        parts = []
        if claim.about.words or claim.about.edtf:
            parts.append(tr("About {date}", date=say_with_words(claim.about)))
        if claim.due.words or claim.due.edtf:
            late = claim.due.latest is not None and claim.due.latest < self.session.index.today
            parts.append(tr("due {date}", date=say_with_words(claim.due)) + (tr(", overdue") if late else ""))
        if claim.value:
            parts.append(f"{claim.value} {claim.unit}".strip())
        parts += [tr(kind) for kind in claim.kinds[1:]]
        parts += [f"#{tag}" for tag in whole.facts.tags]
        if origins.roots:
            parts.append(
                tr("{n} independent origins of {m} sources", n=origins.count, m=origins.sources)
                if origins.count != 1
                else tr("single origin")
            )
        signed = claim.review == "signed off"
        parts.append(tr("signed off by {name}", name=claim.signed_by) if signed else tr(claim.review))
        return parts

    def _changed(self) -> None:
        self.say(tr("Changed since it was signed off."), role="bad")
        again = button(tr("Sign off again"), self, role="link")
        again.clicked.connect(self.sign_again)
        self.body.addLayout(row(self.link(tr("What changed…"), self.claim_id, self.changes), again, None))

    def _similar(self) -> None:
        """Link to claims with nearly the same statement, to compare them."""
        for other, why in self.session.similar_claims()[:2]:
            number = self.session.index.facts[other].claim.label
            self.say(tr("Similar to {claim}: {why}.", claim=number, why=tr(why)), role="warn")
            self.body.addLayout(row(self.link(tr("Compare…"), other, self._compare), None))

    def _compare(self, other: int) -> None:
        self.compare.emit(self.claim_id, other)
