"""The evidence package: dossier, originals and a way to verify them, as a BagIt bag (RFC 8493) in a zip.

Whatever comes from a package is a stranger's: it is checked whole before a row is written, and looked up by the names
of its manifest; nothing is unpacked to the disk.
"""

import hashlib
import json
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import IO, Any, BinaryIO

from tracker.commands import confidential, custody, dossier, entry, redaction, sources
from tracker.commands.cases import put_tags
from tracker.commands.entry import ClaimEntry, SaidEntry
from tracker.commands.saving import refuse_case, writing
from tracker.domain.actor import Actor
from tracker.domain.anchor import Anchor
from tracker.domain.attribution import MODES, RECORDS, Attribution
from tracker.domain.claim import KINDS
from tracker.domain.dates import read_date
from tracker.domain.design import Design
from tracker.domain.evidence import STANCES, Evidence
from tracker.domain.review import START
from tracker.domain.source import KINDS as SOURCE_KINDS
from tracker.domain.source import Capture, Source
from tracker.errors import CaseFileError, Refused
from tracker.exporters.html import html
from tracker.exporters.pdf import pdf
from tracker.store import Store, captures
from tracker.store.desk import Desk, Found

ENTRIES, LARGEST, RATIO = 20_000, 20 * 2**30, 500  # of a package that is read
_READ_AT_MOST = 200 * 2**20  # bytes of an original that are read for text
_TEXT_AT_MOST = 64 * 2**20  # bytes of a list or document in a package
_DATE = (1980, 1, 1, 0, 0, 0)  # of every entry: the same case gives the same bytes
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_SAFE = re.compile(r"(?:[A-Za-z0-9._-]+/)*[A-Za-z0-9][A-Za-z0-9._-]*")
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, ValueError, NotImplementedError, EOFError)
_HOW = """How to verify this package
==========================

1. Unpack the zip. In its folder, run with any standard tool:

       sha256sum -c manifest-sha256.txt
       sha256sum -c tagmanifest-sha256.txt

   Every line must end in OK. (On macOS: shasum -a 256 -c manifest-sha256.txt.)
2. data/originals holds each preserved copy under the SHA-256 of its bytes: the name of a file is its own checksum.
3. data/dossier.html and data/dossier.pdf name the same checksums beside each source.
4. data/receipt.json says at which step of the case's history the package was made. Whoever holds an earlier receipt
   of the case can tell whether its history still continues from it.
5. What the dossier calls a confidential source is kept in the newsroom: neither its copy nor its checksum is in here.

The layout is BagIt 1.0 (RFC 8493). `claimline verify-package FILE` does all of it.
"""


@dataclass(frozen=True, slots=True)
class Written:
    """What went into a package: how many claims and originals, and the titles of sources whose originals stay in the
    newsroom because a protected person speaks or is named in them.
    """

    claims: int
    originals: int
    left_out: tuple[str, ...]


def write(
    store: Store, desk: Desk, claims: Found, target: Path, profile: str = "legal",
    said: Callable[[int, int], None] | None = None,
) -> Written:  # fmt: skip
    """Write a package of claims. Raises Leak where the dossier itself would name a protected person."""
    refuse_case(target)
    built = dossier.build(store, desk, claims, Design(id=0, profile=profile))
    cited = _cited(store, claims)
    held_back = confidential.confidential_sources(store, profile, cited)
    texts = {
        "data/dossier.html": html(built), "data/dossier.pdf": pdf(built), "data/how-to-verify.txt": _HOW.encode(),
        "data/receipt.json": _json(_receipt(store)), "data/claims.json": _json(_content(store, claims, cited, held_back)),
    }  # fmt: skip
    redaction.refuse_leaks(store, [("claims.json", texts["data/claims.json"].decode())])
    originals, left_out = _originals(store, cited, held_back)
    with writing(target) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as bag:
        listed: dict[str, str] = {}
        size = 0
        for name, content in texts.items():
            _put(bag, name, content)
            listed[name] = hashlib.sha256(content).hexdigest()
            size += len(content)
        for at, capture in enumerate(originals):
            if said is not None:
                said(at, len(originals))
            name = f"data/originals/{capture.sha256}{custody.ending(capture)}"
            listed[name] = _put_original(bag, name, store, capture)
            size += capture.size
        _put_tags(bag, listed, size, store)
    return Written(len(claims), len(originals), tuple(left_out))


