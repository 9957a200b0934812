"""What the program remembers of the person: a name, recent cases, the theme. Nothing of what a case holds."""

import getpass
import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from tracker.paths import settings_file

RECENT = 8


@dataclass(frozen=True, slots=True)
class Settings:
    """`theme` is system, light or dark; `recent` holds paths, newest first; `lanes` the keys of timeline lanes in the
    order a person gave them, by case and by what the lanes are; `folded` the sections of the rail that are closed.
    """

    author: str = ""
    theme: str = "system"
    recent: tuple[str, ...] = ()
    lanes: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    folded: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.author or _login_name()

    def opened(self, path: Path) -> "Settings":
        """With this case at the head of the recent ones."""
        others = [entry for entry in self.recent if entry != str(path.absolute())]
        return replace(self, recent=(str(path.absolute()), *others)[:RECENT])

    def with_lanes(self, case_uid: str, orders: dict[str, list[str]]) -> "Settings":
        """With the order of a case's lanes; those of the cases longest untouched are forgotten."""
        kept = {uid: others for uid, others in self.lanes.items() if uid != case_uid} | {case_uid: orders}
        return replace(self, lanes=dict(list(kept.items())[-RECENT:]))


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unnamed"


def load(file: Path | None = None) -> Settings:
    """The kept settings; defaults where there are none or they cannot be read."""
    file = file or settings_file()
    try:
        kept = json.loads(file.read_text("utf-8"))
        return Settings(
            str(kept["author"]), str(kept["theme"]), tuple(map(str, kept["recent"])), _lanes(kept),
            tuple(map(str, kept.get("folded", ()))),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Settings()


def _lanes(kept: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
    return {
        str(uid): {str(lanes): [str(key) for key in keys] for lanes, keys in orders.items()}
        for uid, orders in kept.get("lanes", {}).items()
    }


def save(settings: Settings, file: Path | None = None) -> None:
    """Keep the settings; a folder that cannot be written is no reason to stop working."""
    file = file or settings_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        working = file.with_suffix(".new")
        working.write_text(json.dumps(asdict(settings), ensure_ascii=False, indent=1), "utf-8")
        working.replace(file)
    except OSError:
        return
