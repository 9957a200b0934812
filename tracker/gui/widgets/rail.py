"""The left rail: pages, saved searches, desk checks and facets, each with its count for what is searched."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from tracker.commands import cases
from tracker.domain.case import SavedSearch
from tracker.domain.query import Query
from tracker.domain.review import IN_REVIEW, STATES, Verdicts
from tracker.gui.dialogs.text import AskDialog
from tracker.gui.session import Session
from tracker.gui.theme import Theme
from tracker.gui.widgets.entry import Entry, Movable, Section
from tracker.gui.widgets.plain import column, scrolled, set_tip
from tracker.i18n import tr, trn
from tracker.store import queries
from tracker.store.claims.checks import CHECKS
from tracker.store.search import fold

_FACETS = {"kind": ("Kinds", "▫"), "by": ("Said by", "◔"), "tag": ("Tags", "#"), "source": ("Sources", "❏"),
           "said": ("Years", "◷")}  # fmt: skip
_TOGETHER = ("check",)  # fields in which all selected values must match


def _bare(value: str) -> str:
    """A value normalised for comparison: Single-Origin and "single origin" are equal."""
    return fold(value).replace("-", " ").replace("_", " ").strip()


class Rail(QWidget):
    """`pages` are (key, glyph, title). Emits `page` (key), `term` (a query to show) and `folded` (section, whether it is folded)."""

    page = Signal(str)
    term = Signal(str)
    folded = Signal(str, bool)

    def __init__(
        self, session: Session, colours: Theme, pages: Sequence[tuple[str, str, str]], folded: frozenset[str],
        parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(196)
        self._session, self._colours = session, colours
        inner = QWidget(self)
        inner.setObjectName("rail")
        self._inner, self._folded = inner, folded
        self._layout = column(inner, margins=(8, 10, 8, 10), spacing=2)
        column(self).addWidget(scrolled(inner, self))
        self._all_checks = False
        self._pages = [Entry(key, glyph, tr(words), colours, inner) for key, glyph, words in pages]
        for entry in self._pages:
            entry.setCheckable(True)
            entry.clicked.connect(self._go)
            self._layout.addWidget(entry)
        self._terms: list[Entry] = []
        verdict, review = self._section("verdict", tr("Verdict")), self._section("review", tr("Review"))
        self._verdicts, self._known = verdict, Verdicts()
        for state, glyph in STATES.items():
            review.add(self._choice("review", state.replace(" ", "-"), glyph, tr(state).capitalize()))
        self._saved = self._section("saved", tr("Saved searches"))
        checks = self._section("checks", tr("Desk checks"))
        for check in CHECKS:
            entry = self._choice("check", check.key, check.glyph, tr(check.label))
            set_tip(entry, tr(check.meaning))
            checks.add(entry)
        self._clear_checks = Entry("", "✓", "", colours, inner)
        self._clear_checks.clicked.connect(self._turn_checks)
        checks.add(self._clear_checks)
        self._facets = {field: self._section(field, tr(words)) for field, (words, _) in _FACETS.items()}
        self._fixed = list(self._terms)
        self._layout.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        """Update the counts for the case and the query."""
        index, store, query = self._session.index, self._session.store, self._session.query
        if store.verdicts != self._known:
            self._build_verdicts(store.verdicts)
        counted = dict(zip(("verdict", "review", "check"), index.counts(query), strict=True))
        _, all_states, all_checks = (
            index.counts() if query else (counted[key] for key in ("verdict", "review", "check"))
        )
        rows = queries.counts(store)
        found = {
            "claims": len(index), "review": all_states[IN_REVIEW] + all_checks["changed"],
            "sources": rows["source"], "people": rows["actor"], "events": rows["event"],
        }  # fmt: skip
        for entry in self._pages:
            entry.show_count(found.get(entry.key))
        for entry in self._fixed:
            field, _, value = entry.key.partition(":")
            entry.show_count(counted[field][value.replace("-", " ") if field == "review" else value])
            if field == "check":
                entry.setVisible(self._all_checks or bool(all_checks[value]) or value in query.values("check"))
        clear = sum(not all_checks[check.key] for check in CHECKS)
        self._clear_checks.rename(
            tr("Hide checks without findings")
            if self._all_checks
            else trn("{n} check without findings", "{n} checks without findings", clear)
        )
        self._clear_checks.setVisible(clear > 0)
        self._show_saved()
        self._mark()

    def _build_verdicts(self, known: Verdicts) -> None:
        """Update the verdicts of the case, which may have changed."""
        self._known = known
        self._terms = [entry for entry in self._terms if not entry.key.startswith("verdict:")]
        self._fixed = [entry for entry in self._fixed if not entry.key.startswith("verdict:")]
        self._verdicts.empty()
        for key, verdict in known.items():
            entry = self._choice("verdict", key, "●", tr(verdict.label), verdict.fill)
            self._verdicts.add(entry)
            self._fixed.append(entry)

    def show_spread(self) -> None:
        """Show the facets of the claims found, and the counts of the saved searches."""
        for field, section in self._facets.items():
            for entry in list(self._terms):
                if entry.key.startswith(f"{field}:"):
                    self._terms.remove(entry)
            section.empty()
            facets = self._session.facet_counts.facets.get(field, [])
            section.setVisible(bool(facets))
            for facet in facets:
                entry = self._choice(field, facet.value, _FACETS[field][1], tr(facet.label))
                entry.show_count(facet.count)
                section.add(entry)
        for entry in self._saved.findChildren(Movable):
            entry.show_count(self._session.facet_counts.saved.get(entry.key))
        self._mark()

    def mark_page(self, key: str) -> None:
        for entry in self._pages:
            entry.setChecked(entry.key == key)

    def _mark(self) -> None:
        """Mark the entries whose term is part of the query."""
        query = self._session.query
        values = {
            field: {_bare(value) for value in query.values(field)} for field in ("verdict", "review", "check", *_FACETS)
        }
        for entry in self._terms:
            field, _, value = entry.key.partition(":")
            entry.setChecked(_bare(value) in values[field])
        for entry in self._saved.findChildren(Movable):
            entry.setChecked(entry.key == query.text)

    def _section(self, key: str, words: str) -> Section:
        section = Section(key, words, self._inner, open_=key not in self._folded)
        section.folded.connect(self.folded)
        self._layout.addWidget(section)
        return section

    def _choice(self, field: str, value: str, glyph: str, words: str, tint: str = "") -> Entry:
        entry = Entry(f"{field}:{value}", glyph, words, self._colours, self._inner, tint)
        entry.setCheckable(True)
        entry.clicked.connect(self._choose)
        self._terms.append(entry)
        return entry

    def _go(self) -> None:
        sender = self.sender()
        if isinstance(sender, Entry):
            self.page.emit(sender.key)

    def _choose(self) -> None:
        """Add the term to the query, or take it away again."""
        sender = self.sender()
        if isinstance(sender, Entry):
            field, _, value = sender.key.partition(":")
            self.term.emit(self._session.query.toggled(field, value, together=field in _TOGETHER))
            self._mark()

    def _turn_checks(self) -> None:
        self._all_checks = not self._all_checks
        self.refresh()

    # Saved searches

    def _shown_searches(self) -> list[Movable]:
        """The entries of the saved searches from top to bottom."""
        place = self._saved.entries.indexOf
        return sorted((entry for entry in self._saved.findChildren(Movable) if place(entry) >= 0), key=place)

    def _show_saved(self) -> None:
        """An entry that stays is only moved: it may be dragged or have the focus."""
        searches = queries.saved_searches(self._session.store)
        self._saved.setVisible(bool(searches))
        wanted = [(search.id, search.name, search.query) for search in searches]
        entries = {entry.property("shown"): entry for entry in self._shown_searches()}
        for shown, entry in entries.items():
            if shown not in wanted:
                entry.hide()
                entry.setParent(None)
                entry.deleteLater()
        for at, shown in enumerate(wanted):
            entry = entries.get(shown) or self._search_entry(*shown)
            if self._saved.entries.indexOf(entry) != at:
                self._saved.entries.insertWidget(at, entry)

    def _search_entry(self, search_id: int, name: str, query: str) -> Movable:
        entry = Movable(query, "⌕", name, self._colours, self._inner)
        entry.setCheckable(True)
        entry.setProperty("shown", (search_id, name, query))
        set_tip(entry, query)
        entry.show_count(self._session.facet_counts.saved.get(query))
        entry.clicked.connect(self._saved_chosen)
        entry.moved.connect(self._saved_moved)
        entry.dropped.connect(self._saved_dropped)
        entry.menu_wanted.connect(self._saved_menu)
        return entry

    def _saved_chosen(self) -> None:
        sender = self.sender()
        if isinstance(sender, Movable):
            shown = self._session.query.parts == Query.parse(sender.key).parts
            self.term.emit("" if shown else sender.key)

    def _saved_moved(self, places: int) -> None:
        sender = self.sender()
        if isinstance(sender, Movable) and not self._session.store.read_only:
            layout = self._saved.entries
            layout.insertWidget(max(0, min(layout.count() - 1, layout.indexOf(sender) + places)), sender)

    def _saved_dropped(self) -> None:
        order = [entry.property("shown")[0] for entry in self._shown_searches()]
        if order != [search.id for search in queries.saved_searches(self._session.store)]:
            self._session.run(lambda: cases.order_searches(self._session.store, order))

    def _saved_menu(self, where: QPoint) -> None:
        sender = self.sender()
        if not isinstance(sender, Movable) or self._session.store.read_only:
            return
        menu = QMenu(self)
        menu.setProperty("search", sender.property("shown")[0])
        for words, request in ((tr("Rename…"), self._rename), (tr("Remove"), self._remove)):
            menu.addAction(words).triggered.connect(request)
        self._menu = menu
        menu.popup(where)

    def _rename(self) -> None:
        store, search_id = self._session.store, self._menu.property("search")
        search = store.get(SavedSearch, search_id)
        dialog = AskDialog(tr("Saved search"), [(tr("Name"), search.name), (tr("Query"), search.query)], self)
        if dialog.exec():
            name, query = dialog.values()
            self._session.run(lambda: cases.edit_search(store, search_id, name, query))

    def _remove(self) -> None:
        store, search_id = self._session.store, self._menu.property("search")
        self._session.run(lambda: cases.remove_search(store, search_id))
