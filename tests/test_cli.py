"""The command line: the actions of the window, output for people and for scripts, one sentence for an error."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from PySide6.QtGui import QImage

from tracker.cli import main
from tracker.store import open_case
from tracker.store.integrity import check

ARTICLE = "楊立昆近日受訪時承認，結果被動過手腳。\n公司在2025年4月的聲明裡否認。\n"


def run(*args: object, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], input=stdin)


def ok(*args: object, stdin: str | bytes | None = None) -> str:
    done = run(*args, stdin=stdin)
    assert done.exit_code == 0, done.output
    assert done.stderr == ""
    return done.stdout


def answers(*args: object, stdin: str | bytes | None = None) -> list[Any]:
    """The JSON objects a command prints, one per line."""
    return [json.loads(line) for line in ok(*args, "--json", stdin=stdin).splitlines()]


def trouble(*args: object, stdin: str | bytes | None = None) -> str:
    """The sentence of a command that fails."""
    done = run(*args, stdin=stdin)
    assert done.exit_code == 1, done.output
    assert done.stdout == ""
    assert done.stderr.startswith("claimline: ")
    assert done.stderr.endswith(".\n")
    assert done.stderr.count("\n") == 1
    return done.stderr.removeprefix("claimline: ").strip()


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "story.claims"
    ok("new", path, "--name", "Llama 4", "--author", "Reporter")
    return path


@pytest.fixture
def story(case: Path, tmp_path: Path) -> Path:
    (tmp_path / "article.txt").write_text(ARTICLE, "utf-8")
    ok("add-source", case, tmp_path / "article.txt", "--title", "Overview", "--published", "2026-01-12")
    ok("add-source", case, "--title", "Statement", "--url", "https://example.org/s", "--kind", "post")
    ok("add-actor", case, "Yann LeCun", "--also", "楊立昆")
    ok(
        "add-claim", case, "The scores were fudged", "--by", "楊立昆", "--source", "Overview",
        "--quote", "結果被動過手腳", "--said", "近日", "--about", "2025年4月", "--kind", "factual", "--kind", "quote",
        "--tag", "scores", "--via", "Statement", "--via", "a colleague",
    )  # fmt: skip
    ok("add-claim", case, "Nothing was fudged", "--kind", "denial", "--by", "Meta", "--source", "Statement")
    return case


def test_a_new_case_is_made_and_never_overwritten(case: Path) -> None:
    assert "exists already" in trouble("new", case)
    assert "cannot be made" in trouble("new", case.parent / "no" / "x.claims")


def test_a_source_from_a_file(case: Path, tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(ARTICLE.encode("utf-16"))
    (source,) = answers(
        "add-source", case, path, "--title", "Overview", "--kind", "article", "--authors", "編輯部", "--publisher", "Wire",
        "--language", "zh-Hant", "--published", "2026年1月12日", "--reliability", "B", "--url", " https://example.org/a ",
    )  # fmt: skip
    assert source["title"] == "Overview"
    assert source["published"]["edtf"] == "2026-01-12"
    assert source["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert source["size"] == path.stat().st_size
    assert source["text_sha256"] == hashlib.sha256(ARTICLE.encode()).hexdigest()


def test_a_source_from_standard_input(case: Path) -> None:
    (source,) = answers("add-source", case, "-", stdin=ARTICLE.encode("big5"))
    assert source["title"] == "楊立昆近日受訪時承認，結果被動過手腳。"


def test_a_source_that_is_only_a_link(case: Path) -> None:
    assert "(link only)" in ok("add-source", case, "--title", "Post", "--url", "https://example.org")
    (source,) = answers("add-source", case, "--title", "Rewrite", "--derived-from", "Post")
    assert source["sha256"] is None


def test_a_page_that_cannot_be_had_is_kept_as_a_link(case: Path) -> None:
    done = run("add-source", case, "http://127.0.0.1:9/x")
    assert done.exit_code == 0
    assert "could not be reached" in done.stderr
    assert "link only" in done.stdout


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["nowhere.txt"], "There is no file"),
        (["x" * 400], "cannot be read"),
        (["--url", "javascript:alert(1)", "--title", "x"], "Only http and https"),
        (["--title", "x", "--derived-from", "Nothing"], "No source of this case fit"),
        ([], "Say what to add"),
        (["."], "not a regular file"),
    ],
)
def test_a_source_that_cannot_be_added(case: Path, args: list[str], words: str) -> None:
    assert words in trouble("add-source", case, *args)


def test_claims_are_answered_one_object_a_line(story: Path) -> None:
    first, second = answers("claims", story)
    assert set(first) >= {
        "id", "number", "statement", "kinds", "verdict", "review", "claimants", "about", "said", "sources", "origins",
    }  # fmt: skip
    assert isinstance(first["id"], str)
    assert (first["number"], first["kinds"]) == ("C-001", ["factual", "quote"])
    assert (first["verdict"], first["review"], first["claimants"]) == ("unverified", "draft", ["Yann LeCun"])
    assert first["about"]["edtf"] == "2025-04"
    assert first["said"] == {
        "words": "近日", "edtf": "../2026-01-12~", "earliest": "2025-12-12", "latest": "2026-01-12",
        "rule": first["said"]["rule"], "inferred": True, "ambiguous": False,
    }  # fmt: skip
    assert [source["title"] for source in first["sources"]] == ["Overview"]
    assert first["origins"] == 1
    assert (second["claimants"], second["kinds"]) == (["Meta"], ["denial"])


def test_claims_are_chosen_by_a_query(story: Path) -> None:
    assert [claim["number"] for claim in answers("claims", story, "by:LeCun")] == ["C-001"]
    assert answers("claims", story, "verdict:false") == []
    assert "C-002" in ok("claims", story, "kind:denial")


def test_a_claim_is_shown_with_all_that_belongs_to_it(story: Path) -> None:
    ok(
        "add-evidence",
        story,
        "C-001",
        "Statement",
        "--stance",
        "refutes",
        "--shows",
        "They deny it",
        "--credibility",
        "3",
    )
    ok("relate", story, "2", "contradicts", "1")
    (shown,) = answers("show", story, "c-1")
    (attribution,) = shown["attributions"]
    assert attribution["relay"] == ["Statement", "a colleague"]
    assert attribution["anchor"]["exact"] == "結果被動過手腳"
    assert ARTICLE[attribution["anchor"]["start"] : attribution["anchor"]["end"]] == "結果被動過手腳"
    assert [e["stance"] for e in shown["evidence"]] == ["refutes"]
    assert [r["kind"] for r in shown["relations"]] == ["contradicted by"]
    words = ok("show", story, shown["id"])
    for part in (
        "C-001",
        "The scores were fudged",
        "“結果被動過手腳”",
        "refutes: They deny it",
        "contradicted by C-002",
    ):
        assert part in words


def test_a_claim_is_judged_with_a_reason_that_stands_in_the_history(story: Path) -> None:
    output = ok("set", story, "C-001", "--verdict", "disputed", "--review", "in-review", "--reason", "They deny it")
    assert output == "C-001: Disputed, in review.\n"
    steps = answers("history", story, "C-001")
    assert [(step["name"], step["reason"]) for step in steps[-2:]] == [
        ("Set verdict", "They deny it"), ("Submit for review", "They deny it"),
    ]  # fmt: skip
    ok("set", story, "1", "--review", "signed off", "--author", "Editor")
    (shown,) = answers("show", story, "1")
    assert (shown["review"], shown["signed_by"]) == ("signed off", "Editor")


def test_a_claim_is_changed_in_its_words_dates_note_and_tags(story: Path) -> None:
    ok(
        "set",
        story,
        "1",
        "--statement",
        "New words",
        "--about",
        "去年",
        "--due",
        "2027",
        "--note",
        "n",
        "--tags",
        "#a, b,a",
    )
    (shown,) = answers("show", story, "1")
    assert (shown["statement"], shown["about"]["edtf"], shown["due"]["edtf"]) == ("New words", "2025", "2027")
    assert (shown["note"], shown["tags"]) == ("n", ["a", "b"])


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--verdict", "nonsense", "--statement", "Other"], "There is no verdict “nonsense”"),
        (["--review", "done", "--statement", "Other"], "There is no review state “done”"),
        (["--verdict", "false", "--review", "sent back"], "cannot go to"),
        (["--statement", "  ", "--tags", "x"], "needs a statement"),
        ([], "Say what to change"),
    ],
)
def test_a_change_that_is_refused_changes_nothing(story: Path, args: list[str], words: str) -> None:
    before = story.read_bytes()
    assert words in trouble("set", story, "C-001", *args)
    assert story.read_bytes() == before


@pytest.mark.parametrize("name", ["C-009", "9" * 12, "9" * 19, "9" * 5000, "²", "C-²", "nothing", "-"])
def test_a_claim_that_is_not_there(story: Path, name: str) -> None:
    assert "There is no claim" in trouble("show", story, "--", name)


def test_undo_and_redo_say_what_they_did(story: Path) -> None:
    ok("set", story, "1", "--verdict", "false")
    assert ok("undo", story) == "Undone: Set verdict.\n"
    assert ok("redo", story) == "Redone: Set verdict.\n"
    assert "nothing to redo" in trouble("redo", story)
    for _ in range(20):
        if run("undo", story).exit_code:
            break
    assert "nothing to undo" in trouble("undo", story)
    assert answers("claims", story) == []


def test_the_history_lists_every_step(story: Path) -> None:
    steps = answers("history", story)
    assert [step["step"] for step in steps] == list(range(1, len(steps) + 1))
    assert set(steps[0]) == {"step", "kind", "name", "author", "at", "reason", "target", "hash"}
    assert len(ok("history", story).splitlines()) == len(steps)


def test_a_whole_case_checks_clean(story: Path) -> None:
    (report,) = answers("check", story)
    assert report["ok"] is True
    assert report["findings"] == []
    assert set(report["receipt"]) == {"case", "step", "head"}
    assert ok("check", story).startswith("Whole: ")


def test_a_tampered_case_checks_with_exit_code_1(story: Path) -> None:
    store = open_case(story, author="x")
    store.db.execute("UPDATE step SET reason = 'other' WHERE n = 2")
    store.db.execute("DELETE FROM claim_words")
    store.close()
    done = run("check", story, "--json")
    assert done.exit_code == 1
    report = json.loads(done.stdout)
    assert report["ok"] is False
    assert {finding["code"] for finding in report["findings"]} == {"chain", "index"}
    assert set(report["findings"][0]) == {"code", "severity", "message", "kind", "id", "step"}
    done = run("check", story, "--repair")
    assert done.exit_code == 1
    assert "error: Step 2" in done.stdout
    assert "index" not in done.stdout


@pytest.mark.parametrize("ending", ["html", "pdf"])
@pytest.mark.parametrize("profile", ["internal", "legal", "public"])
def test_a_dossier_is_written(story: Path, tmp_path: Path, ending: str, profile: str) -> None:
    out = tmp_path / f"out.{ending}"
    assert ok("dossier", story, "-o", out, "--profile", profile) == f"Wrote {out}.\n"
    first = out.read_bytes()
    ok("dossier", story, "-o", out, "--profile", profile)
    assert out.read_bytes() == first
    ok("dossier", story, "C-001", "-o", out, "--profile", profile)
    assert out.read_bytes() != first
    ok("dossier", story, "-o", out, "--profile", profile, "--order", "claimant")
    assert out.read_bytes() != first


def test_a_quote_and_a_source_without_words_say_so(story: Path, tmp_path: Path) -> None:
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)))
    assert "No text could be read from it" in run("add-source", story, tmp_path / "noise.bin").stderr
    done = run("add-claim", story, "Other", "--by", "Ann", "--source", "Overview", "--quote", "words not there")
    assert "it was not anchored" in done.stderr
    assert "points at no place" not in run("show", story, "C-001").stderr


def test_a_history_asked_for_in_words_that_mean_nothing_says_so(story: Path) -> None:
    assert "is not a time" in trouble("history", story, "--since", "garbage")
    assert "no kind of record" in trouble("history", story, "--kind", "nonsense")
    assert "no step 9999" in trouble("restore", story, "C-001", "9999")


@pytest.mark.parametrize(
    "words",
    [
        ("export", "-o", "CASE", "--form", "csv"), ("export", "-o", "CASE", "--form", "jsonl"), ("receipt", "-o", "CASE"),
        ("extract", "Overview", "-o", "CASE"), ("package", "-o", "CASE"), ("import", "FILE", "--save-mapping", "CASE"),
        ("package", "-o", "other.claims"), ("export", "-o", "link.csv"),
    ],
)  # fmt: skip
def test_nothing_is_ever_written_over_a_case(story: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "rows.csv").write_text("statement\nsaid\n")
    (tmp_path / "link.csv").symlink_to(story)
    places = {"CASE": story, "FILE": tmp_path / "rows.csv", "other.claims": tmp_path / "other.claims",
              "link.csv": tmp_path / "link.csv"}  # fmt: skip
    before = story.read_bytes()
    command, *rest = words
    assert "is a case or has the name of one" in trouble(command, story, *(places.get(word, word) for word in rest))
    assert story.read_bytes() == before
    assert not (tmp_path / "other.claims").exists()


def test_a_protected_name_stops_the_dossier_and_every_place_is_listed(story: Path, tmp_path: Path) -> None:
    ok("add-actor", story, "許文哲", "--protected")
    ok("add-claim", story, "許文哲 was there", "--described", "staff")
    done = run("dossier", story, "-o", tmp_path / "out.html")
    assert done.exit_code == 1
    first, *places = done.stderr.splitlines()
    assert first == "claimline: A protected name occurs in free text in 1 place; nothing was written."
    assert places == ["  C-003 · statement: “許文哲 was there”"]
    assert not (tmp_path / "out.html").exists()
    assert run("export", story, "-o", tmp_path / "out.svg").exit_code in (0, 1)


def test_a_dossier_that_cannot_be_written(story: Path, tmp_path: Path) -> None:
    assert ".pdf, .html, .htm, .docx, .md" in trouble("dossier", story, "-o", tmp_path / "out.odt")
    assert "could not be written" in trouble("dossier", story, "-o", tmp_path / "no" / "out.html")


def test_a_query_with_a_word_that_is_no_field_says_so(story: Path) -> None:
    done = run("claims", story, "colour:red OR verdict:nonsense")
    assert done.exit_code == 0
    assert "“colour:” is not a field" in done.stderr
    assert "not a verdict" in done.stderr


def test_all_that_a_query_finds_is_changed_at_once(story: Path) -> None:
    assert "have another verdict now" in ok("set-all", story, "", "--verdict", "misleading", "--reason", "seen")
    assert "tagged" in ok("set-all", story, "verdict:misleading", "--tags", "port")
    assert "one by one" in trouble("set-all", story, "", "--review", "signed-off")
    assert "Say what to change" in trouble("set-all", story, "")


def test_the_timeline_is_written_as_a_picture(story: Path, tmp_path: Path) -> None:
    ok("export", story, "-o", tmp_path / "out.svg", "--place", "about")
    assert (tmp_path / "out.svg").read_text("utf-8").startswith("<svg")
    assert "no timeline to draw" in trouble("export", story, "verdict:false", "-o", tmp_path / "x.svg")
    assert "does not end so" in trouble("export", story, "-o", tmp_path / "x.jpg")
    ok("export", story, "-o", tmp_path / "x.png", "--zoom", "1")
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")
    ok("export", story, "-o", tmp_path / "x.pdf", "--paper", "a3", "--lang", "zh", "--lanes", "verdict")
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")
    sentence = trouble("export", story, "-o", tmp_path / "y.svg", "--between", "2026", "2025")
    assert "not two dates in order" in sentence


def test_a_date_is_read() -> None:
    (read,) = answers("date", "2025年7月中旬", "--anchor", "2026-01-12")
    assert read == {
        "words": "2025年7月中旬", "edtf": "2025-07-11/2025-07-20", "earliest": "2025-07-11", "latest": "2025-07-20",
        "rule": read["rule"], "inferred": False, "ambiguous": False,
    }  # fmt: skip
    (ambiguous,) = answers("date", "3/4/2025")
    assert ambiguous["edtf"] is None
    assert [reading["edtf"] for reading in ambiguous["ambiguous"]] == ["2025-03-04", "2025-04-03"]
    assert ok("date", "3/4/2025").startswith("3/4/2025: ambiguous")
    assert ok("date", "some day").startswith("some day: undated")
    assert "inferred" in ok("date", "去年", "--anchor", "2026-01-12")


def test_phrases_are_read_line_by_line() -> None:
    lines = answers("date", "-", "--anchor", "2026-01-12", stdin="去年\r\n\nnonsense\nQ3 2025".encode() + b"\n\xff\n")
    assert [line["words"] for line in lines] == ["去年", "", "nonsense", "Q3 2025", "\ufffd"]
    assert [line["earliest"] for line in lines] == ["2025-01-01", None, None, "2025-07-01", None]


def test_dates_are_found_in_a_text(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, "utf-8")
    for listed in (
        answers("dates", path, "--anchor", "2026-01-12"),
        answers("dates", "-", "--anchor", "2026-01-12", stdin=ARTICLE.encode()),
    ):
        assert [ARTICLE[found["start"] : found["end"]] for found in listed] == ["近日", "2025年4月"]
        assert [found["edtf"] for found in listed] == ["../2026-01-12~", "2025-04"]
    assert "2025-04" in ok("dates", path)
    assert "There is no file" in trouble("dates", tmp_path / "none.txt")


def test_a_day_that_is_none_is_a_usage_error() -> None:
    done = run("date", "x", "--anchor", "2026-02-31")
    assert done.exit_code == 2
    assert "is not a day such as 2026-01-12" in done.stderr


def test_the_demo_is_written_without_a_window(tmp_path: Path) -> None:
    path = tmp_path / "demo.claims"
    assert ok("demo", "-o", path, "--no-window") == f"Made {path}.\n"
    assert len(answers("claims", path)) >= 18
    assert "exists already" in trouble("demo", "-o", path, "--no-window")
    store = open_case(path, author="", read_only=True)
    assert check(store) == []
    store.close()


def test_a_picture_of_a_strange_size_is_refused(story: Path, tmp_path: Path) -> None:
    for size in ("big", "1x1", "99999x99999", "1440"):
        assert "A size is written like" in trouble("shot", story, "--size", size, "-o", tmp_path / "x.png")


def test_every_page_of_the_window_can_be_pictured(story: Path, tmp_path: Path) -> None:
    assert "desk, claims, timeline, sources, people, review, events, history, start." in trouble(
        "shot", story, "--page", "home", "-o", tmp_path / "x.png"
    )


def test_a_page_is_pictured_with_what_it_reads_in_the_background(story: Path, tmp_path: Path) -> None:
    target = tmp_path / "history.png"
    done = process("shot", story, "--page", "history", "-o", target)
    assert (done.returncode, done.stderr) == (0, "")
    steps = QImage(str(target)).copy(450, 100, 500, 60)
    assert len({steps.pixel(x, y) for x in range(500) for y in range(60)}) > 10


READING = ("claims", "show", "dossier", "export", "history", "check")
WRITING = ("undo", "set", "add-source", "add-claim")
TROUBLES = [(command, what) for command in READING + WRITING for what in ("missing", "foreign", "newer", "damaged")]


@pytest.mark.parametrize(("command", "what"), [*TROUBLES, *((command, "locked") for command in WRITING)])
def test_a_case_that_cannot_be_opened_is_refused_by_every_command(
    story: Path, tmp_path: Path, command: str, what: str
) -> None:
    content = bytearray(story.read_bytes())
    match what:
        case "missing":
            story.unlink()
        case "foreign":
            story.write_text("not a case\n" * 100)
        case "newer":
            content[60:64] = (99).to_bytes(4, "big")
            story.write_bytes(content)
        case "damaged":
            content[100:300] = b"\xff" * 200
            story.write_bytes(content)
        case "locked":
            story.with_name("story.claims.lock").write_text('{"user": "a", "host": "b", "pid": 1, "since": "now"}')
    options: dict[str, list[object]] = {
        "show": ["1"], "dossier": ["-o", tmp_path / "x.html"], "export": ["-o", tmp_path / "x.svg"],
        "set": ["1", "--note", "x"], "add-source": ["--title", "x"], "add-claim": ["x"],
    }  # fmt: skip
    before = story.read_bytes() if story.exists() else None
    error = trouble(command, story, *options.get(command, []))
    assert "story.claims" in error
    assert (story.read_bytes() if story.exists() else None) == before
    assert not [file for file in tmp_path.iterdir() if file.suffix in (".html", ".svg")]


def test_typed_bytes_that_are_no_text_are_kept_as_text(case: Path) -> None:
    ok("add-claim", case, "broken \udcff half")
    (claim,) = answers("claims", case)
    assert claim["statement"] == "broken \ufffd half"


# The real thing, in a process of its own


def process(*args: object, **more: Any) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    environment.pop("DISPLAY", None)
    command = [sys.executable, "-c", "from tracker.cli import main; main()"]
    return subprocess.run(
        [*command, *map(str, args)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
        **more,
    )


def test_the_whole_job_on_the_command_line(tmp_path: Path) -> None:
    case = tmp_path / "案件.claims"
    article = tmp_path / "文章.txt"
    article.write_text(ARTICLE, "utf-8")
    for args in (
        ["new", case], ["add-source", case, article, "--published", "2026-01-12"],
        ["add-claim", case, "結果被動過手腳", "--by", "楊立昆", "--source", "楊立昆", "--quote", "結果被動過手腳"],
        ["set", case, "1", "--verdict", "disputed", "--reason", "公司否認"], ["check", case],
        ["dossier", case, "-o", tmp_path / "out.html"],
    ):  # fmt: skip
        done = process(*args)
        assert done.returncode == 0, done.stderr
    assert "結果被動過手腳" in (tmp_path / "out.html").read_text("utf-8")
    done = process("claims", case, "--json")
    assert json.loads(done.stdout)["claimants"] == ["楊立昆"]
    assert [file.name for file in tmp_path.glob("*.lock")] == []


def test_trouble_is_one_sentence_and_exit_code_1(tmp_path: Path) -> None:
    done = process("claims", tmp_path / "none.claims")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"claimline: There is no case at {tmp_path / 'none.claims'}.\n"


def test_a_wrong_option_is_exit_code_2(tmp_path: Path) -> None:
    assert process("claims").returncode == 2
    assert process("set", tmp_path / "x", "1", "--colour", "red").returncode == 2


def test_a_reader_that_stops_listening_is_no_trouble(tmp_path: Path) -> None:
    case = tmp_path / "demo.claims"
    assert process("demo", "-o", case, "--no-window").returncode == 0
    program = "from tracker.cli import main; main()"
    done = subprocess.run(
        f'"{sys.executable}" -c "{program}" history "{case}" | head -n 1',
        shell=True,
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_a_command_that_is_killed_leaves_a_case_that_opens(tmp_path: Path) -> None:
    case = tmp_path / "story.claims"
    assert process("new", case).returncode == 0
    program = (
        "import os, sys\nfrom pathlib import Path\nfrom tracker.store import open_case\nfrom tracker.domain.case import Tag\n"
        "store = open_case(Path(sys.argv[1]), author='x')\n"
        "with store.step('Half'):\n    store.put(Tag(name='x'))\n    os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", program, str(case)], check=False).returncode == 9
    assert case.with_name("story.claims.lock").exists()
    assert process("add-claim", case, "After the crash").returncode == 0
    assert json.loads(process("check", case, "--json").stdout)["ok"] is True


def test_evidence_is_captured_again_verified_and_taken_out(story: Path, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(ARTICLE + "更正啟事。\n", "utf-8")
    output = ok("capture", story, tmp_path / "article.txt", "--source", "Overview")
    assert "+ 更正啟事。" in output
    assert ok("verify", story).startswith("Verified: 2 captures")
    assert answers("verify", story)[0]["ok"] is True
    ok("extract", story, "Overview", "-o", tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_text("utf-8").endswith("更正啟事。\n")
    assert "exported" in ok("custody", story, "Overview")
    assert "fits “nothing”" in trouble("extract", story, "nothing", "-o", tmp_path / "x")
    assert json.loads(ok("check", story, "--json"))["ok"]


def test_altered_bytes_are_listed_with_exit_code_one(story: Path) -> None:
    store = open_case(story, author="x")
    store.db.execute("UPDATE chunk SET bytes = x'00'")
    store.close()
    done = run("verify", story)
    assert done.exit_code == 1
    assert done.stdout.startswith("altered: “Overview”")


def test_a_package_goes_from_one_case_to_another(story: Path, tmp_path: Path) -> None:
    target = tmp_path / "evidence.zip"
    assert "2 claims, 1 original" in ok("package", story, "-o", target)
    assert ok("verify-package", target).startswith("Verified")
    ok("new", tmp_path / "other.claims")
    assert ok("import-package", tmp_path / "other.claims", target) == "Imported 2 claims.\n"
    target.write_bytes(target.read_bytes()[:-400])
    assert run("verify-package", target).exit_code == 1


def test_duplicates_are_listed_and_merged(story: Path) -> None:
    ok("add-claim", story, "The scores were fudged!", "--by", "Ann")
    ok("add-claim", story, "The scores were fudged", "--by", "Ben")
    pair = next(entry for entry in answers("duplicates", story) if entry["kind"] == "claim")
    assert pair["likeness"] > 90
    assert ok("merge", story, "claim", "C-003", "C-004") == "Merged C-004 into C-003.\n"
    assert answers("show", story, "C-004")[0]["claimants"] == ["Ann", "Ben"]
    assert "There is no “colour”" in trouble("merge", story, "claim", "C-001", "C-002", "--take", "colour")


def test_words_are_found_in_claims_sources_people_and_events(story: Path) -> None:
    kinds = {entry["kind"] for entry in answers("find", story, "楊立昆")}
    assert kinds == {"claim", "source", "actor"}
    assert "»楊立昆«" in ok("find", story, "楊立昆")
    assert "C-001" not in ok("claims", story, "-楊立昆")


def test_a_dossier_is_designed_kept_and_reported(story: Path, tmp_path: Path) -> None:
    target = tmp_path / "dossier.md"
    ok(
        "dossier",
        story,
        "--claims",
        "c-002, C-001",
        "--lang",
        "zh-Hans",
        "--without",
        "review",
        "--keep",
        "Court",
        "-o",
        target,
    )
    text = target.read_text("utf-8")
    assert text.index("## C-002") < text.index("## C-001")
    assert "主张卷宗" in text
    (design,) = answers("designs", story)
    assert (design["name"], design["order"], design["claims"]) == ("Court", "hand", ["C-002", "C-001"])
    again = tmp_path / "again.md"
    ok("dossier", story, "--design", "court", "-o", again)
    assert again.read_text("utf-8").splitlines()[4:] == text.splitlines()[4:]
    (report,) = answers("dossier", story, "--design", "Court", "--report")
    assert report["going"][0] == "2 claims"
    assert report["leaks"] == []
    assert "no design “None”" in trouble("dossier", story, "--design", "None", "-o", target)
    assert "Say where to write it" in trouble("dossier", story)
    assert "is not an answer" in trouble("dossier", story, "--answer", "C-001", "-o", target)
    ok("designs", story, "--remove", "Court")
    assert answers("designs", story) == []


def test_a_case_takes_the_verdicts_of_another_desk(story: Path) -> None:
    ok("set", story, "C-001", "--verdict", "confirmed")
    assert "Choose what these verdicts become" in trouble("verdicts", story, "--set", "tfc")
    assert "1 claim changed" in ok("verdicts", story, "--set", "tfc", "--map", "confirmed=correct")
    verdicts = {line["key"]: line for line in answers("verdicts", story)}
    assert (verdicts["correct"]["label"], verdicts["correct"]["claims"], verdicts["correct"]["rating"]) == (
        "正確",
        1,
        5,
    )
    ok(
        "verdicts",
        story,
        "--label",
        "correct=屬實",
        "--mark",
        "correct=teal",
        "--rating",
        "correct=4",
        "--add",
        "satire=諷刺",
    )
    verdicts = {line["key"]: line for line in answers("verdicts", story)}
    assert (verdicts["correct"]["label"], verdicts["correct"]["glyph"], verdicts["satire"]["label"]) == (
        "屬實",
        "▲",
        "諷刺",
    )
    assert "C-001" in ok("claims", story, "verdict:屬實")
    assert "no verdict “nonsense”" in trouble("set", story, "C-001", "--verdict", "nonsense")
    assert "屬實" in ok("show", story, "C-001")
    ok("verdicts", story, "--remove", "correct", "--map", "correct=satire")
    assert "諷刺" in ok("show", story, "C-001")


def test_colleagues_talk_assign_and_hold_to_their_rules(story: Path) -> None:
    ok("comment", story, "C-001", "Sound?", "--author", "Ben")
    assert answers("comment", story, "C-001")[0]["by"] == "Ben"
    ok("comment", story, "C-001", "It is.", "--answer", "1", "--author", "Ann")
    assert [line["thread"] for line in answers("comment", story, "C-001")] == [1, 1]
    assert "resolved by" in ok("comment", story, "C-001", "Done.", "--resolve", "1")
    assert [line["text"] for line in answers("comment", story, "C-001")] == ["Sound?", "It is.", "Done."]
    assert "has no thread 7" in trouble("comment", story, "C-001", "x", "--answer", "7")
    assert "does not belong to this claim" in trouble("comment", story, "C-001", "x", "--on", "quote:9")
    ok("comment", story, "C-001", "Whose words?", "--on", "quote:1")
    assert answers("comment", story, "C-001")[-1]["on"] == "attribution"
    assert "2. " in (listed := ok("comment", story, "C-001"))
    assert "on quote:1: Whose words?" in listed
    assert ok("assign", story, "C-001", "Ann", "--due", "2027") == "1 claim assigned to Ann.\n"
    assert "C-001" in ok("claims", story, "assignee:ann")
    assert "needs evidence: yes" in ok("policy", story, "--preset", "legal")
    assert "needs a reason" in trouble("set", story, "C-001", "--review", "signed-off")
    assert ok("member", story, "Ann Berg", "--role", "editor") == "AB   Ann Berg, editor\n"


def test_the_history_is_told_and_a_claim_restored(story: Path) -> None:
    ok("set", story, "C-001", "--verdict", "false", "--reason", "a slip")
    step = answers("history", story)[-1]["step"]
    assert "→ False — “a slip”" in ok("history", story, "--changes", "text", "--record", "C-001")
    assert ok("restore", story, "C-001", step - 1).startswith("C-001 was restored")
    assert "Unverified" in ok("show", story, "C-001") or "Disputed" in ok("show", story, "C-001")


def test_two_copies_are_compared_and_one_takes_over_the_other(story: Path, tmp_path: Path) -> None:
    ok("receipt", story, "-o", tmp_path / "receipt.json")
    copy = tmp_path / "copy.claims"
    copy.write_bytes(story.read_bytes())
    ok("set", story, "C-001", "--verdict", "disputed")
    ok("set", copy, "C-001", "--verdict", "false")
    assert answers("compare", story, copy)[0]["conflicts"]
    assert "Choose which value applies" in trouble("take-over", story, copy)
    assert ok("take-over", story, copy, "--prefer", "theirs") == "Merged 1 record.\n"
    assert ok("receipt", story, "--against", tmp_path / "receipt.json") == "continues\n"
    assert "is not a receipt" in trouble("receipt", story, "--against", story)


@pytest.mark.parametrize("profile", ["legal", "public"])
def test_a_whole_case_is_not_written_for_outside(story: Path, tmp_path: Path, profile: str) -> None:
    for target, form in (("whole.jsonl", ()), ("whole.json", ("--form", "jsonl"))):
        sentence = trouble("export", story, "-o", tmp_path / target, *form, "--profile", profile)
        assert f"cannot be written for the {profile} profile" in sentence
        assert not (tmp_path / target).exists()
    ok("export", story, "-o", tmp_path / "whole.jsonl", "--profile", "internal")


def test_rows_are_imported_and_claims_exported(story: Path, tmp_path: Path) -> None:
    table = tmp_path / "rows.csv"
    table.write_text("Aussage,Wer,Urteil\nThe quay cost twice as much,Ann,Nein\n", "utf-8")
    options = (
        "--map",
        "statement=Aussage",
        "--map",
        "claimant=Wer",
        "--map",
        "verdict=Urteil",
        "--rating",
        "Nein=false",
    )
    mapping_file = tmp_path / "mapping.json"
    assert answers("import", story, table, *options, "--dry-run", "--save-mapping", mapping_file)[0]["what"] == "new"
    assert answers("import", story, table, "--mapping", mapping_file)[0] == {
        "new": 1, "there_already": 0, "left_out": 0, "problems": [],
    }  # fmt: skip
    assert ok("import", story, table, "--mapping", mapping_file).startswith("0 imported, 1 already in the case")
    assert "There is no field" in trouble("import", story, table, "--map", "colour=x")
    for name in ("a.csv", "a.xlsx", "a.jsonl", "a.ics", "a.ris", "a.ad"):
        ok("export", story, "-o", tmp_path / name)
        assert (tmp_path / name).exists()
    ok("export", story, "-o", tmp_path / "a.json", "--form", "claimreview")
    assert len(json.loads((tmp_path / "a.json").read_text("utf-8"))) == 3
    ok("new", tmp_path / "back.claims")
    assert "records of a whole case" in ok("import", tmp_path / "back.claims", tmp_path / "a.jsonl")
    assert len(answers("claims", tmp_path / "back.claims")) == 3
