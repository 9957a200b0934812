"""What every command of the command line shares: the group, its options, and how records are named.

`claimline --help` imports only this module: functions that need records import them inside.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tracker.cli.contents import COMMANDS
from tracker.errors import ClaimlineError, Leak, NotFound

if TYPE_CHECKING:
    from tracker.domain.actor import Actor
    from tracker.domain.dates import FuzzyDate
    from tracker.domain.query import Query
    from tracker.domain.source import Source
    from tracker.store import Store
    from tracker.store.claims.index import ClaimIndex, Selection

F = TypeVar("F", bound=Callable[..., Any])

CASE = click.argument("case", type=click.Path(path_type=Path))


QUERY = click.argument("query", required=False, default="")


def output_to(what: str) -> Callable[[F], F]:
    """The option for the file to write; `what` is its help."""
    return click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help=what)


JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")


AUTHOR = click.option("--author", default="", help="The name that signs the change (default: the one in the settings).")


ASKING = {"ignore_unknown_options": True}  # -word is a query


class _Anchor(click.ParamType):  # type: ignore[type-arg]  # click's class takes no argument at run time
    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        from tracker.domain.dates import parse_iso

        if isinstance(value, int):
            return value
        try:
            return parse_iso(value)
        except ValueError:
            self.fail(f"“{value}” is not a day such as 2026-01-12.", param, ctx)


ANCHOR = click.option("--anchor", type=_Anchor(), help="The day relative words are read against, as YYYY-MM-DD.")


@contextmanager
def opened(path: Path, *, write: bool = False, author: str = "") -> Iterator["Store"]:
    from tracker import settings
    from tracker.store import open_case

    store = open_case(path, author=author or settings.load().name, read_only=not write)
    try:
        yield store
    finally:
        store.close()


def print_json(value: Any) -> None:
    import json

    click.echo(json.dumps(value, ensure_ascii=False))


class _Group(click.Group):
    """Imports the module of a command when it is called; listing the commands imports none.

    Expected errors (input, disk, rights) are one sentence on standard error and exit code 1.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(name for commands in COMMANDS.values() for name in commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for module, commands in COMMANDS.items():
            if cmd_name in commands:
                import_module(f"tracker.cli.{module}")
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(line for commands in COMMANDS.values() for line in commands.items()))

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except Leak as leak:
            click.echo(f"claimline: {leak}", err=True)
            for place in leak.places:
                click.echo(f"  {place}", err=True)
            sys.exit(1)
        except ClaimlineError as error:
            click.echo(f"claimline: {error}", err=True)
            sys.exit(1)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="claimline", prog_name="claimline")
def main() -> None:
    """Claimline: one story, one local file, every sentence traced to its source."""


def source_named(store: "Store", name: str) -> "Source":
    """A source by id, or by a part of its title that fits only one."""
    from tracker.domain.ids import typed_id
    from tracker.domain.source import Source

    if found := store.find(Source, typed_id(name)):
        return found
    fitting = [source for source in store.all(Source) if name.casefold() in source.title.casefold()]
    exact = [source for source in fitting if source.title == name]
    if len(exact or fitting) != 1:
        many = "no source" if not fitting else f"{len(fitting)} sources"
        raise NotFound(f"{many.capitalize()} of this case fit “{name}”; give its id or more of its title.")
    return (exact or fitting)[0]


def actor_named(store: "Store", name: str) -> "Actor":
    """An actor by id or one of its names."""
    from tracker.commands import actors
    from tracker.domain.actor import Actor
    from tracker.domain.ids import typed_id

    found = store.find(Actor, typed_id(name)) or actors.find_actor(store, name)
    if found is None:
        raise NotFound(f"Nobody in this case is called “{name}”.")
    return found


def date_of(words: str, anchor: int | None) -> "FuzzyDate":
    from tracker.domain.dates import FuzzyDate, read_date

    return read_date(words, anchor) if words.strip() else FuzzyDate()


def index_of(store: "Store") -> "ClaimIndex":
    """The claim index as of today; it needs numpy, which commands without it never load."""
    from tracker.commands import sources
    from tracker.store.claims.index import ClaimIndex

    return ClaimIndex(store, sources.today())


def select(store: "Store", query: str) -> "Selection":
    """The claims a query finds; warnings about terms it could not use go to standard error."""
    from tracker.domain.query import Query

    index, parsed = index_of(store), Query.parse(query)
    print_query_warnings(index, parsed)
    return index.select(parsed)


def print_query_warnings(index: "ClaimIndex", query: "Query") -> None:
    from tracker.store.claims.completing import query_warnings

    for warning in query_warnings(index, query):
        click.echo(f"claimline: {warning}", err=True)


def counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
