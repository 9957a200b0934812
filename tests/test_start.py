"""What a start loads: nothing that only some commands, pages or files need."""

import subprocess
import sys
from importlib import import_module

import pytest

from tracker.cli import main
from tracker.cli.contents import COMMANDS

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


def test_the_window_loads_nothing_that_only_files_need() -> None:
    loaded, _ = loaded_by("import tracker.app, tracker.gui.window")
    assert not {name.partition(".")[0] for name in loaded} & {
        "charset_normalizer", "docx", "jinja2", "openpyxl", "PIL", "pypdfium2", "trafilatura", "typst", "warcio",
    }  # fmt: skip


def test_garbage_is_collected_again_once_the_window_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    program = "import gc\nfrom tracker import app\napp.shown(None)\nassert gc.isenabled() and gc.get_freeze_count()"
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    loaded, _ = loaded_by(program)
    assert "tracker.gui.window" in loaded
