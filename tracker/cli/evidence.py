"""Commands on evidence: sources, captures, packages."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.group import (
    ASKING,
    AUTHOR,
    CASE,
    JSON,
    QUERY,
    counted,
    main,
    opened,
    output_to,
    print_json,
    select,
    source_named,
)
from tracker.cli.profile import PROFILE
from tracker.commands import sources
from tracker.domain.dates import read_date
from tracker.domain.source import KINDS as SOURCE_KINDS
from tracker.domain.source import Capture, Source, web_address
from tracker.errors import Refused
from tracker.store import Store

if TYPE_CHECKING:
    from tracker.capture.drafts import Draft


@main.command("add-source")
@CASE
@click.argument("what", required=False)
@click.option("--title", default="")
@click.option("--kind", type=click.Choice(SOURCE_KINDS))
@click.option("--authors", default="")
@click.option("--publisher", default="")
@click.option("--url", default="", help="Web address; not fetched.")
@click.option("--language", default="")
@click.option("--published", default="", help="Date published, in any wording.")
@click.option("--reliability", type=click.Choice(["A", "B", "C", "D", "E", "F"]))
@click.option("--derived-from", "derived", multiple=True, help="Title or id of a source it is derived from.")
@AUTHOR
@JSON
def add_source(
    case: Path, what: str | None, title: str, kind: str | None, authors: str, publisher: str, url: str, language: str,
    published: str, reliability: str | None, derived: tuple[str, ...], author: str, as_json: bool,
) -> None:  # fmt: skip
    """Add a source from a FILE, a web address (fetched now), or standard input (-)."""
    if not (what or title or url):
        raise Refused("Say what to add: a FILE, a web address, - for standard input, or at least --title or --url.")
    draft = _draft(what, url)
    given: dict[str, Any] = {
        "title": title, "kind": kind, "authors": authors, "publisher": publisher, "url": url.strip(),
        "language": language, "reliability": reliability, "published": read_date(published) if published else None,
    }  # fmt: skip
    link = what if what is not None and _is_web(what) else ""
    drawn = draft.source if draft is not None else Source(title=link, url=link)
    source = replace(drawn, **{name: value for name, value in given.items() if value})
    with opened(case, write=True, author=author) as store:
        origins = [source_named(store, name) for name in derived]
        added = sources.add_source(store, source, sources.original_from(draft, case) if draft is not None else None)
        for origin in origins:
            sources.derive(store, added.id, origin.id)
        _answer_source(store, added, as_json)


def _is_web(what: str) -> bool:
    return what.lower().startswith(("http://", "https://"))


def _draft(what: str | None, url: str) -> "Draft | None":
    """The draft to add; None for a link alone, also where a page could not be fetched (a message says so)."""
    from tracker.capture import drafts, fetch
    from tracker.capture.charset import decode

    if url:
        web_address(url)
    if what is None:
        return None
    if what == "-":
        return drafts.from_text(decode(sys.stdin.buffer.read()))
    if not _is_web(what):
        return drafts.from_file(Path(what))
    try:
        return fetch.fetch(what)
    except fetch.NotReached as error:
        click.echo(f"claimline: {error}", err=True)
        return None


def _answer_source(store: Store, source: Source, as_json: bool) -> None:
    capture = next(iter(store.all(Capture, source_id=source.id)), None)
    if as_json:
        print_json(
            {
                "id": str(source.id), "title": source.title, "published": source.published.as_json(),
                "sha256": capture.sha256 if capture else None, "size": capture.size if capture else None,
                "text_sha256": capture.text_sha256 if capture else None,
            }
        )  # fmt: skip
    else:
        preserved = f"sha256 {capture.sha256}" if capture else "link only"
        click.echo(f"Added source {source.id}: {source.title} ({preserved}).")
    if capture is not None and not source.text:
        click.echo("No text could be read from it; the original is stored.", err=True)


@main.command()
@CASE
@click.argument("what", metavar="URL|FILE")
@click.option("--source", "source_name", default="", help="A source this is another version of: its title or id.")
@click.option("--keep-text", is_flag=True, help="Leave the current text unchanged.")
@AUTHOR
@JSON
def capture(case: Path, what: str, source_name: str, keep_text: bool, author: str, as_json: bool) -> None:
    """Preserve a page or file: a new source, or another version of one that has its address or is named."""
    from tracker.commands import custody

    draft = _draft(what, "")
    if draft is None:
        raise Refused("Nothing was captured.")
    with opened(case, write=True, author=author) as store:
        known = [s for s in store.all(Source) if draft.url and s.url == draft.url]
        source = source_named(store, source_name) if source_name else known[0] if known else None
        if source is None:
            added = sources.add_source(store, draft.source, sources.original_from(draft, case))
            _answer_source(store, added, as_json)
            return
        again = custody.capture_again(
            store, source.id, sources.original_from(draft, case), text=None if keep_text else draft.source.text or None
        )
        changed = [line for line in custody.difference(source.text, draft.source.text) if line[0]]
        if as_json:
            print_json(
                {"id": str(again.id), "source": str(source.id), "sha256": again.sha256, "size": again.size,
                 "changes": [{"sign": sign, "text": text} for sign, text in changed]}
            )  # fmt: skip
            return
        click.echo(f"Captured “{source.title}” again: sha256 {again.sha256}, {again.size:,} bytes.")
        for sign, text in changed:
            click.echo(f"{sign} {text}")


@main.command()
@CASE
@JSON
def verify(case: Path, as_json: bool) -> None:
    """Verify the hashes of all preserved originals. Exit code 1 and a list when anything differs from what was captured."""
    from tracker.commands import custody

    with opened(case, write=True) as store:
        altered = custody.verify(store)
        captures = store.all(Capture)
        if as_json:
            print_json(
                {"ok": not altered, "captures": len(captures), "bytes": sum(capture.size for capture in captures),
                 "altered": [{"id": str(a.capture.id), "source": a.title, "sha256": a.capture.sha256,
                              "sha256_now": a.sha256} for a in altered]}
            )  # fmt: skip
        else:
            for item in altered:
                click.echo(f"altered: {item.words()}")
            if not altered:
                click.echo(f"Verified: {len(captures)} captures, {sum(capture.size for capture in captures):,} bytes.")
        if altered:
            sys.exit(1)


@main.command()
@CASE
@click.argument("capture", metavar="CAPTURE")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True)
@AUTHOR
def extract(case: Path, capture: str, output: Path, author: str) -> None:
    """Write the preserved bytes of a CAPTURE (id, hash or title of its source) to a file, hashed on the way."""
    from tracker.commands import custody

    with opened(case, write=True, author=author) as store:
        found = custody.capture_named(store, capture)
        custody.extract(store, found, output)
        click.echo(f"Wrote {output}: {found.size:,} bytes, sha256 {found.sha256}.")


@main.command("custody")
@CASE
@click.argument("capture", metavar="CAPTURE")
def show_custody(case: Path, capture: str) -> None:
    """List what happened to a CAPTURE: captured, checked, taken out."""
    from tracker.commands import custody

    with opened(case) as store:
        for line in custody.chain(store, custody.capture_named(store, capture)):
            click.echo(line)


@main.command(context_settings=ASKING)
@CASE
@QUERY
@output_to("FILE.zip")
@PROFILE
def package(case: Path, query: str, output: Path, profile: str | None) -> None:
    """Write an evidence package of the claims a QUERY finds: dossier, originals and how to verify them."""
    from tracker.commands import package as packages

    with opened(case) as store:
        found = select(store, query)
        written = packages.write(store, found.claim_index, found, output, profile or "legal")
        click.echo(f"Wrote {output}: {counted(written.claims, 'claim')}, {counted(written.originals, 'original')}.")
        for title in written.left_out:
            click.echo(f"Left out, because a protected person speaks or is named in it: {title}")


@main.command("verify-package")
@click.argument("package", type=click.Path(path_type=Path))
def verify_package(package: Path) -> None:
    """Check an evidence PACKAGE against its lists of hashes. Exit code 1 and a list when anything is wrong."""
    from tracker.commands import package as packages

    troubles = packages.verify(package)
    for trouble in troubles:
        click.echo(f"wrong: {trouble}")
    if troubles:
        sys.exit(1)
    click.echo(f"Verified: {package}.")


@main.command("import-package")
@CASE
@click.argument("package", type=click.Path(path_type=Path))
@AUTHOR
def import_package(case: Path, package: Path, author: str) -> None:
    """Take the claims, sources and originals of an evidence PACKAGE into a case, in one step."""
    from tracker.capture.drafts import text_in
    from tracker.commands import package as packages

    with opened(case, write=True, author=author) as store:
        click.echo(
            f"Imported {counted(packages.import_package(store, packages.verify_and_read(package, text_in)), 'claim')}."
        )
