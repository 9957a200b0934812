"""A complete story by keys and mouse: article, claims, evidence, verdict, sign-off, timeline, dossier, and undo of all."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from tests.gui.conftest import Reporter
from tracker.domain.anchor import Anchor
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.evidence import Evidence
from tracker.domain.source import Capture, Source
from tracker.gui.dialogs.add_source import AddSourceDialog
from tracker.gui.dialogs.dossier import DossierDialog
from tracker.gui.pages.claims.page import ClaimsPage
from tracker.gui.pages.review import ReviewPage
from tracker.gui.pages.sources.page import SourcesPage
from tracker.gui.pages.timeline.page import TimelinePage
from tracker.gui.widgets.chip import VerdictButton
from tracker.store import Store
from tracker.store.integrity import check
from tracker.store.rows import KINDS

ARTICLE = """港口擴建的帳目
海風日報　2026年3月2日

市長林安（Lin An）近日在記者會上表示，「擴建沒有超支一分錢」。審計處的報告則在2025年年底列出三筆未列預算的支出。

承包商發言人否認延誤，稱工程將在2026年秋季完工。一名工程師說，2025年7月中旬就已經停工兩週。

預算從八億元增加到11億元。反對黨議員何敏指出，市府早在2024年9月之前就知道。

居民陳太太說，噪音從去年春天開始。港務局長說，他不記得簽過第三份合約。據傳另有一份備忘錄。

會計師說，三筆支出都有收據。市長辦公室沒有回覆。
"""


def content(store: Store) -> dict[str, list[object]]:
    return {kind: list(store.all(record)) for kind, record in KINDS.items()}


def paste_article(reporter: Reporter) -> None:
    QApplication.clipboard().setText(ARTICLE)
    reporter.act("paste-source")
    dialog = reporter.window.findChild(AddSourceDialog)
    assert dialog is not None
    assert dialog.text.toPlainText() == ARTICLE
    reporter.type("海風日報", dialog.publisher)
    reporter.type("2026-03-02", dialog.published.line)
    reporter.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def log_next_sentence(reporter: Reporter) -> None:
    reader = reporter.window.workbench.page(SourcesPage).reader
    reporter.bot.keyClick(reader, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    reporter.bot.keyClick(reader, Qt.Key.Key_Return)


def test_a_reporter_pastes_an_article_and_logs_ten_claims_by_keyboard(reporter: Reporter) -> None:
    paste_article(reporter)
    source = reporter.store.all(Source)[0]
    assert (source.title, source.publisher, source.text) == ("港口擴建的帳目", "海風日報", ARTICLE)
    assert reporter.store.all(Capture)[0].size == len(ARTICLE.encode())
    for _ in range(12):
        log_next_sentence(reporter)
    claims = reporter.store.all(Claim)
    assert len(claims) == 12
    for anchor, attribution in zip(reporter.store.all(Anchor), reporter.store.all(Attribution), strict=True):
        assert source.text[anchor.start : anchor.end] == anchor.exact == attribution.quote
    by_words = {claim.statement[:4]: claim for claim in claims}
    assert by_words["審計處的"].about.edtf == "2025-12~"
    assert "prediction" in by_words["承包商發"].kinds
    assert "rumour" in by_words["據傳另有"].kinds
    assert reporter.store.get(Attribution, reporter.store.all(Attribution)[2].id).actor_id is not None


def test_the_whole_job_and_all_of_it_back(reporter: Reporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window, bot = reporter.window, reporter.bot
    paste_article(reporter)
    for _ in range(5):
        log_next_sentence(reporter)
    claim = reporter.store.all(Claim)[2]
    window.session.select(claim.id)  # type: ignore[union-attr]

    # Evidence from the same text, linked from the keyboard.
    reader = window.workbench.page(SourcesPage).reader
    bot.keyClick(reader, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    bot.keyClick(reader, Qt.Key.Key_V)
    form = window.workbench.page(SourcesPage).form
    assert form is not None
    reporter.type("Three payments outside the budget", form.fields["shows"])
    reporter.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    evidence = reporter.store.all(Evidence)[0]
    assert (evidence.claim_id, evidence.shows) == (claim.id, "Three payments outside the budget")

    # A verdict with a reason.
    reporter.shortcut(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.workbench.current == "claims"
    inspector = window.workbench.page(ClaimsPage).inspector
    verdict = next(b for b in inspector.findChildren(VerdictButton) if b.menu())
    next(a for a in verdict.menu().actions() if a.data() == "disputed").trigger()
    reporter.type("The audit lists three payments", inspector.findChild(QLineEdit, "reason"))
    reporter.press(Qt.Key.Key_Return)
    assert reporter.store.get(Claim, claim.id).verdict == "disputed"
    assert reporter.store.last_step.reason == "The audit lists three payments"

    # Submitted, then signed off by the editor.
    reporter.act("submit-claim")
    reporter.shortcut(Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    assert window.workbench.current == "review"
    assert [row.id for row in window.workbench.page(ReviewPage).list.rows()] == [claim.id]
    reporter.type("Read the audit myself", window.workbench.page(ReviewPage).reason)
    reporter.press(Qt.Key.Key_Return)
    assert reporter.store.get(Claim, claim.id).review == "signed off"

    # The timeline shows it.
    reporter.shortcut(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    box = window.workbench.page(TimelinePage).view.scene().box_of(claim.id)
    assert box is not None
    assert box.label.startswith("◆")

    # The dossier.
    first = tmp_path / "first.html"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(first), ""))
    reporter.act("write-dossier")
    dialog = window.findChild(DossierDialog)
    assert dialog is not None
    with bot.waitSignal(dialog.written):
        reporter.click("Save HTML…", dialog)
    assert claim.label in first.read_text("utf-8")

    # Undo everything, redo everything; after reopening the case it is the same.
    before, path = content(reporter.store), reporter.store.path
    assert path is not None
    while reporter.store.next_undo:
        reporter.act("undo")
    assert reporter.store.all(Claim) == []
    reporter.act("show-claims")
    assert window.workbench.page(ClaimsPage).model.rowCount() == 0
    while reporter.store.next_redo:
        reporter.act("redo")
    assert content(reporter.store) == before
    reporter.act("close-case")
    window.workbench.do("open-case", path)
    assert content(reporter.store) == before
    assert check(reporter.store) == []
    second = tmp_path / "second.html"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(second), ""))
    reporter.act("write-dossier")
    again = next(d for d in window.findChildren(DossierDialog) if d.isVisible())
    with bot.waitSignal(again.written):
        reporter.click("Save HTML…", again)
    assert second.read_bytes() == first.read_bytes()
