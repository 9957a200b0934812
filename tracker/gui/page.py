"""The interface of a page; rail, menu, palette, shortcuts and window are built from it."""

from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol

from PySide6.QtWidgets import QWidget

from tracker.gui.editors.form import Form
from tracker.gui.theme import Theme
from tracker.i18n import tr
from tracker.store import StepApplied

if TYPE_CHECKING:
    from tracker.gui.session import Session


class Bench(Protocol):
    """As much of the workbench as every page needs: the open case and the colours."""

    colours: Theme

    @property
    def session(self) -> "Session": ...


class Page(QWidget):
    """A page of an open case. To add one, write a subclass in its own file and add a line to `pages.all.PAGES`.

    `key` is its name in that line; `button` the key of the action on the top bar's button; `shows_found` whether it
    shows the results of a search. It is created with (workbench, parent) when it is first shown, and notified of changes
    only while it is visible; showing it refreshes it.
    """

    key: ClassVar[str] = ""
    button: ClassVar[str] = "write-dossier"
    shows_found: ClassVar[bool] = False

    def __init__(self, workbench: Bench, parent: QWidget) -> None:
        super().__init__(parent)
        self.session, self.colours = workbench.session, workbench.colours

    def refresh(self, step: StepApplied | None = None) -> None:
        """Refresh everything from the case; `step` is the last step if that caused the refresh, else None."""

    def show_found(self) -> None:
        """The search results changed: update what must follow at once, on every key press."""

    def settle(self) -> None:
        """Called shortly after the last key press of a search: update what takes longer."""
        self.refresh()

    def show_selection(self) -> None:
        """Another claim is selected."""

    def show_record(self, record_id: int, part: int | None = None) -> None:
        """Go to a record of the page's kind, and in it to a part such as an anchor."""

    def shown_record(self) -> int | None:
        """The id of the record of the page's kind that is in view, None where there is none."""
        return None

    def status(self) -> str:
        """The text of the status line for this page."""
        found, total = self.session.found, len(self.session.index.facts)
        left = tr("{n} of {m} claims", n=f"{len(found):,}", m=f"{total:,}")
        left += f"   ▲ {found.sum('supports'):,} {tr('supporting')}"
        return left + f" · ▼ {found.sum('refutes'):,} {tr('refuting')}"

    def chosen_claims(self) -> list[int]:
        """The ids of the claims that an action applies to: the selected one."""
        return [self.session.claim_id] if self.session.claim_id is not None else []

    def dirty_forms(self) -> list[Form]:
        """The forms with unsaved text."""
        return []

    def unsaved(self) -> bool:
        """Whether anything typed would be lost by closing the page."""
        return bool(self.dirty_forms())

    def save_in_place(self) -> None:
        """Save what is typed in place, before anything else is done or shown."""

    def enter(self) -> None:
        """The page was brought into view and is up to date."""
        self.give_focus()

    def give_focus(self) -> None:
        """Set the focus to the main widget of the page."""
        self.setFocus()

    def cancel(self) -> None:
        """Stop background work: the case is about to close."""


class Listed(NamedTuple):
    """A page's line in the list of pages: `glyph` and `title` are shown in the rail, `where` is "module:Class".

    Above `slow_above` claims the page is created as soon as the window is drawn, before it is first shown.
    The module is imported when the page is first created: importing all of them takes a third of the start.
    """

    key: str
    glyph: str
    title: str
    where: str
    slow_above: int | None = None

    def kind(self) -> type[Page]:
        """The class of the page. Raises TypeError where it is not a Page or has another key."""
        module, _, name = self.where.partition(":")
        found = getattr(import_module(module), name)
        if not (isinstance(found, type) and issubclass(found, Page) and found.key == self.key):
            raise TypeError(f"{self.where} is no page “{self.key}”")
        return found
