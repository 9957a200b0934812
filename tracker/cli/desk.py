"""The desk's own: comments, assignments, rules, members."""

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.group import ASKING, AUTHOR, CASE, JSON, counted, date_of, main, opened, print_json, select
from tracker.commands import claims, sources
from tracker.errors import NotFound, Refused

if TYPE_CHECKING:
    pass


@main.command()
@CASE
@click.argument("claim")
@click.argument("text", required=False)
@click.option("--resolve", type=int, help="Close the thread of that number, as they are listed.")
@AUTHOR
@JSON
def comment(case: Path, claim: str, text: str | None, resolve: int | None, author: str, as_json: bool) -> None:
    """Say something on a CLAIM to colleagues; without TEXT, list what was said. It stands in no dossier."""
    from tracker.commands import reviewing

    with opened(case, write=bool(text) or resolve is not None, author=author) as store:
        kept = claims.claim_named(store, claim)
        if text:
            reviewing.comment(store, kept.id, text)
        told = reviewing.threads(store, kept.id)
        if resolve is not None:
            if not 1 <= resolve <= len(told):
                raise NotFound(f"{kept.label} has no thread {resolve}.")
            reviewing.resolve(store, told[resolve - 1][0].id)
            told = reviewing.threads(store, kept.id)
        for at, (first, answers) in enumerate(told, 1):
            for one in (first, *answers):
                if as_json:
                    print_json({"thread": at, "by": one.author, "at": one.at, "text": one.text,
                                 "resolved_by": first.resolved_by or None})  # fmt: skip
                else:
                    mark = f"{at}." if one is first else "  ↳"
                    done = f" (resolved by {first.resolved_by})" if one is first and first.resolved_by else ""
                    click.echo(f"{mark} {one.author}, {one.at[:16].replace('T', ' ')}: {one.text}{done}")


@main.command(context_settings=ASKING)
@CASE
@click.argument("query")
@click.argument("who")
@click.option("--due", default="", help="Until when, in any words.")
@AUTHOR
def assign(case: Path, query: str, who: str, due: str, author: str) -> None:
    """Give the claims a QUERY finds to somebody ("" takes the assignment away), in one step."""
    from tracker.commands import reviewing

    with opened(case, write=True, author=author) as store:
        ids = (
            [claims.claim_named(store, query).id]
            if re.fullmatch(r"[Cc]-?\d+", query)
            else select(store, query).ids.tolist()
        )
        if not ids:
            raise Refused("No claim fits this query; nothing was changed.")
        reviewing.assign(store, ids, who, date_of(due, sources.today()))
        click.echo(f"{counted(len(ids), 'claim')} {'assigned to ' + who if who else 'unassigned'}.")


@main.command()
@CASE
@click.option("--preset", type=click.Choice(["open", "careful", "legal"]))
@click.option("--four-eyes/--no-four-eyes", default=None, help="Not signed off by who wrote it.")
@click.option("--needs-reason/--no-needs-reason", default=None)
@click.option("--needs-attribution/--no-needs-attribution", default=None)
@click.option("--needs-evidence/--no-needs-evidence", default=None)
@AUTHOR
def policy(
    case: Path, preset: str | None, four_eyes: bool | None, needs_reason: bool | None, needs_attribution: bool | None,
    needs_evidence: bool | None, author: str,
) -> None:  # fmt: skip
    """Say what signing off needs in this case; without an option, show it."""
    from tracker.commands import reviewing
    from tracker.domain.newsroom import PRESETS

    given = {"four_eyes": four_eyes, "needs_reason": needs_reason, "needs_attribution": needs_attribution,
             "needs_evidence": needs_evidence}  # fmt: skip
    asked = {name: value for name, value in given.items() if value is not None}
    with opened(case, write=bool(preset or asked), author=author) as store:
        if preset or asked:
            base = PRESETS[preset] if preset else reviewing.policy(store)
            reviewing.set_policy(store, replace(base, **asked))
        rules = reviewing.policy(store)
        for name in given:
            click.echo(f"{name.replace('_', ' ')}: {'yes' if getattr(rules, name) else 'no'}")


@main.command()
@CASE
@click.argument("name", required=False)
@click.option("--initials", default="")
@click.option("--role", type=click.Choice(["reporter", "editor", "lawyer"]), default="reporter", show_default=True)
@AUTHOR
def member(case: Path, name: str | None, initials: str, role: str, author: str) -> None:
    """Say who somebody is in this case; without NAME, list the desk."""
    from tracker.commands import reviewing

    with opened(case, write=bool(name), author=author) as store:
        if name:
            reviewing.put_member(store, name, initials, role)
        for one in reviewing.members(store):
            click.echo(f"{one.initials:<4} {one.name}, {one.role}")
