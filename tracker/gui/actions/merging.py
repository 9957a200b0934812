"""Actions that merge two records: claims, people, sources."""

from tracker.commands import actors, claims
from tracker.domain.actor import Actor
from tracker.domain.claim import Claim
from tracker.domain.records import Record
from tracker.domain.source import Source
from tracker.gui.actions.registry import Provider, action
from tracker.gui.dialogs.text import AskDialog
from tracker.i18n import tr
from tracker.store import queries
from tracker.store.search import fold


class Merging(Provider):
    """The most similar record is offered; where there is none, the person is asked for a name."""

    @action("merge-claims", "Merge with another claim…", group="Claim", needs="writable claim", place=60)
    def merge_claims(self, first: object = None, second: object = None) -> None:
        """Merge two claims, given by id or selected, or the selected claim and the most similar one."""
        session = self.session
        ids = [given for given in (first, second) if isinstance(given, int)] or self.workbench.front.chosen_claims()
        if len(ids) != 2 and session.claim_id is not None:
            ids = [session.claim_id, *(other for other, _ in session.similar_claims()[:1])]
        if len(ids) < 2 and (other := self._ask_other(session.index.facts[ids[0]].claim.label,
                                                      tr("Number of the other claim"))):  # fmt: skip
            found = session.run(lambda: claims.claim_named(session.store, other))
            ids += [found.id] if found is not None else []
        if len(ids) == 2:
            similar = session.index.similarities.of_claim(ids[0]) if session.index.similarities else []
            why = next((pair.why for pair in similar if ids[1] in (pair.first, pair.second)), "")
            done = self._merge(session.store.get(Claim, ids[0]), session.store.get(Claim, ids[1]), why)
            if done is not None:
                self.workbench.open_claim(done)

    @action("merge-sources", "Merge sources…", group="Source", needs="writable source")
    def merge_sources(self) -> None:
        """Merge the source shown with a similar one, or with one the person names."""
        session, shown = self.session, self.workbench.record_on("sources")
        if shown is None:
            return
        first = session.store.get(Source, shown)
        pairs = session.index.similarities.sources if session.index.similarities else ()
        pair = next((pair for pair in pairs if first.id in (pair.first, pair.second)), None)
        if pair is not None:
            second = session.store.get(Source, pair.second if pair.first == first.id else pair.first)
            merged_id = self._merge(first, second, pair.why)
        else:
            title = self._ask_other(first.title, tr("Title of the other source"))
            found = [s for s in queries.titles(session.store) if s[1] == fold(title)] if title else []
            if title and not found:
                self.workbench.warn(tr("No source of this case has the title “{title}”.", title=title))
            merged_id = self._merge(first, session.store.get(Source, found[0][0]), "") if found else None
        if merged_id is not None:
            self.workbench.open_record("sources", merged_id)

    @action("merge-people", "Merge people…", group="People", needs="writable person")
    def merge_people(self) -> None:
        """Merge the person shown with a similar one, or with one the user names."""
        session = self.session
        pair = next(iter(session.index.similarities.actors), None) if session.index.similarities else None
        first = (
            session.store.find(Actor, self.workbench.record_on("people"))
            if self.workbench.current == "people"
            else None
        )
        merged_id = None
        if pair is not None and (first is None or first.id in (pair.first, pair.second)):
            first, other = session.store.get(Actor, pair.first), session.store.get(Actor, pair.second)
            merged_id = self._merge(first, other, pair.why)
        elif first is not None and (name := self._ask_other(first.name, tr("Name of the other person"))):
            found = actors.find_actor(session.store, name)
            if found is None:
                self.workbench.warn(tr("Nobody in this case is called “{name}”.", name=name))
            else:
                merged_id = self._merge(first, found, "")
        if merged_id is not None:
            self.workbench.open_record("people", merged_id)

    def _ask_other(self, name: str, words: str) -> str:
        dialog = AskDialog(tr("Merge {name} with…", name=name), [(words, "")], self.window)
        return dialog.values()[0] if dialog.exec() else ""

    def _merge(self, first: Record, second: Record, why: str) -> int | None:
        """Show two records side by side. Returns the id of the merged record, None if they were not merged."""
        if first.id == second.id:
            return None
        from tracker.gui.dialogs.merge import MergeDialog  # imported here to keep the start fast

        self.workbench.save_in_place()
        dialog = MergeDialog(self.session, first, second, why, self.window)
        done = dialog.exec()
        dialog.deleteLater()
        return dialog.merged_id if done else None
