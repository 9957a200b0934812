"""Importing drafts into a case: a plan for each row, then all rows in one undoable step, or none."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tracker.commands import entry
from tracker.commands.entry import ClaimEntry, SaidEntry
from tracker.commands.sources import anchor_day
from tracker.domain.actor import Actor, ActorName
from tracker.domain.attribution import Attribution, usual_record
from tracker.domain.case import Tag
from tracker.domain.claim import Claim, ClaimTag
from tracker.domain.dates import FuzzyDate
from tracker.domain.event import Event
from tracker.domain.evidence import Evidence
from tracker.domain.records import Record
from tracker.domain.review import START, Verdicts
from tracker.domain.source import Source, web_address
from tracker.domain.text import column_letters, well_formed
from tracker.errors import CannotSave, NotFound, Refused
from tracker.importers import mapping as mappings
from tracker.importers import others, tables
from tracker.importers.drafts import ClaimDraft, Draft, EventDraft, SourceDraft
from tracker.importers.mapping import Mapping
from tracker.importers.tables import Table
from tracker.store import Store
from tracker.store.search import fold
from tracker.store.store import AT_ONCE


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The plan for a row of an import: `what` is “new”, “there already” or “left out”; `problems` are sentences about it."""

    draft: Draft
    what: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """How many were imported, existed already, and were left out; the problems with their rows."""

    new: int
    there: int
    left_out: int
    problems: tuple[str, ...]


