"""What a start loads: nothing that only some commands, pages or files need."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tracker.cli import main
from tracker.cli.contents import COMMANDS
from tracker.samples import llama4

_LOADED = "\nimport sys\nprint(*sorted(sys.modules), file=sys.stderr)"
_HELP = "from tracker.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass"


def loaded_by(program: str) -> tuple[set[str], str]:
    """The modules a program has loaded in a process of its own, and what it printed."""
    done = subprocess.run([sys.executable, "-c", program + _LOADED], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split()), done.stdout


@pytest.mark.parametrize("program", ["import tracker.cli", _HELP])
def test_the_help_loads_nothing_of_the_program_beneath_it(program: str) -> None:
    loaded, printed = loaded_by(program)
    assert {name for name in loaded if name.startswith("tracker")} == {
        "tracker", "tracker.cli", "tracker.cli.contents", "tracker.cli.group", "tracker.errors",
    }  # fmt: skip
    assert not loaded & {"PySide6", "numpy", "sqlcipher3", "sqlite_utils", "dateutil", "typst", "trafilatura", "jinja2"}
    if program == _HELP:
        assert "Claimline: one story, one local file" in printed


def test_the_list_of_commands_is_what_the_modules_hold() -> None:
    for module in COMMANDS:
        import_module(f"tracker.cli.{module}")
    listed = {name: module for module, commands in COMMANDS.items() for name in commands}
    assert {name: command.callback.__module__ for name, command in main.commands.items() if command.callback} == {
        name: f"tracker.cli.{module}" for name, module in listed.items()
    }


def test_each_command_is_told_in_one_line_of_the_help() -> None:
    widest = max(len(name) for commands in COMMANDS.values() for name in commands)
    for commands in COMMANDS.values():
        for words in commands.values():
            assert 2 + widest + 2 + len(words) <= 78, words
            assert words.endswith(".")


FOR_FILES = {
    "charset_normalizer", "defusedxml", "docx", "email", "http", "jinja2", "markupsafe", "openpyxl", "PIL", "pypdfium2",
    "trafilatura", "typst", "warcio",
}  # fmt: skip


def test_the_window_loads_nothing_that_only_files_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    loaded, _ = loaded_by("from tracker import app\nkept = app.shown(None)")
    assert not {name.partition(".")[0] for name in loaded} & (FOR_FILES | {"numpy", "rapidfuzz"})
    shown = {name for name in loaded if name.startswith("tracker.gui.pages.")}
    assert shown == {"tracker.gui.pages.all", "tracker.gui.pages.start"}


def test_a_window_on_a_case_loads_no_page_but_the_one_in_view(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    case = tmp_path / "demo.claims"
    llama4.build(case, author="Ada")
    program = f"from pathlib import Path\nfrom tracker import app\n_, window = app.shown(Path({str(case)!r}))\n"
    loaded, printed = loaded_by(program + "print(window.workbench.front.isAncestorOf(window.focusWidget()))")
    assert printed.strip() == "True"
    assert not {name.partition(".")[0] for name in loaded} & (FOR_FILES | {"rapidfuzz"})
    assert {name for name in loaded if name.startswith("tracker.gui.pages.")} == {
        "tracker.gui.pages.all", "tracker.gui.pages.desk",
    }  # fmt: skip
    assert "numpy" in loaded  # the columns of the claims


def test_a_case_that_cannot_be_opened_leaves_the_page_without_a_case(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    case = tmp_path / "no.claims"
    case.write_text("no case")
    program = f"from pathlib import Path\nfrom tracker import app\n_, window = app.shown(Path({str(case)!r}))\n"
    _, printed = loaded_by(program + "print(window.session, type(window.stack.currentWidget()).__name__)")
    assert printed.split() == ["None", "StartPage"]


def test_garbage_is_collected_again_once_the_window_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    program = "import gc\nfrom tracker import app\napp.shown(None)\nassert gc.isenabled() and gc.get_freeze_count()"
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    loaded, _ = loaded_by(program)
    assert "tracker.gui.window" in loaded
