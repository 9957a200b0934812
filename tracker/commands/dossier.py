"""Build the dossier: choose, redact, refuse leaks, write."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TypeVar

from tracker.commands import picture, placing, redaction
from tracker.commands.dating import standing
from tracker.commands.saving import save_bytes
from tracker.commands.sources import originals
from tracker.domain.actor import Actor, ActorName
from tracker.domain.anchor import Anchor, access_point, place
from tracker.domain.attribution import Attribution, Hop
from tracker.domain.claim import Claim
from tracker.domain.dates import iso, parse_iso
from tracker.domain.dates.saying import say, say_with_words
from tracker.domain.evidence import Evidence
from tracker.domain.records import Record
from tracker.domain.relation import KINDS as RELATIONS
from tracker.domain.relation import Relation
from tracker.domain.reply import Reply
from tracker.domain.review import Verdict
from tracker.domain.source import Derivation, Source
from tracker.errors import Refused
from tracker.exporters.docx import docx
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
from tracker.exporters.html import html
from tracker.exporters.markdown import markdown
from tracker.exporters.pdf import pdf
from tracker.store import Store, history
from tracker.store.desk import Desk, Found
from tracker.store.facts import Facts
from tracker.timeline.svg import svg

R = TypeVar("R", bound=Record)
# What each profile lets out beside what every dossier holds.
PROFILES = {
    "internal": "everything but protected names",
    "legal": "no internal notes",
    "public": "no internal notes, no names of colleagues, no reasons of the review",
}
# How the claims follow each other, and what they are put together by.
ORDERS = {
    "number": "by number",
    "said": "by when they were said, year by year",
    "claimant": "by claimant",
    "verdict": "by verdict",
}
_STANCES = {"supports": "▲", "refutes": "▼", "context": "◦"}
_PICTURE_WIDTH = 720.0
FORMS: dict[str, Callable[[Dossier], bytes]] = {
    ".html": html, ".htm": html, ".pdf": pdf, ".docx": docx, ".md": markdown,
}  # fmt: skip


def build(store: Store, desk: Desk, claims: Found, profile: str = "legal", order: str = "number") -> Dossier:
    """The dossier of some claims. Raises Leak with every place where a protected name stands in free text.

    It speaks of the case as of its last standing step, so that the same case gives the same bytes on any day.
    """
    if profile not in PROFILES:
        raise Refused(f"There is no profile “{profile}”. The profiles are {', '.join(PROFILES)}.")
    if order not in ORDERS:
        raise Refused(f"There is no order “{order}”. The orders are {', '.join(ORDERS)}.")
    dossier = _Builder(store, desk, claims, profile).dossier(order)
    redaction.refuse_leaks(store, _texts(dossier, ""))
    return dossier


def write(dossier: Dossier, path: Path, names: Sequence[re.Pattern[str]] = ()) -> None:
    """Write HTML, PDF, Word or Markdown by the file's ending, whole or not at all. Raises Leak where a name of `names`
    (`redaction.protected_names`) stands in the finished file.
    """
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise Refused(f"A dossier is written as {', '.join(FORMS)}; “{path.name}” ends in none of them.")
    content = form(dossier)
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
        own = getattr(value, "label", "") if isinstance(value, ClaimEntry) else ""
        own = own or (f"source [{value.number}]" if isinstance(value, SourceEntry) else "")
        for field in fields(value):
            if field.name == "picture":
                yield "timeline picture", redaction.picture_text(getattr(value, field.name))
            else:
                inner = " · ".join(filter(None, (own or where, field.name.replace("_", " "))))
                yield from _texts(getattr(value, field.name), inner)


class _Builder:
    def __init__(self, store: Store, desk: Desk, claims: Found, profile: str) -> None:
        self.store, self.desk, self.chosen, self.profile = store, desk, claims, profile
        self.actors = {actor.id: actor for actor in store.all(Actor)}
        self.names = redaction.pseudonyms(store)
        self.hidden: set[int] = set()
        self.other_names: dict[int, list[str]] = {}
        for other in store.all(ActorName):
            self.other_names.setdefault(other.actor_id, []).append(other.name)
        self.sources = {source.id: source for source in store.all(Source)}
        self.captures = originals(store)
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
        self.receipt = store.receipt()
        self.today = parse_iso(self.receipt.at[:10])

    def dossier(self, order: str) -> Dossier:
        placed = sorted(((*self._section(facts, order), facts) for facts in self.chosen), key=lambda found: found[0])
        claims = tuple(self._claim(facts, section) for _, section, facts in placed)
        plan = placing.Plan.read(self.store, today=self.today, names=self.names, short=True, events=False)
        shown = plan.with_words(self.chosen.ids.tolist()).items(self.chosen)
        scene = picture.scene_of(shown, width=_PICTURE_WIDTH, font_size=9.0) if len(shown) else None
        count = len(claims)
        case = self.store.case
        return Dossier(
            title=case.name, summary=case.summary, profile=self.profile,
            intro=f"{count} {'claim' if count == 1 else 'claims'} · as of {self.receipt.at[:10]} · {self.profile}",
            picture=svg(scene, font_size=9.0) if scene else "",
            claims=claims, sources=self._sources(), left_out=self._left_out(),
            undated=tuple(facts.claim.label for facts in self._unplaced()),
            case_uid=case.uid, step=self.receipt.step, head=self.receipt.head,
            head_short=" ".join(self.receipt.head[i : i + 4] for i in (0, 4, 8)), as_of=self.receipt.at,
        )  # fmt: skip

    def _name(self, actor_id: int | None, described: str) -> str:
        if actor_id is None:
            return described or "unnamed"
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
            return (not name, name.casefold(), name), name or "Nobody on record"
        if order == "verdict":
            verdict = self.store.verdicts[facts.claim.verdict]
            return (verdict.position,), verdict.label
        if order == "said":
            day = first.said.earliest if first else None
            return (day is None, day), iso(day)[:-6] if day is not None else "Undated"
        return (), ""

    def _claim(self, facts: Facts, section: str) -> ClaimEntry:
        claim = facts.claim
        said_by = tuple(self._said_by(a) for a in self.attributions.get(claim.id, ()))
        evidence = tuple(self._proof(e) for e in self.evidence.get(claim.id, ()))
        return ClaimEntry(
            label=claim.label, section=section, statement=claim.statement, language=_language(claim.statement),
            verdict=_judgement(self.store.verdicts[claim.verdict]), facts=self._facts(claim, facts), review=self._review(facts),
            claimant=", ".join(dict.fromkeys(s.claimant for s in said_by)) or "—",
            origins=_ratio(facts), said_by=said_by, evidence=evidence, founded=self._founded(facts),
            related=self._related(claim), replies=tuple(self._reply(r) for r in self.replies.get(claim.id, ())),
            decisions=self._decisions(claim), note=claim.note if self.profile == "internal" else "",
        )  # fmt: skip

    def _facts(self, claim: Claim, facts: Facts) -> tuple[str, ...]:
        found = [", ".join(claim.kinds)]
        if claim.about.words or claim.about.edtf:
            found.append(f"about {say_with_words(claim.about)}")
        if claim.value:
            as_of = f" as of {say(claim.as_of)}" if claim.as_of.edtf else ""
            found.append(f"{claim.value} {claim.unit}".strip() + as_of)
        if claim.due.words or claim.due.edtf:
            late = claim.due.latest is not None and claim.due.latest < self.today and claim.verdict == "unverified"
            found.append(f"due {say_with_words(claim.due)}" + (", overdue" if late else ""))
        if facts.tags:
            found.append(" ".join(f"#{tag}" for tag in facts.tags))
        return tuple(found)

    def _review(self, facts: Facts) -> str:
        claim = facts.claim
        if claim.review == "signed off":
            changed = ", changed since" if facts.changed else ""
            return f"signed off {claim.signed_at[:10]}{changed}"
        return claim.review

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
            stations.append(f"{source.publisher or source.title} ({source.kind})")
        protected = attribution.actor_id in self.names
        others = [] if protected else self.other_names.get(attribution.actor_id or 0, [])
        where, state = self._where(attribution.anchor_id, attribution.source_id)
        if attribution.quote and attribution.anchor_id is None:
            text = self.sources[attribution.source_id].text if attribution.source_id is not None else ""
            often = text.count(attribution.quote.strip()) > 1
            state = "quote stands more than once in the kept text" if often else "quote not found in a kept text"
        return SaidBy(
            claimant=claimant, other_names=", ".join(others), quote=attribution.quote,
            mode=f"{attribution.mode}, {attribution.record}" + (", protected source" if protected else ""),
            said=say_with_words(attribution.said), relay=" → ".join(stations) if len(stations) > 1 else "",
            hops=len(stations) - 1, source=self._number(attribution.source_id), place=where, anchor=state,
        )  # fmt: skip

    def _where(self, anchor_id: int | None, source_id: int | None) -> tuple[str, str]:
        """(place of the quote, a warning when its words cannot be found again)."""
        anchor = self.anchors.get(anchor_id or 0)
        if anchor is None or source_id is None:
            return "", ""
        text = self.sources[source_id].text
        found = place(anchor, text)
        if found.state in ("lost", "ambiguous"):
            return "", f"quote {found.state} in the source's text"
        return access_point(text, found.start), ""

    def _proof(self, item: Evidence) -> Proof:
        source = self.sources[item.source_id]
        capture = self.captures.get(source.id)
        anchor = self.anchors.get(item.anchor_id or 0)
        where, state = self._where(item.anchor_id, item.source_id)
        when = say(source.published)
        return Proof(
            stance=item.stance, glyph=_STANCES[item.stance], shows=item.shows or source.title,
            quote=anchor.exact if anchor else "", source=self._number(source.id),
            source_line=", ".join(filter(None, (source.kind, when, where))), anchor=state,
            grade=f"{source.reliability}{item.credibility or ''}",
            preserved=f"{capture.sha256[:12]}…" if capture else "link only", archived=capture is not None,
        )  # fmt: skip

    def _founded(self, facts: Facts) -> str:
        found = facts.origins
        if not found.roots:
            return "No source stands behind it yet."
        text = f"{_plural(found.sources, 'source')}, {_plural(found.count, 'independent origin')}"
        shared = [
            f"{' and '.join(f'[{self._number(s)}]' for s in members if s != root)} "
            f"{'goes' if len([s for s in members if s != root]) == 1 else 'go'} back to "
            f"{self.sources[root].title} [{self._number(root)}]"
            for root, members in found.shared
        ]
        return f"{text}: {'; '.join(shared)}." if shared else f"{text}."

    def _related(self, claim: Claim) -> tuple[Related, ...]:
        found = []
        for relation in self.relations.get(claim.id, ()):
            other = self.desk.facts[relation.other_id].claim
            found.append(Related(relation.kind, other.label, other.statement))
        for relation in self.related.get(claim.id, ()):
            other = self.desk.facts[relation.claim_id].claim
            found.append(Related(RELATIONS[relation.kind], other.label, other.statement))
        return tuple(found)

    def _reply(self, reply: Reply) -> str:
        text = f"{self._name(reply.actor_id, reply.described)} asked"
        if reply.channel:
            text += f" by {reply.channel}"
        text += f" {say(reply.asked)}" if reply.asked.edtf else ""
        text += f", answer due by {say(reply.deadline)}" if reply.deadline.edtf else ""
        outcome = "no answer by the deadline" if reply.overdue(self.today) else reply.outcome
        text += f": {outcome}"
        text += f" {say(reply.answered)}" if reply.answered.edtf else ""
        if reply.answer:
            text += f" — “{reply.answer}”"
        if reply.answer_claim_id is not None:
            text += f" (see {self.desk.facts[reply.answer_claim_id].claim.label})"
        return text + "."

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
                what.append(f"Verdict {self.store.verdicts[new['verdict']].label}")
            if "review" in new or "signed_at" in new:
                what.append(step.name)
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
            line = [source.authors, source.publisher, source.kind, say_with_words(source.published)]
            if source.reliability:
                line.append(f"reliability {source.reliability}")
            entries.append(
                SourceEntry(
                    number=number, title=source.title, language=source.language or _language(source.title),
                    line=", ".join(filter(None, line)), url=source.url, sha256=capture.sha256 if capture else "",
                    captured=f"captured {capture.captured[:16].replace('T', ' ')} UTC, {capture.size:,} bytes"
                    if capture else "", derived=f"goes back to {back}" if back else "",
                )
            )  # fmt: skip
        return tuple(entries)

    def _unplaced(self) -> list[Facts]:
        """The claims that the picture cannot place, since nothing says when they were said."""
        return [facts for facts in self.chosen if not standing(facts, "said")[1].dated]

    def _left_out(self) -> tuple[str, ...]:
        found = []
        for actor_id in sorted(self.hidden):
            found.append(f"1 protected name (shown as {self.names[actor_id]})")
        notes = sum(bool(facts.claim.note) for facts in self.chosen)
        if notes and self.profile != "internal":
            found.append(_plural(notes, "internal note"))
        if self.profile == "public":
            found.append("names of colleagues and reasons of the review")
        undated = len(self._unplaced())
        if undated:
            found.append(f"{_plural(undated, 'undated claim')} not on the timeline")
        links = sum(source_id not in self.captures for source_id in self.numbers)
        if links:
            found.append(
                f"{_plural(links, 'source')} kept as {'a link' if links == 1 else 'links'} only, not preserved"
            )
        drafts = sum(facts.claim.review != "signed off" for facts in self.chosen)
        if drafts:
            found.append(f"sign-off: {_plural(drafts, 'claim')} not signed off")
        others = len(self.desk.facts) - len(self.chosen)
        if others:
            found.append(f"{_plural(others, 'other claim')} of the case")
        return tuple(found) or ("nothing that the case holds for these claims",)


def _grouped(records: Iterable[R], column: str) -> dict[int, list[R]]:
    found: dict[int, list[R]] = {}
    for record in records:
        found.setdefault(getattr(record, column), []).append(record)
    return found


def _judgement(verdict: Verdict) -> Judgement:
    return Judgement(verdict.label, verdict.glyph, verdict.fill, verdict.ink, verdict.look.wash)


def _ratio(facts: Facts) -> str:
    found = facts.origins
    return str(found.count) if found.count >= found.sources else f"{found.count} of {found.sources}"


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _language(text: str) -> str:
    return "zh" if re.search(r"[\u3400-\u9fff]", text) else "en"
