"""The entries of a dossier for claims: who said it, the evidence for it, its verdict and review."""

from tracker.commands.confidential import described_claimant
from tracker.commands.dossier.material import Material, language_of
from tracker.domain.attribution import Attribution, shown_record
from tracker.domain.claim import Claim
from tracker.domain.dates import iso
from tracker.domain.evidence import Evidence
from tracker.domain.relation import KINDS as RELATIONS
from tracker.domain.reply import Reply
from tracker.domain.review import START
from tracker.exporters.dossier import ClaimEntry, Decision, Judgement, Proof, Related, SaidBy
from tracker.store import history
from tracker.store.claims.facts import Facts

_STANCES = {"supports": "▲", "refutes": "▼", "context": "◦"}


def section_of(m: Material, facts: Facts, order: str) -> tuple[tuple[object, ...], str]:
    """(sort key, section heading) of a claim."""
    first = next(iter(m.attributions.get(facts.claim.id, ())), None)
    if order == "claimant":
        name = m.name(first.actor_id, described_claimant(first, m.publishers)) if first else ""
        return (not name, name.casefold(), name), name or m.w("Nobody on record")
    if order == "verdict":
        verdict = m.store.verdicts[facts.claim.verdict]
        return (verdict.position,), m.w(verdict.label)
    if order == "said":
        day = first.said.earliest if first else None
        return (day is None, day), iso(day)[:-6] if day is not None else m.w("Undated")
    if order == "hand":
        return (m.places.get(facts.claim.label, len(m.places)),), ""
    return (), ""


def claim_entry(m: Material, facts: Facts, section: str) -> ClaimEntry:
    claim = facts.claim
    said_by = tuple(_said_by(m, a) for a in m.attributions.get(claim.id, ()))
    evidence = tuple(_proof(m, e) for e in m.evidence.get(claim.id, ()))
    return ClaimEntry(
        label=claim.label, section=section, statement=claim.statement, language=language_of(claim.statement),
        verdict=_judgement(m, claim.verdict), facts=_facts(m, claim, facts), review=_review(m, facts),
        claimant=", ".join(dict.fromkeys(s.claimant for s in said_by)) or "—",
        origins=_ratio(m, facts), said_by=said_by, evidence=evidence, founded=_founded(m, facts),
        related=() if "related" in m.design.without else _related(m, claim),
        replies=() if "replies" in m.design.without else tuple(_reply(m, reply) for reply in m.replies.get(claim.id, ())),
        decisions=() if "review" in m.design.without else _decisions(m, claim),
        note=claim.note if m.profile == "internal" else "",
    )  # fmt: skip


def _judgement(m: Material, key: str) -> Judgement:
    verdict = m.store.verdicts[key]
    return Judgement(m.w(verdict.label), verdict.glyph, verdict.fill, verdict.ink, verdict.look.wash)


def _ratio(m: Material, facts: Facts) -> str:
    counts = facts.origins
    return str(counts.count) if counts.count >= counts.sources else m.w("{n} of {m}", n=counts.count, m=counts.sources)


def _facts(m: Material, claim: Claim, facts: Facts) -> tuple[str, ...]:
    w = m.w
    parts = [w(", ").join(map(w, claim.kinds))]
    if claim.about.words or claim.about.edtf:
        parts.append(w("about {date}", date=m.day_with_words(claim.about)))
    if claim.value:
        value = f"{claim.value} {claim.unit}".strip()
        parts.append(w("{value} as of {date}", value=value, date=m.day(claim.as_of)) if claim.as_of.edtf else value)
    if claim.due.words or claim.due.edtf:
        late = claim.due.latest is not None and claim.due.latest < m.today and claim.verdict == START
        due = m.day_with_words(claim.due)
        parts.append(w("due {date}, overdue", date=due) if late else w("due {date}", date=due))
    if facts.tags:
        parts.append(" ".join(f"#{tag}" for tag in facts.tags))
    return tuple(parts)


def _review(m: Material, facts: Facts) -> str:
    claim = facts.claim
    if claim.review == "signed off":
        words = "signed off {date}, changed since" if facts.changed else "signed off {date}"
        return m.w(words, date=claim.signed_at[:10])
    return m.w(claim.review)


