"""The version of the program, as the metadata of what is installed states it; pyproject.toml holds the only number."""

from functools import cache


@cache
def version() -> str:
    """The number, its parts joined by points."""
    from importlib import metadata  # takes time to import, and most commands do not ask

    return metadata.version("claimline")