def opened(path: Path) -> tuple[Table | None, list[Draft]]:
    """A file as a table to be mapped, or as drafts of a format that needs no mapping.

    Raises: NotFound where there is no file, CannotSave where it cannot be read, Refused for an unknown
    format.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"There is no file {path}.") from None
    except OSError as error:
        raise CannotSave(f"{path} cannot be read: {error.strerror}.") from error
    drafts = others.known(content, path.name)
    return (None, drafts) if drafts is not None else (tables.read(content, path.name), [])


def pasted(text: str) -> tuple[Table | None, list[Draft]]:
    """Rows copied out of a spreadsheet. Where their first line contains no name of a field the columns are called A, B, C …"""
    table = tables.read(text.encode(), "pasted.tsv")
    if not mappings.guess(table).columns:
        count = max(line.count("\t") for line in text.splitlines()) + 1
        names = "\t".join(column_letters(at) for at in range(1, count + 1))
        table = tables.read(f"{names}\n{text}".encode(), "pasted.tsv")
    return table, []


def drafts_of(table: Table, mapping: Mapping, verdicts: Verdicts) -> list[Draft]:
    """The drafts of a table, with the verdicts of a case. Raises Refused where no column gives a statement."""
    if "statement" not in mapping.columns:
        raise Refused("Choose the column that holds the statement of the claim.")
    return list(mappings.drafts(table, mapping, verdicts))


def plan(store: Store, drafts: Iterable[Draft]) -> list[ImportPlan]:
    """The plan for each draft; rows imported a second time are found to exist already."""
    existing = _Known(store)
    first: dict[tuple[str, ...], int] = {}
    plans = []
    for draft in drafts:
        problems = tuple(f"row {draft.row}: {problem}" for problem in draft.problems)
        problems += tuple(f"row {draft.row}: {trouble}" for url in _addresses(draft) if (trouble := _address(url)[1]))
        if isinstance(draft, ClaimDraft) and draft.verdict and draft.verdict not in store.verdicts:
            problems += (
                f"row {draft.row}: “{draft.verdict}” is not a verdict of this case; the claim stays unverified",
            )
        if not _name(draft).strip():
            plans.append(ImportPlan(draft, "left out", problems or (f"row {draft.row}: it is empty",)))
        elif existing.has(draft):
            plans.append(ImportPlan(draft, "there already", problems))
        else:
            same = first.setdefault(existing.key(draft), draft.row)
            twice = (f"row {draft.row}: it repeats row {same}",) if same != draft.row else ()
            plans.append(ImportPlan(draft, "new", problems + twice))
    return plans


def bring_in(
    store: Store, plans: Sequence[ImportPlan], name: str, on_progress: Callable[[int, int], None] | None = None
) -> Report:
    """Write what is new, in one step. `on_progress` is called with (work done, work in all) and may raise to stop: then nothing
    is written.
    """
    new = [entry.draft for entry in plans if entry.what == "new"]
    if new:
        writer, done = _Writer(store), 0

        def report(rows: int) -> None:
            nonlocal done
            done += rows
            if on_progress is not None:
                on_progress(min(done, writer.work), writer.work)

        with store.step(f"Import {name}", on_rows=report):
            writer.write(new)
    return Report(
        len(new), sum(entry.what == "there already" for entry in plans), sum(entry.what == "left out" for entry in plans),
        tuple(problem for entry in plans for problem in entry.problems),
    )  # fmt: skip


def _addresses(draft: Draft) -> list[str]:
    match draft:
        case ClaimDraft():
            return [url for url in (draft.source_url, *(item.url for item in draft.evidence)) if url.strip()]
        case SourceDraft():
            return [draft.url] if draft.url.strip() else []
    return []


def _address(url: str) -> tuple[str, str]:
    """(the address as it is stored, what is wrong with it): only web addresses are stored."""
    if not url.strip():
        return "", ""
    try:
        return web_address(url), ""
    except Refused as error:
        return "", f"{url.strip()[:60]} was not saved as a link. {error}"


def _name(draft: Draft) -> str:
    return draft.statement if isinstance(draft, ClaimDraft) else draft.title


class _Known:
    """The records of the case, by the fields that identify a row."""

    def __init__(self, store: Store) -> None:
        names = {actor.id: actor.name for actor in store.all(Actor)}
        claimants: dict[int, set[tuple[str, str]]] = defaultdict(set)
        for attribution in store.all(Attribution):
            who = fold(names.get(attribution.actor_id or 0, attribution.described))
            claimants[attribution.claim_id].add((who, attribution.said.words))
        self._called = {fold(o.name): fold(names[o.actor_id]) for o in store.all(ActorName) if o.actor_id in names}
        self._keys: set[tuple[str, ...]] = set()
        for claim in store.all(Claim):
            self._keys |= {
                ("claim", fold(claim.statement), *claimant) for claimant in (claimants[claim.id] or {("", "")})
            }
        for source in store.all(Source):
            self._keys.add(("source", fold(source.title), source.url))
        for event in store.all(Event):
            self._keys.add(("event", fold(event.title), event.when.words))

    def has(self, draft: Draft) -> bool:
        return self.key(draft) in self._keys

    def key(self, draft: Draft) -> tuple[str, ...]:
        match draft:
            case ClaimDraft():
                who = fold("".join(entry.name_and_words(draft.claimant)))
                who = self._called.get(who, who)
                return ("claim", fold(well_formed(draft.statement.strip())), who, draft.said.strip())
            case SourceDraft():
                return ("source", fold(draft.title), draft.url)
        return ("event", fold(draft.title), draft.when)


class _Writer:
    """Makes records of drafts, and stores them kind by kind."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._records: dict[type[Record], list[Record]] = defaultdict(list)
        self._actors = {fold(other.name): other.actor_id for other in store.all(ActorName)}
        self._actors |= {fold(actor.name): actor.id for actor in store.all(Actor)}
        self._sources = {(fold(s.title), s.url): s for s in store.all(Source)}
        self._by_url = {s.url: s for s in self._sources.values() if s.url}
        self._tags = {tag.name: tag.id for tag in store.all(Tag)}
        self._dates: dict[tuple[str, int | None], FuzzyDate] = {}
        self.work = 1

    def write(self, drafts: list[Draft]) -> None:
        """Make and store the records; `work` counts a row once each for making, storing, indexing and packing it."""
        self.work = 6 * len(drafts)
        claims = sum(isinstance(draft, ClaimDraft) for draft in drafts)
        number = self._store.next_number("claim", claims) if claims else 0
        for at, draft in enumerate(drafts):
            if at % AT_ONCE == 0 and at:
                self._store.report_rows(AT_ONCE)
            match draft:
                case ClaimDraft():
                    self._claim(draft, number)
                    number += 1
                case SourceDraft():
                    self._source(draft.title, draft.url, draft.publisher, draft.published, draft)
                case EventDraft():
                    self._add(Event(title=draft.title, when=self._date(draft.when, None), note=draft.note))
        count = sum(map(len, self._records.values()))
        self.work = len(drafts) + count + len(self._records[Source]) + len(self._records[Actor]) + 2 * claims
        for kind in (Actor, Source, Tag, Claim, Attribution, Evidence, ClaimTag, Event):
            self._store.add_all(self._records[kind])

    def _add(self, record: Record) -> int:
        self._records[type(record)].append(record)
        return record.id

    def _claim(self, draft: ClaimDraft, number: int) -> None:
        source = None
        if draft.source_url or draft.source_title:
            source = self._source(draft.source_title, draft.source_url, draft.publisher, draft.published)
        said_by = SaidEntry(
            claimant=draft.claimant, source=source, said=self._date(draft.said, anchor_day(source)), quote=draft.quote,
            mode="direct quote" if draft.quote else "indirect",
        )  # fmt: skip
        anchor = anchor_day(source)
        claim = entry.claim_of(
            ClaimEntry(
                statement=draft.statement, kinds=draft.kinds, note=draft.note, about=self._date(draft.about, anchor),
                due=self._date(draft.due, anchor), said_by=said_by,
                verdict=draft.verdict if draft.verdict in self._store.verdicts else START,
            ),
            number,
        )  # fmt: skip
        self._add(claim)
        if not said_by.empty:
            name, words = entry.name_and_words(draft.claimant)
            attribution = entry.attribution_of(said_by, self._actor(name) if name else None, words, claim.id)
            self._add(replace(attribution, record=self._record(attribution.actor_id, claim)))
        for item in draft.evidence:
            if item.url or item.title:
                proof = self._source(item.title, item.url, "", "")
                self._add(Evidence(claim_id=claim.id, source_id=proof.id, stance=item.stance, shows=item.shows))
            elif item.shows:
                proof = self._source(f"Reply recorded with C-{number:03d}", "", "", "")
                self._add(Evidence(claim_id=claim.id, source_id=proof.id, stance=item.stance, shows=item.shows))
        for tag in entry.tags_of(draft.tags):
            if tag not in self._tags:
                self._tags[tag] = self._add(Tag(name=tag))
            self._add(ClaimTag(claim_id=claim.id, tag_id=self._tags[tag]))

    def _record(self, actor_id: int | None, claim: Claim) -> str:
        """The usual terms, since a file hardly ever states on which terms somebody spoke."""
        actor = self._store.find(Actor, actor_id)
        return usual_record(
            named=actor_id is not None, protected=actor is not None and actor.protected,
            rumour="rumour" in claim.kinds, publisher=False,
        )  # fmt: skip

    def _actor(self, name: str) -> int:
        key = fold(name.strip())
        if key not in self._actors:
            self._actors[key] = self._add(Actor(name=name.strip()))
        return self._actors[key]

    def _source(self, title: str, url: str, publisher: str, published: str, draft: SourceDraft | None = None) -> Source:
        url, _ = _address(url)
        if url in self._by_url and draft is None:
            return self._by_url[url]
        title = title.strip() or url or publisher or "Untitled source"
        key = (fold(title), url)
        if key not in self._sources:
            source = Source(title=title, url=url, publisher=publisher, published=self._date(published, None))
            if draft is not None:
                source = Source(
                    id=source.id, title=title, url=url, publisher=publisher, published=source.published, kind=draft.kind,
                    authors=draft.authors, language=draft.language, note=draft.note,
                )  # fmt: skip
            self._add(source)
            self._sources[key] = source
            if url:
                self._by_url[url] = source
        return self._sources[key]

    def _date(self, words: str, anchor: int | None) -> FuzzyDate:
        key = (words.strip(), anchor)
        if key not in self._dates:
            self._dates[key] = entry.date_of(words, anchor)
        return self._dates[key]
