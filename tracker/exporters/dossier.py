"""The dossier as a tree of plain text, frozen and with redaction already decided. Exporters only set it.

Built by `commands.dossier` from an allow-list of fields; what is not a field here cannot get out.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict as it is set: word, glyph and the three colours (#rrggbb)."""

    label: str
    glyph: str
    fill: str
    ink: str
    wash: str


@dataclass(frozen=True, slots=True)
class SaidBy:
    """Who said it, and how it reached us. `origin` is the chain of the relay in words."""

    claimant: str
    other_names: str
    quote: str
    mode: str
    said: str
    relay: str
    hops: int
    source: int
    place: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence; `stance` is supports, refutes or context, `does` the word for it; `anchor` warns of a quote that is lost."""

    stance: str
    glyph: str
    does: str
    shows: str
    quote: str
    anchor: str
    source: int
    source_line: str
    grade: str
    preserved: str
    archived: bool


@dataclass(frozen=True, slots=True)
class Related:
    words: str
    label: str
    statement: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of the review history."""

    at: str
    what: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class ClaimEntry:
    """`section` is its heading, "" where the order gives none; claims of one section follow each other."""

    label: str
    section: str
    statement: str
    language: str
    verdict: Judgement
    facts: tuple[str, ...]
    review: str
    claimant: str
    origins: str
    said_by: tuple[SaidBy, ...]
    evidence: tuple[Proof, ...]
    founded: str
    related: tuple[Related, ...]
    replies: tuple[str, ...]
    decisions: tuple[Decision, ...]
    note: str


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """`captured` says when and how large it was preserved, or, without a `sha256`, why no copy goes with it."""

    number: int
    title: str
    language: str
    line: str
    url: str
    sha256: str
    captured: str
    derived: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """`picture` is the timeline as SVG, "" for none, `table` whether there is a table of the claims; `left_out` says in
    sentences what is not in here, `key` what its grades and counts mean. `language` (BCP 47) is that of the words around what the case holds.
    """

    language: str
    title: str
    summary: str
    profile: str
    intro: str
    picture: str
    table: bool
    claims: tuple[ClaimEntry, ...]
    sources: tuple[SourceEntry, ...]
    left_out: tuple[str, ...]
    undated: tuple[str, ...]
    key: tuple[str, ...]
    case_uid: str
    step: int
    head: str
    head_short: str
    as_of: str
