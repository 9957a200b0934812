"""Speeds as ratios to a floor measured in the same run: `make bench`, `make bench BENCH=dates N=10000`.

Each part is run several times, its floor in between; the medians are compared, since the machine's own speed drifts.
Writes build/bench.json: a list of {name, n, median_ms, p95_ms, floor_ms, ratio, rss_mb}.
"""

import hashlib
import json
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from bench_start import start_of_help, start_of_window
from bench_timeline import bench_timeline

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.commands.test_speech import TEXTS
from tests.commands.test_speech import measured as suggestions
from tracker.commands import claims, custody, sources
from tracker.commands import dossier as dossiers
from tracker.commands.speech import speech_in
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.dates import read_date
from tracker.domain.evidence import Evidence
from tracker.domain.query import Query
from tracker.domain.sentences import sentences
from tracker.domain.source import Source
from tracker.exporters.html import html
from tracker.exporters.pdf import pdf
from tracker.samples import large, llama4
from tracker.store import Store, create_case, open_case
from tracker.store.claims.facets import facets, links
from tracker.store.claims.index import ClaimIndex
from tracker.store.connection import connect
from tracker.store.matching import term_groups, where_claims

RUNS = 7
DEMO = 20  # claims of the demo case
ANCHOR = 739628  # 2026-01-12


def measured(name: str, n: int, work: Callable[[], Any], floor: Callable[[], Any]) -> dict[str, Any]:
    """Median and 95th percentile of the work in milliseconds, and the median of the floor."""
    took: list[float] = []
    floors: list[float] = []
    for _ in range(RUNS):
        for times, part in ((floors, floor), (took, work)):
            start = time.perf_counter()
            part()
            times.append((time.perf_counter() - start) * 1000)
    median, least = statistics.median(took), statistics.median(floors)
    line = {
        "name": name, "n": n, "median_ms": round(median, 3), "p95_ms": round(max(took), 3),
        "floor_ms": round(least, 3), "ratio": round(median / least, 2), "rss_mb": _rss(),
    }  # fmt: skip
    print(f"{name:<28} n={n:<8} {median:>10.2f} ms   floor {least:>9.2f} ms   ratio {median / least:>7.2f}")
    return line