def _said_by(m: Material, attribution: Attribution) -> SaidBy:
    hops = m.hops.get(attribution.id, [])
    claimant = m.name(attribution.actor_id, described_claimant(attribution, m.publishers))
    stations = [claimant]
    for hop in sorted(hops, key=lambda hop: hop.position):
        if hop.source_id is not None:
            stations.append(f"{m.sources[hop.source_id].title} [{m.number(hop.source_id)}]")
        else:
            stations.append(m.name(hop.actor_id, hop.described))
    if attribution.source_id is not None:
        source = m.sources[attribution.source_id]
        kind = m.w("({text})", text=m.w(source.kind))
        stations.append(f"{source.publisher or source.title} {kind}".replace(" （", "（"))
    protected = attribution.actor_id in m.names
    others = [] if protected else m.other_names.get(attribution.actor_id or 0, [])
    where, state = m.where(attribution.anchor_id, attribution.source_id)
    if attribution.quote and attribution.anchor_id is None:
        text = m.texts[attribution.source_id] if attribution.source_id is not None else ""
        often = text.count(attribution.quote.strip()) > 1
        state = m.w(
            "quote occurs more than once in the preserved text" if often else "quote not found in a preserved text"
        )
    return SaidBy(
        claimant=claimant, other_names=", ".join(others), quote=attribution.quote,
        mode=m.w(", ").join(map(m.w, (attribution.mode, shown_record(attribution.record), *(["protected source"] if protected else [])))),
        said=m.day_with_words(attribution.said), relay=" → ".join(stations) if len(stations) > 1 else "",
        hops=len(stations) - 1, source=m.number(attribution.source_id), place=where, anchor=state,
    )  # fmt: skip


def _proof(m: Material, item: Evidence) -> Proof:
    source = m.sources[item.source_id]
    capture = m.captures.get(source.id)
    anchor = m.anchors.get(item.anchor_id or 0)
    where, state = m.where(item.anchor_id, item.source_id)
    when = m.day(source.published)
    return Proof(
        stance=item.stance, does=m.w(item.stance), glyph=_STANCES[item.stance], shows=item.shows or source.title,
        quote=anchor.exact if anchor and source.id not in m.held_back else "", source=m.number(source.id),
        source_line=m.w(", ").join(filter(None, (m.w(source.kind), when, where))), anchor=state,
        grade=f"{source.reliability}{item.credibility or ''}",
        preserved=f"{capture.sha256[:12]}…" if capture else m.not_with_it(source.id, "link only"),
        archived=capture is not None,
    )  # fmt: skip


def _founded(m: Material, facts: Facts) -> str:
    counts = facts.origins
    if not counts.roots:
        return m.w("No source supports it yet.")
    w = m.w
    text = w(", ").join((
        w.many(counts.sources, "{n} source", "{n} sources"),
        w.many(counts.count, "{n} independent origin", "{n} independent origins"),
    ))  # fmt: skip
    shared = []
    for root, members in counts.shared:
        others = [f"[{m.number(member)}]" for member in members if member != root]
        words = "{members} is derived from {root}" if len(others) == 1 else "{members} are derived from {root}"
        title = f"{m.sources[root].title} [{m.number(root)}]"
        shared.append(w(words, members=w(" and ").join(others), root=title))
    return text + (w(": ") + w("; ").join(shared) if shared else "") + w(".")


def _related(m: Material, claim: Claim) -> tuple[Related, ...]:
    entries = []
    for relation in m.relations.get(claim.id, ()):
        other = m.index.facts[relation.other_id].claim
        entries.append(Related(m.w(relation.kind), other.label, other.statement))
    for relation in m.related.get(claim.id, ()):
        other = m.index.facts[relation.claim_id].claim
        entries.append(Related(m.w(RELATIONS[relation.kind]), other.label, other.statement))
    return tuple(entries)


def _reply(m: Material, reply: Reply) -> str:
    w = m.w
    text = w("{who} asked", who=m.name(reply.actor_id, reply.described))
    if reply.channel:
        text += w(" by {channel}", channel=reply.channel)
    text += w(" {date}", date=m.day(reply.asked)) if reply.asked.edtf else ""
    text += w(", answer due by {date}", date=m.day(reply.deadline)) if reply.deadline.edtf else ""
    text += w(": ") + w("no answer by the deadline" if reply.overdue(m.today) else reply.outcome)
    text += w(" {date}", date=m.day(reply.answered)) if reply.answered.edtf else ""
    if reply.answer:
        text += " — " + w("“{text}”", text=reply.answer)
    if reply.answer_claim_id is not None:
        text += w(" (see {claim})", claim=m.index.facts[reply.answer_claim_id].claim.label)
    return text + w(".")


def _decisions(m: Material, claim: Claim) -> tuple[Decision, ...]:
    if m.profile == "public":
        return ()
    entries = []
    for step, change in history.of_record(m.store.db, "claim", claim.id, effective=True):
        new = change.new()
        if change.before is None or not {"verdict", "review", "signed_at"} & new.keys():
            continue
        what = []
        if "verdict" in new:
            what.append(m.w("Verdict {verdict}", verdict=m.w(m.judged.at(step.n)[new["verdict"]].label)))
        if "review" in new or "signed_at" in new:
            what.append(m.w(step.name))
        entries.append(Decision(step.at[:10], ", ".join(what), step.reason, step.author))
    return tuple(entries)
