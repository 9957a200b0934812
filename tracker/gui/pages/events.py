"""The events page: what happened, by date."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from tracker.commands import events, sources
from tracker.commands.entry import claimant_of
from tracker.domain.actor import Actor
from tracker.domain.dates.saying import say_with_words
from tracker.domain.event import Event
from tracker.domain.source import Source
from tracker.gui.editors import claim_forms
from tracker.gui.editors.form import Form
from tracker.gui.session import Session
from tracker.gui.theme import Theme
from tracker.gui.widgets.listed import list_beside_detail
from tracker.gui.widgets.plain import button, clear, label, row
from tracker.gui.widgets.rows import Row, RowList
from tracker.i18n import tr, trn


class EventsPage(QWidget):
    def __init__(self, session: Session, colours: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.session, self.colours = session, colours
        self.event_id: int | None = None
        self.form: Form | None = None
        self.list = RowList(colours, self, height=50, name=tr("Events"))
        add = button(tr("Add event…"), self)
        add.clicked.connect(self.new_event)
        self._holder, self._detail = list_beside_detail(self, self.list, add, 420)
        self.list.chosen.connect(self.show_event)

    def refresh(self) -> None:
        found = self.session.store.all(Event)
        found.sort(key=lambda e: (not e.when.dated, _first_day(e), e.id))
        rows = [Row(e.id, e.title, say_with_words(e.when) or tr("undated"), "◇") for e in found]
        ids = [entry.id for entry in rows]
        if self.event_id not in ids:
            self.event_id = int(str(ids[0])) if ids else None
        self.list.show_rows(rows, self.event_id)
        self._show()

    def show_event(self, event_id: object) -> None:
        if self.form is not None and not self.form.dirty():
            self.form.close_form()
        self.event_id = int(str(event_id))
        self.list.set_current(self.event_id)
        self._show()

    def new_event(self) -> None:
        self._open(None)

    def edit_event(self) -> None:
        event = self.session.store.find(Event, self.event_id)
        if event is not None:
            self._open(event)

    def dirty_forms(self) -> list[Form]:
        return [self.form] if self.form is not None and self.form.dirty() else []

    def status(self) -> str:
        return trn("{n} event", "{n} events", len(self.list.rows()))

    def _show(self) -> None:
        if self.form is not None:
            self.form.setParent(self)
            self.form.hide()
        clear(self._detail)
        holder = self._holder
        store = self.session.store
        if self.form is not None:
            self._detail.addWidget(self.form)
            self.form.show()
        event = store.find(Event, self.event_id)
        if event is None:
            text = tr("No event yet. Events are what happened; they need no verdict.")
            self._detail.addWidget(label(text, holder, role="soft"))
        else:
            edit = button(tr("Edit…"), holder)
            edit.clicked.connect(self.edit_event)
            remove = button(tr("Remove"), holder)
            remove.clicked.connect(self.remove_event)
            title = label(event.title, holder, scale=1.5, bold=True, wrap=True)
            self._detail.addLayout(row(title, remove, edit, stretch=0))
            self._detail.addWidget(label(say_with_words(event.when) or tr("undated"), holder))
            actor, source = store.find(Actor, event.actor_id), store.find(Source, event.source_id)
            parts = [actor.name if actor else "", tr("read in “{title}”", title=source.title) if source else ""]
            self._detail.addWidget(label(" · ".join(filter(None, parts)), holder, role="soft", wrap=True))
            if event.note:
                self._detail.addWidget(label(event.note, holder, wrap=True))
        self._detail.addStretch(1)

    def remove_event(self) -> None:
        event_id = self.event_id
        if event_id is not None:
            self.session.run(lambda: events.remove_event(self.session.store, event_id))

    def _open(self, event: Event | None) -> None:
        if self.form is not None:
            self.form.start()
            return
        store = self.session.store
        kept = event or Event(title="-")
        actor, source = store.find(Actor, kept.actor_id), store.find(Source, kept.source_id)
        form = Form(tr("Edit event") if event else tr("Add event"), self)
        form.lines("title", tr("What happened"), kept.title if event else "", least=1)
        anchor = sources.anchor_day(source) if source else self.session.desk.today
        form.date("when", tr("When"), kept.when, anchor)
        form.add("actor", tr("Whose"), claim_forms.actor_field(self.session, actor.name if actor else "", form))
        form.choice("source", tr("Where we read it"), claim_forms.source_options(store), kept.source_id)
        form.lines("note", tr("Internal note"), kept.note, least=1)
        form.setProperty("event", str(event.id) if event else "")
        form.setMaximumWidth(560)
        form.saved.connect(self._save)
        form.closed.connect(self._closed)
        self.form = form
        self._show()
        form.start()

    def _save(self, values: dict[str, Any]) -> None:
        store, form = self.session.store, self.form
        if form is None:
            return
        event_id = str(form.property("event"))

        def command() -> Event:
            actor_id, _ = claimant_of(store, values["actor"])
            kept = store.get(Event, int(event_id)) if event_id else Event(title=values["title"])
            edited = replace(
                kept, title=values["title"], when=values["when"], actor_id=actor_id, source_id=values["source"],
                note=values["note"],
            )  # fmt: skip
            return events.edit_event(store, edited) if event_id else events.add_event(store, edited)

        saved = self.session.run(command)
        if saved is not None:
            self.event_id = saved.id
            form.close_form()
            self.refresh()

    def _closed(self) -> None:
        self.form = None
        self._show()
        self.list.setFocus()


def _first_day(event: Event) -> int:
    day = event.when.earliest if event.when.earliest is not None else event.when.latest
    return day if day is not None else 0
