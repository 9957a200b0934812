"""What the program remembers of the person: a name, recent cases, the theme. Nothing of what a case holds."""

import getpass
import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from tracker.paths import settings_file

RECENT = 8
_MAPPINGS = 20
_USES = 60  # entries of the palette, a case


@dataclass(frozen=True, slots=True)
class Settings:
    """`theme` is system, light or dark; `recent` holds paths, newest first; `lanes` the keys of timeline lanes in the
    order a person gave them, by case and by what the lanes are; `folded` the sections of the rail that are closed;
    `columns` (key, width) of those that the table of a case shows; `uses` how often each entry of the palette was
    chosen, by case; `seen` the time of the last step of a case when it was closed;
    `mappings` what the columns of tables imported lately mean, newest first.
    """

    author: str = ""
    theme: str = "system"
    recent: tuple[str, ...] = ()
    lanes: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    folded: tuple[str, ...] = ()
    columns: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    uses: dict[str, dict[str, int]] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    mappings: tuple[dict[str, Any], ...] = ()

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

    def visited(self, case_uid: str, at: str) -> "Settings":
        """With the time of the last step a person has seen of a case."""
        kept = {uid: time for uid, time in self.seen.items() if uid != case_uid} | {case_uid: at}
        return replace(self, seen=dict(list(kept.items())[-RECENT:]))

    def used(self, case_uid: str, entry: str) -> "Settings":
        """With one more use of an entry of the palette; those used least are forgotten."""
        entries = dict(self.uses.get(case_uid, {}))
        entries[entry] = entries.get(entry, 0) + 1
        entries = dict(sorted(entries.items(), key=lambda kept: -kept[1])[:_USES])
        kept = {uid: others for uid, others in self.uses.items() if uid != case_uid} | {case_uid: entries}
        return replace(self, uses=dict(list(kept.items())[-RECENT:]))

    def with_mapping(self, mapping: dict[str, Any]) -> "Settings":
        """With what the columns of a table mean at the head of those imported lately."""
        others = [kept for kept in self.mappings if kept.get("columns") != mapping.get("columns")]
        return replace(self, mappings=(mapping, *others)[:_MAPPINGS])

    def with_columns(self, case_uid: str, columns: list[tuple[str, int]]) -> "Settings":
        """With the columns of a case's table."""
        kept = {uid: others for uid, others in self.columns.items() if uid != case_uid} | {case_uid: columns}
        return replace(self, columns=dict(list(kept.items())[-RECENT:]))


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
            tuple(map(str, kept.get("folded", ()))), _columns(kept), _uses(kept),
            {str(uid): str(at) for uid, at in kept.get("seen", {}).items()},
            tuple(entry for entry in kept.get("mappings", ()) if isinstance(entry, dict)),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Settings()


def _uses(kept: dict[str, Any]) -> dict[str, dict[str, int]]:
    return {
        str(uid): {str(entry): int(times) for entry, times in entries.items()}
        for uid, entries in kept.get("uses", {}).items()
    }


def _columns(kept: dict[str, Any]) -> dict[str, list[tuple[str, int]]]:
    """Columns were numbers once; those are left out, and the usual ones shown."""
    return {
        str(uid): [(column, int(width)) for column, width in columns if isinstance(column, str)]
        for uid, columns in kept.get("columns", {}).items()
    }


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
