"""Events: things that happened."""

from dataclasses import replace

from tracker.commands.sources import anchor_in
from tracker.domain.anchor import Anchor
from tracker.domain.event import Event
from tracker.domain.source import Source
from tracker.errors import Refused
from tracker.store import Store


def add_event(store: Store, event: Event, *, span: tuple[int, int] | None = None) -> Event:
    """Store a new event; a span is its place in the text of its source.

    Raises: Refused without a title and for a span without words, NotFound when the source is gone.
    """
    if not event.title.strip():
        raise Refused("An event needs a title.")
    with store.step("Add event"):
        if span is not None and event.source_id is not None:
            anchor = store.put(anchor_in(store.get(Source, event.source_id), *span))
            event = replace(event, anchor_id=anchor.id)
        return store.put(event)


def edit_event(store: Store, event: Event) -> Event:
    """Save an edited event.

    Raises: Refused without a title, Conflict when it was changed since it was read.
    """
    if not event.title.strip():
        raise Refused("An event needs a title.")
    with store.step("Edit event"):
        return store.put(event)


def remove_event(store: Store, event_id: int) -> None:
    """Remove an event and its anchor.

    Raises: NotFound when it is gone.
    """
    event = store.get(Event, event_id)
    with store.step("Remove event"):
        store.remove(event)
        if event.anchor_id is not None:
            store.remove(store.get(Anchor, event.anchor_id))
