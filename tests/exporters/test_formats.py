"""The list of formats: file endings are unique, the command line and the docs match it, no writer is quadratic."""

import io
import os
from pathlib import Path
from time import process_time

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from tracker.cli import main
from tracker.errors import Refused
from tracker.exporters import formats
from tracker.exporters.data.argdown import to_argdown
from tracker.exporters.data.rows import ClaimRow, Export, SourceRow, When

DOCS = Path(__file__).parent.parent.parent / "docs" / "formats.md"
LISTS = {"Claims and sources": formats.DATA, "The dossier": formats.DOSSIERS, "The timeline": formats.PICTURES}


def table() -> str:
    lines = ["# What goes out, in which formats", ""]
    for title, listed in LISTS.items():
        lines += [f"## {title}", "", "| format | on the command line | files end in |", "| --- | --- | --- |"]
        lines += [f"| {form.title} | `{form.key}` | {', '.join(f'`{s}`' for s in form.suffixes)} |" for form in listed]
        lines.append("")
    return "\n".join(lines)


def test_the_docs_list_what_there_is() -> None:
    """Set CLAIMLINE_GOLDEN to write the page again."""
    if os.environ.get("CLAIMLINE_GOLDEN"):
        DOCS.parent.mkdir(exist_ok=True)
        DOCS.write_text(table(), "utf-8")
    assert DOCS.read_text("utf-8") == table()


@pytest.mark.parametrize("listed", LISTS.values())
def test_no_key_and_no_ending_means_two_formats(listed: tuple[formats.Format[object], ...]) -> None:
    keys, suffixes = [form.key for form in listed], [suffix for form in listed for suffix in form.suffixes]
    assert len({*keys}) == len(keys)
    assert len({*suffixes}) == len(suffixes)


@pytest.mark.parametrize(
    ("name", "key"),
    [("a.CSV", "csv"), ("a.timeline.html", "webtimeline"), ("a.html", "webtimeline"), ("a.claimreview.json", "claimreview"),
     ("my.timeline.json", "timelinejs"), ("a.argdown", "argdown"), ("csv", ""), ("a.json", "")],
)  # fmt: skip
def test_a_format_is_known_by_its_ending(name: str, key: str) -> None:
    found = formats.of_file(formats.DATA, Path(name))
    assert (found.key if found else "") == key


def test_a_format_that_there_is_not_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="There is no format “odt”: choose from pdf, html, docx, md"):
        formats.named(formats.DOSSIERS, "odt")


def test_the_command_line_offers_every_format() -> None:
    help_text = " ".join(CliRunner().invoke(main, ["export", "--help"], terminal_width=400).output.split())
    assert f"[{'|'.join(form.key for form in formats.DATA)}]" in help_text
    for form in (*formats.DATA, *formats.PICTURES):
        assert form.suffix in help_text
    help_text = CliRunner().invoke(main, ["dossier", "--help"], terminal_width=400).output
    assert all(form.suffix in help_text for form in formats.DOSSIERS)


def many(count: int) -> Export:
    """Claims of which each supports the next, each read in a source of its own."""
    at = When("2026", "2026", "2026-01-01", "2026-12-31")
    claims = tuple(
        ClaimRow(f"C-{n:05d}", "It was so", ("factual",), "confirmed", "Confirmed", 5, "draft", False, ("Ann",), at, When(), at,
                 "", (f"S{n}",), (), 0, 0, 1, "", (("supports", f"C-{n + 1:05d}"),))
        for n in range(count)
    )  # fmt: skip
    sources = tuple(SourceRow(f"S{n}", "Post", "article", "", "", "", "", at, "", "") for n in range(count))
    return Export("Port", "2026-01-12T09:00:00+00:00", "0" * 64, claims, sources)


def test_a_workbook_holds_no_time_but_that_of_the_case() -> None:
    """A second later the same case gives the same bytes."""
    properties = load_workbook(io.BytesIO(formats.named(formats.CLAIMS, "xlsx").write(many(1)))).properties
    assert str(properties.created) == str(properties.modified) == "2026-01-12 09:00:00"


def test_an_argument_map_tells_each_relation_beneath_the_claim_it_speaks_of() -> None:
    lines = to_argdown(many(3)).decode().splitlines()
    assert lines[2:] == ["[C-00000]: It was so #confirmed", "", "[C-00001]: It was so #confirmed", "  + [C-00000]", "",
                         "[C-00002]: It was so #confirmed", "  + [C-00001]"]  # fmt: skip


@pytest.mark.parametrize("key", ["csv", "claimreview", "timelinejs", "ics", "ris", "csl", "argdown"])
def test_twice_the_claims_take_no_four_times_as_long(key: str) -> None:
    form = formats.named(formats.CLAIMS, key)

    def seconds(export: Export) -> float:
        start = process_time()
        form.write(export)
        return process_time() - start

    small, large = many(1000), many(8000)
    form.write(small)
    # The least of three: what collects garbage or waits for the memory meanwhile is not the writer's.
    assert min(seconds(large) for _ in range(3)) < 24 * min(seconds(small) for _ in range(3)) + 0.1
