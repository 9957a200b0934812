"""Working on claims: search, edit in place, set verdicts, undo."""

import threading
from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPoint, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton, QWidget

from tests.gui.conftest import Reporter
from tests.newsroom import logged
from tracker.commands import claims, importing, reviewing
from tracker.commands.importing import ImportPlan
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.dates import iso
from tracker.domain.evidence import Evidence
from tracker.domain.query import Query
from tracker.domain.relation import Relation
from tracker.domain.reply import Reply
from tracker.domain.review import VERDICTS
from tracker.gui.dialogs import text as dialogs
from tracker.gui.dialogs.import_file import ImportDialog
from tracker.gui.dialogs.text import AskDialog
from tracker.gui.editors.fields import DateField, Lines
from tracker.gui.editors.form import Form
from tracker.gui.models.claims import DRAGGED, section
from tracker.gui.pages.claims.page import ClaimsPage
from tracker.gui.widgets.entry import Entry
from tracker.importers.drafts import ClaimDraft, Draft
from tracker.store import Store
from tracker.store.search import fold


def selected(reporter: Reporter) -> Claim:
    assert reporter.window.session is not None
    facts = reporter.window.session.selected
    assert facts is not None
    return reporter.store.get(Claim, facts.id)


def statement_field(reporter: Reporter) -> Lines:
    inspector = reporter.window.workbench.page(ClaimsPage).inspector
    return next(f for f in inspector.findChildren(Lines) if f.accessibleName() == "Statement")


def test_nothing_of_the_inspector_stands_beyond_its_edge(demo_reporter: Reporter) -> None:
    claim = demo_reporter.store.all(Claim, number=1)[0]
    with demo_reporter.store.step("Take over", "head " + "9042ba59" * 8):
        demo_reporter.store.put(replace(claim, statement="A" * 90, note="b" * 90))
    reviewing.assign(demo_reporter.store, [claim.id], "c" * 90)
    demo_reporter.window.resize(1280, 800)
    for shown in demo_reporter.store.all(Claim):
        demo_reporter.window.workbench.open_claim(shown.id)
        QApplication.processEvents()
        inspector = demo_reporter.window.workbench.page(ClaimsPage).inspector
        paper = inspector.findChild(QWidget, "paper")
        assert paper is not None
        assert paper.minimumSizeHint().width() <= inspector.width(), shown.label


def test_the_demo_case_opens_on_its_claims(demo_reporter: Reporter) -> None:
    page = demo_reporter.window.workbench.page(ClaimsPage)
    assert page.model.rowCount() == len(demo_reporter.store.all(Claim))
    assert selected(demo_reporter).number == 1
    assert page.strip.scene().boxes
    assert "claims" in demo_reporter.window.statusline.page()


def test_searching_narrows_the_table_as_one_types(demo_reporter: Reporter) -> None:
    window = demo_reporter.window
    demo_reporter.act("focus-search")
    demo_reporter.type("avocado", window.search.line)
    demo_reporter.bot.waitUntil(lambda: window.workbench.page(ClaimsPage).model.rowCount() < 20)
    assert {f.claim.number for f in window.session.found} == {7, 8, 18}  # type: ignore[union-attr]
    demo_reporter.press(Qt.Key.Key_Escape)
    assert window.workbench.page(ClaimsPage).model.rowCount() == 20


def test_a_term_becomes_a_chip_and_the_chip_goes_by_click(demo_reporter: Reporter) -> None:
    window = demo_reporter.window
    demo_reporter.type("verdict:disputed", window.search.line)
    demo_reporter.press(Qt.Key.Key_Return)
    assert window.workbench.page(ClaimsPage).model.rowCount() == 2
    demo_reporter.click("verdict:disputed ×", window.search)
    assert window.workbench.page(ClaimsPage).model.rowCount() == 20


def test_the_rail_counts_and_filters(demo_reporter: Reporter) -> None:
    entry = next(e for e in demo_reporter.window.rail.findChildren(Entry) if e.key == "check:prediction-due")
    assert entry.count() == 1
    demo_reporter.bot.mouseClick(entry, Qt.MouseButton.LeftButton)
    assert [f.claim.number for f in demo_reporter.window.session.found] == [8]  # type: ignore[union-attr]
    demo_reporter.bot.mouseClick(entry, Qt.MouseButton.LeftButton)
    assert demo_reporter.window.workbench.page(ClaimsPage).model.rowCount() == 20


