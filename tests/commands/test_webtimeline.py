"""The timeline as a web page: one complete file, nothing loaded, text of the case never run as code."""

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

from tests.newsroom import TODAY, logged, new_case, person, read, said
from tracker.commands import data
from tracker.domain.dates import read_date
from tracker.store import Store
from tracker.store.claims.index import ClaimIndex

BROWSER = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
HOSTILE = "</script><img src=x onerror=alert(1)> & “quoted”"


@pytest.fixture
def case() -> Store:
    store = new_case()
    source = read(store, "海港日報")
    for statement, when in (
        ("擴建沒有超支", "2025年7月中旬"), ("The pier is closed", "spring 2026"), (HOSTILE, "3 May 2024"), ("Undated", ""),
    ):  # fmt: skip
        claim = logged(store, statement)
        said(store, claim, actor_id=person(store, f"林安 {claim.number}").id, said=read_date(when), source_id=source.id)
    return store


def page(store: Store) -> str:
    index = ClaimIndex(store, TODAY)
    return data.content(store, index, index.select(), "webtimeline").decode()


def test_the_page_holds_all_it_needs_and_may_load_nothing(case: Store) -> None:
    text = page(case)
    assert "default-src 'none'" in text
    around = re.sub(r"<script[^>]*>.*?</script>", "", text, flags=re.DOTALL)
    assert not re.findall(r"<(?:script|img|iframe|link)\b", around)
    assert not re.findall(r"url\((?!data:)[^)]*\)", around)
    assert "<script src" not in text
    (story,) = re.findall(r'<script type="application/json" id="story">(.*?)</script>', text, re.DOTALL)
    story_data = json.loads(story)
    assert [event["display_date"] for event in story_data["events"]] == ["2025年7月中旬", "spring 2026", "3 May 2024"]
    assert "1 without a date not shown" in text
    assert page(case) == text


def test_a_text_of_the_case_stays_a_text(case: Store) -> None:
    (story,) = re.findall(r'id="story">(.*?)</script>', page(case), re.DOTALL)
    assert "<" not in story
    headline = json.loads(story)["events"][2]["text"]["headline"]
    assert "<" not in headline
    assert unescape(headline) == HOSTILE


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
def test_a_browser_without_a_network_shows_the_claims_and_their_fuzzy_dates(case: Store, tmp_path: Path) -> None:
    path = tmp_path / "story.timeline.html"
    path.write_text(page(case), "utf-8")
    command = [str(BROWSER), "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
               "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=15000", "--dump-dom", path.as_uri()]  # fmt: skip
    dom = subprocess.run(command, capture_output=True, timeout=100, check=True).stdout.decode()
    shown = re.sub(r"<script.*?</script>", "", dom, flags=re.DOTALL)
    assert '<h2 class="tl-headline">擴建沒有超支' in shown
    assert re.findall(r'tl-headline-date">([^<]+)<', shown) == ["3 May 2024", "2025年7月中旬", "spring 2026"]
    assert "<img" not in shown
    assert "&lt;img src=x onerror=alert(1)&gt;" in shown
    assert len(re.findall(r'class="tl-timemarker[ "]', shown)) == 3
