"""The dossier as Markdown; text of the case is escaped, so that none of it becomes markup."""

import re

from tracker.domain.pattern import Pattern
from tracker.exporters.dossier import ClaimEntry, Dossier
from tracker.exporters.words import Words

_SIGNS = Pattern(r"([\\`*_{}\[\]<>#|~!&])")
_START = Pattern(r"^(\s*\d*)([-+>=.)])")


def markdown(dossier: Dossier) -> bytes:
    """UTF-8, CommonMark with tables; links only to http and https addresses."""
    w = Words(dossier.language)
    lines = [f"# {_text(dossier.title)}", "", f"{w('Claim dossier')} · {_text(dossier.intro)}", ""]
    if dossier.summary:
        lines += [_text(dossier.summary), ""]
    missing = [w("the timeline picture, which this form does not hold")] if dossier.picture else []
    left_out = [*dossier.left_out, *missing]
    heads = " | ".join(map(w, ("No.", "Claim", "Claimant", "Verdict", "Origins")))
    lines += [f"| {heads} |", "| --- | --- | --- | --- | --- |"] if dossier.table else []
    lines += [
        f"| {c.label} | {_text(c.statement)} | {_text(c.claimant)} | {c.verdict.glyph} {c.verdict.label} | {_text(c.origins)} |"
        for c in (dossier.claims if dossier.table else ())
    ]
    lines += ["", f"**{w('What this dossier leaves out.')}** {' · '.join(map(_text, left_out))}", ""]
    section = ""
    for claim in dossier.claims:
        if claim.section != section:
            section = claim.section
            lines += [f"# {_text(section)}", ""]
        lines += _claim(claim, w)
    lines += [f"## {w('Sources')}", ""]
    for source in dossier.sources:
        link = (
            f" <{source.url}>"
            if re.fullmatch(r"https?://[^\s<>]+", source.url)
            else f" {_text(source.url)}"
            if source.url
            else ""
        )
        capture = (
            f" `sha256 {source.sha256}`, {_text(source.captured)}" if source.sha256 else f" {_text(source.captured)}"
        )
        back = f" ({_text(source.derived)})" if source.derived else ""
        lines.append(f"[{source.number}] **{_text(source.title)}**, {_text(source.line)}{back}.{link}{capture}")
        lines.append("")
    lines += [f"## {w('Key')}", "", *(f"- {_text(line)}" for line in dossier.key), ""]
    lines += ["---", f"{w('case')} {dossier.case_uid}, {w('step')} {dossier.step}, {w('head')} `{dossier.head}`", ""]
    return "\n".join(lines).encode()


def _claim(claim: ClaimEntry, w: Words) -> list[str]:
    facts = " · ".join([f"{claim.verdict.glyph} {claim.verdict.label}", *map(_text, claim.facts), claim.review])
    lines = [
        f"## {claim.label} {_text(claim.statement)}",
        "",
        facts,
        "",
        f"### {w('Who said it, and how it reached us')}",
        "",
    ]
    for attribution in claim.said_by:
        if attribution.quote:
            lines += [*(f"> {_text(line)}" for line in attribution.quote.splitlines()), ""]
        others = f" ({_text(attribution.other_names)})" if attribution.other_names else ""
        parts = [f"**{_text(attribution.claimant)}**{others}", _text(attribution.mode), _text(attribution.said), _text(attribution.relay),
                 f"{w('source')} [{attribution.source}]" + (f", {_text(attribution.place)}" if attribution.place else "") if attribution.source else "",
                 _text(attribution.anchor)]  # fmt: skip
        lines += [" · ".join(filter(None, parts)), ""]
    if claim.evidence:
        lines += [f"### {w('Evidence')}", ""]
        for proof in claim.evidence:
            quote = f" {_text(w('“{text}”', text=proof.quote))}" if proof.quote else ""
            lines.append(
                f"- {proof.glyph} {proof.does}{w(': ')}{_text(proof.shows)}{quote} [{proof.source}] {proof.grade} {proof.preserved}".rstrip()
            )
        lines.append("")
    lines += [_text(claim.founded), ""]
    lines += [f"- {_text(related.words)} {related.label} {_text(related.statement)}" for related in claim.related]
    lines += [f"- {w('Right of reply')}{w(': ')}{_text(reply)}" for reply in claim.replies]
    lines += [
        f"- {d.at} {_text(d.what)}" + (f": {_text(d.reason)}" if d.reason else "") + f" ({_text(d.by)})"
        for d in claim.decisions
    ]
    if claim.note:
        lines += ["", f"{w('Internal note')}: {_text(claim.note)}"]
    return [*lines, ""]


def _text(text: str) -> str:
    """Text on one line, with every sign escaped that has a meaning in Markdown."""
    return _START.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", " ".join(text.split())))
