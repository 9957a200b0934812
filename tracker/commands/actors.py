"""Actors, their names in several scripts, their roles."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, count
from string import ascii_uppercase

from tracker.domain.actor import Actor, ActorName, Role
from tracker.domain.attribution import Attribution, Hop
from tracker.domain.dates import UNDATED, FuzzyDate
from tracker.domain.event import Event
from tracker.domain.reply import Reply
from tracker.errors import Refused
from tracker.store import Store
from tracker.store.search import fold


def add_actor(
    store: Store, name: str, *, names: Iterable[str] = (), kind: str = "person", description: str = "",
    protected: bool = False, pseudonym: str = "", roles: Iterable[tuple[str, FuzzyDate]] = (),
) -> Actor:  # fmt: skip
    """A new actor. A protected one gets a pseudonym ("Source A") if none is given.

    Raises: Refused without a name.
    """
    with store.step("Add actor"):
        actor = put_actor(store, name, kind=kind, description=description, protected=protected, pseudonym=pseudonym)
        for other in dict.fromkeys(bare for spelling in names if (bare := spelling.strip())):
            store.put(ActorName(actor_id=actor.id, name=other))
        for title, held in roles:
            store.put(Role(actor_id=actor.id, title=title, held=held))
    return actor


def put_actor(
    store: Store,
    name: str,
    *,
    kind: str = "person",
    description: str = "",
    protected: bool = False,
    pseudonym: str = "",
) -> Actor:
    """Inside a step: a new actor.

    Raises: Refused without a name.
    """
    if not name.strip():
        raise Refused("A person or organisation needs a name.")
    pseudonym = pseudonym.strip() or (_next_pseudonym(store) if protected else "")
    actor = Actor(name=name.strip(), kind=kind, description=description, protected=protected, pseudonym=pseudonym)
    return store.put(actor)


def _next_pseudonym(store: Store) -> str:
    used = {actor.pseudonym for actor in store.all(Actor)}
    names = (f"Source {name}" for name in chain(ascii_uppercase, count(27)))
    return next(name for name in names if name not in used)


def edit_actor(store: Store, actor: Actor, *, names: Iterable[str]) -> Actor:
    """Save an edited actor and its other names as one step.

    Raises: Refused without a name, Conflict when it was changed since it was read.
    """
    if not actor.name.strip():
        raise Refused("A person or organisation needs a name.")
    if actor.protected and not actor.pseudonym.strip():
        actor = replace(actor, pseudonym=_next_pseudonym(store))
    with store.step("Edit actor"):
        saved = store.put(actor)
        chosen = list(dict.fromkeys(name.strip() for name in names if name.strip()))
        stored = {other.name: other for other in store.all(ActorName, actor_id=actor.id)}
        for name in chosen:
            if name not in stored:
                store.put(ActorName(actor_id=actor.id, name=name))
        for name, other in stored.items():
            if name not in chosen:
                store.remove(other)
    return saved


def protect(store: Store, actor_id: int, protected: bool, pseudonym: str = "") -> Actor:
    """Show an actor under a pseudonym in everything that is released, or lift that. What a protected person said on record
    becomes anonymous.

    Raises: NotFound when there is no such actor.
    """
    actor = store.get(Actor, actor_id)
    pseudonym = pseudonym.strip() or actor.pseudonym or _next_pseudonym(store)
    with store.step("Protect source" if protected else "Lift protection"):
        for attribution in store.all(Attribution, actor_id=actor_id) if protected else ():
            if attribution.record == "on record":
                store.put(replace(attribution, record="anonymous"))
        return store.put(replace(actor, protected=protected, pseudonym=pseudonym))


def add_role(store: Store, actor_id: int, title: str, held: FuzzyDate = UNDATED) -> Role:
    """A role of an actor, and when it was held.

    Raises: Refused without a title.
    """
    if not title.strip():
        raise Refused("A role needs a title.")
    with store.step("Add role"):
        return store.put(Role(actor_id=actor_id, title=title.strip(), held=held))


def remove_role(store: Store, role_id: int) -> None:
    """Remove a role of an actor.

    Raises: NotFound when it is gone.
    """
    with store.step("Remove role"):
        store.remove(store.get(Role, role_id))


def require_unused(store: Store, actor_id: int) -> Actor:
    """The actor, if nothing refers to it; otherwise raises Refused."""
    actor = store.get(Actor, actor_id)
    uses = sum(len(store.all(kind, actor_id=actor_id)) for kind in (Attribution, Hop, Event, Reply))
    if uses:
        raise Refused(f"{actor.name} is named in {uses} {'place' if uses == 1 else 'places'} and cannot be removed.")
    return actor


def remove_actor(store: Store, actor_id: int) -> Actor:
    """Remove an actor that nothing refers to.

    Raises: Refused when something refers to it, NotFound when it is gone.
    """
    actor = require_unused(store, actor_id)
    with store.step("Remove actor"):
        for other in store.all(ActorName, actor_id=actor_id):
            store.remove(other)
        for role in store.all(Role, actor_id=actor_id):
            store.remove(role)
        store.remove(actor)
    return actor


def names_of(store: Store, actor_id: int) -> list[str]:
    """The shown name, then the other ones.

    Raises: NotFound when there is no such actor.
    """
    return [store.get(Actor, actor_id).name, *(other.name for other in store.all(ActorName, actor_id=actor_id))]


def find_actor(store: Store, name: str) -> Actor | None:
    """The actor with this name among their names, ignoring script and case."""
    folded = fold(name.strip())
    for actor in store.all(Actor):
        if fold(actor.name) == folded:
            return actor
    for other in store.all(ActorName):
        if fold(other.name) == folded:
            return store.get(Actor, other.actor_id)
    return None
