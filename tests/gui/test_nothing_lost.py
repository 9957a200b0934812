"""Typed text is never lost, requested actions are run, and the focus is where it is expected."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.gui.conftest import Reporter
from tracker.domain.claim import Claim
from tracker.domain.dates import FuzzyDate, read_date
from tracker.gui.dialogs.add_source import AddSourceDialog
from tracker.gui.editors.fields import DateField, Lines
from tracker.gui.pages.claims.page import ClaimsPage
from tracker.gui.pages.review import ReviewPage
from tracker.gui.pages.sources.page import SourcesPage
from tracker.store import history

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_enter_repeats_the_decision_that_lacked_its_reason(demo_reporter: Reporter) -> None:
    demo_reporter.act("show-review")
    page = demo_reporter.window.workbench.page(ReviewPage)
    first = page.queue()[0]
    demo_reporter.window.session.select(first.id)  # type: ignore[union-attr]
    demo_reporter.click("Send back", page)
    demo_reporter.type("Find a second source", page.reason)
    demo_reporter.press(Qt.Key.Key_Return)
    assert demo_reporter.store.get(Claim, first.id).review == "sent back"


def test_a_reason_waits_with_its_claim(demo_reporter: Reporter) -> None:
    window = demo_reporter.window
    demo_reporter.act("show-review")
    first, second = window.workbench.page(ReviewPage).queue()[:2]
    window.session.select(first.id)  # type: ignore[union-attr]
    demo_reporter.type("Because of the audit", window.workbench.page(ReviewPage).reason)
    window.session.select(second.id)  # type: ignore[union-attr]
    assert window.workbench.page(ReviewPage).reason.text() == ""
    window.session.select(first.id)  # type: ignore[union-attr]
    assert window.workbench.page(ReviewPage).reason.text() == "Because of the audit"


def test_a_verdict_begun_on_one_claim_is_not_given_to_another(demo_reporter: Reporter) -> None:
    window = demo_reporter.window
    inspector = window.workbench.page(ClaimsPage).inspector
    inspector.choose_verdict("false")
    demo_reporter.type("Half a reason", inspector.findChild(QLineEdit, "reason"))
    window.workbench.page(ClaimsPage).table.selectRow(4)
    assert inspector.findChild(QLineEdit, "reason") is None
    window.workbench.page(ClaimsPage).table.selectRow(0)
    field = inspector.findChild(QLineEdit, "reason")
    assert field is not None
    assert field.text() == "Half a reason"
    demo_reporter.press(Qt.Key.Key_Return)
    assert demo_reporter.store.all(Claim)[0].verdict == "false"


def test_text_that_could_not_be_saved_is_still_there_after_a_look_elsewhere(demo_reporter: Reporter) -> None:
    window = demo_reporter.window
    inspector = window.workbench.page(ClaimsPage).inspector
    field = next(f for f in inspector.findChildren(Lines) if f.accessibleName() == "Statement")
    field.setFocus()
    field.setPlainText("A statement the disk refuses")
    demo_reporter.store.read_only = True
    window.workbench.page(ClaimsPage).table.selectRow(3)
    window.workbench.page(ClaimsPage).table.selectRow(0)
    demo_reporter.store.read_only = False
    again = next(f for f in inspector.findChildren(Lines) if f.accessibleName() == "Statement")
    assert again.toPlainText() == "A statement the disk refuses"
    assert inspector.unsaved()
    QApplication.processEvents()
    again.setFocus()
    window.workbench.page(ClaimsPage).table.setFocus()
    assert demo_reporter.store.all(Claim)[0].statement == "A statement the disk refuses"
    assert not inspector.unsaved()


def test_after_a_form_the_keys_are_with_the_list_and_undo_works(demo_reporter: Reporter) -> None:
    window = demo_reporter.window
    demo_reporter.act("link-evidence")
    demo_reporter.press(Qt.Key.Key_Escape)
    assert window.focusWidget() is window.workbench.page(ClaimsPage).table
    demo_reporter.act("open-words")
    demo_reporter.bot.keyClick(window.workbench.page(SourcesPage).reader, Qt.Key.Key_V)
    demo_reporter.press(Qt.Key.Key_Escape)
    assert window.focusWidget() is window.workbench.page(SourcesPage).reader


def test_undo_from_an_empty_search_line_takes_back_a_step(demo_reporter: Reporter) -> None:
    before = demo_reporter.store.next_undo
    demo_reporter.window.search.line.setFocus()
    demo_reporter.shortcut(Qt.Key.Key_Z, CONTROL)
    assert demo_reporter.store.next_undo != before


def test_the_colours_wait_for_a_form_with_text(demo_reporter: Reporter) -> None:
    demo_reporter.act("link-evidence")
    form = next(iter(demo_reporter.window.workbench.page(ClaimsPage).inspector.forms.values()))
    demo_reporter.type("Half a sentence", form.fields["shows"])
    demo_reporter.act("theme-dark")
    assert not demo_reporter.window.workbench.colours.dark
    assert "unsaved text" in demo_reporter.window.banner.words.text()


def test_an_ambiguous_date_is_asked_about_again(demo_reporter: Reporter) -> None:
    field = DateField(read_date("3/4/2025"), None, demo_reporter.window)
    date_field = DateField(FuzzyDate("3/4/2025"), None, demo_reporter.window)
    assert len(field.value().readings) == len(date_field.value().readings) == 2
    assert not date_field.dirty()


def test_relative_words_follow_the_source_that_is_chosen(demo_reporter: Reporter) -> None:
    demo_reporter.act("new-claim")
    form = demo_reporter.window.workbench.page(ClaimsPage).inspector.new_form
    assert form is not None
    date, source = form.fields["about"], form.fields["source"]
    assert isinstance(date, DateField)
    demo_reporter.type("三天前", date.line)
    assert date.value().edtf == ""
    titles = [source.itemText(i) for i in range(source.count())]  # type: ignore[union-attr]
    source.setCurrentIndex(titles.index("田淵棟的貼文"))  # type: ignore[union-attr]
    assert date.value().edtf == "2026-01-01"


def test_a_pasted_text_is_given_up_only_at_the_second_asking(reporter: Reporter) -> None:
    QApplication.clipboard().setText("An article nobody wants to type twice.")
    reporter.act("paste-source")
    dialog = reporter.window.findChild(AddSourceDialog)
    assert dialog is not None
    reporter.click("Cancel", dialog)
    assert dialog.isVisible()
    reporter.click("Cancel", dialog)
    assert not dialog.isVisible()


def test_the_history_of_a_claim_tells_of_its_evidence(demo_reporter: Reporter) -> None:
    claim = demo_reporter.store.all(Claim)[0]
    names = [step.name for step, _ in history.of_claim(demo_reporter.store.db, claim.id)]
    assert names[0] == "Log claim"
    assert names.count("Link evidence") == 4
