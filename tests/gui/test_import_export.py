"""Import with a preview, export of data and packages, at the window."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton

from tests.gui.conftest import Reporter
from tracker.commands import claims, dossier, package, whole_case
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.design import Design
from tracker.domain.source import Source
from tracker.gui.actions.sources import Sources
from tracker.gui.dialogs.dossier import DossierDialog
from tracker.gui.dialogs.import_file import ImportDialog
from tracker.gui.dialogs.text import AskDialog
from tracker.gui.dialogs.writing import WritingDialog
from tracker.gui.pages.claims.page import ClaimsPage
from tracker.gui.tasks import Task
from tracker.store import create_case

ROWS = [
    {"claim": "水庫少算了兩公尺", "label": "Refuted", "claim_date": "05-10-2020", "speaker": "林安"},
    {"claim": "", "label": "Supported", "claim_date": "06-10-2020", "speaker": None},
    {"claim": "The quay cost twice as much", "label": "Four Pinocchios", "claim_date": "07-10-2020", "speaker": "Ann"},
]


def opened(reporter: Reporter, path: Path) -> ImportDialog:
    reporter.window.workbench.do("import-file", path)
    dialog = reporter.window.findChild(ImportDialog)
    assert dialog is not None
    reporter.bot.waitUntil(lambda: bool(dialog.plans))
    return dialog


def test_rows_are_mapped_previewed_and_brought_in(reporter: Reporter, tmp_path: Path) -> None:
    path = tmp_path / "claims.json"
    path.write_text(json.dumps(ROWS), "utf-8")
    dialog = opened(reporter, path)
    assert [entry.what for entry in dialog.plans] == ["new", "left out", "new"]
    assert "2 new, 0 already in the case, 1 skipped; 3 rows need checking." in dialog._words.text()
    assert reporter.store.all(Claim) == []
    assert dialog.order is not None
    dialog.order.setCurrentIndex(1)
    dialog._ratings["Four Pinocchios"].setCurrentIndex(dialog._ratings["Four Pinocchios"].findData("false"))
    reporter.bot.waitUntil(lambda: "1 row needs" in dialog._words.text())
    reporter.click("Import", dialog)
    assert [(claim.statement, claim.verdict) for claim in reporter.store.all(Claim)] == [
        ("水庫少算了兩公尺", "false"), ("The quay cost twice as much", "false"),
    ]  # fmt: skip
    assert reporter.window.workbench.page(ClaimsPage).model.rowCount() == 2
    assert reporter.store.last_step.name == "Import claims.json"
    assert reporter.window.remembered.settings.mappings[0]["day_first"] is True
    QApplication.processEvents()
    again = opened(reporter, path)
    assert [entry.what for entry in again.plans] == ["there already", "left out", "there already"]
    assert again._ratings["Four Pinocchios"].currentData() == "false"
    assert not again.take.isEnabled()
    again.reject()
    reporter.act("undo")
    assert reporter.store.all(Claim) == []


def test_a_field_is_taken_from_another_column(reporter: Reporter, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("Claim,Remark\nThe quay,<b>bold</b>\n", "utf-8")
    dialog = opened(reporter, path)
    dialog.fields["note"].setCurrentIndex(dialog.fields["note"].findData("Remark"))
    assert not dialog.take.isEnabled()
    reporter.bot.waitUntil(dialog.take.isEnabled)
    reporter.click("Import", dialog)
    assert reporter.store.all(Claim)[0].note == "<b>bold</b>"


def test_what_is_wrong_with_a_table_and_with_a_row_is_said_in_full(reporter: Reporter, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("statement,date,source\nOne,05-10-2020,https://e.org/a\nTwo,06-10-2020,https://e.org/b,extra\n")
    dialog = opened(reporter, path)
    assert dialog._words.text().startswith("CSV with commas: 2 new")
    assert "row 2: 4 cells where there are 3 columns" in dialog._error.text()
    assert dialog.fields["source_url"].currentData() == "source"
    dialog.list.set_current(0)
    dialog.list.chosen.emit(0)
    assert "05-10-2020" in dialog._detail.text()
    assert dialog._detail.isVisible()
    dialog.reject()


def test_a_whole_case_comes_in_at_the_window(demo_reporter: Reporter, tmp_path: Path) -> None:
    path = tmp_path / "whole.jsonl"
    path.write_text("".join(f"{line}\n" for line in whole_case.export_jsonl(demo_reporter.store)), "utf-8")
    demo_reporter.window.workbench.do("import-file", path)
    assert demo_reporter.window.banner.isVisible()  # it has records already
    demo_reporter.act("close-case")
    create_case(tmp_path / "new.claims", name="New", author="Reporter").close()
    demo_reporter.window.workbench.do("open-case", tmp_path / "new.claims")
    demo_reporter.window.workbench.do("import-file", path)
    assert len(demo_reporter.store.all(Claim)) == 20


def test_a_file_that_cannot_be_read_says_so_and_nothing_happens(reporter: Reporter, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text('a,b\n"never closed,x\n')
    reporter.window.workbench.do("import-file", path)
    dialog = reporter.window.findChild(ImportDialog)
    assert dialog is not None
    reporter.bot.waitUntil(dialog._error.isVisible)
    assert "quotation mark left open" in dialog._error.text()
    assert not dialog.take.isEnabled()
    dialog.reject()


@pytest.mark.parametrize(
    "ending", ["csv", "xlsx", "jsonl", "claimreview.json", "timeline.json", "ics", "ris", "csl.json", "ad"]
)
def test_what_the_search_finds_is_written_in_every_form(
    demo_reporter: Reporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    target = tmp_path / f"out.{ending}"
    monkeypatch.setattr("tracker.gui.actions.exchange.QFileDialog.getSaveFileName", lambda *_: (str(target), ""))
    demo_reporter.act("export-data")
    demo_reporter.bot.waitUntil(target.exists)
    demo_reporter.bot.waitUntil(lambda: not demo_reporter.window.working.busy())
    assert target.stat().st_size > 50
    assert demo_reporter.window.statusline.message().startswith("Wrote")


def test_a_package_is_written_by_a_worker_and_verifies(
    demo_reporter: Reporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "evidence.zip"
    monkeypatch.setattr("tracker.gui.actions.exchange.QFileDialog.getSaveFileName", lambda *_: (str(target), ""))
    demo_reporter.act("write-package")
    demo_reporter.bot.waitUntil(target.exists)
    demo_reporter.bot.waitUntil(lambda: not demo_reporter.window.working.busy())
    assert package.verify(target) == []
    with zipfile.ZipFile(target) as bag:
        assert "data/dossier.pdf" in bag.namelist()
    assert demo_reporter.window.statusline.message().startswith("Wrote a package of 20 claims")


def test_a_dossier_is_put_in_the_order_that_is_chosen(
    demo_reporter: Reporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "dossier.html"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    demo_reporter.act("write-dossier")
    dialog = demo_reporter.window.findChild(DossierDialog)
    assert dialog is not None
    dialog.order.setCurrentIndex(dialog.order.findText("by claimant"))
    with demo_reporter.bot.waitSignal(dialog.written):
        demo_reporter.click("Save HTML…", dialog)
    assert '<h2 class="part">Meta</h2>' in target.read_text("utf-8")


def designer(reporter: Reporter) -> DossierDialog:
    reporter.act("write-dossier")
    dialog = reporter.window.findChild(DossierDialog)
    assert dialog is not None
    reporter.bot.waitUntil(lambda: dialog.pages.pages > 0)
    return dialog


def test_the_pages_are_seen_before_they_are_written(demo_reporter: Reporter) -> None:
    dialog = designer(demo_reporter)
    whole = dialog.pages.pages
    assert whole > 3
    dialog.language.choose("zh-Hant")
    dialog.claims.item(0).setCheckState(Qt.CheckState.Unchecked)
    for at in range(2, dialog.claims.count()):
        dialog.claims.item(at).setCheckState(Qt.CheckState.Unchecked)
    demo_reporter.bot.waitUntil(lambda: dialog.pages.pages < whole)
    assert dialog.design().numbers == ("C-002",)
    going = [found.text() for found in dialog.release.findChildren(QLabel)]
    assert "1 claim" in going
    assert any("本案其他 19 則主張" in text for text in going)
    dialog.reject()


def test_claims_are_put_in_an_order_by_hand_and_the_design_is_kept(
    demo_reporter: Reporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = designer(demo_reporter)
    dialog.tabs.setCurrentWidget(dialog.claims)
    dialog.claims.setCurrentRow(0)
    demo_reporter.bot.keyClick(dialog.claims, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert dialog.order.value() == "hand"
    assert dialog.design().numbers[:2] == ("C-002", "C-001")
    dialog.parts["review"].setChecked(False)
    monkeypatch.setattr(AskDialog, "exec", lambda self: self.lines[0].setText("Second first") or 1)
    demo_reporter.click("Save this design…", dialog)
    dialog.reject()
    (design,) = demo_reporter.store.all(Design)
    assert (design.name, design.order, design.without, design.numbers[:2]) == (
        "Second first",
        "hand",
        ("review",),
        ("C-002", "C-001"),
    )
    dialog.deleteLater()
    QApplication.processEvents()
    demo_reporter.act("write-dossier")
    again = next(found for found in demo_reporter.window.findChildren(DossierDialog) if found.isVisible())
    again.stored_design.choose(design.id)
    assert again.design().numbers == design.numbers
    assert not again.parts["review"].isChecked()
    target = tmp_path / "hand.md"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    with demo_reporter.bot.waitSignal(again.written):
        demo_reporter.click("Save Markdown…", again)
    text = target.read_text("utf-8")
    assert text.index("## C-002") < text.index("## C-001") < text.index("## C-003")


def test_names_in_free_text_are_dealt_with_one_by_one(
    demo_reporter: Reporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = demo_reporter.store.all(Claim, number=5)[0]
    claims.edit_claim(demo_reporter.store, replace(claim, statement="許文哲 counted the votes"))
    dialog = designer(demo_reporter)
    demo_reporter.bot.waitUntil(lambda: bool(dialog.release.choices))
    target = tmp_path / "named.html"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    demo_reporter.click("Save HTML…", dialog)
    demo_reporter.bot.waitUntil(lambda: dialog._task is None)
    assert not target.exists()
    assert "A protected name occurs in free text" in dialog.message.text()
    for place in list(dialog.release.choices):
        dialog.release.choices[place].choose("pseudonym")
    demo_reporter.bot.waitUntil(lambda: not dialog.message.isVisible())
    assert dialog.tabs.tabText(1) == "Release report"
    with demo_reporter.bot.waitSignal(dialog.written):
        demo_reporter.click("Save HTML…", dialog)
    assert "[Source A] counted the votes" in target.read_text("utf-8")


def many_rows(path: Path, count: int) -> Path:
    rows = [{"claim": f"Row {n} was counted", "speaker": f"Clerk {n % 50}"} for n in range(count)]
    path.write_text(json.dumps(rows), "utf-8")
    return path


def test_an_import_that_is_stopped_leaves_the_case_byte_for_byte_as_it_was(reporter: Reporter, tmp_path: Path) -> None:
    dialog = opened(reporter, many_rows(tmp_path / "rows.json", 3000))
    assert reporter.store.path is not None
    before, turns = reporter.store.path.read_bytes(), []

    def press_stop() -> None:
        shown = next((found for found in reporter.window.findChildren(WritingDialog) if found.isVisible()), None)
        if shown is not None:
            turns.append(shown.bar.value())
            if len(turns) == 3:
                QTest.mouseClick(next(b for b in shown.findChildren(QPushButton)), Qt.MouseButton.LeftButton)

    clock = QTimer(reporter.window)
    clock.timeout.connect(press_stop)
    clock.start(0)
    reporter.click("Import", dialog)
    clock.stop()
    assert len(turns) >= 3
    assert reporter.store.all(Claim) == []
    assert reporter.store.path.read_bytes() == before
    assert "nothing was changed" in reporter.window.banner.words.text()


def test_the_window_has_its_turn_while_rows_are_written(reporter: Reporter, tmp_path: Path) -> None:
    dialog = opened(reporter, many_rows(tmp_path / "rows.json", 3000))
    seen: set[int] = set()

    def look() -> None:
        seen.update(found.bar.value() for found in reporter.window.findChildren(WritingDialog) if found.isVisible())

    clock = QTimer(reporter.window)
    clock.timeout.connect(look)
    clock.start(0)
    reporter.click("Import", dialog)
    clock.stop()
    assert len(seen) >= 4
    assert len(reporter.store.all(Claim)) == 3000
    assert reporter.window.workbench.page(ClaimsPage).model.rowCount() == 3000


def test_each_kind_of_table_has_its_mapping_kept(reporter: Reporter, tmp_path: Path) -> None:
    for name, head in (("one", "What"), ("two", "Sentence")):
        path = tmp_path / f"{name}.csv"
        path.write_text(f"{head},Aside\n{name} is claimed,x\n", "utf-8")
        dialog = opened_table(reporter, path)
        dialog.fields["statement"].setCurrentIndex(dialog.fields["statement"].findData(head))
        reporter.bot.waitUntil(dialog.take.isEnabled)
        reporter.click("Import", dialog)
        QApplication.processEvents()
    for name, head in (("one", "What"), ("two", "Sentence")):
        again = opened_table(reporter, tmp_path / f"{name}.csv")
        assert again.fields["statement"].currentData() == head
        again.reject()
        QApplication.processEvents()


def opened_table(reporter: Reporter, path: Path) -> ImportDialog:
    reporter.window.workbench.do("import-file", path)
    dialog = next(found for found in reporter.window.findChildren(ImportDialog) if found.isVisible())
    reporter.bot.waitUntil(lambda: bool(dialog.fields))
    return dialog


def test_a_kept_design_of_two_claims_writes_two_claims(
    demo_reporter: Reporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    design = dossier.save_design(demo_reporter.store, Design(id=0, name="Two", numbers=("C-001", "C-002")))
    dialog = designer(demo_reporter)
    dialog.stored_design.choose(design.id)
    assert dialog.design().numbers == ("C-001", "C-002")
    target = tmp_path / "two.md"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    with demo_reporter.bot.waitSignal(dialog.written):
        demo_reporter.click("Save Markdown…", dialog)
    assert [line.split()[1] for line in target.read_text("utf-8").splitlines() if line.startswith("## C-")] == [
        "C-001",
        "C-002",
    ]


def test_without_a_ticked_claim_nothing_is_written(demo_reporter: Reporter) -> None:
    dialog = designer(demo_reporter)
    for at in range(dialog.claims.count()):
        dialog.claims.item(at).setCheckState(Qt.CheckState.Unchecked)
    demo_reporter.bot.waitUntil(lambda: "No claim is selected" in dialog.message.text())
    assert not dialog.save_buttons["pdf"].isEnabled()
    dialog.claims.item(0).setCheckState(Qt.CheckState.Checked)
    demo_reporter.bot.waitUntil(dialog.save_buttons["pdf"].isEnabled)


@pytest.mark.parametrize("stop", [True, False])
def test_what_a_task_brings_during_an_import_is_a_step_of_its_own(
    reporter: Reporter, tmp_path: Path, stop: bool
) -> None:
    dialog = opened(reporter, many_rows(tmp_path / "rows.json", 3000))
    session = reporter.window.session
    assert session is not None
    task = Task(lambda: (Source(title="Recording"), None), session)
    task.done.connect(reporter.window.registry.of(Sources).keep_stored)
    turns: list[int] = []

    def meddle() -> None:
        shown = next((found for found in reporter.window.findChildren(WritingDialog) if found.isVisible()), None)
        if shown is not None:
            turns.append(shown.bar.value())
            if len(turns) == 1:
                task.start()
            if stop and len(turns) == 8:
                shown.stop()

    clock = QTimer(reporter.window)
    clock.timeout.connect(meddle)
    clock.start(0)
    reporter.click("Import", dialog)
    clock.stop()
    reporter.bot.waitUntil(lambda: bool(reporter.store.all(Source)))
    assert [source.title for source in reporter.store.all(Source)] == ["Recording"]
    assert len(reporter.store.all(Claim)) == (0 if stop else 3000)
    assert reporter.store.last_step.name == "Add source"
    if not stop:
        reporter.act("undo")
        assert len(reporter.store.all(Claim)) == 3000
        assert reporter.store.all(Source) == []


def test_the_table_itself_says_what_comes_first_in_its_dates(reporter: Reporter, tmp_path: Path) -> None:
    mapping = {"columns": {"statement": "claim", "said": "date"}, "ratings": {}, "day_first": True}
    reporter.window.remembered.change(reporter.window.remembered.settings.with_mapping(mapping))
    path = tmp_path / "rows.json"
    path.write_text(json.dumps([{"claim": "a", "date": "10-31-2020"}, {"claim": "b", "date": "05-10-2020"}]), "utf-8")
    dialog = opened(reporter, path)
    assert dialog.mapping is not None
    assert dialog.mapping.day_first is False
    reporter.bot.waitUntil(dialog.take.isEnabled)
    reporter.click("Import", dialog)
    assert reporter.store.all(Attribution)[1].said.edtf == "2020-05-10"
