"""The dossier: its design, what of the case it tells, what it lets out, and its files."""

from tracker.commands.dossier.design import chosen, designs, keep_design, refuse_design, remove_design
from tracker.commands.dossier.files import write
from tracker.commands.dossier.releasing import Release, build, release

__all__ = [
    "Release", "build", "chosen", "designs", "keep_design", "refuse_design", "release", "remove_design", "write",
]  # fmt: skip
