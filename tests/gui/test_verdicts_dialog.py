"""The verdicts of a case, changed at the window."""

from PySide6.QtWidgets import QDialog

from tests.gui.conftest import Desk
from tests.newsroom import logged
from tracker.domain.claim import Claim
from tracker.domain.review import START
from tracker.gui.dialogs.verdicts import VerdictsDialog


def opened(desk: Desk) -> VerdictsDialog:
    desk.act("set-verdicts")
    dialog = desk.window.findChild(VerdictsDialog)
    assert dialog is not None
    return dialog


def rail(desk: Desk) -> list[str]:
    return [
        entry.accessibleName().split(",")[0] for entry in desk.window.rail._terms if entry.key.startswith("verdict:")
    ]


def test_an_editor_takes_the_verdicts_of_another_desk(desk: Desk) -> None:
    claim = logged(desk.store, "The pier is closed", verdict="corroborated")
    assert "Corroborated" in rail(desk)
    dialog = opened(desk)
    dialog.presets.setCurrentIndex(dialog.presets.findData("tfc"))
    (box,) = dialog.becomes.values()
    assert box.currentData() == ""
    desk.click("Change the verdicts", dialog)
    assert dialog.isVisible()
    assert "Say what these verdicts become" in dialog._error.text()
    box.setCurrentIndex(box.findData("correct"))
    desk.click("Change the verdicts", dialog)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert desk.store.get(Claim, claim.id).verdict == "correct"
    assert rail(desk) == ["尚未查核", "錯誤", "部分錯誤", "證據不足", "正確", "事實釐清"]
    desk.act("undo")
    assert desk.store.get(Claim, claim.id).verdict == "corroborated"
    assert "Corroborated" in rail(desk)


def test_a_verdict_is_added_renamed_and_removed(desk: Desk) -> None:
    dialog = opened(desk)
    assert not dialog.lines[0].remove.isEnabled()
    desk.click("Add a verdict", dialog)
    desk.type("Satire", dialog.lines[-1].words)
    dialog.lines[-1].rating.setCurrentIndex(2)
    dialog.lines[0].words.setText("Open")
    next(line for line in dialog.lines if line.key == "corroborated").remove.click()
    desk.click("Change the verdicts", dialog)
    kept = desk.store.verdicts
    assert (kept[START].label, kept["satire"].rating, "corroborated" in kept) == ("Open", 2, False)
    assert "Satire" in rail(desk)
