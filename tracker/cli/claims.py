"""Commands on claims and people: log, find, change, merge."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.group import (
    ASKING,
    AUTHOR,
    CASE,
    JSON,
    QUERY,
    actor_named,
    counted,
    date_of,
    index_of,
    main,
    opened,
    print_json,
    print_query_warnings,
    select,
    source_named,
)
from tracker.commands import actors, cases, claims, entry, sources
from tracker.domain.actor import Actor
from tracker.domain.anchor import Anchor
from tracker.domain.attribution import MODES, RECORDS, Attribution, Hop
from tracker.domain.claim import KINDS, Claim
from tracker.domain.dates.saying import say_with_words
from tracker.domain.evidence import STANCES, Evidence
from tracker.domain.query import Query
from tracker.domain.relation import KINDS as RELATIONS
from tracker.domain.relation import Relation
from tracker.domain.reply import Reply
from tracker.domain.review import START, STATES
from tracker.domain.source import Source
from tracker.errors import Refused
from tracker.store import Store, queries
from tracker.store.claims.facts import Facts

if TYPE_CHECKING:
    from tracker.store.matching import Match


@main.command("add-actor")
@CASE
@click.argument("name")
@click.option("--also", multiple=True, help="Another name or script; can be given several times.")
@click.option("--kind", type=click.Choice(["person", "organisation", "group"]), default="person")
@click.option("--description", default="")
@click.option("--protected", is_flag=True, help="A confidential source, shown by a pseudonym outside the newsroom.")
@click.option("--pseudonym", default="")
@AUTHOR
def add_actor(
    case: Path,
    name: str,
    also: tuple[str, ...],
    kind: str,
    description: str,
    protected: bool,
    pseudonym: str,
    author: str,
) -> None:
    """Add a person, organisation or group."""
    with opened(case, write=True, author=author) as store:
        actor = actors.add_actor(
            store, name, names=also, kind=kind, description=description, protected=protected, pseudonym=pseudonym
        )
        click.echo(f"Added {actor.name} ({actor.id}).")


@main.command("add-claim")
@CASE
@click.argument("statement")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS))
@click.option("--by", default="", help="Claimant: a name (added if new), or a description in brackets.")
@click.option("--described", default="", help="Description of the claimant, when there is no name.")
@click.option("--source", "source_name", default="", help="Title or id of the source.")
@click.option("--quote", default="", help="Exact quote, anchored in the source's text.")
@click.option("--said", default="", help="Date said, in any wording.")
@click.option("--about", default="", help="Date of the event, in any wording.")
@click.option("--due", default="", help="Due date of a prediction, in any wording.")
@click.option("--value", default="")
@click.option("--unit", default="")
@click.option("--mode", type=click.Choice(MODES), default="indirect")
@click.option(
    "--record",
    type=click.Choice(RECORDS),
    default=None,
    help="Without it: on record for a name, unknown for a rumour or somebody who is only described.",
)
@click.option("--via", multiple=True, help="A relay, in order from the claimant on: source title or description.")
@click.option("--tag", "tags", multiple=True)
@click.option("--verdict", default=START, help="One of the case's verdicts (claimline verdicts CASE).")
@click.option("--note", default="", help="Internal: appears only in the internal dossier.")
@AUTHOR
@JSON
def add_claim(
    case: Path, statement: str, kinds: tuple[str, ...], by: str, described: str, source_name: str, quote: str,
    said: str, about: str, due: str, value: str, unit: str, mode: str, record: str | None, via: tuple[str, ...],
    tags: tuple[str, ...], verdict: str, note: str, author: str, as_json: bool,
) -> None:  # fmt: skip
    """Log a claim with its claimant and source."""
    with opened(case, write=True, author=author) as store:
        source = source_named(store, source_name) if source_name else None
        said_by = entry.SaidEntry(
            claimant=by, described=described, source=source, said=said, quote=quote, mode=mode, record=record or "",
            relay=via,
        )  # fmt: skip
        typed = entry.ClaimEntry(
            statement=statement, kinds=kinds, about=about, due=due, value=value, unit=unit, tags=tags, verdict=verdict,
            note=note, said_by=said_by,
        )  # fmt: skip
        logged = entry.log(store, typed)
        if as_json:
            print_json(_claim_json(index_of(store).facts[logged.id], queries.source_titles(store)))
        else:
            click.echo(f"Logged {logged.label}: {logged.statement}")
        if quote and not any(attribution.anchor_id for attribution in store.all(Attribution, claim_id=logged.id)):
            click.echo("The quote does not occur exactly once in a source's text, so it was not anchored.", err=True)


@main.command("add-evidence")
@CASE
@click.argument("claim")
@click.argument("source_name", metavar="SOURCE")
@click.option("--stance", type=click.Choice(STANCES), default="supports")
@click.option("--shows", default="", help="What it shows, in a sentence.")
@click.option("--quote", default="", help="Exact words in the source.")
@click.option("--credibility", type=click.IntRange(1, 6))
@AUTHOR
def add_evidence(
    case: Path, claim: str, source_name: str, stance: str, shows: str, quote: str, credibility: int | None, author: str
) -> None:
    """Link a source to a claim that it supports, refutes or gives context to."""
    with opened(case, write=True, author=author) as store:
        found, source = claims.claim_named(store, claim), source_named(store, source_name)
        evidence = Evidence(claim_id=found.id, source_id=source.id, stance=stance, shows=shows, credibility=credibility)
        claims.link_evidence(store, evidence, quote=quote)
        click.echo(f"Linked “{source.title}” to {found.label}.")


@main.command()
@CASE
@click.argument("claim")
@click.argument("kind", type=click.Choice(list(RELATIONS)))
@click.argument("other")
@AUTHOR
def relate(case: Path, claim: str, kind: str, other: str, author: str) -> None:
    """Relate one claim to another, for instance C-002 contradicts C-001."""
    with opened(case, write=True, author=author) as store:
        first, second = claims.claim_named(store, claim), claims.claim_named(store, other)
        claims.relate(store, first.id, kind, second.id)
        click.echo(f"{first.label} {kind} {second.label}.")


@main.command("claims", context_settings=ASKING)
@CASE
@QUERY
@JSON
def list_claims(case: Path, query: str, as_json: bool) -> None:
    """List the claims a QUERY finds: words, verdict:disputed, by:LeCun, check:single-origin …"""
    with opened(case) as store:
        titles = queries.source_titles(store)
        for facts in select(store, query):
            if as_json:
                print_json(_claim_json(facts, titles))
            else:
                verdict = store.verdicts[facts.claim.verdict]
                who = ", ".join(facts.claimants) or "—"
                click.echo(f"{facts.claim.label}  {verdict.glyph} {verdict.label:<13} {facts.claim.statement}  [{who}]")


@main.command("find", context_settings=ASKING)
@CASE
@click.argument("query")
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="Of each kind.")
@JSON
def find_anything(case: Path, query: str, most: int, as_json: bool) -> None:
    """Find claims, sources, people and events by words, and show where the words occur."""
    from tracker.store import matching

    with opened(case) as store:
        parsed, index = Query.parse(query), index_of(store)
        print_query_warnings(index, parsed)
        wanted = matching.patterns(parsed)
        found = index.select(parsed)
        hits = matching.where_claims(store, found.ids[:most].tolist(), matching.term_groups(parsed))
        _say_found("claim", len(found), most, as_json)
        for facts in found[:most]:
            statement = matching.Match(
                "statement", facts.claim.statement, tuple(matching.highlight_spans(facts.claim.statement, wanted))
            )
            _say_hit(
                "claim", facts.id, facts.claim.label, facts.claim.statement, hits.get(facts.id, statement), as_json
            )
        for kind, name in (("source", "title"), ("actor", "name"), ("event", "title")):
            ids = matching.find_records(store, kind, parsed)
            places = matching.where_records(store, kind, ids[:most], wanted)
            names = queries.names(store, kind, ids[:most])
            _say_found(kind, len(ids), most, as_json)
            for record_id in ids[:most]:
                match = places.get(record_id) or matching.Match(name, names[record_id], ())
                _say_hit(kind, record_id, "", names[record_id], match, as_json)


def _say_found(kind: str, count: int, most: int, as_json: bool) -> None:
    if not as_json:
        names = {"actor": ("person", "people")}.get(kind, (kind, f"{kind}s"))
        click.echo(f"{count} {names[count != 1]}" + (f", the first {most}:" if count > most else ""))


def _say_hit(kind: str, record_id: int, label: str, name: str, match: "Match", as_json: bool) -> None:
    """One record found. The words found are marked »« where there are no colours."""
    if as_json:
        lit = [list(span) for span in match.spans]
        found = {"where": match.where, "text": match.text, "lit": lit}
        print_json({"kind": kind, "id": str(record_id), "number": label or None, "name": name, "found": found})
        return
    parts, at = [], 0
    for start, end in match.spans:
        parts += [match.text[at:start], f"»{match.text[start:end]}«"]
        at = end
    shown = "".join([*parts, match.text[at:]])
    head = f"{label} " if label else ""
    click.echo(f"  {head}{name}" if match.text != name else f"  {head}{shown}")
    if match.text != name:
        click.echo(f"      {match.where}: {shown}")


def _claim_json(facts: Facts, titles: dict[int, str]) -> dict[str, Any]:
    """`titles` names every source by its id."""
    claim = facts.claim
    return {
        "id": str(claim.id), "number": claim.label, "statement": claim.statement, "kinds": list(claim.kinds),
        "verdict": claim.verdict, "review": claim.review, "claimants": list(facts.claimants),
        "about": claim.about.as_json(), "said": facts.said.as_json(), "due": claim.due.as_json(),
        "tags": list(facts.tags),
        "sources": [{"id": str(s), "title": titles[s]} for s in facts.source_ids],
        "evidence": {"supports": facts.supports, "refutes": facts.refutes, "context": facts.context},
        "origins": facts.origins.count,
    }  # fmt: skip


@main.command()
@CASE
@click.argument("claim")
@JSON
def show(case: Path, claim: str, as_json: bool) -> None:
    """Show one claim with all that belongs to it."""
    with opened(case) as store:
        found = claims.claim_named(store, claim)
        facts = index_of(store).facts[found.id]
        if as_json:
            print_json(_whole_claim(store, facts))
            return
        verdict = store.verdicts[found.verdict]
        click.echo(f"{found.label}  {verdict.glyph} {verdict.label}  {found.review}\n{found.statement}")
        click.echo(
            f"  {', '.join(found.kinds)} · {counted(facts.origins.count, 'origin')} of {counted(facts.origins.sources, 'source')}"
        )
        for name, date in (("about", found.about), ("due", found.due)):
            if date.words or date.edtf:
                click.echo(f"  {name} {say_with_words(date)}")
        whole = _whole_claim(store, facts)
        for item in whole["attributions"]:
            quote = f": “{item['quote']}”" if item["quote"] else ""
            click.echo(f"  said by {item['claimant']}, {item['mode']}{quote} [{item['source'] or '—'}]")
        for item in whole["evidence"]:
            click.echo(f"  {item['stance']}: {item['shows'] or item['source']} [{item['source']}]")
        for item in whole["relations"]:
            click.echo(f"  {item['kind']} {item['number']} {item['statement']}")


def _whole_claim(store: Store, facts: Facts) -> dict[str, Any]:
    claim_id = facts.id
    titles = queries.source_titles(store)
    names = {actor.id: actor.name for actor in store.all(Actor)}
    return _claim_json(facts, titles) | {
        "note": facts.claim.note, "signed_by": facts.claim.signed_by or None,
        "attributions": [
            {
                "id": str(a.id), "claimant": names.get(a.actor_id or 0) or a.described or "unnamed", "quote": a.quote,
                "said": a.said.as_json(), "mode": a.mode, "record": a.record, "source": titles.get(a.source_id or 0),
                "anchor": _anchor_json(store.find(Anchor, a.anchor_id)),
                "relay": [
                    names.get(h.actor_id or 0) or titles.get(h.source_id or 0) or h.described
                    for h in store.all(Hop, attribution_id=a.id)
                ],
            }
            for a in store.all(Attribution, claim_id=claim_id)
        ],
        "evidence": [
            {"id": str(e.id), "stance": e.stance, "shows": e.shows, "source": titles[e.source_id],
             "credibility": e.credibility}
            for e in store.all(Evidence, claim_id=claim_id)
        ],
        "relations": [
            {"kind": kind, "number": other.label, "statement": other.statement}
            for kind, other in [
                *((r.kind, store.get(Claim, r.other_id)) for r in store.all(Relation, claim_id=claim_id)),
                *((RELATIONS[r.kind], store.get(Claim, r.claim_id)) for r in store.all(Relation, other_id=claim_id)),
            ]
        ],
        "replies": [
            {"asked": names.get(r.actor_id or 0) or r.described, "channel": r.channel, "outcome": r.outcome,
             "deadline": r.deadline.as_json(), "answer": r.answer}
            for r in store.all(Reply, claim_id=claim_id)
        ],
    }  # fmt: skip


def _anchor_json(anchor: Anchor | None) -> dict[str, Any] | None:
    if anchor is None:
        return None
    return {"exact": anchor.exact, "prefix": anchor.prefix, "suffix": anchor.suffix, "start": anchor.start,
            "end": anchor.end}  # fmt: skip


@main.command("set")
@CASE
@click.argument("claim")
@click.option("--verdict", help="One of the case's verdicts (claimline verdicts CASE).")
@click.option("--review", help=f"One of {', '.join(STATES)}.")
@click.option("--reason", default="")
@click.option("--statement")
@click.option("--about", help="In any words.")
@click.option("--due", help="In any words.")
@click.option("--note")
@click.option("--tags", help="Separated by commas; replaces the tags there are.")
@AUTHOR
def set_claim(
    case: Path, claim: str, verdict: str | None, review: str | None, reason: str, statement: str | None,
    about: str | None, due: str | None, note: str | None, tags: str | None, author: str,
) -> None:  # fmt: skip
    """Change a claim: its verdict or review state (with a reason), words, dates, note or tags."""
    with opened(case, write=True, author=author) as store:
        found = claims.claim_named(store, claim)
        day = _anchor_of(store, found)
        edited = replace(
            found, statement=found.statement if statement is None else statement, note=found.note if note is None else note,
            about=found.about if about is None else date_of(about, day), due=found.due if due is None else date_of(due, day),
        )  # fmt: skip
        if all(value is None for value in (verdict, review, statement, about, due, note, tags)):
            raise Refused("Say what to change: --verdict, --review, --statement, --about, --due, --note or --tags.")
        state = review.strip().lower().replace("-", " ").replace("_", " ") if review else None
        judgement = verdict.strip().lower() if verdict else None
        claims.require_judgement_allowed(store, found.id, verdict=judgement, review=state, reason=reason)
        if edited != found:
            claims.edit_claim(store, edited)
        if tags is not None:
            cases.set_tags(store, found.id, entry.tags_of(tags))
        claims.judge(store, found.id, verdict=judgement, review=state, reason=reason)
        now = store.get(Claim, found.id)
        click.echo(f"{now.label}: {store.verdicts[now.verdict].label}, {now.review}.")


@main.command("set-all", context_settings=ASKING)
@CASE
@click.argument("query")
@click.option("--verdict", help="One of the verdicts.")
@click.option("--review", help="A state of the review flow, but for signed off.")
@click.option("--tags", help="Tags to add, with commas between them.")
@click.option("--reason", default="", help="Reason, shown in the history.")
@AUTHOR
def set_all(
    case: Path, query: str, verdict: str | None, review: str | None, tags: str | None, reason: str, author: str
) -> None:  # fmt: skip
    """Change all claims a QUERY finds, one step for each kind of change."""
    from tracker.commands import bulk

    if verdict is None and review is None and tags is None:
        raise Refused("Say what to change: --verdict, --review or --tags.")
    with opened(case, write=True, author=author) as store:
        ids = select(store, query).ids.tolist()
        if not ids:
            raise Refused("No claim fits this query; nothing was changed.")
        if verdict is not None:
            changed = bulk.set_verdict(store, ids, verdict.strip().lower(), reason)
            click.echo(f"{changed} of {len(ids)} claims have another verdict now.")
        if review is not None:
            state = review.strip().lower().replace("-", " ").replace("_", " ")
            click.echo(f"{bulk.set_review(store, ids, state, reason)} of {len(ids)} claims moved.")
        if tags is not None:
            bulk.add_tags(store, ids, entry.tags_of(tags))
            click.echo(f"{len(ids)} claims tagged.")


def _anchor_of(store: Store, claim: Claim) -> int | None:
    for attribution in store.all(Attribution, claim_id=claim.id):
        if attribution.source_id is not None:
            return sources.anchor_day(store.get(Source, attribution.source_id))
    return None


@main.command()
@CASE
@JSON
def duplicates(case: Path, as_json: bool) -> None:
    """List claims, people and sources that may be one and the same; nothing is merged by it."""
    from tracker.store.claims.duplicates import find_similarities

    with opened(case) as store:
        found = find_similarities(store)
        for kind, pairs in (("claim", found.claims), ("actor", found.actors), ("source", found.sources)):
            for pair in pairs:
                first, second = (_called(store, kind, record_id) for record_id in (pair.first, pair.second))
                if as_json:
                    print_json(
                        {"kind": kind, "first": first, "second": second, "ids": [str(pair.first), str(pair.second)],
                         "likeness": pair.likeness, "why": pair.why}
                    )  # fmt: skip
                else:
                    click.echo(f"{kind}: {first}\n       {second}\n       {pair.why}")
        if not as_json and not (found.claims or found.actors or found.sources):
            click.echo("No possible duplicates found.")


def _called(store: Store, kind: str, record_id: int) -> str:
    if kind == "claim":
        claim = store.get(Claim, record_id)
        return f"{claim.label} {claim.statement}"
    return queries.names(store, kind, [record_id])[record_id]


@main.command()
@CASE
@click.argument("kind", type=click.Choice(["claim", "actor", "source"]))
@click.argument("kept")
@click.argument("gone")
@click.option(
    "--take", "take", multiple=True, help="A field whose value is taken from the second one, such as statement."
)
@AUTHOR
def merge(case: Path, kind: str, kept: str, gone: str, take: tuple[str, ...], author: str) -> None:
    """Merge GONE into KEPT: quotes, evidence and history of both in one record, in one step."""
    from tracker.commands import merging

    with opened(case, write=True, author=author) as store:
        if kind == "claim":
            first, second = claims.claim_named(store, kept), claims.claim_named(store, gone)
            merging.merge_claims(store, first.id, second.id, take)
            click.echo(f"Merged {second.label} into {first.label}.")
        elif kind == "actor":
            stays, other = actor_named(store, kept), actor_named(store, gone)
            merging.merge_actors(store, stays.id, other.id, take)
            click.echo(f"Merged {other.name} into {stays.name}.")
        else:
            this, that = source_named(store, kept), source_named(store, gone)
            merging.merge_sources(store, this.id, that.id, take)
            click.echo(f"Merged “{that.title}” into “{this.title}”.")
