"""Claims and their relations, for argument maps."""

from tracker.exporters.data.rows import Export


def to_argdown(export: Export) -> bytes:
    """Claims and their relations as Argdown."""
    signs = {"supports": "+", "contradicts": "-", "corrects": "-", "repeats": "+", "part of": "+"}
    spoken_of: dict[str, list[str]] = {}  # by the number of the claim that others support or attack
    for claim in export.claims:
        for kind, number in claim.related:
            if kind in signs:
                spoken_of.setdefault(number, []).append(f"  {signs[kind]} [{claim.number}]")
    lines = [f"# {_line(export.case)}", ""]
    for claim in export.claims:
        lines.append(f"[{claim.number}]: {_line(claim.statement)} #{claim.verdict}")
        lines += [*spoken_of.get(claim.number, ()), ""]
    return "\n".join(lines).encode()


def _line(text: str) -> str:
    return " ".join(text.replace("[", "(").replace("]", ")").replace("<", "‹").replace(">", "›").split())
