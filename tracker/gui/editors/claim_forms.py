"""The forms of a claim and its parts, and the commands that save their values."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from tracker.commands import actors, cases, claims, entry, sources
from tracker.domain.actor import Actor, ActorName
from tracker.domain.attribution import MODES, RECORDS, Attribution, shown_record
from tracker.domain.case import Tag
from tracker.domain.claim import KINDS, Claim, ClaimTag
from tracker.domain.dates import UNDATED, FuzzyDate
from tracker.domain.evidence import CREDIBILITY, STANCES, Evidence
from tracker.domain.relation import KINDS as RELATIONS
from tracker.domain.reply import OUTCOMES, Reply
from tracker.domain.source import Source
from tracker.gui.editors.fields import ActorField
from tracker.gui.editors.form import Form
from tracker.gui.session import Session
from tracker.i18n import tr
from tracker.store import Store, queries

Span = tuple[int, int] | None


def actor_names(store: Store) -> list[str]:
    return [actor.name for actor in store.all(Actor)] + [other.name for other in store.all(ActorName)]


def actor_field(session: Session, text: str, parent: QWidget) -> ActorField:
    def known(typed: str) -> str:
        if entry.describes(typed):
            return tr("described, not named")
        actor = actors.find_actor(session.store, typed)
        if actor is None:
            return tr("new: will be added to People")
        return tr("protected source") if actor.protected else " · ".join(actors.names_of(session.store, actor.id)[1:])

    return ActorField(text, actor_names(session.store), known, parent)


def source_options(store: Store, *, none: bool = True) -> list[tuple[object, str]]:
    nothing: list[tuple[object, str]] = [(None, tr("— no source —"))] if none else []
    return nothing + list(queries.source_titles(store).items())


def terms_options() -> list[tuple[object, str]]:
    """A choice of the terms on which something was said; if none is chosen, they follow from whether the speaker is named."""
    usual = ("", tr("On record if named, else not known"))
    return [usual, *((record, tr(shown_record(record))) for record in RECORDS)]


def claim_form(
    session: Session, parent: QWidget, *, title: str, statement: str = "", attribution: Attribution | None = None,
    about: FuzzyDate = UNDATED, kinds: tuple[str, ...] = ("factual",), claimant: str = "",
) -> Form:  # fmt: skip
    """A new claim with its first attribution."""
    store = session.store
    source = store.find(Source, attribution.source_id) if attribution else None
    anchor = sources.anchor_day(source)
    form = Form(title, parent, save=tr("Log claim"))
    form.lines("statement", tr("Statement (one sentence that can be checked)"), statement)
    form.toggles("kinds", tr("Kind"), KINDS, kinds)
    form.add("claimant", tr("Who said it"), actor_field(session, claimant, form))
    form.choice("source", tr("Source"), source_options(store), attribution.source_id if attribution else None)
    form.line("quote", tr("Exact quote"), attribution.quote if attribution else "")
    form.date("said", tr("Date said"), attribution.said if attribution else UNDATED, anchor)
    form.date("about", tr("Date of the event"), about, anchor)
    form.date("due", tr("Prediction: due by"), UNDATED, anchor)
    form.choice(
        "mode", tr("Quote type"), [(mode, tr(mode)) for mode in MODES], attribution.mode if attribution else "indirect"
    )
    form.choice("record", tr("On record?"), terms_options(), "")
    form.line("relay", tr("Relayed by"), hint=tr("interview → wire service"))
    form.beside(("value", tr("Number: value")), ("unit", tr("Number: unit")))
    form.line("tags", tr("Tags, separated by commas"))
    form.follow_source(anchor_of(session))
    return form


def log(session: Session, values: dict[str, Any], span: Span = None) -> Claim:
    """Log the claim of a form, and add the people it names who are not in the case yet, in one step."""
    typed = entry.ClaimEntry(
        statement=values["statement"], kinds=values["kinds"], about=values["about"], due=values["due"],
        value=values["value"], unit=values["unit"], tags=values["tags"], said_by=_said_by(session.store, values),
    )  # fmt: skip
    return entry.log(session.store, typed, span)


def _said_by(store: Store, values: dict[str, Any]) -> entry.SaidEntry:
    return entry.SaidEntry(
        claimant=values["claimant"], source=store.find(Source, values["source"]), said=values["said"],
        quote=values["quote"], mode=values["mode"], record=values["record"], relay=values["relay"],
    )  # fmt: skip


def attribution_form(session: Session, parent: QWidget, attribution: Attribution, title: str) -> Form:
    store = session.store
    source = store.find(Source, attribution.source_id)
    form = Form(title, parent)
    form.add("claimant", tr("Who said it"), actor_field(session, entry.claimant_text(store, attribution), form))
    form.choice("source", tr("Source"), source_options(store), attribution.source_id)
    form.lines("quote", tr("Exact quote"), attribution.quote, least=1)
    form.date("said", tr("Date said"), attribution.said, sources.anchor_day(source))
    form.choice("mode", tr("Quote type"), [(mode, tr(mode)) for mode in MODES], attribution.mode)
    form.choice("record", tr("On record?"), terms_options(), attribution.record)
    form.line("relay", tr("Relayed by"), entry.relay_text(store, attribution), hint=tr("interview → wire service"))
    form.follow_source(anchor_of(session))
    return form


def save_attribution(
    session: Session, attribution: Attribution, values: dict[str, Any], *, new: bool, span: Span = None
) -> Attribution:
    store = session.store
    with store.step("Add attribution" if new else "Edit attribution"):
        typed = _said_by(store, values)
        entered = entry.attribution_of(typed, *entry.claimant_of(store, typed.claimant))
        edited = replace(
            attribution, actor_id=entered.actor_id, described=entered.described, source_id=entered.source_id, said=entered.said,
            mode=entered.mode, record=entered.record, quote=entered.quote,
        )  # fmt: skip
        if new:
            return claims.attribute(store, edited, span=span, relay=entry.relay_of(store, values["relay"]))
        same_relay = entry.relay_text(store, attribution) == values["relay"]
        return claims.edit_attribution(store, edited, None if same_relay else entry.relay_of(store, values["relay"]))


def evidence_form(
    session: Session, parent: QWidget, evidence: Evidence | None, source_id: int | None, quote: str = ""
) -> Form:
    form = Form(tr("Edit evidence") if evidence else tr("Link evidence"), parent)
    shown = evidence or Evidence(claim_id=0, source_id=source_id or 0)
    form.choice(
        "stance", tr("This evidence"), [(stance, tr(_STANCE_WORDS[stance])) for stance in STANCES], shown.stance
    )
    form.choice("source", tr("Source"), source_options(session.store, none=False), shown.source_id or source_id)
    form.lines("shows", tr("What it shows, in a sentence"), shown.shows, least=1)
    if evidence is None:
        form.lines("quote", tr("Exact words in the source"), quote, least=1)
    grades: list[tuple[object, str]] = [(None, tr("— not graded —"))]
    grades += [(grade, f"{grade} {tr(words)}") for grade, words in CREDIBILITY.items()]
    form.choice("credibility", tr("Credibility of the information"), grades, shown.credibility)
    form.line("note", tr("Internal note"), shown.note)
    return form


_STANCE_WORDS = {"supports": "supports the claim", "refutes": "refutes the claim", "context": "gives it context"}


def save_evidence(
    session: Session, claim_id: int, evidence: Evidence | None, values: dict[str, Any], span: Span = None
) -> Evidence:
    if evidence is not None:
        edited = replace(
            evidence, stance=values["stance"], source_id=values["source"], shows=values["shows"],
            credibility=values["credibility"], note=values["note"],
        )  # fmt: skip
        return claims.edit_evidence(session.store, edited)
    entered = Evidence(
        claim_id=claim_id, source_id=values["source"] or 0, stance=values["stance"], shows=values["shows"],
        credibility=values["credibility"], note=values["note"],
    )  # fmt: skip
    return claims.link_evidence(session.store, entered, span=span, quote=values["quote"])


def claim_options(session: Session, besides: int | None = None) -> list[tuple[object, str]]:
    return [
        (claim.id, f"C-{claim.number:03d} {claim.text}")
        for claim in queries.statements(session.store)
        if claim.id != besides
    ]


def relation_form(session: Session, parent: QWidget, claim_id: int) -> Form:
    form = Form(tr("Relate to another claim"), parent)
    kinds = [*((kind, tr(kind)) for kind in RELATIONS), *((f"<{kind}", tr(back)) for kind, back in RELATIONS.items())]
    form.choice("kind", tr("This claim"), list(kinds), "contradicts")
    form.choice("other", tr("Other claim"), claim_options(session, claim_id), None)
    return form


def save_relation(session: Session, claim_id: int, values: dict[str, Any]) -> object:
    kind, other = values["kind"], values["other"]
    if kind.startswith("<"):
        return claims.relate(session.store, other, kind[1:], claim_id)
    return claims.relate(session.store, claim_id, kind, other)


def reply_form(session: Session, parent: QWidget, reply: Reply | None) -> Form:
    store = session.store
    shown = reply or Reply(claim_id=0)
    addressee = ""
    if shown.actor_id is not None:
        addressee = store.get(Actor, shown.actor_id).name
    elif shown.described:
        addressee = f"({shown.described})"
    today = session.index.today
    form = Form(tr("Right of reply"), parent)
    form.add("asked_of", tr("Who was asked"), actor_field(session, addressee, form))
    form.line("channel", tr("Channel"), shown.channel, hint=tr("e-mail, telephone …"))
    form.lines("question", tr("What was asked"), shown.question, least=1)
    form.date("asked", tr("Asked on"), shown.asked, today)
    form.date("deadline", tr("Answer due by"), shown.deadline, today)
    form.choice("outcome", tr("Outcome"), [(outcome, tr(outcome)) for outcome in OUTCOMES], shown.outcome)
    form.lines("answer", tr("What they answered"), shown.answer, least=1)
    form.date("answered", tr("Answered on"), shown.answered, today)
    return form


def save_reply(session: Session, claim_id: int, reply: Reply | None, values: dict[str, Any]) -> Reply:
    store = session.store
    with store.step("Request reply" if reply is None else "Edit reply request"):
        actor_id, described = entry.claimant_of(store, values["asked_of"])
        edited = replace(
            reply or Reply(claim_id=claim_id), actor_id=actor_id, described=described, channel=values["channel"],
            question=values["question"], asked=values["asked"], deadline=values["deadline"], outcome=values["outcome"],
            answer=values["answer"], answered=values["answered"],
        )  # fmt: skip
        return claims.request_reply(store, edited) if reply is None else claims.edit_reply(store, edited)


def details_form(session: Session, parent: QWidget, claim: Claim) -> Form:
    """Kinds, dates, number and tags of a claim."""
    store = session.store
    first = next(iter(store.all(Attribution, claim_id=claim.id)), None)
    anchor = sources.anchor_day(store.find(Source, first.source_id) if first else None)
    tags = [store.get(Tag, link.tag_id).name for link in store.all(ClaimTag, claim_id=claim.id)]
    form = Form(tr("Details"), parent)
    form.toggles("kinds", tr("Kind"), KINDS, claim.kinds)
    form.date("about", tr("Date of the event"), claim.about, anchor)
    form.date("due", tr("Prediction: due by"), claim.due, anchor)
    form.line("value", tr("Number: value"), claim.value)
    form.line("unit", tr("Number: unit"), claim.unit)
    form.date("as_of", tr("Number: as of"), claim.as_of, anchor)
    form.line("tags", tr("Tags, separated by commas"), ", ".join(tags))
    return form


def save_details(session: Session, claim: Claim, values: dict[str, Any]) -> Claim:
    edited = replace(
        claim, kinds=values["kinds"] or ("factual",), about=values["about"], due=values["due"], value=values["value"],
        unit=values["unit"], as_of=values["as_of"],
    )  # fmt: skip
    with session.store.step("Edit details"):
        saved = claims.edit_claim(session.store, edited, "Edit details")
        cases.set_tags(session.store, claim.id, entry.tags_of(values["tags"]))
    return saved


def anchor_of(session: Session) -> Callable[[object], int | None]:
    """The day that relative dates refer to, by source id."""

    def anchor(source_id: object) -> int | None:
        return sources.anchor_day(session.store.find(Source, source_id if isinstance(source_id, int) else None))

    return anchor
