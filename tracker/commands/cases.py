"""The case itself, its tags and saved searches."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tracker.domain.case import SavedSearch, Tag
from tracker.domain.claim import ClaimTag
from tracker.errors import Refused
from tracker.store import Store


def describe_case(store: Store, *, name: str, summary: str) -> None:
    """Set the name of the case and the sentence that describes it.

    Raises: Refused without a name.
    """
    if not name.strip():
        raise Refused("A case needs a name.")
    with store.step("Describe case"):
        store.put(replace(store.case, name=name.strip(), summary=summary.strip()))


def tag_id(store: Store, name: str) -> int:
    """The id of the tag of that name, which is added if it is missing; to be called inside a step."""
    for tag in store.all(Tag, name=name):
        return tag.id
    return store.put(Tag(name=name)).id


def set_tags(store: Store, claim_id: int, names: list[str]) -> None:
    """Give a claim exactly these tags."""
    with store.step("Set tags"):
        put_tags(store, claim_id, names)


def put_tags(store: Store, claim_id: int, names: Iterable[str]) -> None:
    """Inside a step: give a claim exactly these tags, each once, without the # people type."""
    chosen = list(dict.fromkeys(bare for name in names if (bare := name.strip().lstrip("#").strip())))
    present = {store.get(Tag, link.tag_id).name: link for link in store.all(ClaimTag, claim_id=claim_id)}
    for name in chosen:
        if name not in present:
            store.put(ClaimTag(claim_id=claim_id, tag_id=tag_id(store, name)))
    for name, link in present.items():
        if name not in chosen:
            store.remove(link)


def save_search(store: Store, name: str, query: str) -> SavedSearch:
    """Store a query under a name, for everybody who opens the case.

    Raises: Refused without a name or a query.
    """
    if not name.strip() or not query.strip():
        raise Refused("A saved search needs a name and a query.")
    position = max((s.position for s in store.all(SavedSearch)), default=0) + 1
    with store.step("Save search"):
        return store.put(SavedSearch(name=name.strip(), query=query.strip(), position=position))


def edit_search(store: Store, search_id: int, name: str, query: str) -> SavedSearch:
    """Give a saved search another name or query.

    Raises: Refused without a name or a query, NotFound when it is gone.
    """
    if not name.strip() or not query.strip():
        raise Refused("A saved search needs a name and a query.")
    with store.step("Edit saved search"):
        return store.put(replace(store.get(SavedSearch, search_id), name=name.strip(), query=query.strip()))


def order_searches(store: Store, ids: Sequence[int]) -> None:
    """Put the saved searches in this order.

    Raises: NotFound when one of them is gone.
    """
    with store.step("Order saved searches"):
        for position, search_id in enumerate(ids, 1):
            store.put(replace(store.get(SavedSearch, search_id), position=position))


def remove_search(store: Store, search_id: int) -> None:
    """Remove a saved search.

    Raises: NotFound when it is gone.
    """
    with store.step("Remove saved search"):
        store.remove(store.get(SavedSearch, search_id))
