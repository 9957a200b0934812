"""The settings of the user: a name, recent cases, the theme. No content of a case."""

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
    `mappings` the column mappings of recently imported tables, newest first.
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
        """With the order of a case's lanes; those of the cases not used for the longest time are dropped."""
        orders_by_case = {uid: others for uid, others in self.lanes.items() if uid != case_uid} | {case_uid: orders}
        return replace(self, lanes=dict(list(orders_by_case.items())[-RECENT:]))

    def visited(self, case_uid: str, at: str) -> "Settings":
        """With the time of the last step a person has seen of a case."""
        times_by_case = {uid: time for uid, time in self.seen.items() if uid != case_uid} | {case_uid: at}
        return replace(self, seen=dict(list(times_by_case.items())[-RECENT:]))

    def used(self, case_uid: str, entry: str) -> "Settings":
        """With one more use of an entry of the palette; those used least are dropped."""
        entries = dict(self.uses.get(case_uid, {}))
        entries[entry] = entries.get(entry, 0) + 1
        entries = dict(sorted(entries.items(), key=lambda item: -item[1])[:_USES])
        uses_by_case = {uid: others for uid, others in self.uses.items() if uid != case_uid} | {case_uid: entries}
        return replace(self, uses=dict(list(uses_by_case.items())[-RECENT:]))

    def with_mapping(self, mapping: dict[str, Any]) -> "Settings":
        """With a column mapping at the head of the recent ones."""
        others = [known for known in self.mappings if known.get("columns") != mapping.get("columns")]
        return replace(self, mappings=(mapping, *others)[:_MAPPINGS])

    def with_columns(self, case_uid: str, columns: list[tuple[str, int]]) -> "Settings":
        """With the columns of a case's table."""
        columns_by_case = {uid: others for uid, others in self.columns.items() if uid != case_uid} | {case_uid: columns}
        return replace(self, columns=dict(list(columns_by_case.items())[-RECENT:]))


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unnamed"


def load(file: Path | None = None) -> Settings:
    """The saved settings; defaults where there are none or they cannot be read."""
    file = file or settings_file()
    try:
        content = json.loads(file.read_text("utf-8"))
        return Settings(
            str(content["author"]), str(content["theme"]), tuple(map(str, content["recent"])), _lanes(content),
            tuple(map(str, content.get("folded", ()))), _columns(content), _uses(content),
            {str(uid): str(at) for uid, at in content.get("seen", {}).items()},
            tuple(entry for entry in content.get("mappings", ()) if isinstance(entry, dict)),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return Settings()


def _uses(content: dict[str, Any]) -> dict[str, dict[str, int]]:
    return {
        str(uid): {str(entry): int(times) for entry, times in entries.items()}
        for uid, entries in content.get("uses", {}).items()
    }


def _columns(content: dict[str, Any]) -> dict[str, list[tuple[str, int]]]:
    """Older versions saved columns as numbers; those are left out, and the usual columns shown."""
    return {
        str(uid): [(column, int(width)) for column, width in columns if isinstance(column, str)]
        for uid, columns in content.get("columns", {}).items()
    }


def _lanes(content: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
    return {
        str(uid): {str(lanes): [str(key) for key in keys] for lanes, keys in orders.items()}
        for uid, orders in content.get("lanes", {}).items()
    }


def save(settings: Settings, file: Path | None = None) -> None:
    """Save the settings; a folder that cannot be written is ignored."""
    file = file or settings_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        working = file.with_suffix(".new")
        working.write_text(json.dumps(asdict(settings), ensure_ascii=False, indent=1), "utf-8")
        working.replace(file)
    except OSError:
        return
