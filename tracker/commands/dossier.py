"""Build the dossier: choose, redact, refuse leaks, write."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from tracker.commands import confidential, picture, placing, redaction
from tracker.commands.dating import standing
from tracker.commands.saving import save_bytes
from tracker.commands.sources import originals
from tracker.domain.actor import Actor, ActorName
from tracker.domain.anchor import Anchor, access_point, place
from tracker.domain.attribution import Attribution, Hop
from tracker.domain.claim import Claim
from tracker.domain.dates import FuzzyDate, iso, parse_iso
from tracker.domain.dates.saying import say, say_with_words
from tracker.domain.design import ORDERS, PARTS, PROFILES, Design
from tracker.domain.evidence import CREDIBILITY, Evidence
from tracker.domain.ids import new_id
from tracker.domain.records import Record
from tracker.domain.relation import KINDS as RELATIONS
from tracker.domain.relation import Relation
from tracker.domain.reply import Reply
from tracker.domain.review import START
from tracker.domain.source import RELIABILITY, Capture, Derivation, Source
from tracker.errors import Refused
from tracker.exporters import formats
from tracker.exporters.dossier import (
    ClaimEntry,
    Decision,
    Dossier,
    Judgement,
    Proof,
    Related,
    SaidBy,
    SourceEntry,
)
from tracker.exporters.words import LANGUAGES, Words
from tracker.store import Store, history, past
from tracker.store.desk import Desk, Found
from tracker.store.facts import Facts
from tracker.timeline.svg import svg

R = TypeVar("R", bound=Record)
_PICTURE = "timeline picture"
_STANCES = {"supports": "▲", "refutes": "▼", "context": "◦"}
_PICTURE_WIDTH = 720.0
_HELD_BACK = (
    "{n} confidential source: its title, copy, checksum, size and time of capture",
    "{n} confidential sources: their titles, copies, checksums, sizes and times of capture",
)


@dataclass(frozen=True, slots=True)
class Release:
    """A dossier before it is written: what goes out and what stays in, in sentences, and where a protected name stands in
    free text and nothing says yet what is to be done about it.
    """

    dossier: Dossier
    going: tuple[str, ...]
    staying: tuple[str, ...]
    leaks: tuple[redaction.Leaking, ...]


def chosen(desk: Desk, design: Design) -> Found:
    """The claims of a design: those it names, or what its query finds; raises Refused for a number that there is not."""
    if not design.numbers:
        return desk.select(design.query)
    ids = {facts.claim.label: facts.id for facts in desk.numbered(design.numbers)}
    missing = [label for label in design.numbers if label not in ids]
    if missing:
        raise Refused(f"There is no claim {missing[0]} in this case.")
    return desk.among([ids[label] for label in design.numbers])


def build(
    store: Store, desk: Desk, claims: Found, design: Design | None = None, answers: Mapping[str, str] | None = None
) -> Dossier:
    """The dossier of some claims as a design has it. Raises Leak with every place where a protected name stands in free
    text, unless the place has an answer (`redaction.ANSWERS`); Refused for a design that is none.

    It speaks of the case as of its last standing step, so that the same case gives the same bytes on any day.
    """
    made = release(store, desk, claims, design or Design(id=0), answers or {})
    redaction.refuse(made.leaks)
    return made.dossier


def release(store: Store, desk: Desk, claims: Found, design: Design, answers: Mapping[str, str]) -> Release:
    """The dossier with what is to be known before it goes out; raises Refused for a design that is none."""
    refuse_design(design)
    builder = _Builder(store, desk, claims, design)
    dossier = builder.dossier()
    if answers:
        dossier, withheld, replaced = _resolved(dossier, builder.pictured, store, answers)
        w, told = Words(design.language), []
        if replaced:
            told.append(w.many(replaced, "a name replaced in {n} text, in [ ]", "names replaced in {n} texts, in [ ]"))
        if withheld:
            told.append(w.many(withheld, "{n} text withheld", "{n} texts withheld"))
        dossier = replace(dossier, left_out=(*dossier.left_out, *told))
    return Release(dossier, _going(dossier), dossier.left_out, _leaks(store, dossier, builder.pictured))


def _leaks(store: Store, dossier: Dossier, pictured: str) -> tuple[redaction.Leaking, ...]:
    """Every place of a dossier where a protected name stands; of the picture, what it would say if it had the room."""
    texts = [*_texts(dossier, ""), *([(_PICTURE, pictured)] if dossier.picture else [])]
    return tuple(redaction.leaks(store, texts))


def _going(dossier: Dossier) -> tuple[str, ...]:
    """What a dossier holds, in numbers."""
    found = [
        (len(dossier.claims), "claim"), (sum(bool(s.quote) for c in dossier.claims for s in c.said_by), "quote"),
        (sum(len(c.evidence) for c in dossier.claims), "piece of evidence"), (len(dossier.sources), "source"),
        (sum(len(c.replies) for c in dossier.claims), "reply request"),
        (sum(len(c.decisions) for c in dossier.claims), "decision of the review"),
        (sum(bool(c.note) for c in dossier.claims), "internal note"),
    ]  # fmt: skip
    many = {"piece of evidence": "pieces of evidence", "decision of the review": "decisions of the review"}
    return tuple(f"{n:,} {word if n == 1 else many.get(word, f'{word}s')}" for n, word in found if n)


def refuse_design(design: Design) -> None:
    """Raise Refused for a profile, order, language or part that there is not."""
    for what, value, known in (
        ("profile", design.profile, PROFILES), ("order", design.order, ORDERS), ("language", design.language, LANGUAGES),
        *(("part", part, PARTS) for part in design.without),
    ):  # fmt: skip
        if value not in known:
            raise Refused(f"There is no {what} “{value}”. There is {', '.join(known)}.")


def keep_design(store: Store, design: Design) -> Design:
    """Keep a design under its name, in the place of one that has it."""
    if not design.name.strip():
        raise Refused("A design needs a name to be kept under.")
    refuse_design(design)
    kept = next(iter(store.all(Design, name=design.name.strip())), None)
    with store.step("Keep the design of a dossier"):
        if kept is not None:
            return store.put(replace(design, id=kept.id, version=kept.version, name=kept.name))
        return store.put(replace(design, id=new_id(), version=0, name=design.name.strip()))


def remove_design(store: Store, design_id: int) -> None:
    with store.step("Remove the design of a dossier"):
        store.remove(store.get(Design, design_id))


def designs(store: Store) -> list[Design]:
    return sorted(store.all(Design), key=lambda design: design.name.casefold()) if store.format >= 4 else []


def write(dossier: Dossier, path: Path, names: Sequence[re.Pattern[str]] = ()) -> None:
    """Write a dossier in the format of the file's ending (`formats.DOSSIERS`), whole or not at all. Raises Leak where a name
    of `names` (`redaction.protected_names`) stands in the finished file; Refused for another ending.
    """
    form = formats.of_file(formats.DOSSIERS, path)
    if form is None:
        known = ", ".join(suffix for one in formats.DOSSIERS for suffix in one.suffixes)
        raise Refused(f"A dossier is written as {known}; “{path.name}” ends in none of them.")
    content = form.write(dossier)
    redaction.refuse_in_file(content, names)
    save_bytes(path, content)


def _texts(value: object, where: str) -> Iterator[tuple[str, str]]:
    """Every text of the tree with words for its place."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item, where)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name != "picture":
                yield from _texts(getattr(value, field.name), _inner(value, field.name, where))


