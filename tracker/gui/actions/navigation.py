"""Actions that search, go to a record, switch colours and list the keys."""

from PySide6.QtCore import Qt

from tracker.commands import cases
from tracker.domain.query import EVERYTHING, Query
from tracker.gui.actions.registry import Provider, action
from tracker.gui.dialogs.text import AskDialog, TextDialog
from tracker.i18n import tr

# The page that shows each kind of record.
_PAGES = {"actor": "people", "source": "sources", "event": "events"}


class Navigation(Provider):
    """Search and view. The palette is imported when it is first opened, to keep the start fast."""

    @action("focus-search", "Search", "Ctrl+F", group="Edit")
    def focus_search(self) -> None:
        self.workbench.searching.emit()

    @action("go-to-anything", "Go to anything…", "Ctrl+K", group="Edit")
    def go_to_anything(self, words: str = "") -> None:
        from tracker.gui.dialogs.palette import Palette

        uses = self.workbench.remembered.uses(self.session.store.case.uid)
        opened = Palette(self.session, self.workbench.verbs(), uses, self.workbench.colours, self.window)
        opened.line.setText(words)
        opened.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        opened.chosen.connect(self.go_to)
        opened.show()
        opened.line.setFocus()

    def go_to(self, what: str, entry: object) -> None:
        """Go to the chosen entry: its kind, and its id, key or query."""
        from tracker.gui.dialogs.palette import key

        self.workbench.remembered.used(self.session.store.case.uid, key((what, entry)))
        if what == "action":
            self.workbench.do(str(entry))
        elif what == "claim":
            self.workbench.open_claim(entry)
        elif what == "query":
            self.workbench.search(Query.parse(str(entry)))
        elif isinstance(entry, int):
            self.workbench.open_record(_PAGES[what], entry)

    @action("save-search", "Save this search…", group="Edit", needs="writable search")
    def save_search(self) -> None:
        session = self.session
        dialog = AskDialog(tr("Save this search"), [(tr("Name"), session.query.text)], self.window)
        if dialog.exec():
            session.run(lambda: cases.save_search(session.store, dialog.values()[0], session.query.text))

    @action("clear-search", "Clear the search", group="Edit", needs="search")
    def clear_search(self) -> None:
        self.session.search(EVERYTHING)

    @action("theme-light", "Light theme", group="View", needs="", place=10)
    def theme_light(self) -> None:
        self._recolour("light")

    @action("theme-dark", "Dark theme", group="View", needs="", place=10)
    def theme_dark(self) -> None:
        self._recolour("dark")

    @action("theme-system", "System theme", group="View", needs="", place=10)
    def theme_system(self) -> None:
        self._recolour("system")

    def _recolour(self, theme: str) -> None:
        if any(page.dirty_forms() for page in self.workbench.pages()):
            self.workbench.warn(tr("A form has unsaved text. Save or cancel it before changing the theme."))
        else:
            self.workbench.recoloured.emit(theme)

    @action("show-keys", "Keyboard shortcuts", "F1", group="Help", needs="")
    def show_keys(self) -> None:
        verbs = [verb.declared for verb in self.workbench.verbs()]
        width = max(len(verb.words) for verb in verbs) + 4
        lines: list[str] = []
        for group in dict.fromkeys(verb.group for verb in verbs):
            shown = [verb for verb in verbs if verb.group == group and verb.shortcut]
            lines += [tr(group), *(f"  {tr(verb.words):<{width}}{verb.shortcut}" for verb in shown), ""]
        lines += [tr("In a source"), tr("  Ctrl+Down / Ctrl+Up: next, previous sentence; with Shift: add it"),
                  tr("  S: next suggested sentence · X: dismiss it · N, P: next, previous logged words"),
                  tr("  Enter: log claim · E: edit first · Q: add quote · V: evidence · T: event"), "",
                  tr("In the timeline"), tr("  ← →: next, previous · ↑ ↓: scroll · + −: zoom · 1–7: day … century · F: fit · Enter: open · Menu: more"),
                  tr("  shift-drag: search a span · double-click: look closer · drag an end: change its date")]  # fmt: skip
        TextDialog(tr("Keyboard shortcuts"), "\n".join(lines), self.window).open()
