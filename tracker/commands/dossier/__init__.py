"""The dossier: its design, its content from the case, the check before release, and its files."""

from tracker.commands.dossier.design import chosen, designs, remove_design, save_design, validate_design
from tracker.commands.dossier.files import write
from tracker.commands.dossier.releasing import Release, build, release

__all__ = [
    "Release",
    "build",
    "chosen",
    "designs",
    "release",
    "remove_design",
    "save_design",
    "validate_design",
    "write",
]  # fmt: skip
