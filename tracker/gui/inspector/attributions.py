"""Who said it: the attributions of a claim, and who denies it."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.commands import claims
from tracker.commands.whole_claim import WholeClaim
from tracker.domain.attribution import Attribution, shown_record
from tracker.domain.dates.saying import say_with_words
from tracker.gui.editors import claim_forms
from tracker.gui.inspector.citing import CitingSection
from tracker.gui.widgets.plain import label, set_tip
from tracker.i18n import tr


class Attributions(CitingSection):
    """Emits `open_claim` with the id of a claim that denies this one."""

    open_claim = Signal(object)

    def fill(self, whole: WholeClaim) -> None:
        self.head(tr("Who said it"), tr("+ Add"), self.add)
        for attribution in whole.attributions:
            self._attribution(whole, attribution)
            self.place_form(f"attribution {attribution.id}")
        if not whole.attributions:
            self.body.addWidget(label(tr("No claimant is named."), self, role="soft"))
        for denial in whole.denials:
            self._denial(denial)
        self.place_form("attribution")

    def add(self) -> None:
        """Open the form of a new attribution."""
        attribution = Attribution(claim_id=self.claim_id)
        form = claim_forms.attribution_form(self.session, self, attribution, tr("Who said it"))
        self.open_form("attribution", form, partial(self._save_new, attribution))

    def edit(self, attribution: Attribution) -> None:
        form = claim_forms.attribution_form(self.session, self, attribution, tr("Edit attribution"))
        self.open_form(f"attribution {attribution.id}", form, partial(self._save, attribution.id))

    def edit_undated(self) -> None:
        """Open the attribution with a date that was not understood, else one without a date, else the first."""
        found = self.whole.attributions if self.whole is not None else ()
        unread = [a for a in found if a.said.words and not a.said.edtf] + [a for a in found if not a.said.dated]
        if found:
            self.edit((unread or found)[0])

    def _save_new(self, attribution: Attribution, values: dict[str, Any]) -> Attribution:
        return claim_forms.save_attribution(self.session, attribution, values, new=True)

    def _save(self, attribution_id: int, values: dict[str, Any]) -> Attribution:
        stored = self.session.store.get(Attribution, attribution_id)
        return claim_forms.save_attribution(self.session, stored, values, new=False)

    def _remove(self, attribution: Attribution) -> None:
        self.session.run(lambda: claims.remove_attribution(self.session.store, attribution.id))

    def _attribution(self, whole: WholeClaim, attribution: Attribution) -> None:
        name = whole.who(attribution) or tr("unnamed")
        lines: list[QWidget] = [label(name, self, medium=True, wrap=True)]
        if attribution.quote:
            lines.append(label(f"“{attribution.quote}”", self, wrap=True))
        notes = " · ".join(self._notes(whole, attribution))
        lines.append(label(notes, self, role="soft", scale=0.9, wrap=True))
        top: list[QWidget] = []
        if attribution.said.words or attribution.said.edtf:
            date = label(_short_date(attribution.said.edtf or attribution.said.words), self, role="soft", scale=0.9)
            set_tip(date, say_with_words(attribution.said))
            top.append(date)
        top += [
            self.link("❞", attribution, self.comment_on, tr("Comment on the quote of {who}", who=name)),
            self.link("✎", attribution, self.edit, tr("Edit attribution of {who}", who=name)),
            self.link("×", attribution, self._remove, tr("Remove attribution of {who}", who=name)),
        ]
        self.entry("◆", "", lines, top, [self.jump(whole, attribution)])

    def _notes(self, whole: WholeClaim, attribution: Attribution) -> list[str]:
        """How it was said, on what terms, and where it was read."""
        notes = [attribution.mode, shown_record(attribution.record)]
        actor = whole.actors.get(attribution.actor_id or 0)
        if actor is not None and actor.protected:
            notes.append(tr("protected as {name}", name=actor.pseudonym))
        if relay := whole.relays[attribution.id]:
            notes.insert(0, tr("relayed by {relay}", relay=relay))
        source = whole.sources.get(attribution.source_id or 0)
        if source is not None:
            notes.append(source.publisher or source.title)
        return notes

    def _denial(self, claim_id: int) -> None:
        other = self.session.index.facts[claim_id]
        who = ", ".join(other.claimants) or tr("somebody")
        name = label(tr("{who} denies", who=who), self, medium=True)
        link = self.link(other.claim.label, claim_id, self.open_claim, other.claim.label)
        self.entry("◇", "", [name], [label(other.said.edtf, self, role="faint", scale=0.9), link])


def _short_date(edtf: str) -> str:
    return edtf.replace("~", " approx.") if edtf.endswith("~") and "/" not in edtf else edtf
