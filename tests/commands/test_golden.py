"""Every export format, byte for byte: a change of one is noticed before it is released.

CLAIMLINE_GOLDEN=1 writes the files again, to be read before they are committed.
"""

import os
import re
from pathlib import Path

import pytest

from tests.newsroom import TODAY, logged, new_case, person, read, said, supported
from tracker.commands import cases, claims, data, dossier, sources
from tracker.domain.dates import read_date
from tracker.domain.design import Design
from tracker.domain.reply import Reply
from tracker.exporters import formats
from tracker.exporters.dossier import Dossier
from tracker.exporters.html import html
from tracker.exporters.markdown import markdown
from tracker.store import Store
from tracker.store.claims.index import ClaimIndex

GOLDEN = Path(__file__).parent.parent / "golden" / "exports"
# A workbook is a zip, and a web page holds the script of TimelineJS: tests/commands reads both back.
DATA = {
    file_format.key: file_format.suffix.removeprefix(".")
    for file_format in formats.CLAIMS
    if file_format.key not in ("xlsx", "webtimeline")
}
# What is new in every case: ids, hashes, times of the machine's own clock.
_FRESH = (
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"), "UID"),
    (re.compile(r"\b[0-9a-f]{12,64}\b"), "HASH"),
    (re.compile(r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:\+00:00|Z)"), "TIME"),
    (re.compile(r"20\d\d-\d\d-\d\d \d\d:\d\d UTC"), "TIME"),
    (re.compile(r"(?<=DTSTAMP:)\d{8}T\d{6}Z"), "TIME"),
    (re.compile(r"(?<=Y2  - )20\d\d-\d\d-\d\d"), "ACCESSED"),
    (re.compile(r"(?:signed off |於 )20\d\d-\d\d-\d\d"), "SIGNED"),
)  # fmt: skip


@pytest.fixture(scope="module")
def case() -> Store:
    """A small case with one of every kind of exported record."""
    store = new_case()
    cases.describe_case(store, name="Port", summary="Who paid for the pier")
    article = read(store, "海港日報", "林安表示，擴建沒有超支。\nThe wire has it too.\n", "2026-01-10")
    wire = read(store, "Wire", "擴建沒有超支。", "2026-01-09")
    sources.derive(store, article.id, wire.id)
    man, hidden = person(store, "林安", "Lin An"), person(store, "許文哲", protected=True)
    first = logged(
        store, "擴建沒有超支", kinds=("number", "prediction"), about=read_date("2025年7月中旬"), due=read_date("spring 2026"),
        value="14.3", unit="million", verdict="disputed", note="Ask again.",
    )  # fmt: skip
    said(store, first, actor_id=man.id, source_id=article.id, quote="擴建沒有超支", said=read_date("2026-01-10"))
    supported(store, first, wire, shows="The wire says it first", credibility=3)
    cases.set_tags(store, first.id, ["pier"])
    second = logged(store, "It cost twice, “=1+1” they say", kinds=("denial",), verdict="confirmed")
    said(store, second, actor_id=hidden.id, said=read_date("May 2025"), record="anonymous")
    claims.relate(store, second.id, "contradicts", first.id)
    reply = Reply(claim_id=first.id, actor_id=man.id, channel="e-mail", question="Who paid?", asked=read_date("2026-01-11"),
                  deadline=read_date("2026-01-20"))  # fmt: skip
    claims.request_reply(store, reply)
    claims.judge(store, first.id, verdict="disputed", review="in review", reason="Two accounts")
    return store


def designed(store: Store, **fields: object) -> Dossier:
    index = ClaimIndex(store, TODAY)
    return dossier.build(store, index, index.select(), Design(id=0, **fields))  # type: ignore[arg-type]


def steady(text: str) -> str:
    for pattern, word in _FRESH:
        text = pattern.sub(word, text)
    return re.sub(r"\b[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}\b", "HEAD", text)


def compare(name: str, content: bytes) -> None:
    path, written = GOLDEN / name, steady(content.decode())
    if os.environ.get("CLAIMLINE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(written.encode())
    assert written == path.read_bytes().decode()


@pytest.mark.parametrize("form", DATA)
def test_data_goes_out_as_before(case: Store, form: str) -> None:
    index = ClaimIndex(case, TODAY)
    compare(f"port.{DATA[form]}", data.content(case, index, index.select(), form))


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_a_dossier_goes_out_as_before(case: Store, language: str) -> None:
    compare(f"port.{language}.md", markdown(designed(case, language=language)))


@pytest.mark.parametrize("profile", ["internal", "legal", "public"])
def test_a_page_goes_out_as_before(case: Store, profile: str) -> None:
    compare(f"port.{profile}.html", html(designed(case, profile=profile, without=("picture",))))