def _inner(value: object, name: str, where: str) -> str:
    """Words for the place of a field."""
    own = getattr(value, "label", "") if isinstance(value, ClaimEntry) else ""
    own = own or (f"source [{value.number}]" if isinstance(value, SourceEntry) else "")
    return " · ".join(filter(None, (own or where, name.replace("_", " "))))


def _resolved(dossier: Dossier, pictured: str, store: Store, answers: Mapping[str, str]) -> tuple[Dossier, int, int]:
    """The tree with each leak as its answer has it, how many texts were withheld, and in how many a name was replaced."""
    withheld = replaced = 0
    instead, hidden = redaction.Replacing(store), Words(dossier.language)("[withheld]")

    def resolved(value: Any) -> Any:
        nonlocal withheld, replaced
        if isinstance(value, str):
            answer = answers.get(redaction.key_of(value), "") if instead.named(value) else ""
            if answer == "pseudonym" and (told := instead.text(value)) is not None:
                replaced += 1
                return told
            withheld += answer != ""
            return hidden if answer else value
        if isinstance(value, tuple):
            return tuple(map(resolved, value))
        if is_dataclass(value) and not isinstance(value, type):
            inner = {field.name: getattr(value, field.name) for field in fields(value) if field.name != "picture"}
            return replace(value, **{name: resolved(kept) for name, kept in inner.items()})
        return value

    if answers.get(redaction.key_of(pictured)) and instead.named(pictured):
        dossier, withheld = replace(dossier, picture=""), withheld + 1
    told: Dossier = resolved(dossier)
    return told, withheld, replaced


