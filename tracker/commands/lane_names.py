"""Which lane of a timeline a claim or an event belongs to, and the name of the lane."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from tracker.commands import confidential
from tracker.domain.actor import Role as ActorRole
from tracker.domain.case import Tag
from tracker.domain.event import Event
from tracker.exporters.words import Words
from tracker.store import Store, queries
from tracker.store.claims import packed
from tracker.store.claims.index import Selection
from tracker.timeline.item import (
    LaneName,
    LaneRole,
    bounds_of,
)

_GROUPS = {"person": "People", "organisation": "Organisations", "group": "Groups"}


class LaneNames:
    """Which lane a claim or event belongs to."""

    def __init__(self, store: Store, lanes: str, names: dict[int, str], held_back: Collection[int], w: Words) -> None:
        self._by, self.w = lanes, w
        self._actors = {actor.id: actor for actor in queries.actor_lines(store)}
        self._shown = {actor.id: actor.name for actor in self._actors.values()} | names
        self._hidden = names
        self._sources = queries.source_names(store) if lanes == "source" else {}
        self._sources |= {
            source_id: (w(confidential.NAME), "") for source_id in held_back if source_id in self._sources
        }
        self._tags = {tag.id: tag.name for tag in store.all(Tag)} if lanes == "tag" else {}
        self._verdicts = {verdict.code: verdict for verdict in store.verdicts.values()}
        self._described: dict[int, str] = {}
        self._roles: dict[int, list[LaneRole]] = {}
        if lanes == "claimant":
            self._described = {packed.described_code(words): words for words in queries.described_claimants(store)}
            for role in store.all(ActorRole):
                low, high, _ = bounds_of(role.held)
                approximate = role.held.approximate
                self._roles.setdefault(role.actor_id, []).append(LaneRole(role.title, low, high, approximate))

    def keys(self, claims: Selection) -> tuple[list[LaneName], NDArray[np.intp]]:
        """The lanes of some claims in the order they first appear, and which of them each claim belongs to."""
        c, at = claims.column, claims.at
        if self._by == "none":
            return [LaneName("all", "All")], np.zeros(len(at), np.intp)
        if self._by == "claimant":
            column = np.where(c["actor"][at] != 0, c["actor"][at], -c["described"][at])
        else:
            column = c[self._by][at].astype(np.int64)
        values, first, codes = np.unique(column, return_index=True, return_inverse=True)
        order = np.argsort(first)
        lane_of = np.empty(len(order), np.intp)
        lane_of[order] = np.arange(len(order))
        return [self._name(value) for value in values[order].tolist()], lane_of[codes.reshape(-1)]

    def _name(self, value: int) -> LaneName:
        match self._by:
            case "verdict":
                verdict = self._verdicts.get(value)
                return LaneName(
                    f"verdict:{verdict.key if verdict else ''}",
                    self.w(verdict.label) if verdict else self.w("Another verdict"),
                )
            case "tag":
                name = self._tags.get(value, "")
                return LaneName(f"tag:{name}", name or self.w("No tag"))
            case "source":
                if value not in self._sources:
                    return LaneName("source:", self.w("No source"), "", self.w("No publisher"))
                title, publisher = self._sources[value]
                return LaneName(f"source:{value}", title, publisher, publisher or self.w("No publisher"))
        if value > 0 and value in self._actors:
            return self._actor(self._actors[value])
        described = self._described.get(-value, "")
        return LaneName(f"described:{described}", described or self.w("Nobody named"), "", self.w("Not identified"))

    def event_lane(self, event: Event) -> LaneName:
        if event.actor_id is not None and self._by == "claimant":
            return self._actor(self._actors[event.actor_id])
        return LaneName("all", "All") if self._by == "none" else LaneName("events", "Events")

    def _actor(self, actor: queries.ActorLine) -> LaneName:
        note = self.w("protected source") if actor.protected else actor.description
        roles = () if actor.id in self._hidden else tuple(self._roles.get(actor.id, ()))
        return LaneName(f"actor:{actor.id}", self._shown[actor.id], note, self.w(_GROUPS[actor.kind]), roles)