def test_a_term_is_completed_while_one_types(demo_reporter: Reporter) -> None:
    window = demo_reporter.window
    demo_reporter.act("focus-search")
    demo_reporter.bot.keyClicks(window.search.line, "verd")
    popup = window.search.offers
    assert popup.isVisible()
    demo_reporter.bot.keyClick(popup, Qt.Key.Key_Down)
    demo_reporter.bot.keyClick(popup, Qt.Key.Key_Return)
    assert window.search.line.text() == "verdict:"
    demo_reporter.bot.keyClicks(window.search.line, "disp")
    demo_reporter.bot.keyClick(popup, Qt.Key.Key_Down)
    demo_reporter.bot.keyClick(popup, Qt.Key.Key_Return)
    assert window.search.typed() == "verdict:disputed"
    assert not popup.isVisible()
    assert set(shown(demo_reporter)) == {1, 2}


def test_typing_on_past_an_offer_is_never_hindered(demo_reporter: Reporter) -> None:
    window = demo_reporter.window
    demo_reporter.act("focus-search")
    demo_reporter.bot.keyClicks(window.search.line, "tag avocado")
    assert window.search.line.text() == "tag avocado"
    assert not window.search.offers.isVisible()
    demo_reporter.bot.keyClicks(window.search.line, " ver")
    demo_reporter.bot.keyClick(window.search.offers, Qt.Key.Key_Return)
    assert window.search.typed() == "tag avocado ver"


def shown(reporter: Reporter) -> list[int]:
    model = reporter.window.workbench.page(ClaimsPage).model
    return [model.facts(row).claim.number for row in range(model.rowCount())]


def test_a_click_on_a_column_sorts_by_it_and_again_the_other_way_round(demo_reporter: Reporter) -> None:
    page = demo_reporter.window.workbench.page(ClaimsPage)
    header = page.table.horizontalHeader()
    chosen = selected(demo_reporter).id
    for column, key in (
        (section("verdict"), lambda f: list(VERDICTS).index(f.claim.verdict)),
        (section("claimant"), lambda f: fold(f.claimants[0]) if f.claimants else ""),
        (section("evidence"), lambda f: (f.supports, f.refutes)),
    ):
        for turn in (False, True):
            where = QPoint(header.sectionPosition(column) + 12, header.height() // 2)
            demo_reporter.bot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=where)
            keys = [key(page.model.facts(row)) for row in range(page.model.rowCount())]
            assert keys == sorted(keys, reverse=turn)
    assert page.table.currentIndex().row() == page.model.row_of(chosen)
    demo_reporter.window.session.search(Query.parse("verdict:unverified"))  # type: ignore[union-attr]
    counts = [page.model.facts(row).supports for row in range(page.model.rowCount())]
    assert counts == sorted(counts, reverse=True)


def test_sorting_by_when_it_was_said_puts_the_undated_last(demo_reporter: Reporter) -> None:
    model = demo_reporter.window.workbench.page(ClaimsPage).model
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        model.sort(section("said"), order)
        dated = [model.facts(row).said.dated for row in range(model.rowCount())]
        assert dated == sorted(dated, reverse=True)
    assert sorted(shown(demo_reporter)) == list(range(1, 21))


def test_several_claims_get_a_verdict_in_one_step(demo_reporter: Reporter, monkeypatch: pytest.MonkeyPatch) -> None:
    page = demo_reporter.window.workbench.page(ClaimsPage)
    for row_, held in ((2, Qt.KeyboardModifier.NoModifier), (4, Qt.KeyboardModifier.ShiftModifier)):
        where = page.table.visualRect(page.model.index(row_, section("verdict"))).center()
        demo_reporter.bot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, held, where)
    ids = page.table.chosen_ids()
    assert [demo_reporter.store.get(Claim, claim_id).number for claim_id in ids] == [3, 4, 5]
    monkeypatch.setattr(AskDialog, "exec", lambda self: self.lines[0].setText("Seen together") or 1)
    page.table.customContextMenuRequested.emit(QPoint(60, 60))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    verdicts = next(inner for inner in menu.findChildren(QMenu) if inner.title() == "Set verdict")
    next(action for action in verdicts.actions() if "Disputed" in action.text()).trigger()
    menu.close()
    assert {demo_reporter.store.get(Claim, claim_id).verdict for claim_id in ids} == {"disputed"}
    assert demo_reporter.store.last_step.name.startswith("Set verdict of")
    assert demo_reporter.store.last_step.reason == "Seen together"
    assert page.table.chosen_ids() == ids
    demo_reporter.act("undo")
    assert [demo_reporter.store.get(Claim, claim_id).verdict for claim_id in ids] == [
        "corroborated",
        "unverified",
        "confirmed",
    ]


