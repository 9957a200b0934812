"""The documents name and link existing files, and state the import rules that the tests check."""

import re
from pathlib import Path

import pytest

from tests.test_architecture import MAY_IMPORT

ROOT = Path(__file__).parent.parent
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


@pages
def test_every_link_leads_to_something(page: Path) -> None:
    linked = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text("utf-8"))
    assert [link for link in linked if not (page.parent / link).exists()] == []


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page.parent.name != "decisions"],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)  # decisions stay as they were written
def test_every_file_that_is_named_is_there(page: Path) -> None:
    """Paths in backquotes, as seen from the project or from the package."""
    named = re.findall(r"`((?:[\w.-]+/)+[\w-]+\.(?:py|md|svg|toml|txt|html|typ|sh))`", page.read_text("utf-8"))
    assert [name for name in named if not any((ROOT / base / name).exists() for base in ("", "tracker"))] == []


def test_the_architecture_tells_who_may_import_whom() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    documented = {}
    for line in re.findall(r"^\| (`tracker.*) \|$", text, re.MULTILINE):
        names, _, allowed = line.split(" | ")
        for part in re.findall(r"`tracker/(\w+)(?:\.py)?`", names):
            documented[part] = set() if allowed == "nothing" else set(allowed.split(", "))
    known = {part: parts - {part} for part, parts in MAY_IMPORT.items()}
    assert {part: parts for part, parts in documented.items() if part not in ("gui", "app")} == known
