"""Write a package: the same case gives the same bytes."""

import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.commands import confidential, custody, dossier, redaction
from tracker.commands.package.how_to_verify import HOW_TO_VERIFY
from tracker.commands.package.listing import listed_claims
from tracker.commands.saving import atomic_file, require_no_case
from tracker.domain.design import Design
from tracker.domain.source import Capture, Source
from tracker.errors import Refused
from tracker.exporters.html import html
from tracker.exporters.pdf import pdf
from tracker.store import Store, captures
from tracker.store.claims.index import ClaimIndex, Selection
from tracker.version import version

_SEARCHED_AT_MOST = 64 * 2**20  # bytes of an original that are searched for names
_DATE = (1980, 1, 1, 0, 0, 0)  # of every entry: the same case gives the same bytes


@dataclass(frozen=True, slots=True)
class Written:
    """The content of a written package: how many claims and originals, and the titles of sources whose originals stay in the
    newsroom because a protected person speaks or is named in them.
    """

    claims: int
    originals: int
    left_out: tuple[str, ...]


def write(
    store: Store, index: ClaimIndex, claims: Selection, target: Path, profile: str = "legal",
    on_progress: Callable[[int, int], None] | None = None,
) -> Written:  # fmt: skip
    """Write a package of claims. Raises Leak where the dossier itself would name a protected person."""
    require_no_case(target)
    built = dossier.build(store, index, claims, Design(id=0, profile=profile))
    cited = _cited(store, claims)
    held_back = confidential.confidential_sources(store, profile)
    texts = {
        "data/dossier.html": html(built), "data/dossier.pdf": pdf(built), "data/how-to-verify.txt": HOW_TO_VERIFY.encode(),
        "data/receipt.json": _json(_receipt(store)), "data/claims.json": _json(listed_claims(store, claims, cited, held_back)),
    }  # fmt: skip
    redaction.require_no_leaks(store, [("claims.json", texts["data/claims.json"].decode())])
    originals, left_out = _originals(store, cited, held_back)
    with atomic_file(target) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as bag:
        listed: dict[str, str] = {}
        size = 0
        for name, content in texts.items():
            _put(bag, name, content)
            listed[name] = hashlib.sha256(content).hexdigest()
            size += len(content)
        for at, capture in enumerate(originals):
            if on_progress is not None:
                on_progress(at, len(originals))
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
        f"Payload-Oxum: {size}.{len(listed)}\nBag-Software-Agent: Claimline {version()}\n",
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


def _cited(store: Store, claims: Selection) -> list[Source]:
    ids = {source_id for facts in claims for source_id in facts.source_ids}
    return store.among(Source, "id", sorted(ids))


def _originals(store: Store, cited: list[Source], held_back: Collection[int]) -> tuple[list[Capture], list[str]]:
    """The captures of sources, each bytes once, and the titles of those that are confidential or name a protected person."""
    patterns = redaction.protected_names(store)
    included: dict[str, Capture] = {}
    left_out = []
    for source in cited:
        own_captures = store.all(Capture, source_id=source.id)
        openly = source.id in held_back or any(
            redaction.find_protected_name(text, patterns) for text in (source.text, source.title)
        )
        if openly or (patterns and any(_names(store, capture, patterns) for capture in own_captures)):
            left_out.append(source.title)
        else:
            included |= {capture.sha256: capture for capture in own_captures}
    return list(included.values()), left_out


def _names(store: Store, capture: Capture, patterns: list[re.Pattern[str]]) -> bool:
    """Whether the bytes of a capture, unpacked, contain a protected name; assumed of those too large to be searched."""
    if capture.media_type.startswith(("audio/", "video/")):
        return False
    if capture.size > _SEARCHED_AT_MOST:
        return True
    content = b"".join(captures.chunks(store.db, capture.sha256))
    return next(redaction.places_in(content, patterns), None) is not None
