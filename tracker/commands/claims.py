"""Claims: log, edit, attribute, support, relate, judge."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from tracker.commands.cases import put_tags
from tracker.commands.reviewing import require_sign_off_rules
from tracker.commands.sources import anchor_in, anchor_quote
from tracker.domain.actor import Actor
from tracker.domain.anchor import Anchor
from tracker.domain.attribution import Attribution, Hop, usual_record
from tracker.domain.claim import KINDS, Claim, ClaimTag
from tracker.domain.evidence import CREDIBILITY, STANCES, Evidence
from tracker.domain.ids import typed_id
from tracker.domain.merger import Merger
from tracker.domain.newsroom import Assignment, Comment
from tracker.domain.relation import KINDS as RELATIONS
from tracker.domain.relation import Relation
from tracker.domain.reply import Reply
from tracker.domain.review import content_hash, move_to
from tracker.domain.source import Source
from tracker.errors import NotFound, Refused
from tracker.store import Store


@dataclass(frozen=True, slots=True)
class Via:
    """One station of a relay, before it is stored: an actor, a source, or words."""

    actor_id: int | None = None
    source_id: int | None = None
    described: str = ""


def log_claim(
    store: Store, claim: Claim, *, attribution: Attribution | None = None, span: tuple[int, int] | None = None,
    relay: Iterable[Via] = (), tags: Iterable[str] = (),
) -> Claim:  # fmt: skip
    """A new claim and who said it, as one step. `claim.number` and the claim's id in the attribution are given here;
    `span` is the quote's place in the text of the attribution's source.

    Raises: Refused without a statement, for an unknown kind or verdict, and for a span without words; NotFound when
    its source is gone.
    """
    _validate_claim(store, claim)
    with store.step("Log claim"):
        stored = _put_claim(store, claim)
        if attribution is not None:
            _put_attribution(store, replace(attribution, claim_id=stored.id), span, relay)
        put_tags(store, stored.id, tags)
    return stored


def put_quoted_claim(
    store: Store, claim: Claim, attribution: Attribution, source: Source, span: tuple[int, int]
) -> Claim:
    """Inside a step: a new claim and who said it in characters start…end of a source, given as it is stored now.

    Raises: Refused without a statement, for an unknown kind or verdict, and for a span without words.
    """
    _validate_claim(store, claim)
    stored = _put_claim(store, claim)
    anchor = store.put(anchor_in(source, *span))
    quoted = replace(attribution, claim_id=stored.id, quote=anchor.exact, anchor_id=anchor.id)
    store.put(_with_record_of(quoted, stored, store.find(Actor, quoted.actor_id), source))
    return stored


def _put_claim(store: Store, claim: Claim) -> Claim:
    return store.put(replace(claim, number=store.next_number("claim")))


def _validate_claim(store: Store, claim: Claim) -> None:
    if not claim.statement.strip():
        raise Refused("A claim needs a statement: one sentence that can be checked.")
    odd = [kind for kind in claim.kinds if kind not in KINDS]
    if odd:
        raise Refused(f"There is no claim kind “{odd[0]}”. The kinds are {', '.join(KINDS)}.")
    if claim.verdict not in store.verdicts:
        raise Refused(f"There is no verdict “{claim.verdict}”. The verdicts are {', '.join(store.verdicts)}.")


def edit_claim(store: Store, claim: Claim, what: str = "Edit claim") -> Claim:
    """Save an edited claim.

    Raises: Refused without a statement or for an unknown kind or verdict; Conflict when it was changed since it was
    read.
    """
    _validate_claim(store, claim)
    with store.step(what):
        return store.put(claim)


def remove_claim(store: Store, claim_id: int) -> None:
    """Remove a claim with everything that belongs to it alone; one step, so that one undo restores all of it.

    Raises: NotFound when it is gone.
    """
    claim = store.get(Claim, claim_id)
    with store.step(f"Remove {claim.label}"):
        for reply in store.all(Reply, answer_claim_id=claim_id):
            store.put(replace(reply, answer_claim_id=None))
        for attribution in store.all(Attribution, claim_id=claim_id):
            _remove_attribution(store, attribution)
        for evidence in store.all(Evidence, claim_id=claim_id):
            store.remove(evidence)
            _remove_anchor(store, evidence.anchor_id)
        for kind in (Relation, Reply, ClaimTag, Comment, Assignment):
            for record in store.all(kind, claim_id=claim_id):
                store.remove(record)
        for relation in store.all(Relation, other_id=claim_id):
            store.remove(relation)
        store.remove(claim)


def attribute(
    store: Store, attribution: Attribution, *, span: tuple[int, int] | None = None, relay: Iterable[Via] = ()
) -> Attribution:
    """Attribute a claim: who made it, where. With a span, or a quote that occurs once in the source, the words are anchored.

    Raises: Refused when nothing says who made the claim, and for a span without words; NotFound when the source is
    gone.
    """
    if attribution.actor_id is None and not attribution.described.strip() and attribution.source_id is None:
        raise Refused("Enter who made the claim: a name, words such as “former staff”, or the source.")
    with store.step("Add attribution"):
        return _put_attribution(store, attribution, span, relay)


def with_usual_record(store: Store, attribution: Attribution) -> Attribution:
    """The attribution with the usual terms (`usual_record`) where none were chosen. The claim must be stored."""
    if attribution.record:
        return attribution
    actor, source = store.find(Actor, attribution.actor_id), store.find(Source, attribution.source_id)
    return _with_record_of(attribution, store.get(Claim, attribution.claim_id), actor, source)


def _with_record_of(attribution: Attribution, claim: Claim, actor: Actor | None, source: Source | None) -> Attribution:
    """The same, with the actor and source of the attribution already read."""
    if attribution.record:
        return attribution
    publisher = source is not None and bool(source.publisher) and attribution.described == source.publisher
    record = usual_record(
        named=actor is not None,
        protected=actor is not None and actor.protected,
        rumour="rumour" in claim.kinds,
        publisher=publisher,
    )
    return replace(attribution, record=record)


def _put_attribution(
    store: Store, attribution: Attribution, span: tuple[int, int] | None, relay: Iterable[Via]
) -> Attribution:
    anchor = _anchor(store, attribution.source_id, span, attribution.quote)
    stored = _put_quote(store, attribution, anchor)
    for position, via in enumerate(relay):
        store.put(
            Hop(
                attribution_id=stored.id, position=position, actor_id=via.actor_id, source_id=via.source_id,
                described=via.described,
            )
        )  # fmt: skip
    return stored


def _put_quote(store: Store, attribution: Attribution, anchor: Anchor | None) -> Attribution:
    if anchor is not None:
        attribution = replace(attribution, quote=anchor.exact, anchor_id=anchor.id)
    return store.put(with_usual_record(store, attribution))


def _anchor(store: Store, source_id: int | None, span: tuple[int, int] | None, quote: str) -> Anchor | None:
    if source_id is None or not (span or quote.strip()):
        return None
    source = store.get(Source, source_id)
    anchor = anchor_in(source, *span) if span else anchor_quote(source, quote)
    return store.put(anchor) if anchor else None


def edit_attribution(store: Store, attribution: Attribution, relay: Iterable[Via] | None = None) -> Attribution:
    """Save an edited attribution; a relay given replaces the stored one. A changed quote is anchored again.

    Raises: Conflict when it was changed since it was read, NotFound when it is gone.
    """
    before = store.get(Attribution, attribution.id)
    with store.step("Edit attribution"):
        if attribution.quote != before.quote or attribution.source_id != before.source_id:
            anchor = _anchor(store, attribution.source_id, None, attribution.quote)
            attribution = replace(attribution, anchor_id=anchor.id if anchor else None)
        unnamed = before.actor_id is not None and attribution.actor_id is None
        if unnamed and attribution.record == before.record == "on record":
            attribution = replace(attribution, record="")  # it was on record because the claimant had a name
        saved = store.put(with_usual_record(store, attribution))
        if attribution.anchor_id != before.anchor_id:
            _remove_anchor(store, before.anchor_id)
        if relay is not None:
            for hop in store.all(Hop, attribution_id=attribution.id):
                store.remove(hop)
            for position, via in enumerate(relay):
                store.put(
                    Hop(
                        attribution_id=saved.id, position=position, actor_id=via.actor_id, source_id=via.source_id,
                        described=via.described,
                    )
                )  # fmt: skip
    return saved


def remove_attribution(store: Store, attribution_id: int) -> None:
    """Remove an attribution, with its quote and relay.

    Raises: NotFound when it is gone.
    """
    with store.step("Remove attribution"):
        _remove_attribution(store, store.get(Attribution, attribution_id))


def _remove_attribution(store: Store, attribution: Attribution) -> None:
    for hop in store.all(Hop, attribution_id=attribution.id):
        store.remove(hop)
    store.remove(attribution)
    _remove_anchor(store, attribution.anchor_id)


def _remove_anchor(store: Store, anchor_id: int | None) -> None:
    if anchor_id is not None and (anchor := store.find(Anchor, anchor_id)):
        store.remove(anchor)


def link_evidence(
    store: Store, evidence: Evidence, *, span: tuple[int, int] | None = None, quote: str = ""
) -> Evidence:
    """Link a source as evidence that supports or refutes a claim, or gives it context; with a span or quote, the words.

    Raises: Refused for an unknown stance or grade and for a span without words; NotFound when the source is gone.
    """
    _validate_evidence(evidence)
    with store.step("Link evidence"):
        anchor = _anchor(store, evidence.source_id, span, quote)
        return store.put(replace(evidence, anchor_id=anchor.id if anchor else evidence.anchor_id))


def _validate_evidence(evidence: Evidence) -> None:
    if evidence.stance not in STANCES:
        raise Refused(f"Evidence {', '.join(STANCES[:2])} or gives context; “{evidence.stance}” is none of these.")
    if evidence.credibility is not None and evidence.credibility not in CREDIBILITY:
        raise Refused("The credibility of evidence is a grade from 1 to 6, or none.")


def edit_evidence(store: Store, evidence: Evidence) -> Evidence:
    """Save edited evidence; when the source is another one, the anchor in the old one is removed.

    Raises: Refused for an unknown stance or grade; Conflict when it was changed since it was read; NotFound when it
    is gone.
    """
    _validate_evidence(evidence)
    before = store.get(Evidence, evidence.id)
    with store.step("Edit evidence"):
        if evidence.source_id == before.source_id:
            return store.put(evidence)
        saved = store.put(replace(evidence, anchor_id=None))
        _remove_anchor(store, before.anchor_id)
        return saved


def remove_evidence(store: Store, evidence_id: int) -> None:
    """Remove a piece of evidence.

    Raises: NotFound when it is gone.
    """
    evidence = store.get(Evidence, evidence_id)
    with store.step("Remove evidence"):
        store.remove(evidence)
        _remove_anchor(store, evidence.anchor_id)


def relate(store: Store, claim_id: int, kind: str, other_id: int, note: str = "") -> Relation:
    """Relate one claim to another. A denial contradicts; no verdict is changed.

    Raises: Refused for an unknown relation, one that exists already, and one of a claim with itself.
    """
    if kind not in RELATIONS:
        raise Refused(f"Claims cannot be related by “{kind}”. The relations are {', '.join(RELATIONS)}.")
    if claim_id == other_id:
        raise Refused("A claim cannot be related to itself.")
    if store.all(Relation, claim_id=claim_id, other_id=other_id, kind=kind):
        raise Refused("That relation exists already.")
    with store.step("Relate claims"):
        return store.put(Relation(claim_id=claim_id, other_id=other_id, kind=kind, note=note))


def unrelate(store: Store, relation_id: int) -> None:
    """Remove a relation.

    Raises: NotFound when it is gone.
    """
    with store.step("Remove relation"):
        store.remove(store.get(Relation, relation_id))


def set_verdict(store: Store, claim_id: int, verdict: str, reason: str = "") -> Claim:
    """Set the verdict of a claim; the reason is recorded in the history.

    Raises: Refused for an unknown verdict, and for a reason without a change; NotFound when the claim is gone.
    """
    claim = store.get(Claim, claim_id)
    _validate_claim(store, replace(claim, verdict=verdict))
    _refuse_no_change(store, claim, verdict, reason)
    with store.step("Set verdict", reason):
        return store.put(replace(claim, verdict=verdict))


def _refuse_no_change(store: Store, claim: Claim, verdict: str, reason: str) -> None:
    """Raise Refused for a reason without a change of verdict: nothing would be written, and the reason lost."""
    if verdict == claim.verdict and reason.strip():
        label = store.verdicts[verdict].label
        raise Refused(f"{claim.label} is “{label}” already, so the reason would not be recorded. Add it as a comment.")


def set_review(store: Store, claim_id: int, state: str, reason: str = "") -> Claim:
    """Move a claim along the review flow (`review.MOVES`); signing off stores a hash of what was signed.

    Raises: Refused where the flow or the rules of the case have no such move, or a required reason is missing; NotFound when
    the claim is gone.
    """
    claim = store.get(Claim, claim_id)
    if state == "signed off":
        require_sign_off_rules(store, claim, reason)
    if claim.review == state == "signed off":
        return _sign(store, claim, "Sign off again", reason)
    move = move_to(claim, state, reason)
    if state == "signed off":
        return _sign(store, claim, move.name, reason)
    with store.step(move.name, reason):
        return store.put(replace(claim, review=state, signed_hash="", signed_by="", signed_at=""))


def _sign(store: Store, claim: Claim, name: str, reason: str) -> Claim:
    attributions = store.all(Attribution, claim_id=claim.id)
    signed = content_hash(
        claim,
        attributions,
        store.all(Evidence, claim_id=claim.id),
        store.among(Hop, "attribution_id", [attribution.id for attribution in attributions]),
        store.verdicts,
    )
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with store.step(name, reason):
        return store.put(replace(claim, review="signed off", signed_hash=signed, signed_by=store.author, signed_at=now))


def require_judgement_allowed(
    store: Store, claim_id: int, *, verdict: str | None, review: str | None, reason: str
) -> None:
    """Raise Refused when `judge` would; writes nothing."""
    claim = store.get(Claim, claim_id)
    if verdict is not None:
        _validate_claim(store, replace(claim, verdict=verdict))
        if review is None:
            _refuse_no_change(store, claim, verdict, reason)
    if review is not None and not claim.review == review == "signed off":
        move_to(claim, review, reason)
    if review == "signed off":
        require_sign_off_rules(store, claim, reason)


def judge(store: Store, claim_id: int, *, verdict: str | None, review: str | None, reason: str) -> None:
    """Set verdict and review state for one reason: two steps, each undoable; neither when one of them is refused."""
    require_judgement_allowed(store, claim_id, verdict=verdict, review=review, reason=reason)
    if verdict is not None and verdict != store.get(Claim, claim_id).verdict:
        set_verdict(store, claim_id, verdict, reason)
    if review is not None:
        set_review(store, claim_id, review, reason)


def request_reply(store: Store, reply: Reply) -> Reply:
    """Record that somebody was asked for comment.

    Raises: Refused when nobody is named or described.
    """
    if reply.actor_id is None and not reply.described.strip():
        raise Refused("Enter who was asked.")
    with store.step("Request reply"):
        return store.put(reply)


def edit_reply(store: Store, reply: Reply) -> Reply:
    """Record the answer to a reply request, or that there was none.

    Raises: Conflict when it was changed since it was read.
    """
    with store.step("Edit reply request"):
        return store.put(reply)


def remove_reply(store: Store, reply_id: int) -> None:
    """Remove a reply request.

    Raises: NotFound when it is gone.
    """
    with store.step("Remove reply request"):
        store.remove(store.get(Reply, reply_id))


def _merged(store: Store, **which: object) -> Claim | None:
    """The claim that another one was merged into, perhaps over several mergers."""
    for merger in store.all(Merger, kind="claim", **which):
        return store.find(Claim, merger.kept_id) or _merged(store, gone_id=merger.kept_id)
    return None


def claim_named(store: Store, name: str) -> Claim:
    """A claim by its number (C-001, 1) or id, that of one merged into it included; raises NotFound in words."""
    number = typed_id(name.upper().removeprefix("C-").removeprefix("C"))
    if number is not None:
        for claim in store.all(Claim, number=number) or store.all(Claim, id=number):
            return claim
        if (merged := _merged(store, gone_name=f"C-{number:03d}")) is not None:
            return merged
    raise NotFound(f"There is no claim {name} in this case.")
