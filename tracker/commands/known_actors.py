"""Every actor of a case and all their names, read once, to be found in texts."""

import re
from dataclasses import dataclass

from tracker.domain.actor import Actor, ActorName
from tracker.store import Store
from tracker.store.protected_names import whole
from tracker.store.search import fold


@dataclass(frozen=True, slots=True)
class KnownActors:
    """`names` are (actor id, name, folded name): the shown names of all actors, then their other ones."""

    actors: dict[int, Actor]
    names: tuple[tuple[int, str, str], ...]

    def spellings(self) -> list[str]:
        """All names as they are written."""
        return [name for _, name, _ in self.names]

    def find(self, name: str) -> Actor | None:
        """The actor with this name among their names, ignoring script and case."""
        searched = fold(name.strip())
        return next((self.actors[actor_id] for actor_id, _, folded in self.names if folded == searched), None)

    def named_in(self, text: str) -> list[tuple[int, Actor]]:
        """The actors named in a text, with the place of the first mention (characters of the folded text), in reading
        order.
        """
        searched = fold(text)
        first_places: dict[int, int] = {}
        for actor_id, _, folded in self.names:
            bare = folded.strip()
            match = re.search(whole(bare), searched) if bare and bare in searched else None
            if match:
                first_places[actor_id] = min(match.start(), first_places.get(actor_id, match.start()))
        return [(at, self.actors[actor_id]) for actor_id, at in sorted(first_places.items(), key=lambda item: item[1])]


def known_actors(store: Store) -> KnownActors:
    """The actors of a case as they are now."""
    actors = {actor.id: actor for actor in store.all(Actor)}
    names = [(actor.id, actor.name) for actor in actors.values()]
    names += [(other.actor_id, other.name) for other in store.all(ActorName)]
    return KnownActors(actors, tuple((actor_id, name, fold(name)) for actor_id, name in names))
