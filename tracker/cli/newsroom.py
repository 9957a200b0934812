"""Commands of the newsroom: comments, assignments, sign-off rules, members, verdicts."""

import re
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import click

from tracker.cli.group import ASKING, AUTHOR, CASE, JSON, counted, date_of, main, opened, print_json, select
from tracker.commands import claims, sources
from tracker.domain.attribution import Attribution
from tracker.domain.evidence import Evidence
from tracker.domain.newsroom import Comment
from tracker.domain.review import MARKS, SETS, Verdict, Verdicts
from tracker.errors import NotFound, Refused
from tracker.store import Store, queries


@main.command()
@CASE
@click.argument("claim")
@click.argument("text", required=False)
@click.option("--answer", type=int, help="TEXT answers the thread of that number, as they are listed.")
@click.option("--resolve", type=int, help="Close the thread of that number; TEXT, if any, answers it before.")
@click.option(
    "--on",
    default="",
    metavar="quote:N|evidence:N",
    help="TEXT is about that one, in the order that “show” lists them.",
)
@AUTHOR
@JSON
def comment(
    case: Path,
    claim: str,
    text: str | None,
    answer: int | None,
    resolve: int | None,
    on: str,
    author: str,
    as_json: bool,
) -> None:
    """Comment on a CLAIM; without TEXT, list the comments. They appear in no dossier."""
    from tracker.commands import reviewing

    with opened(case, write=bool(text) or resolve is not None, author=author) as store:
        found = claims.claim_named(store, claim)
        threads = reviewing.threads(store, found.id)
        thread_id = answer if answer is not None else resolve
        if thread_id is not None and not 1 <= thread_id <= len(threads):
            raise NotFound(f"{found.label} has no thread {thread_id}.")
        thread = threads[thread_id - 1][0].id if thread_id is not None else None
        with store.step("Answer and resolve the thread") if text and resolve is not None else nullcontext():
            if text:
                reviewing.comment(store, found.id, text, answers=thread, on=_commented_record(store, found.id, on))
            if resolve is not None and thread is not None:
                reviewing.resolve(store, thread)
        threads = reviewing.threads(store, found.id)
        for at, (first, answers) in enumerate(threads, 1):
            for each in (first, *answers):
                if as_json:
                    print_json({"thread": at, "by": each.author, "at": each.at, "text": each.text, "on": each.on_kind,
                                 "resolved_by": first.resolved_by or None})  # fmt: skip
                else:
                    mark = f"{at}." if each is first else "  ↳"
                    done = f" (resolved by {first.resolved_by})" if each is first and first.resolved_by else ""
                    about = _about(store, each) if each is first else ""
                    click.echo(f"{mark} {each.author}, {each.at[:16].replace('T', ' ')}{about}: {each.text}{done}")


def _about(store: Store, comment: Comment) -> str:
    """Which quote or piece of evidence a thread is about, by its number."""
    match comment.on_kind:
        case "attribution":
            name, ids = "quote", [attribution.id for attribution in store.all(Attribution, claim_id=comment.claim_id)]
        case "evidence":
            name, ids = "evidence", [item.id for item in store.all(Evidence, claim_id=comment.claim_id)]
        case _:
            return ""
    return f" on {name}:{ids.index(comment.on_id) + 1}" if comment.on_id in ids else f" on {name} removed since"


def _commented_record(store: Store, claim_id: int, on: str) -> Attribution | Evidence | None:
    """The quote or piece of evidence that “quote:2” means; None for the claim itself."""
    if not on:
        return None
    kind, _, number = on.partition(":")
    found: list[Attribution] | list[Evidence] = (
        store.all(Attribution, claim_id=claim_id) if kind == "quote" else store.all(Evidence, claim_id=claim_id)
    )
    if kind not in ("quote", "evidence") or not number.isdecimal() or not 1 <= int(number) <= len(found):
        raise NotFound(
            f"“{on}” does not belong to this claim: use quote:N or evidence:N, counted as “show” lists them."
        )
    return found[int(number) - 1]


@main.command(context_settings=ASKING)
@CASE
@click.argument("query")
@click.argument("who")
@click.option("--due", default="", help="Due date, in any wording.")
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
        until = date_of(due, sources.today())
        if due and not until.dated:
            raise Refused(f"“{due}” cannot be read as a date; nothing was changed.")
        reviewing.assign(store, ids, who, until)
        click.echo(f"{counted(len(ids), 'claim')} {'assigned to ' + who if who else 'unassigned'}.")


