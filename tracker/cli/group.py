"""What every command of the command line shares: the group, its options, and how records are named."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tracker import settings
from tracker.commands import actors, sources
from tracker.domain.actor import Actor
from tracker.domain.dates import FuzzyDate, parse_iso, read_date
from tracker.domain.design import PROFILES
from tracker.domain.ids import typed_id
from tracker.domain.source import Source
from tracker.errors import ClaimlineError, Leak, NotFound
from tracker.store import Store

if TYPE_CHECKING:
    from tracker.store.desk import Desk, Found

F = TypeVar("F", bound=Callable[..., Any])

CASE = click.argument("case", type=click.Path(path_type=Path))


QUERY = click.argument("query", required=False, default="")


def output_to(what: str) -> Callable[[F], F]:
    """The option that says which file is written; `what` is its help."""
    return click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help=what)


PROFILE = click.option("--profile", type=click.Choice(list(PROFILES)), help="For whom; legal if nothing is said.")


JSON = click.option("--json", "as_json", is_flag=True, help="Answer in JSON, one object a line.")


AUTHOR = click.option("--author", default="", help="The name that signs the change (else the one in the settings).")


ASKING = {"ignore_unknown_options": True}  # -word is a query


class _Anchor(click.ParamType):  # type: ignore[type-arg]  # click's class takes no argument at run time
    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        try:
            return parse_iso(value)
        except ValueError:
            self.fail(f"“{value}” is not a day such as 2026-01-12.", param, ctx)


ANCHOR = click.option("--anchor", type=_Anchor(), help="The day relative words are read against, as YYYY-MM-DD.")


@contextmanager
def opened(path: Path, *, write: bool = False, author: str = "") -> Iterator[Store]:
    store = Store.open(path, author=author or settings.load().name, read_only=not write)
    try:
        yield store
    finally:
        store.close()


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


class _Group(click.Group):
    """Every trouble of the world becomes one sentence on standard error and exit code 1."""

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
@click.version_option("0.1.0", prog_name="claimline")
def main() -> None:
    """Claimline: one story, one local file, every sentence traced to its source."""


def source_named(store: Store, name: str) -> Source:
    """A source by id, or by a part of its title that fits only one."""
    if found := store.find(Source, typed_id(name)):
        return found
    fitting = [source for source in store.all(Source) if name.casefold() in source.title.casefold()]
    exact = [source for source in fitting if source.title == name]
    if len(exact or fitting) != 1:
        many = "no source" if not fitting else f"{len(fitting)} sources"
        raise NotFound(f"{many.capitalize()} of this case fit “{name}”; give its id or more of its title.")
    return (exact or fitting)[0]


def actor_named(store: Store, name: str) -> Actor:
    """An actor by id or one of its names."""
    found = store.find(Actor, typed_id(name)) or actors.find_actor(store, name)
    if found is None:
        raise NotFound(f"Nobody in this case is called “{name}”.")
    return found


def date_of(words: str, anchor: int | None) -> FuzzyDate:
    return read_date(words, anchor) if words.strip() else FuzzyDate()


def desk_of(store: Store) -> "Desk":
    """The desk of today; its columns need numpy, which the commands that do without never load."""
    from tracker.store.desk import Desk

    return Desk(store, sources.today())


def select(store: Store, query: str) -> "Found":
    """The claims a query finds; what it says that has no meaning here goes to the error output."""
    desk = desk_of(store)
    say_doubts(desk, query)
    return desk.select(query)


def say_doubts(desk: "Desk", query: str) -> None:
    from tracker.store.completing import doubts

    for doubt in doubts(desk, query):
        click.echo(f"claimline: {doubt}", err=True)


def counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