class _Builder:
    def __init__(self, store: Store, desk: Desk, claims: Found, design: Design) -> None:
        self.store, self.desk, self.chosen, self.design, self.profile = store, desk, claims, design, design.profile
        self.w = Words(design.language)
        self.actors = {actor.id: actor for actor in store.all(Actor)}
        self.names = redaction.pseudonyms(store)
        self.hidden: set[int] = set()
        self.pictured = ""
        self.other_names: dict[int, list[str]] = {}
        for other in store.all(ActorName):
            self.other_names.setdefault(other.actor_id, []).append(other.name)
        every = store.all(Source)
        self.texts = {source.id: source.text for source in every}
        self.held_back = confidential.confidential_sources(store, design.profile, every)
        unnamed = self.w(confidential.NAME)
        self.sources = {s.id: confidential.masked(s, unnamed) if s.id in self.held_back else s for s in every}
        self.captures = {key: kept for key, kept in originals(store).items() if key not in self.held_back}
        chosen = [facts.id for facts in claims]
        self.attributions = _grouped(store.among(Attribution, "claim_id", chosen), "claim_id")
        said = [attribution.id for found in self.attributions.values() for attribution in found]
        self.hops = _grouped(store.among(Hop, "attribution_id", said), "attribution_id")
        self.evidence = _grouped(store.among(Evidence, "claim_id", chosen), "claim_id")
        self.replies = _grouped(store.among(Reply, "claim_id", chosen), "claim_id")
        self.relations = _grouped(store.among(Relation, "claim_id", chosen), "claim_id")
        self.related = _grouped(store.among(Relation, "other_id", chosen), "other_id")
        self.anchors = {anchor.id: anchor for anchor in store.all(Anchor)}
        self.numbers: dict[int, int] = {}
        self.places = {label: at for at, label in enumerate(design.numbers)}
        self.receipt = store.receipt()
        self.judged = past.Judged(store.db)
        self.today = parse_iso(self.receipt.at[:10])

    def dossier(self) -> Dossier:
        order, without = self.design.order, self.design.without
        placed = sorted(((*self._section(facts, order), facts) for facts in self.chosen), key=lambda found: found[0])
        claims = tuple(self._claim(facts, section) for _, section, facts in placed)
        plan = placing.Plan.read(self.store, today=self.today, names=self.names, short=True, events=False, w=self.w)
        shown = plan.with_words(self.chosen.ids.tolist()).items(self.chosen)
        drawn = len(shown) and "picture" not in without
        self.pictured = "; ".join(" ".join(filter(None, (lane.name, lane.note))) for lane in shown.lanes)
        scene = (
            picture.scene_of(shown, width=_PICTURE_WIDTH, font_size=9.0, language=self.w.lang[:2]) if drawn else None
        )
        w, case, day = self.w, self.store.case, self.receipt.at[:10]
        intro = (w.many(len(claims), "{n} claim", "{n} claims"), w("as of {date}", date=day), w(self.profile))
        return Dossier(
            language=self.w.lang, title=case.name, summary=case.summary, profile=self.profile,
            intro=" · ".join(intro), table="table" not in without,
            picture=svg(scene, font_size=9.0) if scene else "",
            claims=claims, sources=self._sources(), left_out=self._left_out(),
            undated=tuple(facts.claim.label for facts in self._unplaced()), key=self._key(),
            case_uid=case.uid, step=self.receipt.step, head=self.receipt.head,
            head_short=" ".join(self.receipt.head[i : i + 4] for i in (0, 4, 8)), as_of=self.receipt.at,
        )  # fmt: skip

    def _name(self, actor_id: int | None, described: str) -> str:
        if actor_id is None:
            return described or self.w("unnamed")
        if actor_id in self.names:
            self.hidden.add(actor_id)
            return self.names[actor_id]
        return self.actors[actor_id].name

    def _number(self, source_id: int | None) -> int:
        if source_id is None:
            return 0
        return self.numbers.setdefault(source_id, len(self.numbers) + 1)

    def _section(self, facts: Facts, order: str) -> tuple[tuple[object, ...], str]:
        """(what the claim is sorted by, the heading it stands under)."""
        first = next(iter(self.attributions.get(facts.claim.id, ())), None)
        if order == "claimant":
            name = self._name(first.actor_id, first.described) if first else ""
            return (not name, name.casefold(), name), name or self.w("Nobody on record")
        if order == "verdict":
            verdict = self.store.verdicts[facts.claim.verdict]
            return (verdict.position,), self.w(verdict.label)
        if order == "said":
            day = first.said.earliest if first else None
            return (day is None, day), iso(day)[:-6] if day is not None else self.w("Undated")
        if order == "hand":
            return (self.places.get(facts.claim.label, len(self.places)),), ""
        return (), ""

    def _claim(self, facts: Facts, section: str) -> ClaimEntry:
        claim = facts.claim
        said_by = tuple(self._said_by(a) for a in self.attributions.get(claim.id, ()))
        evidence = tuple(self._proof(e) for e in self.evidence.get(claim.id, ()))
        return ClaimEntry(
            label=claim.label, section=section, statement=claim.statement, language=_language(claim.statement),
            verdict=self._judgement(claim.verdict), facts=self._facts(claim, facts), review=self._review(facts),
            claimant=", ".join(dict.fromkeys(s.claimant for s in said_by)) or "—",
            origins=self._ratio(facts), said_by=said_by, evidence=evidence, founded=self._founded(facts),
            related=() if "related" in self.design.without else self._related(claim),
            replies=() if "replies" in self.design.without else tuple(map(self._reply, self.replies.get(claim.id, ()))),
            decisions=() if "review" in self.design.without else self._decisions(claim),
            note=claim.note if self.profile == "internal" else "",
        )  # fmt: skip

    def _judgement(self, key: str) -> Judgement:
        verdict = self.store.verdicts[key]
        return Judgement(self.w(verdict.label), verdict.glyph, verdict.fill, verdict.ink, verdict.look.wash)

    def _ratio(self, facts: Facts) -> str:
        found = facts.origins
        return (
            str(found.count) if found.count >= found.sources else self.w("{n} of {m}", n=found.count, m=found.sources)
        )

    def _day(self, date: FuzzyDate) -> str:
        return say(date, self.w.lang)

    def _day_with_words(self, date: FuzzyDate) -> str:
        return say_with_words(date, self.w.lang)

    def _facts(self, claim: Claim, facts: Facts) -> tuple[str, ...]:
        w = self.w
        found = [w(", ").join(map(w, claim.kinds))]
        if claim.about.words or claim.about.edtf:
            found.append(w("about {date}", date=self._day_with_words(claim.about)))
        if claim.value:
            value = f"{claim.value} {claim.unit}".strip()
            found.append(
                w("{value} as of {date}", value=value, date=self._day(claim.as_of)) if claim.as_of.edtf else value
            )
        if claim.due.words or claim.due.edtf:
            late = claim.due.latest is not None and claim.due.latest < self.today and claim.verdict == START
            due = self._day_with_words(claim.due)
            found.append(w("due {date}, overdue", date=due) if late else w("due {date}", date=due))
        if facts.tags:
            found.append(" ".join(f"#{tag}" for tag in facts.tags))
        return tuple(found)

    def _review(self, facts: Facts) -> str:
        claim = facts.claim
        if claim.review == "signed off":
            words = "signed off {date}, changed since" if facts.changed else "signed off {date}"
            return self.w(words, date=claim.signed_at[:10])
        return self.w(claim.review)

    def _said_by(self, attribution: Attribution) -> SaidBy:
        hops = self.hops.get(attribution.id, [])
        claimant = self._name(attribution.actor_id, attribution.described)
        stations = [claimant]
        for hop in sorted(hops, key=lambda hop: hop.position):
            if hop.source_id is not None:
                stations.append(f"{self.sources[hop.source_id].title} [{self._number(hop.source_id)}]")
            else:
                stations.append(self._name(hop.actor_id, hop.described))
        if attribution.source_id is not None:
            source = self.sources[attribution.source_id]
            kind = self.w("({text})", text=self.w(source.kind))
            stations.append(f"{source.publisher or source.title} {kind}".replace(" （", "（"))
        protected = attribution.actor_id in self.names
        others = [] if protected else self.other_names.get(attribution.actor_id or 0, [])
        where, state = self._where(attribution.anchor_id, attribution.source_id)
        if attribution.quote and attribution.anchor_id is None:
            text = self.texts[attribution.source_id] if attribution.source_id is not None else ""
            often = text.count(attribution.quote.strip()) > 1
            state = self.w(
                "quote stands more than once in the kept text" if often else "quote not found in a kept text"
            )
        return SaidBy(
            claimant=claimant, other_names=", ".join(others), quote=attribution.quote,
            mode=self.w(", ").join(map(self.w, (attribution.mode, attribution.record, *(["protected source"] if protected else [])))),
            said=self._day_with_words(attribution.said), relay=" → ".join(stations) if len(stations) > 1 else "",
            hops=len(stations) - 1, source=self._number(attribution.source_id), place=where, anchor=state,
        )  # fmt: skip

    def _where(self, anchor_id: int | None, source_id: int | None) -> tuple[str, str]:
        """(place of the quote, a warning when its words cannot be found again)."""
        anchor = self.anchors.get(anchor_id or 0)
        if anchor is None or source_id is None:
            return "", ""
        text = self.texts[source_id]
        found = place(anchor, text)
        if found.state in ("lost", "ambiguous"):
            return "", self.w(f"quote {found.state} in the source's text")
        if source_id in self.held_back:
            return "", ""
        words, values = access_point(text, found.start)
        return self.w(words, **values), ""

    def _proof(self, item: Evidence) -> Proof:
        source = self.sources[item.source_id]
        capture = self.captures.get(source.id)
        anchor = self.anchors.get(item.anchor_id or 0)
        where, state = self._where(item.anchor_id, item.source_id)
        when = self._day(source.published)
        return Proof(
            stance=item.stance, does=self.w(item.stance), glyph=_STANCES[item.stance], shows=item.shows or source.title,
            quote=anchor.exact if anchor and source.id not in self.held_back else "", source=self._number(source.id),
            source_line=self.w(", ").join(filter(None, (self.w(source.kind), when, where))), anchor=state,
            grade=f"{source.reliability}{item.credibility or ''}",
            preserved=f"{capture.sha256[:12]}…" if capture else self._not_with_it(source.id, "link only"),
            archived=capture is not None,
        )  # fmt: skip

    def _founded(self, facts: Facts) -> str:
        found = facts.origins
        if not found.roots:
            return self.w("No source stands behind it yet.")
        w = self.w
        text = w(", ").join((
            w.many(found.sources, "{n} source", "{n} sources"),
            w.many(found.count, "{n} independent origin", "{n} independent origins"),
        ))  # fmt: skip
        shared = []
        for root, members in found.shared:
            others = [f"[{self._number(member)}]" for member in members if member != root]
            words = "{members} goes back to {root}" if len(others) == 1 else "{members} go back to {root}"
            title = f"{self.sources[root].title} [{self._number(root)}]"
            shared.append(w(words, members=w(" and ").join(others), root=title))
        return text + (w(": ") + w("; ").join(shared) if shared else "") + w(".")

    def _related(self, claim: Claim) -> tuple[Related, ...]:
        found = []
        for relation in self.relations.get(claim.id, ()):
            other = self.desk.facts[relation.other_id].claim
            found.append(Related(self.w(relation.kind), other.label, other.statement))
        for relation in self.related.get(claim.id, ()):
            other = self.desk.facts[relation.claim_id].claim
            found.append(Related(self.w(RELATIONS[relation.kind]), other.label, other.statement))
        return tuple(found)

    def _reply(self, reply: Reply) -> str:
        w = self.w
        text = w("{who} asked", who=self._name(reply.actor_id, reply.described))
        if reply.channel:
            text += w(" by {channel}", channel=reply.channel)
        text += w(" {date}", date=self._day(reply.asked)) if reply.asked.edtf else ""
        text += w(", answer due by {date}", date=self._day(reply.deadline)) if reply.deadline.edtf else ""
        text += w(": ") + w("no answer by the deadline" if reply.overdue(self.today) else reply.outcome)
        text += w(" {date}", date=self._day(reply.answered)) if reply.answered.edtf else ""
        if reply.answer:
            text += " — " + w("“{text}”", text=reply.answer)
        if reply.answer_claim_id is not None:
            text += w(" (see {claim})", claim=self.desk.facts[reply.answer_claim_id].claim.label)
        return text + w(".")

    def _decisions(self, claim: Claim) -> tuple[Decision, ...]:
        if self.profile == "public":
            return ()
        found = []
        for step, change in history.of_record(self.store.db, "claim", claim.id, standing=True):
            new = change.new()
            if change.before is None or not {"verdict", "review", "signed_at"} & new.keys():
                continue
            what = []
            if "verdict" in new:
                what.append(self.w("Verdict {verdict}", verdict=self.w(self.judged.at(step.n)[new["verdict"]].label)))
            if "review" in new or "signed_at" in new:
                what.append(self.w(step.name))
            found.append(Decision(step.at[:10], ", ".join(what), step.reason, step.author))
        return tuple(found)

    def _sources(self) -> tuple[SourceEntry, ...]:
        """The cited sources, and those they go back to, by their numbers."""
        derived: dict[int, list[int]] = {}
        for link in self.store.all(Derivation):
            derived.setdefault(link.source_id, []).append(link.origin_id)
        entries = []
        done = 0
        while done < len(self.numbers):
            source_id, number = list(self.numbers.items())[done]
            done += 1
            source, capture = self.sources[source_id], self.captures.get(source_id)
            back = ", ".join(f"[{self._number(origin)}]" for origin in derived.get(source_id, ()))
            line = [source.authors, source.publisher, self.w(source.kind), self._day_with_words(source.published)]
            if source.reliability:
                line.append(self.w("reliability {grade}", grade=source.reliability))
            entries.append(
                SourceEntry(
                    number=number, title=source.title, language=source.language or _language(source.title),
                    line=self.w(", ").join(filter(None, line)), url=source.url, sha256=capture.sha256 if capture else "",
                    captured=self._captured(capture) if capture else self._not_with_it(source_id, "link only, not preserved"),
                    derived=self.w("goes back to {sources}", sources=back) if back else "",
                )
            )  # fmt: skip
        return tuple(entries)

    def _not_with_it(self, source_id: int, why: str) -> str:
        """Why no copy of a source goes with the dossier."""
        return self.w("kept in the newsroom" if source_id in self.held_back else why)

    def _captured(self, capture: Capture) -> str:
        when = capture.captured[:16].replace("T", " ")
        return self.w("captured {when} UTC, {n} bytes", when=when, n=f"{capture.size:,}")

    def _key(self) -> tuple[str, ...]:
        """What the grades and counts mean, for who reads them the first time."""
        w = self.w
        reliability = " · ".join(f"{grade} {w(meaning)}" for grade, meaning in RELIABILITY.items())
        credibility = " · ".join(f"{grade} {w(meaning)}" for grade, meaning in CREDIBILITY.items())
        told = [w("Reliability of a source") + w(": ") + reliability]
        told.append(w("Credibility of what it says") + w(": ") + credibility)
        told.append(w("A hop is each station that a claim passed on its way to us, the outlet included."))
        told.append(w("Origins are the sources that do not go back to one another."))
        return tuple(told)

    def _unplaced(self) -> list[Facts]:
        """The claims that the picture cannot place, since nothing says when they were said."""
        return [facts for facts in self.chosen if not standing(facts, "said")[1].dated]

    def _left_out(self) -> tuple[str, ...]:
        w, found = self.w, []
        for actor_id in sorted(self.hidden):
            found.append(w("1 protected name (shown as {name})", name=self.names[actor_id]))
        notes = sum(bool(facts.claim.note) for facts in self.chosen)
        if notes and self.profile != "internal":
            found.append(w.many(notes, "{n} internal note", "{n} internal notes"))
        if self.profile == "public":
            found.append(w("names of colleagues and reasons of the review"))
        undated = len(self._unplaced())
        if undated and "picture" not in self.design.without:
            found.append(
                w.many(undated, "{n} undated claim not on the timeline", "{n} undated claims not on the timeline")
            )
        held_back = len(self.held_back & self.numbers.keys())
        if held_back:
            found.append(w.many(held_back, *_HELD_BACK))
        links = sum(source_id not in self.captures for source_id in self.numbers) - held_back
        if links:
            one, many = "{n} source kept as a link only, not preserved", "{n} sources kept as links only, not preserved"
            found.append(w.many(links, one, many))
        drafts = sum(facts.claim.review != "signed off" for facts in self.chosen)
        if drafts:
            found.append(w.many(drafts, "sign-off: {n} claim not signed off", "sign-off: {n} claims not signed off"))
        others = len(self.desk.facts) - len(self.chosen)
        if others:
            found.append(w.many(others, "{n} other claim of the case", "{n} other claims of the case"))
        if self.design.without:
            found.append(w("by choice: {parts}", parts=", ".join(w(PARTS[part]) for part in self.design.without)))
        return tuple(found) or (w("nothing that the case holds for these claims"),)


def _grouped(records: Iterable[R], column: str) -> dict[int, list[R]]:
    found: dict[int, list[R]] = {}
    for record in records:
        found.setdefault(getattr(record, column), []).append(record)
    return found


def _language(text: str) -> str:
    return "zh" if re.search(r"[\u3400-\u9fff]", text) else "en"
