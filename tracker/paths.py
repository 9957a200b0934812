"""Paths: the resources shipped with the program, and the user's own folders."""

from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).parent


def resource(name: str) -> Path:
    """A shipped file: inside the installed package, or beside it in a checkout."""
    inside = _PACKAGE / "resources" / name
    return inside if inside.exists() else _PACKAGE.parent / "resources" / name


def settings_file() -> Path:
    return Path(platformdirs.user_config_dir("claimline", appauthor=False)) / "settings.json"


def cases_folder() -> Path:
    return Path(platformdirs.user_documents_dir()) / "Claimline"
