"""The sources page: list, reader with highlights, and cards of what was logged from the text."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedLayout, QWidget

from tracker.domain.anchor import Anchor, place
from tracker.domain.source import Source
from tracker.gui.editors.form import Form
from tracker.gui.page import Page
from tracker.gui.pages.sources.cards import Cards
from tracker.gui.pages.sources.editing import Editing
from tracker.gui.pages.sources.forms import OpenForm
from tracker.gui.pages.sources.header import Header, Sheet
from tracker.gui.pages.sources.listing import NoSource, SourceList
from tracker.gui.pages.sources.originals import Originals
from tracker.gui.pages.sources.selection import Selection
from tracker.gui.pages.sources.selection_forms import SelectionForms
from tracker.gui.pages.sources.state import Changes, ReadingState, read_state, read_twin
from tracker.gui.pages.sources.suggestions import Suggestions
from tracker.gui.pages.sources.views import Views
from tracker.gui.widgets.plain import column, scrolled
from tracker.gui.workbench import Workbench
from tracker.i18n import tr, trn
from tracker.store import StepApplied


class SourcesPage(Page):
    """Emits: `add_source`, `open_claim` (claim id), `long_work` (a task, its label), `logged` (a message) when
    something was saved.

    `state` is the state of the source in view, None while there is none; every part of the page shows only that.
    """

    key, button = "sources", "add-source"

    add_source = Signal()
    open_claim = Signal(object)
    logged = Signal(str)
    long_work = Signal(object, str)

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(workbench, parent)
        session, colours = self.session, self.colours
        self.add_source.connect(workbench.verb("add-source").trigger)
        self.open_claim.connect(workbench.open_claim)
        self.logged.connect(workbench.say)
        self.long_work.connect(workbench.watch)
        session.similarities_changed.connect(self.show_similar)
        self.state: ReadingState | None = None
        self._changes = Changes(session.store)
        self.list = SourceList(session, colours, self)
        self.views = Views(session, colours, self)
        self.reader, self.original = self.views.reader, self.views.original
        self.forms = OpenForm(session, self)
        self.editing = Editing(session, self.forms, self)
        self.originals = Originals(session, self)
        self.selection = Selection(session, self.reader, self)
        self.selection_forms = SelectionForms(session, self.forms, self)
        self.suggestions = Suggestions(self.reader, self)
        self.header = self._header()
        self.cards = Cards(session, colours, self)
        self._lay_out()
        self._connect()
        self.list.chosen.connect(workbench.changed)

    def _header(self) -> Header:
        return Header(
            (
                (tr("Correct the text…"), self.correct_text), (tr("Capture again…"), self.capture_again),
                (tr("Compare versions…"), self.originals.show_versions),
                (tr("Custody and raw bytes…"), self.originals.show_custody),
                (tr("Save a copy of the original…"), self.originals.save_copy),
                (tr("Open with another program…"), self.originals.open_outside),
                (tr("Not derived from another source"), self.editing.unlink),
                (tr("Remove this source…"), self.editing.remove),
            ), self,
        )  # fmt: skip

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(1)
        splitter.addWidget(self.list)
        splitter.addWidget(Sheet(self.header, self.views, self))
        splitter.addWidget(scrolled(self.cards, self))
        splitter.setSizes([250, 620, 360])
        splitter.setStretchFactor(1, 1)
        self._stack = QStackedLayout()
        self._stack.addWidget(splitter)
        nothing = NoSource(self)
        nothing.add_source.connect(self.add_source)
        self._stack.addWidget(nothing)
        holder = QWidget(self)
        holder.setLayout(self._stack)
        column(self).addWidget(holder)

    def _connect(self) -> None:
        self.list.chosen.connect(self.show_source)
        self.header.edit.connect(self.edit_source)
        self.header.open_source.connect(self.show_source)
        self.header.derive.connect(self.editing.derive)
        self.header.original.toggled.connect(self.views.show_original)
        for keys in (self.views, self.cards, self.selection):
            keys.key.connect(self.handle_key)
        self.views.clicked.connect(self.session.select)
        self.cards.chosen.connect(self.card_chosen)
        self.cards.opened.connect(self.open_claim)
        self.forms.changed.connect(self._form_changed)
        self.forms.saved.connect(self.selection.finish)
        for part in (self.selection, self.suggestions):
            part.changed.connect(self._show)
        for message in (self.selection.logged, self.suggestions.message, self.editing.message, self.originals.message):
            message.connect(self.logged)
        self.originals.long_work.connect(self.long_work)

    # What the window asks

    @property
    def source(self) -> Source | None:
        """The source in view."""
        return self.state.source if self.state is not None else None

    def shown_record(self) -> int | None:
        return self.source.id if self.source is not None else None

    @property
    def form(self) -> Form | None:
        """The form that is open."""
        return self.forms.form

    def refresh(self, step: StepApplied | None = None) -> None:
        """Update list, text, highlights and cards."""
        current = self.list.refresh(self.source.id if self.source else None)
        self._stack.setCurrentIndex(0 if current is not None else 1)
        if current is None:
            self.state = self.editing.state = self.originals.state = None
        else:
            self._load(current)

    def show_source(self, source_id: object) -> None:
        """Open a source in the reader."""
        self._load(int(str(source_id)))
        self.list.set_current(source_id)

    def show_words(self, source_id: int, anchor_id: int | None) -> None:
        """Open a source at the exact words of an anchor."""
        self.show_source(source_id)
        anchor = self.session.store.find(Anchor, anchor_id)
        if anchor is not None and self.source is not None:
            found = place(anchor, self.source.text)
            if found.state in ("exact", "moved"):
                self.views.reveal(found.start, found.end)
        self.reader.setFocus()

    def show_record(self, record_id: int, part: int | None = None) -> None:
        self.show_words(record_id, part)

    def give_focus(self) -> None:
        self.reader.setFocus()

    def show_selection(self) -> None:
        """Light the words of the selected claim."""
        self.views.light()

    def handle_key(self, key: str) -> None:
        """Run a command on the selected words (log, edit, quote, evidence, event, dismiss), or select others: next
        (suggested sentence), after and before (logged words).
        """
        state, (start, end) = self.state, self.reader.picked_span()
        if state is None:
            return
        match key:
            case "next":
                self.suggestions.go_on(state)
            case "after" | "before":
                self.views.walk(1 if key == "after" else -1)
            case _ if start == end:
                return
            case "dismiss":
                self.suggestions.dismiss(state)
            case "log":
                self.selection.log()
            case _ if (selected := self.selection.current()) is not None:
                self._show(selected)
                self.selection_forms.open(key, selected)

    def cancel(self) -> None:
        """Stop reading from the case, which is about to be closed."""
        self.selection.cancel()
        self.originals.cancel()

    def dirty_forms(self) -> list[Form]:
        return self.forms.dirty()

    def status(self) -> str:
        if self.state is None:
            return tr("No source yet")
        return trn("{n} claim logged from this source", "{n} claims logged from this source", self.state.quotes.logged)

    def edit_source(self) -> None:
        self.editing.edit()

    def correct_text(self) -> None:
        self.editing.correct_text()

    def capture_again(self) -> None:
        self.originals.capture_again()

    def show_similar(self) -> None:
        """A source similar to this one may have been found meanwhile."""
        if self.state is not None:
            twin = read_twin(self.session, self.state.source.id, self.state.origins)
            self._show(replace(self.state, twin=twin))

    def where(self, claim_id: int) -> str:
        """Where the quote of a claim is in this source, and how surely it was located again."""
        return self.state.where(claim_id) if self.state is not None else ""

    def card_chosen(self, claim_id: int) -> None:
        """Highlight the words of a card's claim and scroll to them."""
        self.session.select(claim_id)
        self.views.show_claim(claim_id)

    # The state

    def _load(self, source_id: int) -> None:
        """Read a source, or only what steps changed, and show it."""
        before = self.state
        state = read_state(self.session, self.colours, source_id, before, self._changes.take())
        if before is not None and before.source.id == source_id:
            self._show(state)
            return
        if not self.forms.dirty():
            self.forms.close()
        self.header.original.setChecked(False)
        self._show(state)
        self.header.original.setVisible(state.pictured)
        self.header.original.setChecked(state.pictured and not state.source.text)

    def _show(self, state: ReadingState) -> None:
        """Hand a state to every part of the page."""
        self.state = self.editing.state = self.originals.state = state
        self.header.show_state(state)
        self.selection.show_state(state)
        self.views.show_state(state)
        self.cards.show_state(self.state, self.forms.form)

    def _form_changed(self) -> None:
        if self.forms.form is not None:
            self.selection.bar.hide()
        if self.state is not None:
            self.cards.show_state(self.state, self.forms.form)
        if self.forms.form is None:
            self.reader.setFocus()