def test_a_search_without_result_says_so_and_offers_a_way_back(demo_reporter: Reporter) -> None:
    demo_reporter.window.session.search(Query.parse("zzz"))  # type: ignore[union-attr]
    demo_reporter.click("Show all claims")
    assert demo_reporter.window.workbench.page(ClaimsPage).model.rowCount() == 20


def test_a_statement_is_edited_in_place_and_saved_on_leaving(demo_reporter: Reporter) -> None:
    field = statement_field(demo_reporter)
    field.setFocus()
    field.selectAll()
    demo_reporter.bot.keyClicks(field, "Scores were improved by hand")
    demo_reporter.window.workbench.page(ClaimsPage).table.setFocus()
    assert selected(demo_reporter).statement == "Scores were improved by hand"
    assert demo_reporter.store.last_step.name == "Edit statement"
    demo_reporter.act("undo")
    assert selected(demo_reporter).statement.startswith("Llama 4")
    assert statement_field(demo_reporter).toPlainText().startswith("Llama 4")


def test_an_empty_statement_is_refused_in_words_and_nothing_is_lost(demo_reporter: Reporter) -> None:
    before = selected(demo_reporter).statement
    field = statement_field(demo_reporter)
    field.setFocus()
    field.selectAll()
    demo_reporter.press(Qt.Key.Key_Delete)
    demo_reporter.window.workbench.page(ClaimsPage).table.setFocus()
    assert demo_reporter.window.banner.isVisible()
    assert "statement" in demo_reporter.window.banner.words.text()
    assert selected(demo_reporter).statement == before


