"""Actions are declared at the methods that run them; the registry builds menu, shortcuts and help from that."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from tracker.gui.actions.needs import NEEDS
from tracker.gui.actions.verb import MIDDLE, Action, Verb
from tracker.gui.page import Listed
from tracker.gui.workbench import Workbench
from tracker.i18n import tr

if TYPE_CHECKING:
    from tracker.gui.session import Session

GROUPS = ("Case", "Edit", "Claim", "Source", "People", "Events", "View", "Help")

Method = TypeVar("Method", bound=Callable[..., None])
K = TypeVar("K", bound="Provider")
_declared: dict[Callable[..., None], Action] = {}


def action(
    key: str, words: str, shortcut: str = "", *, group: str, needs: str = "case", short: str = "", place: int = MIDDLE
) -> Callable[[Method], Method]:
    """Declare a provider's method as an action (`verb.Action`). Its parameters must have defaults: without an argument
    the person is asked. Raises ValueError for an unknown menu or need.
    """
    if group not in GROUPS or not set(needs.split()) <= NEEDS.keys():
        raise ValueError(f"{key}: there is no menu “{group}” or no need “{needs}”")

    def declare(method: Method) -> Method:
        _declared[method] = Action(key, words, shortcut, group, needs, short, place)
        return method

    return declare


class Provider(QObject):
    """A group of actions. Each is called only while its needs are met."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self.workbench = workbench

    @property
    def session(self) -> "Session":
        """The open case."""
        return self.workbench.session

    @property
    def window(self) -> QWidget:
        """The parent of dialogs."""
        return self.workbench.window


class _Way(QObject):
    """A method that shows one page."""

    def __init__(self, key: str, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._key, self._workbench = key, workbench

    def go(self) -> None:
        self._workbench.show(self._key)


class Registry(QObject):
    """Every action of the window: those declared by providers, and one for each page."""

    def __init__(
        self, workbench: Workbench, providers: Sequence[type[Provider]], pages: Sequence[Listed]
    ) -> None:  # fmt: skip
        super().__init__(workbench)
        self._workbench = workbench
        verbs: list[Verb] = []
        for n, page in enumerate(pages):
            shown = Action(f"show-{page.key}", page.title, f"Ctrl+{n}" if n < 10 else "", "View", place=0)
            verbs.append(Verb(shown, _Way(page.key, workbench).go, workbench))
        self._providers = {kind: kind(workbench) for kind in providers}
        for kind, provider in self._providers.items():
            for name, member in vars(kind).items():
                if callable(member) and member in _declared:
                    verbs.append(Verb(_declared[member], getattr(provider, name), workbench))
        verbs.sort(key=lambda verb: (GROUPS.index(verb.declared.group), verb.declared.place))
        for verb in verbs:
            workbench.offer(verb)
            workbench.window.addAction(verb)
        self.refresh()

    def of(self, kind: type[K]) -> K:
        """The provider of a class. Raises KeyError where there is none."""
        found = self._providers[kind]
        if not isinstance(found, kind):
            raise TypeError(kind.__name__)
        return found

    def refresh(self) -> None:
        """Enable the actions that are possible now; give each of the others the reason why it is not."""
        lacking = {word: "" if need.holds(self._workbench) else tr(need.words) for word, need in NEEDS.items()}
        for verb in self._workbench.verbs():
            verb.allow(next((words for need in verb.declared.needs.split() if (words := lacking[need])), ""))

    def menu(self, parent: QWidget) -> QMenu:
        """All actions, group by group."""
        menu = QMenu(parent)
        groups = {group: menu.addMenu(tr(group)) for group in GROUPS}
        for verb in self._workbench.verbs():
            groups[verb.declared.group].addAction(verb)
        return menu
