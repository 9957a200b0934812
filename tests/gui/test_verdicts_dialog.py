"""The verdicts of a case, changed at the window."""

from PySide6.QtWidgets import QDialog

from tests.gui.conftest import Reporter
from tests.newsroom import logged
from tracker.domain.claim import Claim
from tracker.domain.review import START
from tracker.gui.dialogs.verdicts import VerdictsDialog


def opened(reporter: Reporter) -> VerdictsDialog:
    reporter.act("set-verdicts")
    dialog = reporter.window.findChild(VerdictsDialog)
    assert dialog is not None
    return dialog


def rail(reporter: Reporter) -> list[str]:
    return [
        entry.accessibleName().split(",")[0]
        for entry in reporter.window.rail._terms
        if entry.key.startswith("verdict:")
    ]


def test_an_editor_takes_the_verdicts_of_another_desk(reporter: Reporter) -> None:
    claim = logged(reporter.store, "The pier is closed", verdict="corroborated")
    assert "Corroborated" in rail(reporter)
    dialog = opened(reporter)
    dialog.presets.setCurrentIndex(dialog.presets.findData("tfc"))
    (box,) = dialog.becomes.values()
    assert box.currentData() == ""
    reporter.click("Change the verdicts", dialog)
    assert dialog.isVisible()
    assert "Choose what these verdicts become" in dialog._error.text()
    box.setCurrentIndex(box.findData("correct"))
    reporter.click("Change the verdicts", dialog)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert reporter.store.get(Claim, claim.id).verdict == "correct"
    assert rail(reporter) == ["尚未查核", "錯誤", "部分錯誤", "證據不足", "正確", "事實釐清"]
    reporter.act("undo")
    assert reporter.store.get(Claim, claim.id).verdict == "corroborated"
    assert "Corroborated" in rail(reporter)


def test_a_verdict_is_added_renamed_and_removed(reporter: Reporter) -> None:
    dialog = opened(reporter)
    assert not dialog.lines[0].remove.isEnabled()
    reporter.click("Add a verdict", dialog)
    reporter.type("Satire", dialog.lines[-1].words)
    dialog.lines[-1].rating.setCurrentIndex(2)
    dialog.lines[0].words.setText("Open")
    next(line for line in dialog.lines if line.key == "corroborated").remove.click()
    reporter.click("Change the verdicts", dialog)
    verdicts = reporter.store.verdicts
    assert (verdicts[START].label, verdicts["satire"].rating, "corroborated" in verdicts) == ("Open", 2, False)
    assert "Satire" in rail(reporter)
