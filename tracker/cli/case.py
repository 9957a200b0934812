"""Commands on a whole case: create, open, verify, history, receipt, copies."""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker import settings
from tracker.cli.group import AUTHOR, CASE, JSON, counted, main, opened, output_to, print_json
from tracker.commands import claims
from tracker.errors import Refused
from tracker.store import Store, create_case, history
from tracker.store.integrity import check as check_case
from tracker.store.integrity import repair_index
from tracker.store.rows import KINDS

if TYPE_CHECKING:
    from tracker.commands.takeover import RecordChange


@main.command()
@CASE
@click.option("--name", default="", help="Name of the case (default: the file's name).")
@AUTHOR
def new(case: Path, name: str, author: str) -> None:
    """Make a new, empty case file."""
    store = create_case(case, name or case.stem, author=author or settings.load().name)
    store.close()
    click.echo(f"Made {case}.")


@main.command("history")
@CASE
@click.argument("claim", required=False)
@click.option("--by", default="", help="Only changes by somebody of this name.")
@click.option("--kind", default="", help="Only changes of records of a kind: claim, attribution, evidence, source …")
@click.option("--record", default="", help="Only changes of a record of this name: C-005, a title, a name.")
@click.option("--since", default="", help="Only from this time on (UTC, as 2026-01-12 or longer).")
@click.option("--until", default="", help="Only up to this time.")
@click.option(
    "--changes", type=click.Choice(["text", "csv", "jsonl"]), help="Each change in words, instead of the steps."
)
@JSON
def show_history(
    case: Path, claim: str | None, by: str, kind: str, record: str, since: str, until: str, changes: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """List the steps of the case, or those that changed one CLAIM, oldest first; or every change in words."""
    from tracker.commands import telling

    with opened(case) as store:
        for words in filter(None, (since, until)):
            if not re.fullmatch(r"\d{4}(-\d\d(-\d\d([T ].*)?)?)?", words):
                raise Refused(f"“{words}” is not a time: write it as 2026-01-12 or 2026-01-12T10:42.")
        if kind and kind not in KINDS:
            raise Refused(f"There is no kind of record “{kind}”: choose from {', '.join(KINDS)}.")
        if changes or by or kind or record or since or until:
            listed = telling.feed(
                store, by=by, kind=kind, record=claims.claim_named(store, claim).label if claim else record, since=since,
                until=until, newest=False,
            )  # fmt: skip
            click.echo(telling.written(listed, "jsonl" if as_json else changes or "text"), nl=False)
            return
        if claim:
            found = claims.claim_named(store, claim)
            steps = list(dict.fromkeys(step for step, _ in history.of_claim(store.db, found.id)))
        else:
            steps = history.steps(store.db, newest_first=False)
        for step in steps:
            if as_json:
                print_json(
                    {"step": step.n, "kind": step.kind, "name": step.name, "author": step.author, "at": step.at,
                     "reason": step.reason, "target": step.target, "hash": step.hash}
                )  # fmt: skip
            else:
                reason = f" — “{step.reason}”" if step.reason else ""
                click.echo(f"{step.n:>5}  {step.at[:16].replace('T', ' ')}  {step.author}: {step.name}{reason}")


@main.command()
@CASE
@click.argument("claim")
@click.argument("step", type=int)
@AUTHOR
def restore(case: Path, claim: str, step: int, author: str) -> None:
    """Bring a CLAIM back to what it was after a STEP, as a new step."""
    from tracker.commands import telling

    with opened(case, write=True, author=author) as store:
        found = claims.claim_named(store, claim)
        telling.restore(store, "claim", found.id, step)
        click.echo(f"{found.label} was restored to step {step}.")


def _replay(case: Path, author: str, verb: Callable[[Store], Any], done: str) -> None:
    with opened(case, write=True, author=author) as store:
        click.echo(f"{done}: {verb(store).name}.")


@main.command()
@CASE
@AUTHOR
def undo(case: Path, author: str) -> None:
    """Undo the last step."""
    _replay(case, author, Store.undo, "Undone")


@main.command()
@CASE
@AUTHOR
def redo(case: Path, author: str) -> None:
    """Redo the last undone step."""
    _replay(case, author, Store.redo, "Redone")


@main.command()
@CASE
@JSON
@click.option("--repair", is_flag=True, help="Rebuild the search index if it is out of date.")
def check(case: Path, as_json: bool, repair: bool) -> None:
    """Verify the case file, history, captures, quotes and search index. Exit code 1 if there is a problem."""
    with opened(case, write=repair) as store:
        if repair:
            repair_index(store)
        findings = check_case(store)
        receipt = store.receipt()
        if as_json:
            print_json(
                {
                    "ok": not any(finding.severity == "error" for finding in findings),
                    "findings": [finding.as_json() for finding in findings],
                    "receipt": {"case": receipt.case_uid, "step": receipt.step, "head": receipt.head},
                }
            )  # fmt: skip
        else:
            for finding in findings:
                click.echo(f"{finding.severity}: {finding.message}")
            if not findings:
                click.echo(f"Whole: {store.last_step.n} steps, head {receipt.head}.")
        if any(finding.severity == "error" for finding in findings):
            sys.exit(1)


@main.command()
@CASE
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write it to a FILE.json.")
@click.option("--against", type=click.Path(path_type=Path), help="Compare the case with an earlier receipt.")
def receipt(case: Path, output: Path | None, against: Path | None) -> None:
    """Make a receipt of the case, or compare it with one: same, continues, rewritten or shorter (exit code 1)."""
    from tracker.commands import takeover
    from tracker.commands.saving import save_bytes
    from tracker.domain.case import Receipt

    with opened(case) as store:
        if against is not None:
            try:
                expected = json.loads(against.read_text("utf-8"))
                earlier = Receipt(
                    str(expected["case"]), int(expected["step"]), str(expected["head"]), str(expected.get("at", ""))
                )
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise Refused(f"{against} is not a receipt.") from error
            how = takeover.against_receipt(store, earlier)
            click.echo(how)
            if how not in ("same", "continues"):
                sys.exit(1)
            return
        now = store.receipt()
        text = json.dumps({"case": now.case_uid, "step": now.step, "head": now.head, "at": now.at}, indent=1)
        if output is not None:
            save_bytes(output, text.encode())
            click.echo(f"Wrote {output}.")
        else:
            click.echo(text)


@main.command()
@CASE
@click.argument("other", type=click.Path(path_type=Path))
@JSON
def compare(case: Path, other: Path, as_json: bool) -> None:
    """Say what two copies of a case did since they diverged, and where both changed the same."""
    from tracker.commands import takeover, telling

    with opened(case) as store, opened(other) as copy:
        found = takeover.compare(store, copy)
        if as_json:
            print_json(
                {"common_step": found.common,
                 "ours": [_difference_json(change) for change in found.ours],
                 "theirs": [_difference_json(change) for change in found.theirs],
                 "conflicts": [change.words() for change in found.conflicts]}
            )  # fmt: skip
            return
        click.echo(f"The copies share {counted(found.common, 'step')}.")
        for side, changes in (("here", found.ours), ("there", found.theirs)):
            for change in changes:
                fields = f" ({', '.join(change.fields)})" if change.fields else ""
                click.echo(f"{side}: {telling.kind_in_words(change.kind)} {change.name} {change.what}{fields}")
        for conflict in found.conflicts:
            click.echo(f"both: {conflict.words()}")


def _difference_json(change: "RecordChange") -> dict[str, Any]:
    return {
        "kind": change.kind,
        "id": str(change.record_id),
        "name": change.name,
        "what": change.what,
        "fields": list(change.fields),
    }


@main.command("take-over")
@CASE
@click.argument("other", type=click.Path(path_type=Path))
@click.option(
    "--prefer",
    type=click.Choice(["ours", "theirs"]),
    help="Which copy's value applies where both changed the same field.",
)
@AUTHOR
def take_over(case: Path, other: Path, prefer: str | None, author: str) -> None:
    """Merge the changes of another copy of the case since they diverged; nothing of either side is lost."""
    from tracker.commands import takeover

    with opened(case, write=True, author=author) as store, opened(other) as copy:
        count = takeover.merge_copy(store, copy, prefer)
        click.echo(f"Merged {counted(count, 'record')}." if count else "There was nothing to merge.")


@main.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to write the case.")
@click.option("--no-window", is_flag=True, help="Only write the case; open nothing.")
@click.option("--size", type=click.IntRange(1, 2_000_000), help="Instead, a case of so many invented claims.")
@AUTHOR
def demo(output: Path | None, no_window: bool, size: int | None, author: str) -> None:
    """Make the demo case “Llama 4 benchmarks” and open it."""
    from tracker.paths import cases_folder
    from tracker.samples import large, llama4

    if size is not None:
        path = output or cases_folder() / f"crowd-{size}.claims"
        path.parent.mkdir(parents=True, exist_ok=True)
        large.build(path, size, author=author or settings.load().name).close()
        click.echo(f"Made {path}.")
        if not no_window:
            _open_window(path)
        return
    path = output or cases_folder() / "llama-4-benchmarks.claims"
    if output is None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not no_window:
            _open_window(path)
            return
    llama4.build(path, author=author or settings.load().name)
    click.echo(f"Made {path}.")
    if not no_window:
        _open_window(path)


@main.command("open")
@click.argument("case", type=click.Path(path_type=Path), required=False)
def open_case(case: Path | None) -> None:
    """Open the window, on a CASE if one is given."""
    _open_window(case)


def _open_window(case: Path | None) -> None:
    from tracker.app import run

    sys.exit(run(case))


@main.command()
@CASE
@click.option("--page", default="claims", show_default=True)
@click.option("--size", default="1440x900", show_default=True)
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light", show_default=True)
@output_to("FILE.png")
def shot(case: Path, page: str, size: str, theme: str, output: Path) -> None:
    """Write a picture of a page of the window, without a display."""
    width, _, height = size.partition("x")
    if not (width.isdigit() and height.isdigit() and 200 <= int(width) <= 8000 and 200 <= int(height) <= 8000):
        raise Refused(f"A size is written like 1440x900, not “{size}”.")
    from tracker.app import shot as take

    take(case, page, (int(width), int(height)), theme, output)
    click.echo(f"Wrote {output}.")
