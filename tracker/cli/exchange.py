"""Commands for import and export, and for reading dates."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.group import (
    ANCHOR,
    ASKING,
    AUTHOR,
    CASE,
    JSON,
    QUERY,
    index_of,
    main,
    opened,
    output_to,
    print_json,
    print_query_warnings,
    select,
)
from tracker.cli.profile import PROFILE
from tracker.commands import sources
from tracker.domain.dates import find_dates, read_date
from tracker.domain.design import ORDERS, PARTS, Design
from tracker.domain.query import Query
from tracker.errors import NotFound, Refused
from tracker.exporters import formats
from tracker.exporters.timeline import PAPERS
from tracker.exporters.words import LANGUAGES
from tracker.store import Store

if TYPE_CHECKING:
    from tracker.commands.dossier import Release
    from tracker.commands.importing import ImportPlan
    from tracker.importers.mapping import Mapping
    from tracker.importers.tables import Table


@main.command(context_settings=ASKING)
@CASE
@click.argument("query", required=False, default=None)
@click.option("-o", "--output", type=click.Path(path_type=Path), help=f"FILE{formats.endings(formats.DOSSIERS)}.")
@click.option("--design", "named", default="", help="Start from a design saved in the case (claimline designs CASE).")
@PROFILE
@click.option("--lang", type=click.Choice(list(LANGUAGES)), help="Language of headings and labels.")
@click.option(
    "--order",
    type=click.Choice(list(ORDERS)),
    help="Order of the claims, with headings by year, claimant or verdict.",
)
@click.option("--claims", "numbers", default="", help="These claims in this order: C-003,C-001.")
@click.option("--without", multiple=True, type=click.Choice(list(PARTS)), help="Leave a part out; the dossier says so.")
@click.option(
    "--answer", "answers", multiple=True, metavar="KEY=pseudonym|withhold",
    help="What to do about a text that names a protected person, by its key in the report.",
)  # fmt: skip
@click.option("--keep", default="", help="Save this design in the case under a name.")
@click.option("--report", is_flag=True, help="Show what would be included and left out; write nothing.")
@AUTHOR
@JSON
def dossier(
    case: Path, query: str | None, output: Path | None, named: str, profile: str | None, lang: str | None,
    order: str | None, numbers: str, without: tuple[str, ...], answers: tuple[str, ...], keep: str, report: bool,
    author: str, as_json: bool,
) -> None:  # fmt: skip
    """Write a dossier of the claims a QUERY finds (all, without one)."""
    from tracker.commands import dossier as dossiers
    from tracker.commands import redaction

    if output is None and not report and not keep:
        raise Refused(f"Say where to write it: -o FILE{formats.endings(formats.DOSSIERS)}; or --report.")
    with opened(case, write=bool(keep), author=author) as store:
        design = _design(store, named)
        labels = tuple(label.strip().upper() for label in numbers.split(",") if label.strip())
        if query and labels:
            raise Refused("Give a QUERY or --claims, not both.")
        if query:
            design = replace(design, numbers=(), order="number" if design.order == "hand" else design.order)
        given = {
            "profile": profile, "language": lang, "query": query, "numbers": labels or None, "without": without or None,
            "order": order or ("hand" if labels else None),
        }  # fmt: skip
        design = replace(design, **{key: value for key, value in given.items() if value is not None})  # type: ignore[arg-type]
        if keep:
            dossiers.save_design(store, replace(design, name=keep))
            click.echo(f"Saved the design “{keep}”{', without its answers' if answers else ''}.", err=as_json)
        if output is None and not report:
            return
        index = index_of(store)
        print_query_warnings(index, Query.parse(design.query))
        chosen = dossiers.chosen(index, design)
        decisions = dict(_answer(answer) for answer in answers)
        if report:
            _say_release(dossiers.release(store, index, chosen, design, decisions), as_json)
            return
        assert output is not None
        dossiers.write(
            dossiers.build(store, index, chosen, design, decisions), output, redaction.protected_names(store)
        )
        click.echo(f"Wrote {output}.")


def _design(store: Store, name: str) -> Design:
    from tracker.commands import dossier as dossiers

    if not name:
        return Design(id=0)
    found = next((design for design in dossiers.designs(store) if design.name.casefold() == name.casefold()), None)
    if found is None:
        raise NotFound(f"There is no design “{name}” in this case.")
    return found


def _answer(text: str) -> tuple[str, str]:
    from tracker.commands.redaction import ANSWERS

    key, _, answer = text.rpartition("=")
    if answer not in ANSWERS or not key:
        raise Refused(f"“{text}” is not an answer: write KEY=pseudonym or KEY=withhold, with a key of --report.")
    return key, answer


def _say_release(release: "Release", as_json: bool) -> None:
    if as_json:
        print_json({"going": list(release.included), "staying": list(release.left_out),
                     "leaks": [{"place": leak.where, "around": leak.context, "key": leak.key} for leak in release.leaks]})  # fmt: skip
        return
    click.echo(f"Included: {', '.join(release.included) or 'nothing'}.")
    click.echo(f"Left out: {'; '.join(release.left_out)}.")
    for leak in release.leaks:
        click.echo(f"Protected name found ({leak.key}): {leak.words()}")


@main.command()
@CASE
@click.option("--remove", default="", help="Remove a design from the case.")
@AUTHOR
@JSON
def designs(case: Path, remove: str, author: str, as_json: bool) -> None:
    """List the dossier designs saved in a case."""
    from tracker.commands import dossier as dossiers

    with opened(case, write=bool(remove), author=author) as store:
        if remove:
            dossiers.remove_design(store, _design(store, remove).id)
        for design in dossiers.designs(store):
            if as_json:
                print_json({"name": design.name, "profile": design.profile, "language": design.language, "order": design.order,
                             "without": list(design.without), "query": design.query, "claims": list(design.numbers)})  # fmt: skip
            else:
                claims = ", ".join(design.numbers) or design.query or "all claims"
                click.echo(
                    f"{design.name}: {design.profile}, {LANGUAGES[design.language]}, {ORDERS[design.order]}; {claims}"
                )


_PICTURE, _CLAIMS = formats.endings(formats.PICTURES), formats.endings(formats.DATA)


@main.command(
    context_settings=ASKING,
    help=f"""Write the claims a QUERY finds: the timeline as a picture ({_PICTURE}), or data ({_CLAIMS}; .html is a page that
    needs no network, {formats.WHOLE_CASE.suffix} the whole case, which goes to nobody outside).""",
)
@CASE
@QUERY
@output_to("FILE.svg, .csv …")
@click.option("--place", type=click.Choice(["said", "about", "published"]), default="said", show_default=True)
@click.option(
    "--lanes",
    type=click.Choice(["claimant", "verdict", "source", "tag", "none"]),
    default="claimant",
    show_default=True,
)
@click.option("--between", nargs=2, metavar="FIRST LAST", help="Only this period; dates in any wording.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of dates.")
@click.option(
    "--paper", type=click.Choice(list(PAPERS)), default="a4", show_default=True, help="Paper size of a PDF, landscape."
)
@click.option("--zoom", type=click.IntRange(1, 4), default=2, show_default=True, help="Of a PNG.")
@click.option(
    "--form",
    type=click.Choice([file_format.key for file_format in formats.DATA]),
    help="Data format, where the file name does not show it.",
)
@PROFILE
def export(
    case: Path, query: str, output: Path, place: str, lanes: str, between: tuple[str, str] | None, lang: str,
    paper: str, zoom: int, form: str | None, profile: str | None,
) -> None:  # fmt: skip
    from tracker.commands import data, picture
    from tracker.commands.saving import save_bytes

    chosen = formats.named(formats.DATA, form) if form else formats.of_file(formats.DATA, output)
    drawn = formats.of_file(formats.PICTURES, output)
    with opened(case) as store:
        if chosen is not None:
            found = select(store, query)
            save_bytes(output, data.content(store, found.claim_index, found, chosen.key, profile))
        elif drawn is not None:
            choice = picture.PictureOptions(place, lanes, _days(between), lang, paper, zoom, profile=profile or "legal")
            parsed = Query.parse(query)
            print_query_warnings(index_of(store), parsed)
            save_bytes(output, picture.picture(store, parsed, choice, drawn.key, today=sources.today()))
        else:
            raise Refused(
                f"The timeline is written as {_PICTURE}, data as {_CLAIMS}, or as any file with --form; “{output.name}” "
                f"does not end so."
            )
        click.echo(f"Wrote {output}.")


def _days(between: tuple[str, str] | None) -> tuple[float, float] | None:
    """The first and last day of two dates in words."""
    if between is None:
        return None
    first, last = (read_date(words, sources.today()) for words in between)
    low, high = first.earliest, last.latest
    if low is None or high is None or low > high:
        raise Refused(f"“{between[0]}” and “{between[1]}” are not two dates in order.")
    return float(low), float(high + 1)


@main.command("import")
@CASE
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mapping", type=click.Path(path_type=Path), help="A mapping saved earlier (JSON).")
@click.option("--map", "pairs", multiple=True, metavar="FIELD=COLUMN", help="Column or path to use for a field.")
@click.option(
    "--rating", "ratings", multiple=True, metavar="WORD=VERDICT", help="Verdict to use for a verdict of the table."
)
@click.option("--day-first/--month-first", "day_first", default=None, help="How 05-10-2020 is meant.")
@click.option("--save-mapping", type=click.Path(path_type=Path), help="Save the mapping for later imports.")
@click.option("--dry-run", is_flag=True, help="Show what would happen to each row; write nothing.")
@AUTHOR
@JSON
def import_file(
    case: Path, file: Path, mapping: Path | None, pairs: tuple[str, ...], ratings: tuple[str, ...], day_first: bool | None,
    save_mapping: Path | None, dry_run: bool, author: str, as_json: bool,
) -> None:  # fmt: skip
    """Import claims (CSV, XLSX, JSON, JSON Lines, ClaimReview), sources (RIS, BibTeX, CSL-JSON, links) or events
    (TimelineJS, iCalendar, The Timeline Project) from a FILE, in one step; rows that are there already are passed over.
    """
    from tracker.commands import importing, whole_case
    from tracker.commands.saving import save_bytes

    if file.is_file() and whole_case.is_lossless(file):
        with opened(case, write=True, author=author) as store:
            click.echo(f"{whole_case.import_jsonl(store, file)} records of a whole case.")
        return
    table, drafts = importing.opened(file)
    if table is not None:
        chosen = _mapping(table, mapping, pairs, ratings, day_first)
        if save_mapping is not None:
            save_bytes(save_mapping, json.dumps(chosen.as_json(), ensure_ascii=False, indent=1).encode())
    with opened(case, write=not dry_run, author=author) as store:
        if table is not None:
            for word, verdict in chosen.ratings.items():
                chosen.ratings[word] = store.verdicts.named(verdict).key
            drafts = importing.drafts_of(table, chosen, store.verdicts)
        plans = importing.plan(store, drafts)
        if dry_run:
            for entry in plans:
                _say_plan(entry, as_json)
            return
        report = importing.bring_in(store, plans, file.name)
        problems = (*(table.problems if table is not None else ()), *report.problems)
        if as_json:
            print_json({"new": report.new, "there_already": report.there, "left_out": report.left_out,
                         "problems": list(problems)})  # fmt: skip
        else:
            click.echo(f"{report.new} imported, {report.there} already in the case, {report.left_out} skipped.")
            for problem in problems:
                click.echo(f"  {problem}", err=True)


def _mapping(
    table: "Table", stored: Path | None, pairs: tuple[str, ...], ratings: tuple[str, ...], day_first: bool | None
) -> "Mapping":
    """The stored mapping, or the guess by usual column names; changed by the options of the command line."""
    from tracker.importers import mapping as mappings

    if stored is not None:
        try:
            chosen = mappings.Mapping.from_json(json.loads(stored.read_text("utf-8")))
        except (OSError, ValueError) as error:
            raise Refused(f"{stored} is not a mapping: {error}.") from error
    else:
        chosen = mappings.guess(table)
    for pair in pairs:
        name, _, column = pair.partition("=")
        if name not in mappings.FIELDS:
            raise Refused(f"There is no field “{name}”: choose from {', '.join(mappings.FIELDS)}.")
        if column:
            chosen.columns[name] = column
        else:
            chosen.columns.pop(name, None)
    for pair in ratings:
        word, _, verdict = pair.rpartition("=")
        chosen.ratings[word] = verdict
    if day_first is not None:
        chosen.day_first = day_first
    return chosen


def _say_plan(entry: "ImportPlan", as_json: bool) -> None:
    draft = entry.draft
    name = getattr(draft, "statement", "") or getattr(draft, "title", "")
    if as_json:
        print_json({"row": draft.row, "what": entry.what, "name": name, "problems": list(entry.problems)})
    else:
        click.echo(f"row {draft.row}: {entry.what}: {name[:100]}")
        for problem in entry.problems:
            click.echo(f"  {problem}")


@main.command()
@click.argument("phrase")
@ANCHOR
@JSON
def date(phrase: str, anchor: int | None, as_json: bool) -> None:
    """Say what a date PHRASE means; - reads one phrase a line from standard input."""
    lines = (line.decode("utf-8", "replace").rstrip("\r\n") for line in sys.stdin.buffer)
    for words in lines if phrase == "-" else [phrase]:
        found = read_date(words, anchor)
        if as_json:
            print_json(found.as_json())
            continue
        answer = found.as_json()
        if found.readings:
            choices = " or ".join(reading.edtf for reading in found.readings)
            click.echo(f"{words}: ambiguous, {choices} ({found.rule})")
        elif found.edtf:
            bounds = f"{answer['earliest'] or '…'} to {answer['latest'] or '…'}"
            inferred = ", inferred from the anchor" if found.inferred else ""
            click.echo(f"{words}: {found.edtf}, {bounds} ({found.rule}{inferred})")
        else:
            click.echo(f"{words}: undated ({found.rule})")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@ANCHOR
@JSON
def dates(file: Path, anchor: int | None, as_json: bool) -> None:
    """List the dates found in the text of a FILE (- for standard input), with their places."""
    from tracker.capture import drafts
    from tracker.capture.charset import decode

    stdin = str(file) == "-"
    text = decode(sys.stdin.buffer.read()) if stdin else drafts.from_file(file).source.text
    for found in find_dates(text, anchor):
        if as_json:
            print_json({"start": found.start, "end": found.end} | found.date.as_json())
        else:
            edtf = found.date.edtf or " or ".join(reading.edtf for reading in found.date.readings)
            click.echo(f"{found.start:>6}–{found.end:<6} {found.date.words}  {edtf}")