@main.command()
@CASE
@click.option("--preset", type=click.Choice(["open", "careful", "legal"]))
@click.option("--four-eyes/--no-four-eyes", default=None, help="Sign-off by a second person, not the author.")
@click.option("--needs-reason/--no-needs-reason", default=None)
@click.option("--needs-attribution/--no-needs-attribution", default=None)
@click.option("--needs-evidence/--no-needs-evidence", default=None)
@click.option("--submit-first/--no-submit-first", default=None, help="Submission for review first.")
@click.option("--needs-reply/--no-needs-reply", default=None, help="A request for reply.")
@AUTHOR
def policy(
    case: Path, preset: str | None, four_eyes: bool | None, needs_reason: bool | None, needs_attribution: bool | None,
    needs_evidence: bool | None, submit_first: bool | None, needs_reply: bool | None, author: str,
) -> None:  # fmt: skip
    """Say what signing off needs in this case; without an option, show it."""
    from tracker.commands import reviewing
    from tracker.domain.newsroom import PRESETS

    given = {"four_eyes": four_eyes, "needs_reason": needs_reason, "needs_attribution": needs_attribution,
             "needs_evidence": needs_evidence, "submit_first": submit_first, "needs_reply": needs_reply}  # fmt: skip
    changes = {name: value for name, value in given.items() if value is not None}
    with opened(case, write=bool(preset or changes), author=author) as store:
        if preset or changes:
            base = PRESETS[preset] if preset else reviewing.policy(store)
            reviewing.set_policy(store, replace(base, **changes))
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
    """Set the role of a member; without NAME, list the members."""
    from tracker.commands import reviewing

    with opened(case, write=bool(name), author=author) as store:
        if name:
            reviewing.put_member(store, name, initials, role)
        for listed in reviewing.members(store):
            click.echo(f"{listed.initials:<4} {listed.name}, {listed.role}")


@main.command()
@CASE
@click.option("--set", "preset", type=click.Choice(list(SETS)), help="Use the verdicts of another newsroom.")
@click.option("--map", "pairs", multiple=True, metavar="OLD=NEW", help="New verdict for the claims of an old one.")
@click.option("--label", "labels", multiple=True, metavar="KEY=WORDS", help="Rename a verdict.")
@click.option(
    "--mark", "marks", multiple=True, metavar="KEY=MARK", help=f"Change colour and symbol: {', '.join(MARKS)}."
)
@click.option("--rating", "ratings", multiple=True, metavar="KEY=0…5", help="ClaimReview's rating; 0 for none.")
@click.option("--add", "added", multiple=True, metavar="KEY=WORDS", help="Add a verdict, with an unused mark.")
@click.option(
    "--remove", "removed", multiple=True, metavar="KEY", help="Remove a verdict; --map gives its claims another."
)
@AUTHOR
@JSON
def verdicts(
    case: Path, preset: str | None, pairs: tuple[str, ...], labels: tuple[str, ...], marks: tuple[str, ...],
    ratings: tuple[str, ...], added: tuple[str, ...], removed: tuple[str, ...], author: str, as_json: bool,
) -> None:  # fmt: skip
    """List the verdicts of a case, or change them and what its claims hold, in one step."""
    from tracker.commands import verdicts as sets

    changing = bool(preset or pairs or labels or marks or ratings or added or removed)
    with opened(case, write=changing, author=author) as store:
        if changing:
            wanted = dict(SETS[preset] if preset else store.verdicts)
            for key in removed:
                wanted.pop(_known(wanted, key))
            for key, words in map(_pair, labels):
                wanted[key] = replace(wanted[_known(wanted, key)], label=words)
            for key, words in map(_pair, marks):
                wanted[key] = replace(wanted[_known(wanted, key)], mark=words)
            for key, words in map(_pair, ratings):
                wanted[key] = replace(wanted[_known(wanted, key)], rating=int(words) if words.isdecimal() else -1)
            for key, words in map(_pair, added):
                free = next((name for name in MARKS if name not in {listed.mark for listed in wanted.values()}), "")
                if not free:
                    raise Refused(f"There are {len(MARKS)} marks, and each verdict needs its own: remove one first.")
                wanted[key] = Verdict(key=key, label=words, mark=free)
            new = Verdicts(wanted)
            becomes = {store.verdicts.named(old).key: new.named(to).key for old, to in map(_pair, pairs)}
            moved = sets.change_set(store, wanted.values(), becomes)
            click.echo(f"{counted(moved, 'claim')} changed the verdict.", err=as_json)
        counts = queries.verdicts_in_use(store)
        for verdict in store.verdicts.values():
            if as_json:
                print_json({"key": verdict.key, "label": verdict.label, "mark": verdict.mark, "glyph": verdict.glyph,
                             "colour": verdict.fill, "rating": verdict.rating, "claims": counts[verdict.key]})  # fmt: skip
            else:
                rating = f"rating {verdict.rating}" if verdict.rating else "no rating"
                click.echo(f"{verdict.glyph} {verdict.key:<22} {verdict.label} ({verdict.mark}, {rating}), "
                           f"{counted(counts[verdict.key], 'claim')}")  # fmt: skip


def _pair(text: str) -> tuple[str, str]:
    key, equals, words = text.partition("=")
    if not equals or not key.strip() or not words.strip():
        raise Refused(f"“{text}” is not of the form KEY=WORDS.")
    return key.strip(), words.strip()


def _known(wanted: dict[str, Verdict], key: str) -> str:
    if key not in wanted:
        raise Refused(f"There is no verdict “{key}”. The verdicts are {', '.join(wanted)}.")
    return key
