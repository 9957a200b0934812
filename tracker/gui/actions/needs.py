"""The conditions of actions: a name, whether it is met now, and the sentence shown where it is not."""

from collections.abc import Callable
from dataclasses import dataclass

from tracker.domain.review import DRAFT, SENT_BACK
from tracker.gui.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Need:
    """`words` is a sentence that explains what is missing."""

    holds: Callable[[Workbench], bool]
    words: str


def _source(workbench: Workbench) -> bool:
    return workbench.record_on("sources") is not None


def _submittable(workbench: Workbench) -> bool:
    selected = workbench.session.selected if workbench.is_open else None
    return selected is not None and selected.claim.review in (DRAFT, SENT_BACK)


def _person(workbench: Workbench) -> bool:
    """A person is shown on the People page, or two people look like duplicates."""
    if not workbench.is_open:
        return False
    suspects = workbench.session.index.similarities
    shown = workbench.current == "people" and workbench.record_on("people") is not None
    return shown or bool(suspects and suspects.actors)


NEEDS = {
    "case": Need(lambda workbench: workbench.is_open, "Open a case first."),
    "writable": Need(lambda workbench: workbench.is_open and not workbench.session.store.read_only,
                     "The case is open read-only."),
    "filed": Need(lambda workbench: workbench.is_open and workbench.session.store.path is not None,
                  "The case has no file."),
    "idle": Need(lambda workbench: not workbench.working.busy(), "Wait for the running task to finish, or stop it."),
    "claim": Need(lambda workbench: workbench.is_open and workbench.session.selected is not None,
                  "Select a claim first."),
    "submittable": Need(_submittable, "Only a draft, or a claim that was sent back, is submitted for review."),
    "search": Need(lambda workbench: workbench.is_open and bool(workbench.session.query), "Search for something first."),
    "source": Need(_source, "Choose a source on the Sources page first."),
    "person": Need(_person, "Choose a person on the People page first."),
    "undone": Need(lambda workbench: workbench.next_undo is not None, "There is nothing to undo."),
    "redone": Need(lambda workbench: workbench.next_redo is not None, "There is nothing to redo."),
}  # fmt: skip
