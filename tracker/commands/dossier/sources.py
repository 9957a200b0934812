"""The entries of a dossier for sources, the key to its grades, and what it leaves out."""

from tracker.commands.dossier.material import Material, language_of
from tracker.domain.design import PARTS
from tracker.domain.evidence import CREDIBILITY
from tracker.domain.source import RELIABILITY, Capture, Derivation
from tracker.exporters.dossier import SourceEntry

_HELD_BACK = (
    "{n} confidential source: its title, copy, checksum, size and time of capture",
    "{n} confidential sources: their titles, copies, checksums, sizes and times of capture",
)


def source_entries(m: Material) -> tuple[SourceEntry, ...]:
    """The cited sources, and those they are derived from, by their numbers."""
    derived: dict[int, list[int]] = {}
    for link in m.store.all(Derivation):
        derived.setdefault(link.source_id, []).append(link.origin_id)
    entries = []
    done = 0
    while done < len(m.numbers):
        source_id, number = list(m.numbers.items())[done]
        done += 1
        source, capture = m.sources[source_id], m.captures.get(source_id)
        back = ", ".join(f"[{m.number(origin)}]" for origin in derived.get(source_id, ()))
        line = [source.authors, source.publisher, m.w(source.kind), m.day_with_words(source.published)]
        if source.reliability:
            line.append(m.w("reliability {grade}", grade=source.reliability))
        entries.append(
            SourceEntry(
                number=number, title=source.title, language=source.language or language_of(source.title),
                line=m.w(", ").join(filter(None, line)), url=source.url, sha256=capture.sha256 if capture else "",
                captured=_captured(m, capture) if capture else m.not_with_it(source_id, "link only, not preserved"),
                derived=m.w("derived from {sources}", sources=back) if back else "",
            )
        )  # fmt: skip
    return tuple(entries)


def _captured(m: Material, capture: Capture) -> str:
    when = capture.captured[:16].replace("T", " ")
    return m.w("captured {when} UTC, {n} bytes", when=when, n=f"{capture.size:,}")


def key(m: Material) -> tuple[str, ...]:
    """Explanations of the grades and counts, for first-time readers."""
    w = m.w
    reliability = " · ".join(f"{grade} {w(meaning)}" for grade, meaning in RELIABILITY.items())
    credibility = " · ".join(f"{grade} {w(meaning)}" for grade, meaning in CREDIBILITY.items())
    lines = [w("Reliability of a source") + w(": ") + reliability]
    lines.append(w("Credibility of what it says") + w(": ") + credibility)
    lines.append(w("A hop is each relay through which a claim reached us, the outlet included."))
    lines.append(w("Origins are the sources that are not derived from one another."))
    return tuple(lines)


def left_out(m: Material) -> tuple[str, ...]:
    w, lines = m.w, []
    for actor_id in sorted(m.hidden):
        lines.append(w("1 protected name (shown as {name})", name=m.names[actor_id]))
    notes = sum(bool(facts.claim.note) for facts in m.chosen)
    if notes and m.profile != "internal":
        lines.append(w.many(notes, "{n} internal note", "{n} internal notes"))
    if m.profile == "public":
        lines.append(w("names of colleagues and reasons of the review"))
    undated = len(m.unplaced())
    if undated and "picture" not in m.design.without:
        lines.append(w.many(undated, "{n} undated claim not on the timeline", "{n} undated claims not on the timeline"))
    held_back = len(m.held_back & m.numbers.keys())
    if held_back:
        lines.append(w.many(held_back, *_HELD_BACK))
    links = sum(source_id not in m.captures for source_id in m.numbers) - held_back
    if links:
        singular, plural = (
            "{n} source saved as a link only, not preserved",
            "{n} sources saved as links only, not preserved",
        )
        lines.append(w.many(links, singular, plural))
    drafts = sum(facts.claim.review != "signed off" for facts in m.chosen)
    if drafts:
        lines.append(w.many(drafts, "sign-off: {n} claim not signed off", "sign-off: {n} claims not signed off"))
    others = len(m.index.facts) - len(m.chosen)
    if others:
        lines.append(w.many(others, "{n} other claim of the case", "{n} other claims of the case"))
    if m.design.without:
        lines.append(w("by choice: {parts}", parts=", ".join(w(PARTS[part]) for part in m.design.without)))
    return tuple(lines) or (w("nothing that the case holds for these claims"),)
