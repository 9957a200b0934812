"""The desk in the morning, the history page, comments and what a case's rules refuse."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from tests.gui.conftest import Reporter
from tracker.commands import cases, claims, reviewing
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.evidence import Evidence
from tracker.domain.newsroom import Comment, Member, Policy
from tracker.domain.records import Record
from tracker.domain.review import VERDICTS
from tracker.gui.dialogs.changes import ChangesDialog
from tracker.gui.dialogs.takeover import TakeOverDialog
from tracker.gui.dialogs.text import AskDialog, ToggleDialog
from tracker.gui.pages.claims.page import ClaimsPage
from tracker.gui.pages.desk import DeskPage
from tracker.gui.pages.history import HistoryPage
from tracker.gui.pages.review import ReviewPage
from tracker.gui.widgets.value_button import ValueButton
from tracker.store import create_case, history, open_case
from tracker.store.claims.index import ClaimIndex as CaseDesk


def numbers(reporter: Reporter) -> list[int]:
    assert reporter.window.session is not None
    return [facts.claim.number for facts in reporter.window.session.found]


def comment_line(reporter: Reporter) -> QLineEdit:
    lines = reporter.window.workbench.page(ClaimsPage).inspector.findChildren(QLineEdit)
    return next(line for line in lines if line.accessibleName() == "Comment")


def press_value(reporter: Reporter, words: str, record: Record) -> None:
    """Press the inspector's button with this text for a record."""
    buttons = reporter.window.workbench.page(ClaimsPage).inspector.findChildren(ValueButton)
    found = next(candidate for candidate in buttons if candidate.text() == words and candidate.value == record)
    reporter.bot.mouseClick(found, Qt.MouseButton.LeftButton)


def test_every_number_of_the_desk_leads_to_its_list(demo_reporter: Reporter) -> None:
    demo_reporter.act("show-desk")
    page = demo_reporter.window.workbench.page(DeskPage)
    counts = {b.accessibleName(): b for b in page.findChildren(QPushButton) if b.property("query")}
    assert counts["4 in review"].property("query") == "review:in-review"
    for name in list(counts):
        demo_reporter.act("show-desk")
        QApplication.processEvents()
        found = next(b for b in page.findChildren(QPushButton) if b.accessibleName() == name and b.isVisible())
        demo_reporter.bot.mouseClick(found, Qt.MouseButton.LeftButton)
        assert demo_reporter.window.workbench.current == "claims"
        assert len(numbers(demo_reporter)) == int(name.split()[0].replace(",", "")), name


def test_what_others_did_since_the_last_visit_is_counted(demo_reporter: Reporter) -> None:
    page = demo_reporter.window.workbench.page(DeskPage)
    page.seen = demo_reporter.store.last_step.at
    demo_reporter.store.author = "Ben"
    claims.set_verdict(demo_reporter.store, demo_reporter.store.all(Claim)[0].id, "false")
    demo_reporter.store.author = "Reporter"
    demo_reporter.act("show-desk")
    QApplication.processEvents()
    words = [found.text() for found in page.findChildren(QLabel) if found.isVisible()]
    assert "change by others" in words
    assert any("Ben · Set verdict" in text for text in words)


def test_the_history_is_filtered_and_a_record_restored(demo_reporter: Reporter) -> None:
    claim = demo_reporter.store.all(Claim, number=5)[0]
    claims.set_verdict(demo_reporter.store, claim.id, "false", "a slip")
    demo_reporter.act("show-history")
    page = demo_reporter.window.workbench.page(HistoryPage)
    demo_reporter.type("C-005", page.record)
    demo_reporter.bot.waitUntil(
        lambda: bool(page.list.rows()) and all(r.title.startswith("C-005") for r in page.list.rows())
    )
    titles = [row.title for row in page.list.rows()]
    assert titles[0] == "C-005: verdict Confirmed → False"
    page.list.set_current(titles.index("C-005: verdict Unverified → Confirmed"))
    demo_reporter.click("Restore this version…", page)
    assert demo_reporter.store.get(Claim, claim.id).verdict == "confirmed"
    assert demo_reporter.store.last_step.name.startswith("Restore C-005")


