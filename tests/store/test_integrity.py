"""`check` finds changes made to a case by other programs, and reports them in words."""

import sqlite3
from pathlib import Path

import pytest

from tests.newsroom import logged, new_case, read, said, supported
from tracker.commands import sources
from tracker.domain.source import Source
from tracker.store import open_case
from tracker.store.integrity import Finding, check, repair_index


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "story.claims"
    store = new_case(path)
    claim, source = logged(store), read(store)
    said(store, claim, source_id=source.id, quote="結果被動過手腳")
    supported(store, claim, source, shows="The same")
    store.close()
    return path


def behind_its_back(case: Path, sql: str, *values: object) -> None:
    other = sqlite3.connect(case)
    with other:
        other.execute(sql, values)
    other.close()


def findings(case: Path) -> list[Finding]:
    before = case.read_bytes()
    store = open_case(case, author="Editor", read_only=True)
    found = check(store)
    store.close()
    assert case.read_bytes() == before
    return found


def only(case: Path) -> Finding:
    found = findings(case)
    assert len(found) == 1, found
    assert found[0].severity == "error"
    return found[0]


def test_a_sound_case_has_no_findings(case: Path) -> None:
    assert findings(case) == []


def test_changed_bytes_of_a_capture_are_found(case: Path) -> None:
    behind_its_back(case, "UPDATE chunk SET bytes = CAST(replace(bytes, 'denies', 'admits') AS BLOB)")
    found = only(case)
    assert (found.code, found.kind) == ("capture", "capture")
    assert found.message.startswith("The preserved bytes of “Overview” are not those that were captured")


def test_lost_bytes_of_a_capture_are_found(case: Path) -> None:
    behind_its_back(case, "DELETE FROM chunk")
    assert only(case).code == "capture"


def test_a_row_altered_behind_the_case_is_found(case: Path) -> None:
    behind_its_back(case, "UPDATE claim SET verdict = 'confirmed', note = 'x'")
    found = only(case)
    assert found.message == "A record (claim) differs from its history in note, verdict."
    assert found.record_id is not None


def test_a_row_nobody_made_is_found(case: Path) -> None:
    behind_its_back(case, "INSERT INTO tag (id, version, name) VALUES (5, 1, 'planted')")
    assert only(case).message == "A record (tag) has no step in the history."


def test_a_row_that_vanished_is_found(case: Path) -> None:
    behind_its_back(case, "DELETE FROM evidence")
    assert only(case).message == "A record (evidence) of the history is missing."


def test_a_reference_to_nothing_is_found(case: Path) -> None:
    behind_its_back(case, "DELETE FROM source")
    assert {found.code for found in findings(case)} == {"reference"}


def test_an_altered_step_is_found(case: Path) -> None:
    behind_its_back(case, "UPDATE step SET author = 'Somebody else' WHERE n = 3")
    found = only(case)
    assert (found.code, found.step) == ("chain", 3)
    assert found.message == "Step 3 (“Add source”) was altered after it was made."


def test_an_altered_change_of_a_step_is_found(case: Path) -> None:
    behind_its_back(case, "UPDATE change SET after = replace(after, 'fudged', 'right') WHERE step = 2")
    behind_its_back(case, "UPDATE claim SET statement = replace(statement, 'fudged', 'right')")
    assert only(case).step == 2


def test_a_change_that_cannot_be_read_is_found(case: Path) -> None:
    behind_its_back(case, "UPDATE change SET after = '{' WHERE step = 2")
    assert [found.code for found in findings(case)] == ["chain", "table"]


def test_a_removed_step_is_found(case: Path) -> None:
    behind_its_back(case, "DELETE FROM change WHERE step = 3")
    behind_its_back(case, "DELETE FROM step WHERE n = 3")
    messages = [found.message for found in findings(case)]
    assert "Step 3 of the history is missing." in messages
    assert "Step 4 does not continue the step before it." in messages


def test_steps_put_in_another_order_are_found(case: Path) -> None:
    behind_its_back(case, "UPDATE step SET n = 99 WHERE n = 4")
    assert {found.code for found in findings(case)} >= {"reference"}


def test_a_lost_index_row_is_found_and_written_anew(case: Path) -> None:
    store = open_case(case, author="Editor")
    store.db.execute("DELETE FROM claim_words")
    found = check(store)
    assert [f.message for f in found] == [
        "The search index of claims is out of date; “claimline check --repair” rebuilds it."
    ]
    step = store.last_step
    repair_index(store)
    assert check(store) == []
    assert store.last_step == step
    store.close()


def test_a_lost_anchor_is_a_warning_that_names_the_quote(case: Path) -> None:
    store = open_case(case, author="Editor")
    source = store.all(Source)[0]
    sources.edit_source(store, Source(**{**vars(source), "text": "Nothing of it is left."}))
    found = check(store)
    assert [(f.code, f.severity) for f in found] == [("anchor", "warning")]
    assert found[0].message == "The quote “結果被動過手腳” is lost in the text of “Overview”."
    store.undo()
    assert check(store) == []
    store.close()


def test_a_table_that_disagrees_with_its_own_index_is_found(case: Path) -> None:
    other = sqlite3.connect(case)
    (page,) = other.execute("SELECT rootpage FROM sqlite_master WHERE name = 'claim_verdict'").fetchone()
    other.close()
    content = bytearray(case.read_bytes())
    at = content.index(b"unverified", (page - 1) * 4096)
    content[at : at + 10] = b"unverifieX"
    case.write_bytes(content)
    assert {found.code for found in findings(case)} == {"file"}


def test_findings_are_answered_as_plain_json(case: Path) -> None:
    behind_its_back(case, "UPDATE step SET reason = 'x' WHERE n = 2")
    assert only(case).as_json() == {
        "code": "chain", "severity": "error", "message": "Step 2 (“Log claim”) was altered after it was made.",
        "kind": None, "id": None, "step": 2,
    }  # fmt: skip
