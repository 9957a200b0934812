"""The version of the program, read from the metadata of the installed package; it is set only in pyproject.toml."""

from functools import cache


@cache
def version() -> str:
    """The version number, such as 1.2.3."""
    from importlib import metadata  # takes time to import, and most commands do not ask

    return metadata.version("claimline")