def test_a_bar_of_a_verdict_leads_to_its_claims(demo_reporter: Reporter) -> None:
    demo_reporter.window.workbench.show("desk")
    bars = next(
        w
        for w in demo_reporter.window.workbench.page(DeskPage).findChildren(QWidget)
        if w.accessibleName() == "Verdicts"
    )
    demo_reporter.bot.mouseClick(
        bars, Qt.MouseButton.LeftButton, pos=QPoint(60, 22 * list(VERDICTS).index("disputed") + 8)
    )
    assert demo_reporter.window.workbench.current == "claims"
    assert demo_reporter.window.session is not None
    assert demo_reporter.window.session.query.text == "verdict:disputed"


def test_every_step_counts_on_the_desk_however_many(reporter: Reporter) -> None:
    reporter.store.author = "Ben"
    for n in range(450):
        cases.describe_case(reporter.store, name=f"Name {n}", summary="")
    today = history.by_day(reporter.store.db, "2000-01-01")
    assert sum(today.values()) == reporter.store.last_step.n
    assert history.by_others(reporter.store.db, "", "Reporter", 6)[0] >= 450


def test_a_comment_is_typed_answered_and_resolved(demo_reporter: Reporter) -> None:
    inspector = demo_reporter.window.workbench.page(ClaimsPage).inspector
    line = comment_line(demo_reporter)
    demo_reporter.type("Who checked this?", line)
    assert inspector.unsaved()
    demo_reporter.window.workbench.open_claim(demo_reporter.store.all(Claim, number=2)[0].id)
    demo_reporter.window.workbench.open_claim(demo_reporter.store.all(Claim, number=1)[0].id)
    line = comment_line(demo_reporter)
    assert line.text() == "Who checked this?"
    line.setFocus()
    demo_reporter.bot.keyClick(line, Qt.Key.Key_Return)
    assert [c.text for c in demo_reporter.store.all(Comment)] == ["Who checked this?"]
    demo_reporter.click("Reply", inspector)
    line = comment_line(demo_reporter)
    demo_reporter.type("I did.", line)
    demo_reporter.bot.keyClick(line, Qt.Key.Key_Return)
    first, answer = demo_reporter.store.all(Comment)
    assert answer.parent_id == first.id
    demo_reporter.click("Resolve", inspector)
    assert demo_reporter.store.get(Comment, first.id).resolved_by == "Reporter"


def test_what_was_typed_before_answer_was_pressed_is_the_answer(demo_reporter: Reporter) -> None:
    first = reviewing.comment(demo_reporter.store, demo_reporter.store.all(Claim, number=1)[0].id, "Who checked this?")
    inspector = demo_reporter.window.workbench.page(ClaimsPage).inspector
    line = comment_line(demo_reporter)
    demo_reporter.type("I did.", line)
    demo_reporter.click("Reply", inspector)
    line = comment_line(demo_reporter)
    demo_reporter.bot.keyClick(line, Qt.Key.Key_Return)
    assert [(c.text, c.parent_id) for c in demo_reporter.store.all(Comment)] == [
        ("Who checked this?", None),
        ("I did.", first.id),
    ]


def test_a_comment_is_about_a_quote_or_a_piece_of_evidence(demo_reporter: Reporter) -> None:
    inspector = demo_reporter.window.workbench.page(ClaimsPage).inspector
    claim = demo_reporter.store.all(Claim, number=1)[0]
    attribution, proof = (demo_reporter.store.all(kind, claim_id=claim.id)[0] for kind in (Attribution, Evidence))
    for record, words in ((attribution, "Is that his wording?"), (proof, "Who ran this?")):
        press_value(demo_reporter, "❞", record)
        line = comment_line(demo_reporter)
        assert line.placeholderText().startswith("On the ")
        demo_reporter.type(words, line)
        demo_reporter.bot.keyClick(line, Qt.Key.Key_Return)
    assert [(c.text, c.on_kind, c.on_id) for c in demo_reporter.store.all(Comment)] == [
        ("Is that his wording?", "attribution", attribution.id), ("Who ran this?", "evidence", proof.id),
    ]  # fmt: skip
    QApplication.processEvents()
    texts = [found.text() for found in inspector.findChildren(QLabel) if found.isVisible()]
    assert any(text.startswith("on the quote “") for text in texts)
    assert any(text.startswith("on the evidence “") for text in texts)