def _rss() -> int:
    """Resident memory in MB, 0 where the system does not report it."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * 4096 // 2**20


def phrases(n: int) -> list[str]:
    """Distinct date phrases in both languages."""
    shapes = ("2025年{m}月{d}日", "July {d}, {y}", "{y}年{m}月中旬", "early {y}", "Q{q} {y}", "{y}-{m:02d}-{d:02d}",
              "before March {y}", "民國{r}年{m}月", "circa {y}", "{m}月{d}日至{e}日")  # fmt: skip
    return [
        shapes[i % len(shapes)].format(
            y=1000 + i // 7 % 1000, m=i % 12 + 1, d=i % 27 + 1, e=28, q=i % 4 + 1, r=i % 900 + 1
        )
        for i in range(n)
    ]


def bench_dates(n: int) -> list[dict[str, Any]]:
    """Reading phrases, against one regular expression run over each of them."""
    words = phrases(n)
    floor = re.compile(r"\D*(\d{1,4})\D*(\d{0,2})")
    line = measured(
        "dates", n, lambda: [read_date(word, ANCHOR) for word in words], lambda: [*map(floor.search, words)]
    )
    print(f"{'':<28} {n / line['median_ms'] * 1000:,.0f} phrases a second")
    return [line]


def case_of(n: int, folder: Path) -> Store:
    """A case with n claims, each with an attribution and, two of three, a piece of evidence."""
    store = create_case(folder / f"bench-{n}.claims", "Bench", author="Bench")
    words = "水庫 預算 市長 審計 報告 budget mayor audit report contract".split()
    entries = [
        sources.add_source(
            store, Source(title=f"Source {i}", text=f"Text {i} " * 40), sources.Original(f"{i}".encode())
        )
        for i in range(20)
    ]
    with store.step("Fill"):
        for i in range(n):
            statement = " ".join(words[(i * k) % len(words)] for k in (1, 3, 7)) + f" {i}"
            about = read_date(f"20{i % 25:02d}-{i % 12 + 1:02d}")
            claim = store.put(Claim(number=store.next_number("claim"), statement=statement, about=about))
            source = entries[i % 20]
            store.put(Attribution(claim_id=claim.id, described="somebody", source_id=source.id, said=about))
            if i % 3:
                store.put(Evidence(claim_id=claim.id, source_id=entries[i * 7 % 20].id, shows="as it says"))
    return store


def bench_save(n: int) -> list[dict[str, Any]]:
    """One verdict with its step, index and hash, against a bare commit of one row with the same settings."""
    with tempfile.TemporaryDirectory() as folder:
        store = case_of(n, Path(folder))
        plain = Path(folder) / "plain.db"
        plain.touch()
        db = connect(plain)
        db.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)")
        claim_id, turn = store.all(Claim, number=1)[0].id, iter(range(10**6))

        def save() -> None:
            claims.set_verdict(store, claim_id, ("disputed", "confirmed")[next(turn) % 2], "bench")

        line = measured("save one edit", n, save, lambda: db.execute("INSERT INTO t (v) VALUES ('x')"))
        db.close()
        store.close()
    return [line]


def crowd_file(n: int) -> Path:
    """A case of n invented claims, stored in build/ for the next run: a million take ten minutes to create."""
    path = Path("build") / f"crowd-{n}.claims"
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        working = path.with_suffix(".unfinished")
        working.unlink(missing_ok=True)
        large.build(working, n, author="Bench").close()
        working.replace(path)
    return path


def crowd_of(n: int) -> Store:
    return open_case(crowd_file(n), author="Bench", read_only=True)


_COUNT = "SELECT count(*) FROM claim_words WHERE claim_words MATCH '{}'"
_PAGE = "SELECT c.* FROM claim_words w JOIN claim c ON c.number = w.rowid WHERE claim_words MATCH '{}' LIMIT 50"
_BOTH = (
    "FROM claim c JOIN attribution a ON a.claim_id = c.id WHERE c.verdict = 'disputed' AND a.said_earliest <= 734868 "
    "AND a.said_latest >= 733773"
)
# What is searched, and the bare queries whose count and first page are its floor.
SEARCHES = {
    "水庫": (_COUNT.format('"水库"'), _PAGE.format('"水库"')),
    "水": (_COUNT.format('"水"*'), _PAGE.format('"水"*')),
    "reserv": (_COUNT.format('"reserv"*'), _PAGE.format('"reserv"*')),
    '"port authority"': (_COUNT.format('"port authority"*'), _PAGE.format('"port authority"*')),
    "verdict:disputed": (
        "SELECT count(*) FROM claim WHERE verdict = 'disputed'", "SELECT * FROM claim WHERE verdict = 'disputed' LIMIT 50"
    ),
    "verdict:disputed said:2010..2012": (f"SELECT count(*) {_BOTH}", f"SELECT c.* {_BOTH} LIMIT 50"),
}  # fmt: skip


def bench_search(n: int) -> list[dict[str, Any]]:
    """Query, count and first page of fifty, against the bare queries for count and page; opening the desk as well."""
    store = crowd_of(n)
    index = ClaimIndex(store, ANCHOR)
    rows = "SELECT id, packed FROM claim_facts"
    lines = [measured("open the desk", n, index.reload, lambda: store.db.execute(rows).fetchall())]
    for query, (count, page) in SEARCHES.items():
        lines.append(
            measured(f"find {query}", n, partial(_first_page, index, query), partial(_bare, store, count, page))
        )
    grouped = partial(_bare, store, _BY_VERDICT, _BY_VERDICT)
    lines.append(measured("counts of the rail", n, index.counts, grouped))
    joined = links(store)
    lines.append(
        measured(
            "facets of verdict:disputed", n, lambda: facets(index, Query.parse("verdict:disputed"), joined), grouped
        )
    )
    terms, ids = term_groups(Query.parse("水庫")), index.select(Query.parse("水庫")).ids[:50].tolist()
    lines.append(
        measured(
            "where a page matched",
            n,
            lambda: where_claims(store, ids, terms),
            partial(_bare, store, *SEARCHES["水庫"]),
        )
    )
    store.close()
    return lines


_BY_VERDICT = "SELECT verdict, count(*) FROM claim GROUP BY verdict"


def _first_page(index: ClaimIndex, query: str) -> None:
    index.forget()
    index.facts.forget()
    found = index.select(Query.parse(query))
    list(found[:50])


def _bare(store: Store, count: str, page: str) -> None:
    store.db.execute(count).fetchall()
    store.db.execute(page).fetchall()


def bench_speech(_n: int) -> list[dict[str, Any]]:
    """Sentences found in the texts written for it: precision and recall, and the time against reading the sentences."""
    for language in ("en", "zh"):
        paths = [path for path in TEXTS if f".{language}." in path.name]
        precision, recall = suggestions(paths)
        print(f"suggestions {language}: precision {precision:.2f}, recall {recall:.2f} over {len(paths)} texts")
    text = "".join(path.read_text("utf-8") for path in TEXTS) * 10
    return [measured("suggestions", len(text), lambda: speech_in(text), lambda: sentences(text))]


def bench_captures(n: int) -> list[dict[str, Any]]:
    """Verifying n captures of 20 kB, against bare sha256 over the same bytes in memory."""
    with tempfile.TemporaryDirectory() as folder:
        store = create_case(Path(folder) / "captures.claims", "Bench", author="Bench")
        pages = [f"{i:08}".encode() * 2500 for i in range(n)]
        with store.step("Fill"):
            for i, page in enumerate(pages):
                sources.put_capture(store, store.put(Source(title=f"Page {i}")), sources.Original(page))
        line = measured(
            "verify captures",
            n,
            lambda: custody.verify(store),
            lambda: [hashlib.sha256(page).digest() for page in pages],
        )
        store.close()
    return [line]


def bench_dossier(n: int) -> list[dict[str, Any]]:
    """The dossier in HTML and PDF, against building its tree."""
    with tempfile.TemporaryDirectory() as folder:
        store = case_of(n, Path(folder))
        index = ClaimIndex(store, ANCHOR)
        chosen = index.select()
        built = dossiers.build(store, index, chosen)

        def build() -> None:
            dossiers.build(store, index, chosen)

        lines = [
            measured("dossier HTML", n, lambda: html(built), build),
            measured("dossier PDF", n, lambda: pdf(built), build),
        ]
        store.close()
    return lines


def bench_start(n: int) -> list[dict[str, Any]]:
    """Whole processes: the help, and the window with the demo case (n = 20) or a case of n claims drawn."""
    if n != DEMO:
        return [start_of_window("window with a large case", n, crowd_file(n))]
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "demo.claims"
        llama4.build(case, author="Bench")
        return [start_of_help(), start_of_window("window with the demo case", n, case)]


PARTS: dict[str, tuple[Callable[[int], list[dict[str, Any]]], tuple[int, ...]]] = {
    "dates": (bench_dates, (20_000,)),
    "save": (bench_save, (1_000, 10_000)),
    "search": (bench_search, (10_000, 100_000, 1_000_000)),
    "speech": (bench_speech, (1,)),
    "captures": (bench_captures, (1_000, 10_000)),
    "dossier": (bench_dossier, (100, 500)),
    "start": (bench_start, (DEMO, 100_000)),
    "timeline": (bench_timeline, (10_000, 100_000, 1_000_000)),
}


def main(arguments: list[str]) -> None:
    chosen = [arguments[0]] if arguments else list(PARTS)
    lines: list[dict[str, Any]] = []
    for name in chosen:
        part, sizes = PARTS[name]
        for n in [int(arguments[1])] if len(arguments) > 1 else sizes:
            lines += part(n)
    target = Path("build/bench.json")
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(lines, indent=1), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