def test_a_claim_typed_from_scratch_with_an_ambiguous_date_is_asked_about(reporter: Reporter) -> None:
    reporter.shortcut(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = reporter.window.workbench.page(ClaimsPage).inspector.new_form
    assert form is not None
    reporter.type("The bridge was closed for two weeks", form.fields["statement"])
    reporter.type("(former staff)", form.fields["claimant"].focusProxy())
    date = form.fields["about"]
    assert isinstance(date, DateField)
    reporter.type("3/4/2025", date.line)
    reporter.click("3 April 2025", date)
    reporter.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    claim = reporter.store.all(Claim)[0]
    assert claim.about.earliest is not None
    assert (claim.about.words, iso(claim.about.earliest)) == ("3/4/2025", "2025-04-03")
    assert reporter.store.all(Attribution)[0].described == "former staff"
    assert reporter.window.workbench.page(ClaimsPage).model.rowCount() == 1


def test_typed_text_survives_looking_at_another_claim(demo_reporter: Reporter) -> None:
    window = demo_reporter.window
    demo_reporter.act("link-evidence")
    form = next(iter(window.workbench.page(ClaimsPage).inspector.forms.values()))
    demo_reporter.type("Half a sentence", form.fields["shows"])
    first = selected(demo_reporter).id
    window.workbench.page(ClaimsPage).table.selectRow(4)
    assert selected(demo_reporter).id != first
    assert not form.isVisible()
    window.workbench.page(ClaimsPage).table.selectRow(0)
    assert form.isVisible()
    assert form.values()["shows"] == "Half a sentence"


def test_typed_text_survives_a_save_that_is_refused(demo_reporter: Reporter) -> None:
    demo_reporter.act("request-reply")
    inspector = demo_reporter.window.workbench.page(ClaimsPage).inspector
    form = next(iter(inspector.forms.values()))
    demo_reporter.type("Is it true?", form.fields["question"])
    demo_reporter.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "asked" in demo_reporter.window.banner.words.text()
    assert form.isVisible()
    assert form.values()["question"] == "Is it true?"
    demo_reporter.type("Alibaba", form.fields["asked_of"].focusProxy())
    demo_reporter.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert any(reply.question == "Is it true?" for reply in demo_reporter.store.all(Reply))


def test_giving_up_a_form_with_text_takes_two_escapes(demo_reporter: Reporter) -> None:
    demo_reporter.act("link-evidence")
    inspector = demo_reporter.window.workbench.page(ClaimsPage).inspector
    form = next(iter(inspector.forms.values()))
    demo_reporter.type("Half a sentence", form.fields["shows"])
    demo_reporter.press(Qt.Key.Key_Escape)
    assert form.isVisible()
    demo_reporter.press(Qt.Key.Key_Escape)
    assert not inspector.forms


def test_closing_the_case_asks_before_text_is_given_up(
    demo_reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo_reporter.act("link-evidence")
    form = next(iter(demo_reporter.window.workbench.page(ClaimsPage).inspector.forms.values()))
    demo_reporter.type("Half a sentence", form.fields["shows"])
    questions: list[str] = []

    def stay(question: str, *_: object) -> bool:
        questions.append(question)
        return False

    monkeypatch.setattr("tracker.gui.window.confirm", stay)
    demo_reporter.act("close-case")
    assert questions
    assert demo_reporter.window.session is not None
    form.close_form()
    assert dialogs.confirm is not stay


def test_evidence_relation_and_details_are_saved_from_their_forms(demo_reporter: Reporter) -> None:
    inspector, claim = demo_reporter.window.workbench.page(ClaimsPage).inspector, selected(demo_reporter)
    evidence = len(demo_reporter.store.all(Evidence))
    demo_reporter.act("link-evidence")
    demo_reporter.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(demo_reporter.store.all(Evidence)) == evidence + 1
    demo_reporter.act("relate-claim")
    form = next(iter(inspector.forms.values()))
    form.fields["other"].setCurrentIndex(3)  # type: ignore[union-attr]
    demo_reporter.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert demo_reporter.store.all(Relation)[-1].kind == "contradicts"
    demo_reporter.act("claim-details")
    form = next(iter(inspector.forms.values()))
    demo_reporter.click("number", form)
    demo_reporter.type("14.3", form.fields["value"])
    demo_reporter.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    saved = demo_reporter.store.get(Claim, claim.id)
    assert ("number" in saved.kinds, saved.value) == (True, "14.3")


def test_removing_a_claim_and_bringing_it_back(demo_reporter: Reporter) -> None:
    claim = selected(demo_reporter)
    demo_reporter.act("remove-claim")
    assert demo_reporter.window.workbench.page(ClaimsPage).model.rowCount() == 19
    demo_reporter.shortcut(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert demo_reporter.window.workbench.page(ClaimsPage).model.rowCount() == 20
    assert demo_reporter.store.get(Claim, claim.id).statement == claim.statement


def test_a_change_after_sign_off_is_seen_and_signed_again(demo_reporter: Reporter) -> None:
    inspector = demo_reporter.window.workbench.page(ClaimsPage).inspector
    demo_reporter.click("Sign off again", inspector)
    demo_reporter.type("Same words in English", inspector.findChild(QLineEdit, "reason"))
    demo_reporter.press(Qt.Key.Key_Return)
    facts = demo_reporter.window.session.selected  # type: ignore[union-attr]
    assert facts is not None
    assert not facts.changed
    assert demo_reporter.store.last_step.reason == "Same words in English"


def test_selected_claims_are_copied_as_a_list_with_their_sources(demo_reporter: Reporter) -> None:
    table = demo_reporter.window.workbench.page(ClaimsPage).table
    table.selectRow(0)
    table.selectionModel().select(
        demo_reporter.window.workbench.page(ClaimsPage).model.index(3, 0),
        QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
    )
    table.setFocus()
    demo_reporter.bot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QApplication.clipboard().mimeData()
    assert copied.text().startswith("C-001 Llama 4")
    assert "C-004" in copied.text()
    assert "C-002" not in copied.text()
    assert "[S1]" in copied.text()
    assert "許文哲" not in copied.text() + copied.html()
    assert "Source A" in copied.html()
    assert "<li><b>C-001</b>" in copied.html()


def test_a_protected_name_does_not_reach_the_clipboard(demo_reporter: Reporter) -> None:
    QApplication.clipboard().setText("before")
    claim = demo_reporter.store.all(Claim, number=1)[0]
    claims.edit_claim(demo_reporter.store, replace(claim, statement="許文哲 saw it"))
    demo_reporter.act("copy-claims")
    assert QApplication.clipboard().text() == "before"
    assert "nothing was copied" in demo_reporter.window.banner.words.text()


def test_rows_of_a_spreadsheet_are_pasted_as_claims(reporter: Reporter) -> None:
    logged(reporter.store, "First")
    table = reporter.window.workbench.page(ClaimsPage).table
    table.setFocus()
    QApplication.clipboard().setText("The pier is closed\tAnn\nThe quay is open\tBen\n")
    reporter.bot.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    dialog = next(found for found in reporter.window.findChildren(ImportDialog) if found.isVisible())
    reporter.bot.waitUntil(lambda: bool(dialog.fields))
    assert dialog.fields["statement"].currentData() == "A"
    dialog.fields["claimant"].setCurrentIndex(dialog.fields["claimant"].findData("B"))
    reporter.bot.waitUntil(dialog.take.isEnabled)
    reporter.click("Import", dialog)
    assert [claim.statement for claim in reporter.store.all(Claim)] == [
        "First",
        "The pier is closed",
        "The quay is open",
    ]


def test_only_a_preview_of_the_columns_as_they_are_chosen_can_be_imported(
    reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready, plan = threading.Event(), importing.plan

    def late(store: Store, drafts: Sequence[Draft]) -> list[ImportPlan]:
        ready.wait()
        return plan(store, drafts)

    monkeypatch.setattr(importing, "plan", late)
    table = reporter.window.workbench.page(ClaimsPage).table
    QApplication.clipboard().setText("The pier is closed\tAnn\n")
    reporter.bot.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    dialog = next(found for found in reporter.window.findChildren(ImportDialog) if found.isVisible())
    reporter.bot.waitUntil(lambda: bool(dialog.fields))
    dialog.fields["claimant"].setCurrentIndex(dialog.fields["claimant"].findData("B"))
    ready.set()  # the preview without a claimant is computed only now
    reporter.bot.waitUntil(dialog.take.isEnabled)
    assert [entry.draft for entry in dialog.plans] == [ClaimDraft(1, statement="The pier is closed", claimant="Ann")]


def test_a_claim_dropped_on_another_is_related_to_it(demo_reporter: Reporter) -> None:
    page = demo_reporter.window.workbench.page(ClaimsPage)
    model, table = page.model, page.table
    dragged = model.mimeData([model.index(4, 0)])
    target = table.visualRect(model.index(2, 2)).center()
    before = len(demo_reporter.store.all(Relation))
    event = QDropEvent(
        target.toPointF(), Qt.DropAction.CopyAction, dragged, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    table.dropEvent(event)
    menu = next(found for found in page.findChildren(QMenu) if found.isVisible())
    action = next(found for found in menu.actions() if found.text() == "C-005 contradicts C-003")
    action.trigger()
    menu.close()
    relations = demo_reporter.store.all(Relation)
    assert len(relations) == before + 1
    assert (relations[-1].claim_id, relations[-1].other_id) == (model.claim_id(4), model.claim_id(2))
    assert model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsDragEnabled


@pytest.mark.parametrize("payload", [b"", b"nonsense", b"another-case 12", b"\xff\xfe"])
def test_a_claim_of_another_case_is_not_related_to_ours(demo_reporter: Reporter, payload: bytes) -> None:
    page = demo_reporter.window.workbench.page(ClaimsPage)
    dragged = QMimeData()
    dragged.setData(DRAGGED, payload)
    assert page.model.dragged(dragged) is None
    uid = demo_reporter.store.case.uid
    dragged.setData(DRAGGED, f"{uid} 123456".encode())
    assert page.model.dragged(dragged) is None


def test_the_statement_takes_the_room_that_the_other_columns_leave(demo_reporter: Reporter) -> None:
    table = demo_reporter.window.workbench.page(ClaimsPage).table
    for width in (1400, 1700):
        demo_reporter.window.resize(width, 900)
        QApplication.processEvents()
        assert table.horizontalHeader().length() == table.viewport().width()


def test_a_new_claim_is_logged_without_scrolling(demo_reporter: Reporter) -> None:
    demo_reporter.window.resize(1440, 860)
    demo_reporter.act("new-claim")
    form = next(form for form in demo_reporter.window.findChildren(Form) if form.isVisible())
    log = next(found for found in form.findChildren(QPushButton) if found.text() == "Log claim")
    demo_reporter.bot.waitUntil(lambda: log.visibleRegion().boundingRect() == log.rect())


def test_the_form_of_a_new_claim_has_room_for_its_fields_in_a_small_window(demo_reporter: Reporter) -> None:
    demo_reporter.window.resize(1024, 680)
    demo_reporter.act("new-claim")
    form = demo_reporter.window.workbench.page(ClaimsPage).inspector.new_form
    assert form is not None
    demo_reporter.bot.waitUntil(lambda: form.height() >= form.minimumSizeHint().height())
    for name, field in form.fields.items():
        assert field.height() >= field.fontMetrics().height(), name


def test_a_signed_off_claim_cannot_be_submitted_again(demo_reporter: Reporter) -> None:
    signed, draft = (
        next(claim.id for claim in demo_reporter.store.all(Claim) if claim.review == state)
        for state in ("signed off", "draft")
    )
    submit = demo_reporter.window.workbench.verb("submit-claim")
    demo_reporter.window.workbench.open_claim(signed)
    assert not submit.isEnabled()
    demo_reporter.window.workbench.open_claim(draft)
    assert submit.isEnabled()
