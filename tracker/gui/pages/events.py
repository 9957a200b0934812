"""The events page: what happened, by date."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.commands import events, sources
from tracker.commands.entry import claimant_of
from tracker.domain.actor import Actor
from tracker.domain.dates.saying import say_with_words
from tracker.domain.event import Event
from tracker.domain.source import Source
from tracker.gui.editors import claim_forms
from tracker.gui.editors.form import Form
from tracker.gui.pages.record_page import RecordPage
from tracker.gui.widgets.plain import button, label, row
from tracker.gui.widgets.rows import Row
from tracker.gui.workbench import Workbench
from tracker.i18n import tr, trn


class EventsPage(RecordPage):
    """The events of the case; they need no verdict."""

    key, button = "events", "add-event"

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(workbench, parent, width=420, add="add-event")

    def rows(self) -> list[Row]:
        found = self.session.store.all(Event)
        found.sort(key=lambda e: (not e.when.dated, _first_day(e), e.id))
        return [Row(e.id, e.title, say_with_words(e.when) or tr("undated"), "◇") for e in found]

    def status(self) -> str:
        return trn("{n} event", "{n} events", len(self.list.rows()))

    def show_detail(self, record_id: int | None, holder: QWidget, detail: QVBoxLayout) -> None:
        store = self.session.store
        event = store.find(Event, record_id)
        if event is None:
            text = tr("No event yet. Events are what happened; they need no verdict.")
            detail.addWidget(label(text, holder, role="soft"))
            return
        edit = button(tr("Edit…"), holder)
        edit.clicked.connect(self.edit)
        remove = button(tr("Remove"), holder)
        remove.clicked.connect(self.remove_event)
        title = label(event.title, holder, scale=1.5, bold=True, wrap=True)
        detail.addLayout(row(title, remove, edit, stretch=0))
        detail.addWidget(label(say_with_words(event.when) or tr("undated"), holder))
        actor, source = store.find(Actor, event.actor_id), store.find(Source, event.source_id)
        parts = [actor.name if actor else "", tr("read in “{title}”", title=source.title) if source else ""]
        detail.addWidget(label(" · ".join(filter(None, parts)), holder, role="soft", wrap=True))
        if event.note:
            detail.addWidget(label(event.note, holder, wrap=True))

    def remove_event(self) -> None:
        event_id = self.record_id
        if event_id is not None:
            self.session.run(lambda: events.remove_event(self.session.store, event_id))

    def make_form(self, record_id: int | None) -> Form:
        store = self.session.store
        event = store.get(Event, record_id) if record_id is not None else None
        shown = event or Event(title="-")
        actor, source = store.find(Actor, shown.actor_id), store.find(Source, shown.source_id)
        form = Form(tr("Edit event") if event else tr("Add event"), self)
        form.lines("title", tr("What happened"), shown.title if event else "", least=1)
        anchor = sources.anchor_day(source) if source else self.session.index.today
        form.date("when", tr("When"), shown.when, anchor)
        form.add("actor", tr("Who"), claim_forms.actor_field(self.session, actor.name if actor else "", form))
        form.choice("source", tr("Source"), claim_forms.source_options(store), shown.source_id)
        form.lines("note", tr("Internal note"), shown.note, least=1)
        return form

    def save(self, record_id: int | None, values: dict[str, Any]) -> Event:
        store = self.session.store
        with store.step("Add event" if record_id is None else "Edit event"):
            return self._put(record_id, values)

    def _put(self, record_id: int | None, values: dict[str, Any]) -> Event:
        store = self.session.store
        actor_id, _ = claimant_of(store, values["actor"])
        stored = store.get(Event, record_id) if record_id is not None else Event(title=values["title"])
        edited = replace(
            stored, title=values["title"], when=values["when"], actor_id=actor_id, source_id=values["source"],
            note=values["note"],
        )  # fmt: skip
        return events.add_event(store, edited) if record_id is None else events.edit_event(store, edited)


def _first_day(event: Event) -> int:
    day = event.when.earliest if event.when.earliest is not None else event.when.latest
    return day if day is not None else 0
