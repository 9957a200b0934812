"""The dossier as an immutable tree of plain text, already redacted. Exporters only format it.

Built by `commands.dossier` from an allow-list of fields; nothing else can be exported.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict as printed: label, glyph and the three colours (#rrggbb)."""

    label: str
    glyph: str
    fill: str
    ink: str
    wash: str


@dataclass(frozen=True, slots=True)
class SaidBy:
    """Who said it, and in which source it was read. `origin` is the chain of relays in words."""

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
    """One piece of evidence; `stance` is supports, refutes or context, `does` its verb; `anchor` is a warning where the quote is no longer found in its source."""

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
    """`captured` says when and how large it was preserved, or, without a `sha256`, why no copy is included."""

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
    """`picture` is the timeline as SVG, "" for none, `table` whether there is a table of the claims; `left_out` lists in
    sentences what is not included, `key` explains its grades and counts. `language` (BCP 47) is that of headings and labels.
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
