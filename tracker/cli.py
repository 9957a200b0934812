"""The command line: the same verbs as the window, without a display."""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker import settings
from tracker.commands import actors, cases, claims, sources
from tracker.domain.actor import Actor
from tracker.domain.anchor import Anchor
from tracker.domain.attribution import MODES, RECORDS, Attribution, Hop
from tracker.domain.claim import KINDS, Claim
from tracker.domain.dates import FuzzyDate, find_dates, parse_iso, read_date
from tracker.domain.dates.saying import say_with_words
from tracker.domain.evidence import STANCES, Evidence
from tracker.domain.ids import typed_id
from tracker.domain.relation import KINDS as RELATIONS
from tracker.domain.relation import Relation
from tracker.domain.reply import Reply
from tracker.domain.review import STATES, VERDICTS
from tracker.domain.source import KINDS as SOURCE_KINDS
from tracker.domain.source import Capture, Source
from tracker.errors import ClaimlineError, Leak, NotFound, Refused
from tracker.store import Store, history, queries
from tracker.store.check import check as check_case
from tracker.store.check import repair_index
from tracker.store.facts import Facts

if TYPE_CHECKING:
    from tracker.capture.drafts import Draft
    from tracker.commands.importing import Plan
    from tracker.commands.takeover import Difference
    from tracker.importers.mapping import Mapping
    from tracker.importers.tables import Table
    from tracker.store.desk import Desk, Found
    from tracker.store.matching import Match

