"""The whole job, by keys and mouse: article, claims, evidence, verdict, sign-off, timeline, dossier, and all of it back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from tests.gui.conftest import Desk
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


def paste_article(desk: Desk) -> None:
    QApplication.clipboard().setText(ARTICLE)
    desk.act("paste-source")
    dialog = desk.window.findChild(AddSourceDialog)
    assert dialog is not None
    assert dialog.text.toPlainText() == ARTICLE
    desk.type("海風日報", dialog.publisher)
    desk.type("2026-03-02", dialog.published.line)
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def log_next_sentence(desk: Desk) -> None:
    reader = desk.window.workbench.page(SourcesPage).reader
    desk.bot.keyClick(reader, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    desk.bot.keyClick(reader, Qt.Key.Key_Return)


def test_a_reporter_pastes_an_article_and_logs_ten_claims_by_keyboard(desk: Desk) -> None:
    paste_article(desk)
    source = desk.store.all(Source)[0]
    assert (source.title, source.publisher, source.text) == ("港口擴建的帳目", "海風日報", ARTICLE)
    assert desk.store.all(Capture)[0].size == len(ARTICLE.encode())
    for _ in range(12):
        log_next_sentence(desk)
    claims = desk.store.all(Claim)
    assert len(claims) == 12
    for anchor, attribution in zip(desk.store.all(Anchor), desk.store.all(Attribution), strict=True):
        assert source.text[anchor.start : anchor.end] == anchor.exact == attribution.quote
    by_words = {claim.statement[:4]: claim for claim in claims}
    assert by_words["審計處的"].about.edtf == "2025-12~"
    assert "prediction" in by_words["承包商發"].kinds
    assert "rumour" in by_words["據傳另有"].kinds
    assert desk.store.get(Attribution, desk.store.all(Attribution)[2].id).actor_id is not None


def test_the_whole_job_and_all_of_it_back(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window, bot = desk.window, desk.bot
    paste_article(desk)
    for _ in range(5):
        log_next_sentence(desk)
    claim = desk.store.all(Claim)[2]
    window.session.select(claim.id)  # type: ignore[union-attr]

    # Evidence from the same text, linked from the keyboard.
    reader = window.workbench.page(SourcesPage).reader
    bot.keyClick(reader, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    bot.keyClick(reader, Qt.Key.Key_V)
    form = window.workbench.page(SourcesPage).form
    assert form is not None
    desk.type("Three payments outside the budget", form.fields["shows"])
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    evidence = desk.store.all(Evidence)[0]
    assert (evidence.claim_id, evidence.shows) == (claim.id, "Three payments outside the budget")

    # A verdict with a reason.
    desk.shortcut(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.workbench.current == "claims"
    inspector = window.workbench.page(ClaimsPage).inspector
    verdict = next(b for b in inspector.findChildren(VerdictButton) if b.menu())
    next(a for a in verdict.menu().actions() if a.data() == "disputed").trigger()
    desk.type("The audit lists three payments", inspector.findChild(QLineEdit, "reason"))
    desk.press(Qt.Key.Key_Return)
    assert desk.store.get(Claim, claim.id).verdict == "disputed"
    assert desk.store.last_step.reason == "The audit lists three payments"

    # Submitted, then signed off by the editor.
    desk.act("submit-claim")
    desk.shortcut(Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    assert window.workbench.current == "review"
    assert [row.id for row in window.workbench.page(ReviewPage).list.rows()] == [claim.id]
    desk.type("Read the audit myself", window.workbench.page(ReviewPage).reason)
    desk.press(Qt.Key.Key_Return)
    assert desk.store.get(Claim, claim.id).review == "signed off"

    # The timeline shows it.
    desk.shortcut(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    box = window.workbench.page(TimelinePage).view.scene().box_of(claim.id)
    assert box is not None
    assert box.label.startswith("◆")

    # The dossier.
    first = tmp_path / "first.html"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(first), ""))
    desk.act("write-dossier")
    dialog = window.findChild(DossierDialog)
    assert dialog is not None
    with bot.waitSignal(dialog.written):
        desk.click("Save HTML…", dialog)
    assert claim.label in first.read_text("utf-8")

    # Everything back, everything again, and after a reopen it is the same.
    before, path = content(desk.store), desk.store.path
    assert path is not None
    while desk.store.next_undo:
        desk.act("undo")
    assert desk.store.all(Claim) == []
    desk.act("show-claims")
    assert window.workbench.page(ClaimsPage).model.rowCount() == 0
    while desk.store.next_redo:
        desk.act("redo")
    assert content(desk.store) == before
    desk.act("close-case")
    window.workbench.do("open-case", path)
    assert content(desk.store) == before
    assert check(desk.store) == []
    second = tmp_path / "second.html"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(second), ""))
    desk.act("write-dossier")
    again = next(d for d in window.findChildren(DossierDialog) if d.isVisible())
    with bot.waitSignal(again.written):
        desk.click("Save HTML…", again)
    assert second.read_bytes() == first.read_bytes()