def test_the_desk_draws_how_the_verdicts_came_about(demo_reporter: Reporter) -> None:
    demo_reporter.window.workbench.show("desk")
    page = demo_reporter.window.workbench.page(DeskPage)
    demo_reporter.bot.waitUntil(lambda: bool(page._shown_course.days))
    day, counts = page._shown_course.days[-1]
    assert counts == demo_reporter.window.session.index.counts()[0]  # type: ignore[union-attr]
    claims.set_verdict(demo_reporter.store, demo_reporter.store.all(Claim, number=4)[0].id, "false")
    demo_reporter.bot.waitUntil(lambda: page._shown_course.days[-1][1]["false"] == counts["false"] + 1)
    assert page._shown_course.days[0][0] <= day


@pytest.mark.parametrize("agree", [True, False])
def test_a_history_that_names_protected_people_is_written_only_on_the_person_s_word(
    demo_reporter: Reporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, agree: bool
) -> None:
    questions: list[str] = []
    target = tmp_path / "history.txt"
    monkeypatch.setattr("tracker.gui.pages.history.QFileDialog.getSaveFileName", lambda *_: (str(target), ""))

    def answer(words: str, *_: object) -> bool:
        questions.append(words)
        return agree

    monkeypatch.setattr("tracker.gui.pages.history.confirm", answer)
    demo_reporter.window.workbench.show("history")
    demo_reporter.window.workbench.page(HistoryPage).write()
    assert "must not leave the newsroom" in questions[0]
    assert target.exists() is agree


def test_a_claim_is_assigned_and_found_on_the_desk(demo_reporter: Reporter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AskDialog, "exec", lambda self: self.lines[1].setText("end of 2027") or 1)
    demo_reporter.act("assign-claim")
    given = reviewing.assignment(demo_reporter.store, demo_reporter.store.all(Claim, number=1)[0].id)
    assert given is not None
    assert (given.who, given.due.edtf) == ("Reporter", "2027-12~")


def test_what_was_signed_and_what_stands_now_are_side_by_side(demo_reporter: Reporter) -> None:
    claim = demo_reporter.store.all(Claim, number=5)[0]
    demo_reporter.window.workbench.open_claim(claim.id)
    claims.set_review(demo_reporter.store, claim.id, "signed off")
    was = demo_reporter.store.get(Claim, claim.id)
    later = demo_reporter.store.clock() + timedelta(seconds=2)  # the time of a sign-off is stored in whole seconds
    demo_reporter.store.clock = lambda: later
    claims.edit_claim(demo_reporter.store, replace(was, statement="It was another sum"))
    claims.set_verdict(demo_reporter.store, claim.id, "false")
    claims.set_verdict(demo_reporter.store, claim.id, "misleading", "On reflection")
    demo_reporter.click("What changed…", demo_reporter.window.workbench.page(ClaimsPage).inspector)
    dialog = demo_reporter.window.findChild(ChangesDialog)
    assert dialog is not None
    texts = [found.text() for found in dialog.findChildren(QLabel)]
    assert texts[texts.index("statement") : texts.index("statement") + 3] == [
        "statement",
        was.statement,
        "It was another sum",
    ]
    assert texts[texts.index("verdict") : texts.index("verdict") + 3] == ["verdict", "Confirmed", "Misleading"]
    demo_reporter.click("Sign off again", dialog)
    reason = demo_reporter.window.workbench.page(ClaimsPage).inspector.findChild(QLineEdit, "reason")
    assert reason is not None
    demo_reporter.bot.keyClick(reason, Qt.Key.Key_Return)
    assert not columns_of(demo_reporter).facts[claim.id].changed


def columns_of(reporter: Reporter) -> CaseDesk:
    assert reporter.window.session is not None
    return reporter.window.session.index


def test_rules_are_set_at_the_window_and_hold_there(demo_reporter: Reporter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ToggleDialog, "exec", lambda self: self.boxes[0].setChecked(True) or 1)
    demo_reporter.act("set-rules")
    assert demo_reporter.store.all(Policy)[0].four_eyes
    demo_reporter.act("show-review")
    demo_reporter.window.workbench.page(ReviewPage).reason.setText("sound")
    demo_reporter.window.workbench.page(ReviewPage).decide("signed off")
    assert "somebody else signs it off" in demo_reporter.window.banner.words.text()
    assert demo_reporter.window.workbench.page(ReviewPage).reason.text() == "sound"