CASE = click.argument("case", type=click.Path(path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="Answer in JSON, one object a line.")
AUTHOR = click.option("--author", default="", help="The name that signs the change (else the one in the settings).")


_ASKING = {"ignore_unknown_options": True}  # -word is a query


class _Anchor(click.ParamType):  # type: ignore[type-arg]  # click's class takes no argument at run time
    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        try:
            return parse_iso(value)
        except ValueError:
            self.fail(f"“{value}” is not a day such as 2026-01-12.", param, ctx)


ANCHOR = click.option("--anchor", type=_Anchor(), help="The day relative words are read against, as YYYY-MM-DD.")


@contextmanager
def _opened(path: Path, *, write: bool = False, author: str = "") -> Iterator[Store]:
    store = Store.open(path, author=author or settings.load().name, read_only=not write)
    try:
        yield store
    finally:
        store.close()


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


class _Group(click.Group):
    """Every trouble of the world becomes one sentence on standard error and exit code 1."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except Leak as leak:
            click.echo(f"claimline: {leak}", err=True)
            for place in leak.places:
                click.echo(f"  {place}", err=True)
            sys.exit(1)
        except ClaimlineError as error:
            click.echo(f"claimline: {error}", err=True)
            sys.exit(1)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option("0.1.0", prog_name="claimline")
def main() -> None:
    """Claimline: one story, one local file, every sentence traced to its source."""


@main.command()
@CASE
@click.option("--name", default="", help="What the story is called (else the file's name).")
@AUTHOR
def new(case: Path, name: str, author: str) -> None:
    """Make a new, empty case file."""
    store = Store.create(case, name or case.stem, author=author or settings.load().name)
    store.close()
    click.echo(f"Made {case}.")


@main.command("add-source")
@CASE
@click.argument("what", required=False)
@click.option("--title", default="")
@click.option("--kind", type=click.Choice(SOURCE_KINDS))
@click.option("--authors", default="")
@click.option("--publisher", default="")
@click.option("--url", default="", help="Where it was read; not fetched.")
@click.option("--language", default="")
@click.option("--published", default="", help="When it was published, in any words.")
@click.option("--reliability", type=click.Choice(["A", "B", "C", "D", "E", "F"]))
@click.option("--derived-from", "derived", multiple=True, help="Title or id of a source it goes back to.")
@AUTHOR
@JSON
def add_source(
    case: Path, what: str | None, title: str, kind: str | None, authors: str, publisher: str, url: str, language: str,
    published: str, reliability: str | None, derived: tuple[str, ...], author: str, as_json: bool,
) -> None:  # fmt: skip
    """Add a source from a FILE, a web address (fetched now), or standard input (-)."""
    if not (what or title or url):
        raise Refused("Say what to add: a FILE, a web address, - for standard input, or at least --title or --url.")
    draft = _draft(what, url)
    given: dict[str, Any] = {
        "title": title, "kind": kind, "authors": authors, "publisher": publisher, "url": url.strip(),
        "language": language, "reliability": reliability, "published": read_date(published) if published else None,
    }  # fmt: skip
    link = what if what is not None and _is_web(what) else ""
    drawn = draft.source if draft is not None else Source(title=link, url=link)
    source = replace(drawn, **{name: value for name, value in given.items() if value})
    with _opened(case, write=True, author=author) as store:
        origins = [_source(store, name) for name in derived]
        kept = sources.add_source(store, source, _original(case, draft) if draft is not None else None)
        for origin in origins:
            sources.derive(store, kept.id, origin.id)
        _answer_source(store, kept, as_json)


def _is_web(what: str) -> bool:
    return what.lower().startswith(("http://", "https://"))


def _draft(what: str | None, url: str) -> "Draft | None":
    """What is to be added; None for a link alone, also where a page could not be had (which is said)."""
    from tracker.capture import drafts, fetch

    if url:
        fetch.check_url(url)
    if what is None:
        return None
    if what == "-":
        return drafts.from_text(drafts.decode(sys.stdin.buffer.read()))
    if not _is_web(what):
        return drafts.from_file(Path(what))
    try:
        return fetch.fetch(what)
    except fetch.NotReached as error:
        click.echo(f"claimline: {error}", err=True)
        return None


def _original(case: Path, draft: "Draft") -> sources.Original:
    """The bytes of a draft; those of a large file are laid into the case at once, chunk by chunk."""
    from tracker.store import captures

    content = captures.keep_file(case, draft.file) if draft.file else draft.content
    return sources.Original(content, draft.media_type, draft.origin, draft.url, draft.final_url, draft.headers)


def _answer_source(store: Store, source: Source, as_json: bool) -> None:
    capture = next(iter(store.all(Capture, source_id=source.id)), None)
    if as_json:
        _print_json(
            {
                "id": str(source.id), "title": source.title, "published": source.published.as_json(),
                "sha256": capture.sha256 if capture else None, "size": capture.size if capture else None,
                "text_sha256": capture.text_sha256 if capture else None,
            }
        )  # fmt: skip
    else:
        kept = f"sha256 {capture.sha256}" if capture else "link only"
        click.echo(f"Added source {source.id}: {source.title} ({kept}).")


def _source(store: Store, name: str) -> Source:
    """A source by id, or by a part of its title that fits only one."""
    if found := store.find(Source, typed_id(name)):
        return found
    fitting = [source for source in store.all(Source) if name.casefold() in source.title.casefold()]
    exact = [source for source in fitting if source.title == name]
    if len(exact or fitting) != 1:
        many = "no source" if not fitting else f"{len(fitting)} sources"
        raise NotFound(f"{many.capitalize()} of this case fit “{name}”; give its id or more of its title.")
    return (exact or fitting)[0]


@main.command()
@CASE
@click.argument("what", metavar="URL|FILE")
@click.option("--source", "source_name", default="", help="A source this is another version of: its title or id.")
@click.option("--keep-text", is_flag=True, help="Leave the text that is read as it is.")
@AUTHOR
@JSON
def capture(case: Path, what: str, source_name: str, keep_text: bool, author: str, as_json: bool) -> None:
    """Preserve a page or file: a new source, or another version of one that has its address or is named."""
    from tracker.commands import custody

    draft = _draft(what, "")
    if draft is None:
        raise Refused("Nothing was captured.")
    with _opened(case, write=True, author=author) as store:
        known = [s for s in store.all(Source) if draft.url and s.url == draft.url]
        source = _source(store, source_name) if source_name else known[0] if known else None
        if source is None:
            kept = sources.add_source(store, draft.source, _original(case, draft))
            _answer_source(store, kept, as_json)
            return
        again = custody.capture_again(
            store, source.id, _original(case, draft), text=None if keep_text else draft.source.text or None
        )
        changed = [line for line in custody.difference(source.text, draft.source.text) if line[0]]
        if as_json:
            _print_json(
                {"id": str(again.id), "source": str(source.id), "sha256": again.sha256, "size": again.size,
                 "changes": [{"sign": sign, "text": text} for sign, text in changed]}
            )  # fmt: skip
            return
        click.echo(f"Captured “{source.title}” again: sha256 {again.sha256}, {again.size:,} bytes.")
        for sign, text in changed:
            click.echo(f"{sign} {text}")


@main.command()
@CASE
@JSON
def verify(case: Path, as_json: bool) -> None:
    """Hash every preserved byte anew. Exit code 1 and a list when anything differs from what was captured."""
    from tracker.commands import custody

    with _opened(case, write=True) as store:
        altered = custody.verify(store)
        kept = store.all(Capture)
        if as_json:
            _print_json(
                {"ok": not altered, "captures": len(kept), "bytes": sum(one.size for one in kept),
                 "altered": [{"id": str(a.capture.id), "source": a.title, "sha256": a.capture.sha256,
                              "sha256_now": a.sha256} for a in altered]}
            )  # fmt: skip
        else:
            for item in altered:
                click.echo(f"altered: {item.words()}")
            if not altered:
                click.echo(f"Sound: {len(kept)} captures, {sum(one.size for one in kept):,} bytes.")
        if altered:
            sys.exit(1)


@main.command()
@CASE
@click.argument("capture", metavar="CAPTURE")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True)
@AUTHOR
def extract(case: Path, capture: str, output: Path, author: str) -> None:
    """Write the preserved bytes of a CAPTURE (id, hash or title of its source) to a file, hashed on the way."""
    from tracker.commands import custody

    with _opened(case, write=True, author=author) as store:
        kept = custody.capture_named(store, capture)
        custody.extract(store, kept, output)
        click.echo(f"Wrote {output}: {kept.size:,} bytes, sha256 {kept.sha256}.")


@main.command(context_settings=_ASKING)
@CASE
@click.argument("query", required=False, default="")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="FILE.zip")
@click.option("--profile", type=click.Choice(["internal", "legal", "public"]), default="legal", show_default=True)
def package(case: Path, query: str, output: Path, profile: str) -> None:
    """Write an evidence package of the claims a QUERY finds: dossier, originals and how to verify them."""
    from tracker.commands import package as packages

    with _opened(case) as store:
        found = _select(store, query)
        written = packages.write(store, found.desk, found, output, profile)
        click.echo(f"Wrote {output}: {_counted(written.claims, 'claim')}, {_counted(written.originals, 'original')}.")
        for title in written.left_out:
            click.echo(f"Stays in the house, for it names a protected source: {title}")


@main.command("verify-package")
@click.argument("package", type=click.Path(path_type=Path))
def verify_package(package: Path) -> None:
    """Check an evidence PACKAGE against its lists of hashes. Exit code 1 and a list when anything is wrong."""
    from tracker.commands import package as packages

    troubles = packages.verify(package)
    for trouble in troubles:
        click.echo(f"wrong: {trouble}")
    if troubles:
        sys.exit(1)
    click.echo(f"Sound: {package}.")


@main.command("import-package")
@CASE
@click.argument("package", type=click.Path(path_type=Path))
@AUTHOR
def import_package(case: Path, package: Path, author: str) -> None:
    """Take the claims, sources and originals of an evidence PACKAGE into a case, in one step."""
    from tracker.commands import package as packages

    with _opened(case, write=True, author=author) as store:
        click.echo(f"Took in {_counted(packages.take_in(store, package), 'claim')}.")


@main.command("custody")
@CASE
@click.argument("capture", metavar="CAPTURE")
def show_custody(case: Path, capture: str) -> None:
    """List what happened to a CAPTURE: captured, checked, taken out."""
    from tracker.commands import custody

    with _opened(case) as store:
        for line in custody.chain(store, custody.capture_named(store, capture)):
            click.echo(line)


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
    with _opened(case, write=True, author=author) as store:
        actor = actors.add_actor(
            store, name, names=also, kind=kind, description=description, protected=protected, pseudonym=pseudonym
        )
        click.echo(f"Added {actor.name} ({actor.id}).")


@main.command("add-claim")
@CASE
@click.argument("statement")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS))
@click.option("--by", default="", help="Who said it: an actor's name (made if unknown).")
@click.option("--described", default="", help="Who said it, in words, when there is no name.")
@click.option("--source", "source_name", default="", help="Where it was read: title or id of a source.")
@click.option("--quote", default="", help="The exact words, anchored in the source's text.")
@click.option("--said", default="", help="When it was said, in any words.")
@click.option("--about", default="", help="When the thing asserted happens, in any words.")
@click.option("--due", default="", help="When a prediction can be judged.")
@click.option("--value", default="")
@click.option("--unit", default="")
@click.option("--mode", type=click.Choice(MODES), default="indirect")
@click.option("--record", type=click.Choice(RECORDS), default="on record")
@click.option("--via", multiple=True, help="A station of the relay, from the claimant on: source title or words.")
@click.option("--tag", "tags", multiple=True)
@click.option("--verdict", type=click.Choice(list(VERDICTS)), default="unverified")
@click.option("--note", default="", help="Internal; in no dossier but the internal one.")
@AUTHOR
@JSON
def add_claim(
    case: Path, statement: str, kinds: tuple[str, ...], by: str, described: str, source_name: str, quote: str,
    said: str, about: str, due: str, value: str, unit: str, mode: str, record: str, via: tuple[str, ...],
    tags: tuple[str, ...], verdict: str, note: str, author: str, as_json: bool,
) -> None:  # fmt: skip
    """Log a claim, and who said it where."""
    with _opened(case, write=True, author=author) as store:
        source = _source(store, source_name) if source_name else None
        anchor = sources.anchor_day(source)
        attribution = None
        actor = None
        if by:
            actor = actors.find_actor(store, by) or actors.add_actor(store, by)
        if by or described or source or said or quote:
            attribution = Attribution(
                claim_id=0, actor_id=actor.id if actor else None, described=described,
                source_id=source.id if source else None, said=_date(said, anchor), mode=mode, record=record,
                quote=quote,
            )  # fmt: skip
        claim = Claim(
            number=0, statement=statement, kinds=kinds or ("factual",), about=_date(about, anchor),
            due=_date(due, anchor), value=value, unit=unit, verdict=verdict, note=note,
        )  # fmt: skip
        kept = claims.log_claim(
            store, claim, attribution=attribution, relay=[_via(store, station) for station in via], tags=tags
        )
        if as_json:
            _print_json(_claim_json(_desk(store).facts[kept.id], queries.source_titles(store)))
        else:
            click.echo(f"Logged {kept.label}: {kept.statement}")


def _date(words: str, anchor: int | None) -> FuzzyDate:
    return read_date(words, anchor) if words.strip() else FuzzyDate()


def _via(store: Store, station: str) -> claims.Via:
    for source in store.all(Source):
        if station in (source.title, str(source.id)):
            return claims.Via(source_id=source.id)
    actor = actors.find_actor(store, station)
    return claims.Via(actor_id=actor.id) if actor else claims.Via(described=station)


@main.command("add-evidence")
@CASE
@click.argument("claim")
@click.argument("source_name", metavar="SOURCE")
@click.option("--stance", type=click.Choice(STANCES), default="supports")
@click.option("--shows", default="", help="What it shows, in a sentence.")
@click.option("--quote", default="", help="In which words of the source.")
@click.option("--credibility", type=click.IntRange(1, 6))
@AUTHOR
def add_evidence(
    case: Path, claim: str, source_name: str, stance: str, shows: str, quote: str, credibility: int | None, author: str
) -> None:
    """Link a source to a claim that it supports, refutes or gives context to."""
    with _opened(case, write=True, author=author) as store:
        kept, source = claims.claim_named(store, claim), _source(store, source_name)
        evidence = Evidence(claim_id=kept.id, source_id=source.id, stance=stance, shows=shows, credibility=credibility)
        claims.link_evidence(store, evidence, quote=quote)
        click.echo(f"Linked “{source.title}” to {kept.label}.")


@main.command()
@CASE
@click.argument("claim")
@click.argument("kind", type=click.Choice(list(RELATIONS)))
@click.argument("other")
@AUTHOR
def relate(case: Path, claim: str, kind: str, other: str, author: str) -> None:
    """Say how one claim stands to another, for instance C-002 contradicts C-001."""
    with _opened(case, write=True, author=author) as store:
        first, second = claims.claim_named(store, claim), claims.claim_named(store, other)
        claims.relate(store, first.id, kind, second.id)
        click.echo(f"{first.label} {kind} {second.label}.")


@main.command("claims", context_settings=_ASKING)
@CASE
@click.argument("query", required=False, default="")
@JSON
def list_claims(case: Path, query: str, as_json: bool) -> None:
    """List the claims a QUERY finds: words, verdict:disputed, by:LeCun, check:single-origin …"""
    with _opened(case) as store:
        titles = queries.source_titles(store)
        for facts in _select(store, query):
            if as_json:
                _print_json(_claim_json(facts, titles))
            else:
                verdict = VERDICTS[facts.claim.verdict]
                who = ", ".join(facts.claimants) or "—"
                click.echo(f"{facts.claim.label}  {verdict.glyph} {verdict.label:<13} {facts.claim.statement}  [{who}]")


@main.command("find", context_settings=_ASKING)
@CASE
@click.argument("query")
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="Of each kind.")
@JSON
def find_anything(case: Path, query: str, most: int, as_json: bool) -> None:
    """Find claims, sources, people and events by words, and say where they stand."""
    from tracker.domain.query import parse
    from tracker.store import matching

    with _opened(case) as store:
        parts = parse(query)
        wanted = matching.needles(parts)
        found = _select(store, query)
        hits = matching.where_claims(store, found.ids[:most].tolist(), matching.wanted(parts))
        _say_found("claim", len(found), most, as_json)
        for facts in found[:most]:
            statement = matching.Match(
                "statement", facts.claim.statement, tuple(matching.lit(facts.claim.statement, wanted))
            )
            _say_hit(
                "claim", facts.id, facts.claim.label, facts.claim.statement, hits.get(facts.id, statement), as_json
            )
        for kind, name in (("source", "title"), ("actor", "name"), ("event", "title")):
            ids = matching.find_records(store, kind, parts)
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
    """One record found. The words found stand between »« where no colour can show them."""
    if as_json:
        lit = [list(span) for span in match.lit]
        found = {"where": match.where, "text": match.text, "lit": lit}
        _print_json({"kind": kind, "id": str(record_id), "number": label or None, "name": name, "found": found})
        return
    parts, at = [], 0
    for start, end in match.lit:
        parts += [match.text[at:start], f"»{match.text[start:end]}«"]
        at = end
    shown = "".join([*parts, match.text[at:]])
    head = f"{label} " if label else ""
    click.echo(f"  {head}{name}" if match.text != name else f"  {head}{shown}")
    if match.text != name:
        click.echo(f"      {match.where}: {shown}")


def _desk(store: Store) -> "Desk":
    """The desk of today; its columns need numpy, which the commands that do without never load."""
    from tracker.store.desk import Desk

    return Desk(store, sources.today())


def _select(store: Store, query: str) -> "Found":
    """The claims a query finds; what it says that has no meaning here goes to the error output."""
    desk = _desk(store)
    _say_doubts(desk, query)
    return desk.select(query)


def _say_doubts(desk: "Desk", query: str) -> None:
    from tracker.store.completing import doubts

    for doubt in doubts(desk, query):
        click.echo(f"claimline: {doubt}", err=True)


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
    with _opened(case) as store:
        kept = claims.claim_named(store, claim)
        facts = _desk(store).facts[kept.id]
        if as_json:
            _print_json(_whole_claim(store, facts))
            return
        verdict = VERDICTS[kept.verdict]
        click.echo(f"{kept.label}  {verdict.glyph} {verdict.label}  {kept.review}\n{kept.statement}")
        click.echo(
            f"  {', '.join(kept.kinds)} · {_counted(facts.origins.count, 'origin')} of {_counted(facts.origins.sources, 'source')}"
        )
        for name, date in (("about", kept.about), ("due", kept.due)):
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


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


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
@click.option("--verdict", help=f"One of {', '.join(VERDICTS)}.")
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
    with _opened(case, write=True, author=author) as store:
        kept = claims.claim_named(store, claim)
        day = _anchor_of(store, kept)
        edited = replace(
            kept, statement=kept.statement if statement is None else statement, note=kept.note if note is None else note,
            about=kept.about if about is None else _date(about, day), due=kept.due if due is None else _date(due, day),
        )  # fmt: skip
        if all(value is None for value in (verdict, review, statement, about, due, note, tags)):
            raise Refused("Say what to change: --verdict, --review, --statement, --about, --due, --note or --tags.")
        state = review.strip().lower().replace("-", " ").replace("_", " ") if review else None
        judgement = verdict.strip().lower() if verdict else None
        claims.refuse_judgement(store, kept.id, verdict=judgement, review=state, reason=reason)
        if edited != kept:
            claims.edit_claim(store, edited)
        if tags is not None:
            cases.set_tags(store, kept.id, tags.split(","))
        claims.judge(store, kept.id, verdict=judgement, review=state, reason=reason)
        now = store.get(Claim, kept.id)
        click.echo(f"{now.label}: {VERDICTS[now.verdict].label}, {now.review}.")


@main.command("set-all", context_settings=_ASKING)
@CASE
@click.argument("query")
@click.option("--verdict", help="One of the verdicts.")
@click.option("--review", help="A state of the review flow, but for signed off.")
@click.option("--tags", help="Tags to add, with commas between them.")
@click.option("--reason", default="", help="Why; it stands in the history.")
@AUTHOR
def set_all(
    case: Path, query: str, verdict: str | None, review: str | None, tags: str | None, reason: str, author: str
) -> None:  # fmt: skip
    """Change all claims a QUERY finds, one step for each kind of change."""
    from tracker.commands import several

    if verdict is None and review is None and tags is None:
        raise Refused("Say what to change: --verdict, --review or --tags.")
    with _opened(case, write=True, author=author) as store:
        ids = _select(store, query).ids.tolist()
        if not ids:
            raise Refused("No claim fits this query; nothing was changed.")
        if verdict is not None:
            changed = several.judge_all(store, ids, verdict.strip().lower(), reason)
            click.echo(f"{changed} of {len(ids)} claims have another verdict now.")
        if review is not None:
            state = review.strip().lower().replace("-", " ").replace("_", " ")
            click.echo(f"{several.move_all(store, ids, state, reason)} of {len(ids)} claims moved.")
        if tags is not None:
            several.tag_all(store, ids, tags.split(","))
            click.echo(f"{len(ids)} claims tagged.")


def _anchor_of(store: Store, claim: Claim) -> int | None:
    for attribution in store.all(Attribution, claim_id=claim.id):
        if attribution.source_id is not None:
            return sources.anchor_day(store.get(Source, attribution.source_id))
    return None


@main.command(context_settings=_ASKING)
@CASE
@click.argument("query", required=False, default="")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="FILE.html, .pdf, .docx or .md.")
@click.option("--profile", type=click.Choice(["internal", "legal", "public"]), default="legal", show_default=True)
def dossier(case: Path, query: str, output: Path, profile: str) -> None:
    """Write a dossier of the claims a QUERY finds (all, without one)."""
    from tracker.commands import dossier as dossiers
    from tracker.commands import redaction

    with _opened(case) as store:
        found = _select(store, query)
        names = redaction.protected_names(store)
        dossiers.write(dossiers.build(store, found.desk, found, profile), output, names)
        click.echo(f"Wrote {output}.")


@main.command(context_settings=_ASKING)
@CASE
@click.argument("query", required=False, default="")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="FILE.svg, .png, .pdf, .csv …")
@click.option("--place", type=click.Choice(["said", "about", "published"]), default="said", show_default=True)
@click.option(
    "--lanes",
    type=click.Choice(["claimant", "verdict", "source", "tag", "none"]),
    default="claimant",
    show_default=True,
)
@click.option("--between", nargs=2, metavar="FIRST LAST", help="Only these days; any words for a date.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Of the names of time.")
@click.option("--paper", type=click.Choice(["a4", "a3"]), default="a4", show_default=True, help="Of a PDF, landscape.")
@click.option("--zoom", type=click.IntRange(1, 4), default=2, show_default=True, help="Of a PNG.")
@click.option(
    "--form",
    type=click.Choice(["csv", "xlsx", "jsonl", "claimreview", "timelinejs", "ics", "ris", "csl", "argdown"]),
    help="Of data, where the ending does not say it.",
)
@click.option("--profile", type=click.Choice(["internal", "legal", "public"]), default="legal", show_default=True)
def export(
    case: Path, query: str, output: Path, place: str, lanes: str, between: tuple[str, str] | None, lang: str,
    paper: str, zoom: int, form: str | None, profile: str,
) -> None:  # fmt: skip
    """Write the claims a QUERY finds: the timeline as a picture (.svg, .png, .pdf), or data (.csv, .xlsx, .jsonl for the
    whole case, .ics, .ris, .ad, or .json with --form claimreview, timelinejs or csl).
    """
    from tracker.commands import data, picture
    from tracker.commands.dossier import save_bytes

    ending = output.suffix.lower()
    with _opened(case) as store:
        if form == "jsonl" or (not form and ending == ".jsonl"):
            save_bytes(output, "".join(f"{line}\n" for line in data.lines(store)).encode())
        elif form or ending in _DATA:
            found = _select(store, query)
            built = data.build(store, found.desk, found, internal=profile == "internal")
            save_bytes(output, data.written(built, form or _DATA[ending]))
        elif ending in picture.FORMS:
            choice = picture.Choice(place, lanes, _days(between), lang, paper, zoom)
            _say_doubts(_desk(store), query)
            save_bytes(output, picture.picture(store, query, choice, ending, today=sources.today()))
        else:
            raise Refused(
                f"The timeline is written as .svg, .png or .pdf, data as .csv, .xlsx, .jsonl, .ics, .ris or .ad, or .json "
                f"with --form; “{output.name}” does not end so."
            )
        click.echo(f"Wrote {output}.")


_DATA = {".csv": "csv", ".xlsx": "xlsx", ".ics": "ics", ".ris": "ris", ".ad": "argdown", ".argdown": "argdown"}


def _days(between: tuple[str, str] | None) -> tuple[float, float] | None:
    """The first and last day of two dates in words."""
    if between is None:
        return None
    first, last = (read_date(words, sources.today()) for words in between)
    low, high = first.earliest, last.latest
    if low is None or high is None or low > high:
        raise Refused(f"“{between[0]}” and “{between[1]}” are no days that follow each other.")
    return float(low), float(high + 1)


@main.command()
@CASE
@JSON
def duplicates(case: Path, as_json: bool) -> None:
    """List claims, people and sources that may be one and the same; nothing is merged by it."""
    from tracker.store.suspects import suspects

    with _opened(case) as store:
        found = suspects(store)
        for kind, pairs in (("claim", found.claims), ("actor", found.actors), ("source", found.sources)):
            for pair in pairs:
                first, second = (_called(store, kind, record_id) for record_id in (pair.first, pair.second))
                if as_json:
                    _print_json(
                        {"kind": kind, "first": first, "second": second, "ids": [str(pair.first), str(pair.second)],
                         "likeness": pair.likeness, "why": pair.why}
                    )  # fmt: skip
                else:
                    click.echo(f"{kind}: {first}\n       {second}\n       {pair.why}")
        if not as_json and not (found.claims or found.actors or found.sources):
            click.echo("Nothing looks like the same twice.")


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
@click.option("--take", "take", multiple=True, help="A field in which the second one's words stand, such as statement.")
@AUTHOR
def merge(case: Path, kind: str, kept: str, gone: str, take: tuple[str, ...], author: str) -> None:
    """Merge GONE into KEPT: quotes, evidence and history of both in one record, in one step."""
    from tracker.commands import merging

    with _opened(case, write=True, author=author) as store:
        if kind == "claim":
            first, second = claims.claim_named(store, kept), claims.claim_named(store, gone)
            merging.merge_claims(store, first.id, second.id, take)
            click.echo(f"Merged {second.label} into {first.label}.")
        elif kind == "actor":
            one, other = _actor(store, kept), _actor(store, gone)
            merging.merge_actors(store, one.id, other.id, take)
            click.echo(f"Merged {other.name} into {one.name}.")
        else:
            this, that = _source(store, kept), _source(store, gone)
            merging.merge_sources(store, this.id, that.id, take)
            click.echo(f"Merged “{that.title}” into “{this.title}”.")


def _actor(store: Store, name: str) -> Actor:
    """An actor by id or one of its names."""
    found = store.find(Actor, typed_id(name)) or actors.find_actor(store, name)
    if found is None:
        raise NotFound(f"Nobody in this case is called “{name}”.")
    return found


@main.command("history")
@CASE
@click.argument("claim", required=False)
@click.option("--by", default="", help="Only changes by somebody of this name.")
@click.option("--kind", default="", help="Only changes of records of a kind: claim, attribution, evidence, source …")
@click.option("--record", default="", help="Only changes of a record of this name: C-005, a title, a name.")
@click.option("--since", default="", help="Only from this time on (UTC, as 2026-01-12 or longer).")
@click.option("--until", default="", help="Only up to this time.")
@click.option(
    "--changes", type=click.Choice(["text", "csv", "jsonl"]), help="Each change in words, instead of the steps."
)
@JSON
def show_history(
    case: Path, claim: str | None, by: str, kind: str, record: str, since: str, until: str, changes: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """List the steps of the case, or those that changed one CLAIM, oldest first; or every change in words."""
    from tracker.commands import telling

    with _opened(case) as store:
        if changes or by or kind or record or since or until:
            told = telling.feed(
                store, by=by, kind=kind, record=claims.claim_named(store, claim).label if claim else record, since=since,
                until=until, newest=False,
            )  # fmt: skip
            click.echo(telling.written(told, "jsonl" if as_json else changes or "text"), nl=False)
            return
        if claim:
            kept = claims.claim_named(store, claim)
            steps = list(dict.fromkeys(step for step, _ in history.of_claim(store.db, kept.id)))
        else:
            steps = history.steps(store.db, newest_first=False)
        for step in steps:
            if as_json:
                _print_json(
                    {"step": step.n, "kind": step.kind, "name": step.name, "author": step.author, "at": step.at,
                     "reason": step.reason, "target": step.target, "hash": step.hash}
                )  # fmt: skip
            else:
                reason = f" — “{step.reason}”" if step.reason else ""
                click.echo(f"{step.n:>5}  {step.at[:16].replace('T', ' ')}  {step.author}: {step.name}{reason}")


@main.command()
@CASE
@click.argument("claim")
@click.argument("step", type=int)
@AUTHOR
def restore(case: Path, claim: str, step: int, author: str) -> None:
    """Bring a CLAIM back to what it was after a STEP, as a new step."""
    from tracker.commands import telling

    with _opened(case, write=True, author=author) as store:
        kept = claims.claim_named(store, claim)
        telling.restore(store, "claim", kept.id, step)
        click.echo(f"{kept.label} is as it was after step {step}.")


@main.command()
@CASE
@click.argument("claim")
@click.argument("text", required=False)
@click.option("--resolve", type=int, help="Close the thread of that number, as they are listed.")
@AUTHOR
@JSON
def comment(case: Path, claim: str, text: str | None, resolve: int | None, author: str, as_json: bool) -> None:
    """Say something on a CLAIM to colleagues; without TEXT, list what was said. It stands in no dossier."""
    from tracker.commands import reviewing

    with _opened(case, write=bool(text) or resolve is not None, author=author) as store:
        kept = claims.claim_named(store, claim)
        if text:
            reviewing.comment(store, kept.id, text)
        told = reviewing.threads(store, kept.id)
        if resolve is not None:
            if not 1 <= resolve <= len(told):
                raise NotFound(f"{kept.label} has no thread {resolve}.")
            reviewing.resolve(store, told[resolve - 1][0].id)
            told = reviewing.threads(store, kept.id)
        for at, (first, answers) in enumerate(told, 1):
            for one in (first, *answers):
                if as_json:
                    _print_json({"thread": at, "by": one.author, "at": one.at, "text": one.text,
                                 "resolved_by": first.resolved_by or None})  # fmt: skip
                else:
                    mark = f"{at}." if one is first else "  ↳"
                    done = f" (resolved by {first.resolved_by})" if one is first and first.resolved_by else ""
                    click.echo(f"{mark} {one.author}, {one.at[:16].replace('T', ' ')}: {one.text}{done}")


@main.command(context_settings=_ASKING)
@CASE
@click.argument("query")
@click.argument("who")
@click.option("--due", default="", help="Until when, in any words.")
@AUTHOR
def assign(case: Path, query: str, who: str, due: str, author: str) -> None:
    """Give the claims a QUERY finds to somebody ("" takes the assignment away), in one step."""
    from tracker.commands import reviewing

    with _opened(case, write=True, author=author) as store:
        ids = (
            [claims.claim_named(store, query).id]
            if re.fullmatch(r"[Cc]-?\d+", query)
            else _select(store, query).ids.tolist()
        )
        if not ids:
            raise Refused("No claim fits this query; nothing was changed.")
        reviewing.assign(store, ids, who, _date(due, sources.today()))
        click.echo(f"{_counted(len(ids), 'claim')} {'assigned to ' + who if who else 'unassigned'}.")


@main.command()
@CASE
@click.option("--preset", type=click.Choice(["open", "careful", "legal"]))
@click.option("--four-eyes/--no-four-eyes", default=None, help="Not signed off by who wrote it.")
@click.option("--needs-reason/--no-needs-reason", default=None)
@click.option("--needs-attribution/--no-needs-attribution", default=None)
@click.option("--needs-evidence/--no-needs-evidence", default=None)
@AUTHOR
def policy(
    case: Path, preset: str | None, four_eyes: bool | None, needs_reason: bool | None, needs_attribution: bool | None,
    needs_evidence: bool | None, author: str,
) -> None:  # fmt: skip
    """Say what signing off needs in this case; without an option, show it."""
    from tracker.commands import reviewing
    from tracker.domain.newsroom import PRESETS

    given = {"four_eyes": four_eyes, "needs_reason": needs_reason, "needs_attribution": needs_attribution,
             "needs_evidence": needs_evidence}  # fmt: skip
    asked = {name: value for name, value in given.items() if value is not None}
    with _opened(case, write=bool(preset or asked), author=author) as store:
        if preset or asked:
            base = PRESETS[preset] if preset else reviewing.policy(store)
            reviewing.set_policy(store, replace(base, **asked))
        rules = reviewing.policy(store)
        for name in given:
            click.echo(f"{name.replace('_', ' ')}: {'yes' if getattr(rules, name) else 'no'}")


@main.command()
@CASE
@click.argument("name", required=False)
@click.option("--initials", default="")
@click.option("--role", type=click.Choice(["reporter", "editor", "lawyer"]), default="reporter", show_default=True)
@AUTHOR
def member(case: Path, name: str | None, initials: str, role: str, author: str) -> None:
    """Say who somebody is in this case; without NAME, list the desk."""
    from tracker.commands import reviewing

    with _opened(case, write=bool(name), author=author) as store:
        if name:
            reviewing.put_member(store, name, initials, role)
        for one in reviewing.members(store):
            click.echo(f"{one.initials:<4} {one.name}, {one.role}")


@main.command()
@CASE
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write it to a FILE.json.")
@click.option("--against", type=click.Path(path_type=Path), help="Compare the case with an earlier receipt.")
def receipt(case: Path, output: Path | None, against: Path | None) -> None:
    """Make a receipt of the case, or compare it with one: same, continues, rewritten or shorter (exit code 1)."""
    from tracker.commands import takeover
    from tracker.commands.dossier import save_bytes
    from tracker.domain.case import Receipt

    with _opened(case) as store:
        if against is not None:
            try:
                kept = json.loads(against.read_text("utf-8"))
                earlier = Receipt(str(kept["case"]), int(kept["step"]), str(kept["head"]), str(kept.get("at", "")))
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise Refused(f"{against} is no receipt.") from error
            how = takeover.against_receipt(store, earlier)
            click.echo(how)
            if how not in ("same", "continues"):
                sys.exit(1)
            return
        made = store.receipt()
        text = json.dumps({"case": made.case_uid, "step": made.step, "head": made.head, "at": made.at}, indent=1)
        if output is not None:
            save_bytes(output, text.encode())
            click.echo(f"Wrote {output}.")
        else:
            click.echo(text)


@main.command("import")
@CASE
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mapping", type=click.Path(path_type=Path), help="A mapping kept earlier (JSON).")
@click.option("--map", "pairs", multiple=True, metavar="FIELD=COLUMN", help="Which column or path gives a field.")
@click.option(
    "--rating", "ratings", multiple=True, metavar="WORD=VERDICT", help="What a verdict of the table means here."
)
@click.option("--day-first/--month-first", "day_first", default=None, help="How 05-10-2020 is meant.")
@click.option("--save-mapping", type=click.Path(path_type=Path), help="Keep the mapping for the next time.")
@click.option("--dry-run", is_flag=True, help="Say what would happen to each row; write nothing.")
@AUTHOR
@JSON
def import_file(
    case: Path, file: Path, mapping: Path | None, pairs: tuple[str, ...], ratings: tuple[str, ...], day_first: bool | None,
    save_mapping: Path | None, dry_run: bool, author: str, as_json: bool,
) -> None:  # fmt: skip
    """Import claims (CSV, XLSX, JSON, JSON Lines, ClaimReview), sources (RIS, BibTeX, CSL-JSON, links) or events
    (TimelineJS, iCalendar) from a FILE, in one step; rows that are there already are passed over.
    """
    from tracker.commands import data, importing
    from tracker.commands.dossier import save_bytes

    if file.is_file() and data.is_lossless(file):
        with _opened(case, write=True, author=author) as store:
            click.echo(f"{data.take_lines(store, file)} records of a whole case.")
        return
    table, drafts = importing.opened(file)
    if table is not None:
        chosen = _mapping(table, mapping, pairs, ratings, day_first)
        if save_mapping is not None:
            save_bytes(save_mapping, json.dumps(chosen.as_json(), ensure_ascii=False, indent=1).encode())
        drafts = importing.drafts_of(table, chosen)
    with _opened(case, write=not dry_run, author=author) as store:
        plans = importing.plan(store, drafts)
        if dry_run:
            for entry in plans:
                _say_plan(entry, as_json)
            return
        report = importing.bring_in(store, plans, file.name)
        problems = (*(table.problems if table is not None else ()), *report.problems)
        if as_json:
            _print_json({"new": report.new, "there_already": report.there, "left_out": report.left_out,
                         "problems": list(problems)})  # fmt: skip
        else:
            click.echo(f"{report.new} new, {report.there} there already, {report.left_out} left out.")
            for problem in problems:
                click.echo(f"  {problem}", err=True)


def _mapping(
    table: "Table", kept: Path | None, pairs: tuple[str, ...], ratings: tuple[str, ...], day_first: bool | None
) -> "Mapping":
    """The mapping that was kept, or the usual names of columns; with what is said on the command line."""
    from tracker.importers import mapping as mappings

    if kept is not None:
        try:
            chosen = mappings.Mapping.from_json(json.loads(kept.read_text("utf-8")))
        except (OSError, ValueError) as error:
            raise Refused(f"{kept} is no mapping: {error}.") from error
    else:
        chosen = mappings.guess(table)
    for pair in pairs:
        name, _, column = pair.partition("=")
        if name not in mappings.FIELDS:
            raise Refused(f"There is no field “{name}”: there is {', '.join(mappings.FIELDS)}.")
        if column:
            chosen.columns[name] = column
        else:
            chosen.columns.pop(name, None)
    for pair in ratings:
        word, _, verdict = pair.rpartition("=")
        if verdict not in VERDICTS:
            raise Refused(f"“{verdict}” is no verdict: there is {', '.join(VERDICTS)}.")
        chosen.ratings[word] = verdict
    if day_first is not None:
        chosen.day_first = day_first
    return chosen


def _say_plan(entry: "Plan", as_json: bool) -> None:
    draft = entry.draft
    name = getattr(draft, "statement", "") or getattr(draft, "title", "")
    if as_json:
        _print_json({"row": draft.row, "what": entry.what, "name": name, "problems": list(entry.problems)})
    else:
        click.echo(f"row {draft.row}: {entry.what}: {name[:100]}")
        for problem in entry.problems:
            click.echo(f"  {problem}")


@main.command()
@CASE
@click.argument("other", type=click.Path(path_type=Path))
@JSON
def compare(case: Path, other: Path, as_json: bool) -> None:
    """Say what two copies of a case did since they parted, and where both changed the same."""
    from tracker.commands import takeover

    with _opened(case) as store, _opened(other) as copy:
        found = takeover.compare(store, copy)
        if as_json:
            _print_json(
                {"common_step": found.common,
                 "ours": [_difference_json(one) for one in found.ours],
                 "theirs": [_difference_json(one) for one in found.theirs],
                 "conflicts": [one.words() for one in found.conflicts]}
            )  # fmt: skip
            return
        click.echo(f"Both share {_counted(found.common, 'step')}.")
        for side, changes in (("here", found.ours), ("there", found.theirs)):
            for one in changes:
                fields = f" ({', '.join(one.fields)})" if one.fields else ""
                click.echo(f"{side}: {one.kind} {one.name} {one.what}{fields}")
        for conflict in found.conflicts:
            click.echo(f"both: {conflict.words()}")


def _difference_json(one: "Difference") -> dict[str, Any]:
    return {"kind": one.kind, "id": str(one.record_id), "name": one.name, "what": one.what, "fields": list(one.fields)}


@main.command("take-over")
@CASE
@click.argument("other", type=click.Path(path_type=Path))
@click.option("--prefer", type=click.Choice(["ours", "theirs"]), help="Which stands where both changed the same.")
@AUTHOR
def take_over(case: Path, other: Path, prefer: str | None, author: str) -> None:
    """Take over what another copy of the case did since they parted; nothing of either side is lost."""
    from tracker.commands import takeover

    with _opened(case, write=True, author=author) as store, _opened(other) as copy:
        count = takeover.take_over(store, copy, prefer)
        click.echo(f"Took over {_counted(count, 'record')}." if count else "There was nothing to take over.")


def _replay(case: Path, author: str, verb: Callable[[Store], Any], done: str) -> None:
    with _opened(case, write=True, author=author) as store:
        click.echo(f"{done}: {verb(store).name}.")


@main.command()
@CASE
@AUTHOR
def undo(case: Path, author: str) -> None:
    """Take back the last step."""
    _replay(case, author, Store.undo, "Undone")


@main.command()
@CASE
@AUTHOR
def redo(case: Path, author: str) -> None:
    """Make the last undone step again."""
    _replay(case, author, Store.redo, "Redone")


@main.command()
@CASE
@JSON
@click.option("--repair", is_flag=True, help="Write the search index anew if it is out of step.")
def check(case: Path, as_json: bool, repair: bool) -> None:
    """Check that the case is whole: file, history, captures, quotes, search index. Exit code 1 if it is not."""
    with _opened(case, write=repair) as store:
        if repair:
            repair_index(store)
        findings = check_case(store)
        receipt = store.receipt()
        if as_json:
            _print_json(
                {
                    "ok": not any(finding.severity == "error" for finding in findings),
                    "findings": [finding.as_json() for finding in findings],
                    "receipt": {"case": receipt.case_uid, "step": receipt.step, "head": receipt.head},
                }
            )  # fmt: skip
        else:
            for finding in findings:
                click.echo(f"{finding.severity}: {finding.message}")
            if not findings:
                click.echo(f"Whole: {store.last_step.n} steps, head {receipt.head}.")
        if any(finding.severity == "error" for finding in findings):
            sys.exit(1)


@main.command()
@click.argument("phrase")
@ANCHOR
@JSON
def date(phrase: str, anchor: int | None, as_json: bool) -> None:
    """Say what a date PHRASE means; - reads one phrase a line from standard input."""
    lines = (line.decode("utf-8", "replace").rstrip("\r\n") for line in sys.stdin.buffer)
    for words in lines if phrase == "-" else [phrase]:
        found = read_date(words, anchor)
        if as_json:
            _print_json(found.as_json())
            continue
        kept = found.as_json()
        if found.readings:
            choices = " or ".join(reading.edtf for reading in found.readings)
            click.echo(f"{words}: ambiguous, {choices} ({found.rule})")
        elif found.edtf:
            bounds = f"{kept['earliest'] or '…'} to {kept['latest'] or '…'}"
            inferred = ", inferred from the anchor" if found.inferred else ""
            click.echo(f"{words}: {found.edtf}, {bounds} ({found.rule}{inferred})")
        else:
            click.echo(f"{words}: undated ({found.rule})")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@ANCHOR
@JSON
def dates(file: Path, anchor: int | None, as_json: bool) -> None:
    """List the dates found in the text of a FILE (- for standard input), with their places."""
    from tracker.capture import drafts

    stdin = str(file) == "-"
    text = drafts.decode(sys.stdin.buffer.read()) if stdin else drafts.from_file(file).source.text
    for found in find_dates(text, anchor):
        if as_json:
            _print_json({"start": found.start, "end": found.end} | found.date.as_json())
        else:
            edtf = found.date.edtf or " or ".join(reading.edtf for reading in found.date.readings)
            click.echo(f"{found.start:>6}–{found.end:<6} {found.date.words}  {edtf}")


@main.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to write the case.")
@click.option("--no-window", is_flag=True, help="Only write the case; open nothing.")
@click.option("--size", type=click.IntRange(1, 2_000_000), help="Instead, a case of so many invented claims.")
@AUTHOR
def demo(output: Path | None, no_window: bool, size: int | None, author: str) -> None:
    """Make the demo case “Llama 4 benchmarks” and open it."""
    from tracker import crowd
    from tracker import demo as demo_case
    from tracker.paths import cases_folder

    if size is not None:
        large = output or cases_folder() / f"crowd-{size}.claims"
        large.parent.mkdir(parents=True, exist_ok=True)
        crowd.build(large, size, author=author or settings.load().name).close()
        click.echo(f"Made {large}.")
        if not no_window:
            _open_window(large)
        return
    path = output or cases_folder() / "llama-4-benchmarks.claims"
    if output is None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not no_window:
            _open_window(path)
            return
    demo_case.build(path, author=author or settings.load().name)
    click.echo(f"Made {path}.")
    if not no_window:
        _open_window(path)


@main.command("open")
@click.argument("case", type=click.Path(path_type=Path), required=False)
def open_case(case: Path | None) -> None:
    """Open the window, on a CASE if one is given."""
    _open_window(case)


def _open_window(case: Path | None) -> None:
    from tracker.app import run

    sys.exit(run(case))


@main.command()
@CASE
@click.option("--page", default="claims", show_default=True)
@click.option("--size", default="1440x900", show_default=True)
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="FILE.png")
def shot(case: Path, page: str, size: str, theme: str, output: Path) -> None:
    """Write a picture of a page of the window, without a display."""
    width, _, height = size.partition("x")
    if not (width.isdigit() and height.isdigit() and 200 <= int(width) <= 8000 and 200 <= int(height) <= 8000):
        raise Refused(f"A size is written like 1440x900, not “{size}”.")
    from tracker.app import shot as take

    take(case, page, (int(width), int(height)), theme, output)
    click.echo(f"Wrote {output}.")
