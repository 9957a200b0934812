"""The forms that selected words fill in: a claim, another quote of one, evidence for one, an event."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from tracker.commands import events, sources
from tracker.commands.entry import claimant_of
from tracker.commands.logging_claims import suggested_attribution
from tracker.domain.attribution import Attribution
from tracker.domain.event import Event
from tracker.domain.source import Source
from tracker.gui.editors import claim_forms
from tracker.gui.editors.form import Form
from tracker.gui.pages.sources.forms import OpenForm, Span
from tracker.gui.pages.sources.state import ReadingState
from tracker.gui.session import Session
from tracker.i18n import tr


class SelectionForms(QObject):
    """Opens a form for the selected words and saves its values. A quote is anchored where it was selected as long as the
    form still contains those words.
    """

    def __init__(self, session: Session, place: OpenForm, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._place, self._parent = session, place, parent
        self._source_id: int | None = None  # that the open form was opened for

    def open(self, key: str, state: ReadingState) -> None:
        """Open a form for the selected words: edit (the claim they suggest), quote, evidence or event."""
        {"edit": self._claim, "quote": self._quote, "evidence": self._evidence, "event": self._event}[key](state)

    def _claim(self, state: ReadingState) -> None:
        """A new claim as the words suggest it, to be changed before it is logged."""
        suggestion = state.suggestion
        if suggestion is None:
            return
        form = claim_forms.claim_form(
            self._session, self._parent, title=tr("Log claim"), statement=" ".join(suggestion.statement.split()),
            attribution=suggested_attribution(state.source, suggestion, state.span), about=suggestion.about,
            kinds=suggestion.kinds, claimant=suggestion.who,
        )  # fmt: skip
        self._open(form, self._save_claim, state)

    def _quote(self, state: ReadingState) -> None:
        """Another attribution of a claim that is already logged, in the selected words."""
        if state.suggestion is None:
            return
        attribution = suggested_attribution(state.source, state.suggestion, state.span)
        form = claim_forms.attribution_form(self._session, self._parent, attribution, tr("Add quote to claim"))
        form.choice("claim", tr("Claim"), claim_forms.claim_options(self._session), self._session.claim_id)
        self._open(form, self._save_quote, state)

    def _evidence(self, state: ReadingState) -> None:
        """The selected words as evidence for a claim."""
        quote = state.source.text[slice(*state.span)].strip()
        form = claim_forms.evidence_form(self._session, self._parent, None, state.source.id, quote)
        form.choice("claim", tr("For the claim"), claim_forms.claim_options(self._session), self._session.claim_id)
        self._open(form, self._save_evidence, state)

    def _event(self, state: ReadingState) -> None:
        """What happened, in the selected words."""
        suggestion = state.suggestion
        if suggestion is None:
            return
        form = Form(tr("Event"), self._parent)
        form.lines("title", tr("What happened"), " ".join(suggestion.statement.split()))
        form.date("when", tr("When"), suggestion.about, sources.anchor_day(state.source))
        form.add("actor", tr("Who"), claim_forms.actor_field(self._session, suggestion.who, form))
        self._open(form, self._save_event, state)

    def _open(self, form: Form, save: Callable[[dict[str, Any]], None], state: ReadingState) -> None:
        self._place.open(form, save, state.span)
        if self._place.form is form:
            self._source_id = state.source.id

    def _span(self, values: dict[str, Any]) -> Span | None:
        """The selected words, if the form still contains them and has the same source."""
        source, span = self._session.store.find(Source, values["source"]), self._place.span
        if source is None or span is None or source.id != self._source_id:
            return None
        return span if " ".join(values["quote"].split()) == " ".join(source.text[slice(*span)].split()) else None

    def _save_claim(self, values: dict[str, Any]) -> None:
        claim = self._session.run(lambda: claim_forms.log(self._session, values, self._span(values)))
        self._place.finish(claim, tr("Logged {claim}", claim=claim.label) if claim is not None else "")

    def _save_quote(self, values: dict[str, Any]) -> None:
        if self._named(values):
            attribution, span = Attribution(claim_id=values["claim"]), self._span(values)
            save = claim_forms.save_attribution
            saved = self._session.run(lambda: save(self._session, attribution, values, new=True, span=span))
            self._place.finish(saved, tr("Quote added"))

    def _save_evidence(self, values: dict[str, Any]) -> None:
        if self._named(values):
            claim_id, span = values["claim"], self._span(values)
            evidence = self._session.run(lambda: claim_forms.save_evidence(self._session, claim_id, None, values, span))
            self._place.finish(evidence, tr("Evidence linked"))

    def _named(self, values: dict[str, Any]) -> bool:
        """Whether a claim is chosen in the form; shows a message where none is."""
        if values["claim"] is None:
            self._session.failed.emit(tr("Choose the claim first."))
        return values["claim"] is not None

    def _save_event(self, values: dict[str, Any]) -> None:
        store, source_id, span = self._session.store, self._source_id, self._place.span

        def command() -> Event:
            with store.step("Add event"):
                actor_id, _ = claimant_of(store, values["actor"])
                event = Event(title=values["title"], when=values["when"], actor_id=actor_id, source_id=source_id)
                return events.add_event(store, event, span=span)

        self._place.finish(self._session.run(command), tr("Event added"))