def test_the_person_at_the_window_says_who_she_is(demo_reporter: Reporter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AskDialog, "exec", lambda self: self.choice.setCurrentIndex(1) or 1)
    demo_reporter.act("your-role")
    assert [(m.name, m.initials, m.role) for m in demo_reporter.store.all(Member)] == [("Reporter", "R", "editor")]


def test_another_copy_is_taken_over_at_the_window(
    demo_reporter: Reporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert demo_reporter.store.path is not None
    copy = tmp_path / "copy.claims"
    shutil.copy(demo_reporter.store.path, copy)
    other = open_case(copy, author="Ben")
    claims.set_verdict(other, other.all(Claim, number=5)[0].id, "false")
    claims.set_verdict(other, other.all(Claim, number=6)[0].id, "false")
    other.close()
    claims.set_verdict(demo_reporter.store, demo_reporter.store.all(Claim, number=5)[0].id, "disputed")
    monkeypatch.setattr("tracker.gui.actions.exchange.QFileDialog.getOpenFileName", lambda *_: (str(copy), ""))

    def choose(dialog: TakeOverDialog) -> int:
        assert not dialog.take.isEnabled()
        (_, group) = dialog._groups[0]
        group.button(1).click()
        assert dialog.take.isEnabled()
        return 1

    monkeypatch.setattr(TakeOverDialog, "exec", choose)
    demo_reporter.act("take-over-copy")
    assert "copy.claims" in demo_reporter.window.working.words.text()
    demo_reporter.bot.waitUntil(
        lambda: [demo_reporter.store.all(Claim, number=n)[0].verdict for n in (5, 6)] == ["false", "false"]
    )
    assert not demo_reporter.window.working.busy()


def test_another_case_is_no_copy_to_take_over(
    demo_reporter: Reporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_case(tmp_path / "other.claims", name="Another story", author="Ben").close()
    name = str(tmp_path / "other.claims")
    monkeypatch.setattr("tracker.gui.actions.exchange.QFileDialog.getOpenFileName", lambda *_: (name, ""))
    demo_reporter.act("take-over-copy")
    demo_reporter.bot.waitUntil(lambda: "two different cases" in demo_reporter.window.banner.words.text())
    assert not demo_reporter.window.working.busy()


def test_a_receipt_is_written(demo_reporter: Reporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "receipt.json"
    monkeypatch.setattr("tracker.gui.actions.exchange.QFileDialog.getSaveFileName", lambda *_: (str(target), ""))
    demo_reporter.act("write-receipt")
    assert demo_reporter.store.receipt().head in target.read_text()


def test_the_history_since_takes_any_words_for_a_day(demo_reporter: Reporter) -> None:
    demo_reporter.window.workbench.show("history")
    page = demo_reporter.window.workbench.page(HistoryPage)
    page.since.setText("2020年")
    page.refresh()
    demo_reporter.bot.waitUntil(lambda: len(page._entries) > 50)
    page.since.setText("明天")
    page.refresh()
    demo_reporter.bot.waitUntil(lambda: page._entries == [])
    page.since.setText("whenever")
    page.refresh()
    assert "“whenever” cannot be read as a date." in page._foot.text()


def test_an_empty_line_takes_back_what_a_comment_was_about(demo_reporter: Reporter) -> None:
    line = comment_line(demo_reporter)
    proof = demo_reporter.store.all(Evidence, claim_id=demo_reporter.store.all(Claim, number=1)[0].id)[0]
    press_value(demo_reporter, "❞", proof)
    assert line.placeholderText().startswith("On the evidence")
    demo_reporter.bot.keyClick(line, Qt.Key.Key_Return)
    assert line.placeholderText().startswith("Write a comment")


def test_words_beside_numbers_of_any_length_stand_in_one_line(demo_reporter: Reporter) -> None:
    demo_reporter.window.workbench.show("desk")
    page = demo_reporter.window.workbench.page(DeskPage)
    page._card(9, 0, "Waiting", [("long overdue", 12_345, "check:reply-overdue"), ("hardly due", 1, "is:draft")])
    long, short = (found for found in page.findChildren(QLabel) if found.text() in ("long overdue", "hardly due"))
    demo_reporter.bot.waitUntil(long.isVisible)
    QApplication.processEvents()
    assert long.x() == short.x() > 52