def _put_original(bag: zipfile.ZipFile, name: str, store: Store, capture: Capture) -> str:
    """Stream the bytes of a capture into the bag, hashed on the way."""
    digest = hashlib.sha256()
    entry = zipfile.ZipInfo(name, _DATE)
    with bag.open(entry, "w", force_zip64=capture.size > 2**31) as stream:
        for chunk in captures.chunks(store.db, capture.sha256):
            digest.update(chunk)
            stream.write(chunk)
    if digest.hexdigest() != capture.sha256:
        title = store.get(Source, capture.source_id).title
        raise Refused(f"The preserved bytes of “{title}” are not those that were captured; no package was written.")
    return capture.sha256


def _put_tags(bag: zipfile.ZipFile, listed: dict[str, str], size: int, store: Store) -> None:
    receipt = store.receipt()
    tags = {
        "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": f"Bagging-Date: {receipt.at[:10]}\nExternal-Identifier: {receipt.case_uid}\n"
        f"Payload-Oxum: {size}.{len(listed)}\nBag-Software-Agent: {sources.TOOL}\n",
        "manifest-sha256.txt": "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(listed.items())),
    }
    for name, text in tags.items():
        _put(bag, name, text.encode())
    own = "".join(f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n" for name, text in sorted(tags.items()))
    _put(bag, "tagmanifest-sha256.txt", own.encode())


def _put(bag: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    bag.writestr(entry, content)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _receipt(store: Store) -> dict[str, Any]:
    receipt = store.receipt()
    return {"case": receipt.case_uid, "step": receipt.step, "head": receipt.head, "at": receipt.at}


def _cited(store: Store, claims: Found) -> list[Source]:
    ids = {source_id for facts in claims for source_id in facts.source_ids}
    return store.among(Source, "id", sorted(ids))


def _originals(store: Store, cited: list[Source], held_back: Collection[int]) -> tuple[list[Capture], list[str]]:
    """The captures of sources, each bytes once, and the titles of those that are confidential or name a protected person."""
    patterns = redaction.protected_names(store)
    found: dict[str, Capture] = {}
    left_out = []
    for source in cited:
        kept = store.all(Capture, source_id=source.id)
        openly = source.id in held_back or any(redaction.named(text, patterns) for text in (source.text, source.title))
        if openly or (patterns and any(_names(store, capture, patterns) for capture in kept)):
            left_out.append(source.title)
        else:
            found |= {capture.sha256: capture for capture in kept}
    return list(found.values()), left_out


def _names(store: Store, capture: Capture, patterns: list[re.Pattern[str]]) -> bool:
    """Whether the bytes of a capture, unpacked, name somebody; those too large to be looked through are taken to."""
    if capture.media_type.startswith(("audio/", "video/")):
        return False
    if capture.size > _TEXT_AT_MOST:
        return True
    content = b"".join(captures.chunks(store.db, capture.sha256))
    return next(redaction.places_in(content, patterns), None) is not None


def _content(store: Store, claims: Found, cited: list[Source], held_back: Collection[int]) -> dict[str, Any]:
    """The chosen claims and the sources they cite, as far as any profile lets out; protected people by pseudonym, and
    nothing but the kind of a source that is held back.
    """
    names = redaction.pseudonyms(store)
    called = {actor.id: names.get(actor.id, actor.name) for actor in store.all(Actor)}
    number = {source.id: at for at, source in enumerate(cited)}
    anchors = {anchor.id: anchor for anchor in store.all(Anchor) if anchor.source_id not in held_back}
    kept = {source_id: one for source_id, one in sources.originals(store).items() if source_id not in held_back}
    cited = [confidential.masked(source) if source.id in held_back else source for source in cited]
    told = []
    for facts in claims:
        claim = facts.claim
        told.append(
            {
                "number": claim.label, "statement": claim.statement, "kinds": list(claim.kinds), "verdict": claim.verdict,
                "about": claim.about.words or claim.about.edtf, "due": claim.due.words or claim.due.edtf,
                "value": claim.value, "unit": claim.unit, "tags": list(facts.tags),
                "said_by": [
                    {"who": called.get(a.actor_id or 0, ""), "described": a.described, "said": a.said.words or a.said.edtf,
                     "mode": a.mode, "record": a.record, "quote": a.quote, "source": number.get(a.source_id or 0)}
                    for a in store.all(Attribution, claim_id=claim.id)
                ],
                "evidence": [
                    {"stance": e.stance, "shows": e.shows, "credibility": e.credibility, "source": number[e.source_id],
                     "quote": anchors[e.anchor_id].exact if e.anchor_id in anchors else ""}
                    for e in store.all(Evidence, claim_id=claim.id)
                ],
            }
        )  # fmt: skip
    return {
        "format": "claimline-package-1",
        "case": store.case.name,
        "sources": [
            {"title": s.title, "kind": s.kind, "authors": s.authors, "publisher": s.publisher, "url": s.url,
             "language": s.language, "published": s.published.words or s.published.edtf, "reliability": s.reliability,
             "sha256": kept[s.id].sha256 if s.id in kept else "", "media_type": kept[s.id].media_type if s.id in kept else ""}
            for s in cited
        ],
        "claims": told,
    }  # fmt: skip


# Reading a package


def verify(path: Path) -> list[str]:
    """What is wrong with a package, a sentence each; nothing for a sound one. Raises CaseFileError for no zip at all."""
    with _opened(path) as bag:
        return list(_troubles(bag))


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise CaseFileError(f"{path.name} is no package: it cannot be read as a zip ({error}).") from error


def _troubles(bag: zipfile.ZipFile) -> Iterator[str]:
    entries = bag.infolist()
    names = [entry.filename for entry in entries]
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > ENTRIES or unpacked > LARGEST or unpacked > RATIO * max(packed, 1):
        yield "It holds more than a package may hold; it was not read."
        return
    if odd := [name for name in names if not _SAFE.fullmatch(name) or ".." in name]:
        yield f"It holds a name that no package has: “{odd[0][:80]}”."
        return
    if len(set(names)) < len(names):
        yield "A name stands in it twice."
        return
    if any(entry.flag_bits & 1 for entry in entries):
        yield "Part of it is encrypted."
        return
    for name in ("bagit.txt", "manifest-sha256.txt", "data/claims.json"):
        if name not in names:
            yield f"{name} is missing."
            return
    if not _text(bag, "bagit.txt").startswith("BagIt-Version: 1."):
        yield "bagit.txt does not say that it is a bag."
    yield from _lists(bag, names)


def _lists(bag: zipfile.ZipFile, names: list[str]) -> Iterator[str]:
    """Every listed file is there with its hash, every file of the payload is listed."""
    for manifest, payload in (("manifest-sha256.txt", True), ("tagmanifest-sha256.txt", False)):
        if manifest not in names:
            continue
        listed: dict[str, str] = {}
        for line in _text(bag, manifest).splitlines():
            found = _LINE.fullmatch(line)
            if found is None or found[2] in listed:
                yield f"{manifest} holds a line that is none: “{line[:80]}”."
                return
            listed[found[2]] = found[1]
        for name, sha256 in listed.items():
            if name.startswith("data/originals/") and not name.startswith(f"data/originals/{sha256}"):
                yield f"{name} does not hold the bytes of its name."
            if name not in names:
                yield f"{name} is listed and missing."
            elif (now := _hashed(bag, name)) != sha256:
                yield f"{name} was altered: its sha256 is {now or 'not to be had'}, {sha256} is listed."
        if payload:
            for name in names:
                if name.startswith("data/") and name not in listed:
                    yield f"{name} is in the package and not listed."


def _hashed(bag: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with bag.open(name) as stream:
            for chunk in _chunks(stream, bag.getinfo(name).file_size):
                digest.update(chunk)
    except _BROKEN:
        return ""
    return digest.hexdigest()


def _chunks(stream: IO[bytes], promised: int) -> Iterator[bytes]:
    """What comes out, never more than was promised: the sizes in a zip may lie."""
    left = promised
    while chunk := stream.read(min(2**20, left + 1)):
        left -= len(chunk)
        if left < 0:
            raise ValueError("larger than its size says")
        yield chunk


def _text(bag: zipfile.ZipFile, name: str) -> str:
    if bag.getinfo(name).file_size > _TEXT_AT_MOST:
        return ""
    try:
        with bag.open(name) as stream:
            return b"".join(_chunks(stream, bag.getinfo(name).file_size)).decode("utf-8", "replace")
    except _BROKEN:
        return ""


@dataclass(frozen=True, slots=True)
class Sound:
    """A package that was read through and found sound: its list, its originals by their hash, and their texts; good as
    long as the file stays as it was.
    """

    path: Path
    stamp: tuple[int, int]
    told: dict[str, Any]
    originals: dict[str, str]
    texts: dict[str, str]


def read_through(path: Path, read: Callable[[BinaryIO, str], str]) -> Sound:
    """Check a package and read the texts of its originals, each anew from its own bytes, for what a list says of them is
    the list's word alone. `read` gets (bytes, media type). Raises Refused for a package that is not sound.
    """
    stamp = _stamp(path)
    with _opened(path) as bag:
        told, originals = _sound(bag, path)
        texts = {}
        for entry in told["sources"]:
            name = originals.get(sha256 := str(entry.get("sha256", "")))
            if name is not None and bag.getinfo(name).file_size <= _READ_AT_MOST:
                texts[sha256] = read(BytesIO(bag.read(name)), str(entry.get("media_type", "")))
    return Sound(path, stamp, told, originals, texts)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        told = path.stat()
    except OSError as error:
        raise CaseFileError(f"{path.name} cannot be read: {error.strerror}.") from error
    return told.st_size, told.st_mtime_ns


def _sound(bag: zipfile.ZipFile, path: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """The list of a sound package, and its originals by their hash; raises Refused for any other."""
    if troubles := list(_troubles(bag)):
        raise Refused(f"{path.name} was not taken in: {troubles[0]}")
    names = [name for name in bag.namelist() if name.startswith("data/originals/")]
    return _told(bag, path), {Path(name).name.split(".")[0]: name for name in names}


def take_in(store: Store, package: Sound, said: Callable[[int, int], None] | None = None) -> int:
    """Log the claims of a package with their sources, originals and the texts read from these, in one step; how many.
    Refused, and nothing is written, where the file has changed since. Sources whose bytes the case holds already are used
    again.

    `said` hears (records done, records in all) and may raise to stop: then nothing is written.
    """
    path, told = package.path, package.told
    if _stamp(path) != package.stamp:
        raise Refused(f"{path.name} has changed since it was read. Nothing was taken in.")
    with _opened(path) as bag:
        done, every = 0, len(told["sources"]) + len(told["claims"])

        def beat(_: int) -> None:
            if said is not None:
                said(done, every)

        with store.step(f"Take in {path.name}", beat=beat):
            kept = []
            for entry in told["sources"]:
                kept.append(_take_source(store, bag, entry, package))
                done += 1
                store.tick(1)
            number = store.next_number("claim", len(told["claims"])) if told["claims"] else 0
            for at, entry in enumerate(told["claims"]):
                _take_claim(store, entry, kept, number + at, str(told.get("case", "")))
                done += 1
                store.tick(1)
    return len(told["claims"])


def _told(bag: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    """The list of the package; raises Refused for one of another make."""
    try:
        told = json.loads(_text(bag, "data/claims.json"))
        if told["format"] != "claimline-package-1":
            raise ValueError("of another make")
        return {
            "case": str(told.get("case", "")),
            "sources": [_plain(entry) for entry in told["sources"]],
            "claims": [_plain(entry, kinds=str, tags=str, said_by=dict, evidence=dict) for entry in told["claims"]],
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refused(f"{path.name} was not taken in: its list of claims cannot be read.") from error


def _plain(entry: dict[str, Any], **lists: type) -> dict[str, Any]:
    """An entry of the list without what is null; raises ValueError where a value is not of its kind."""
    plain: dict[str, Any] = {name: [] for name in lists}
    for name, value in entry.items():
        if value is None:
            continue
        kind = lists.get(name)
        if kind is None and not isinstance(value, str | int):
            raise ValueError(f"{name} is no text")
        if kind is not None and not (isinstance(value, list) and all(isinstance(one, kind) for one in value)):
            raise ValueError(f"{name} is no list")
        plain[name] = [_plain(one) for one in value] if kind is dict else value
    if not str(plain.get("url", "")).lower().startswith(("http://", "https://")):
        plain.pop("url", None)
    return plain


def _take_source(store: Store, bag: zipfile.ZipFile, entry: dict[str, Any], package: Sound) -> Source:
    sha256 = str(entry.get("sha256", ""))
    for capture in store.all(Capture, sha256=sha256) if sha256 else ():
        return store.get(Source, capture.source_id)
    kind, grade = str(entry.get("kind")), str(entry.get("reliability", ""))
    source = store.put(
        Source(
            title=str(entry.get("title") or "Untitled source"), kind=kind if kind in SOURCE_KINDS else "document",
            authors=str(entry.get("authors", "")), publisher=str(entry.get("publisher", "")), url=str(entry.get("url", "")),
            language=str(entry.get("language", "")), published=read_date(str(entry.get("published", ""))),
            reliability=grade if grade in "ABCDEF" and len(grade) < 2 else "", text=package.texts.get(sha256, ""),
        )
    )  # fmt: skip
    name = package.originals.get(sha256)
    if name is None:
        return source
    with bag.open(name) as stream:
        sources.put_capture(store, source, sources.Original(stream, str(entry.get("media_type", "")), Path(name).name))
    return source


def _take_claim(store: Store, told: dict[str, Any], kept: list[Source], number: int, case: str) -> None:
    kinds = tuple(kind for kind in told["kinds"] if kind in KINDS)
    verdict = str(told.get("verdict", ""))
    said = [_said(one, kept) for one in told.get("said_by", ())]
    claim = store.put(
        entry.claim_of(
            ClaimEntry(
                statement=str(told.get("statement") or "—"), kinds=kinds, about=str(told.get("about", "")),
                due=str(told.get("due", "")), value=str(told.get("value", "")), unit=str(told.get("unit", "")),
                verdict=verdict if verdict in store.verdicts else START,
                note=f"{told.get('number', '')} of the package of “{case}”".strip(),
                said_by=said[0] if said else SaidEntry(),
            ),
            number,
        )
    )  # fmt: skip
    put_tags(store, claim.id, [str(tag) for tag in told.get("tags", ())])
    for one in said:
        made = entry.attribution_of(one, *entry.claimant_of(store, one.claimant), claim.id)
        anchor = sources.anchor_quote(one.source, one.quote) if one.source is not None and one.quote else None
        store.put(replace(made, anchor_id=store.put(anchor).id if anchor is not None else None))
    for item in told.get("evidence", ()):
        source = _at(kept, item.get("source"))
        stance = str(item.get("stance"))
        if source is not None:
            anchor = sources.anchor_quote(source, str(item.get("quote", ""))) if item.get("quote") else None
            grade = item.get("credibility")
            store.put(
                Evidence(
                    claim_id=claim.id, source_id=source.id, stance=stance if stance in STANCES else "context",
                    shows=str(item.get("shows", "")), credibility=grade if grade in range(1, 7) else None,
                    anchor_id=store.put(anchor).id if anchor is not None else None,
                )
            )  # fmt: skip


def _said(told: dict[str, Any], kept: list[Source]) -> SaidEntry:
    mode, record = str(told.get("mode")), str(told.get("record"))
    return SaidEntry(
        claimant=str(told.get("who", "")), described=str(told.get("described", "")), source=_at(kept, told.get("source")),
        said=str(told.get("said", "")), quote=str(told.get("quote", "")), mode=mode if mode in MODES else "indirect",
        record=record if record in RECORDS else "",
    )  # fmt: skip


def _at(kept: list[Source], number: object) -> Source | None:
    return kept[number] if isinstance(number, int) and 0 <= number < len(kept) else None
