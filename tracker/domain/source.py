"""Sources of claims, and their preserved bytes."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from tracker.domain.dates import UNDATED, FuzzyDate
from tracker.domain.records import Record
from tracker.errors import Refused

KINDS = ("article", "interview", "post", "document", "dataset", "image", "video", "testimony")
# NATO STANAG 2511 (Admiralty code). F is neutral: it cannot be judged.
RELIABILITY = {
    "A": "completely reliable", "B": "usually reliable", "C": "fairly reliable", "D": "not usually reliable",
    "E": "unreliable", "F": "reliability cannot be judged",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Source(Record):
    """`text` is the readable text that anchors point into; `accessed` is UTC, ISO 8601; `reliability` A-F or ""."""

    title: str
    kind: str = "article"
    authors: str = ""
    publisher: str = ""
    url: str = ""
    language: str = ""
    published: FuzzyDate = UNDATED
    accessed: str = ""
    reliability: str = ""
    text: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Derivation(Record):
    """`source_id` is derived from `origin_id`: a rewrite, a wire story, the same interview."""

    source_id: int
    origin_id: int
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Capture(Record):
    """The preserved bytes of a source, found by their SHA-256 (hex); they never change.

    `captured` is UTC by this computer's clock; `origin` a label (a file's name), `url` the address requested, `final_url`
    the one after redirects, `headers` those of the server's response, a line each.
    """

    source_id: int
    sha256: str
    size: int
    media_type: str
    captured: str
    captured_by: str
    tool: str
    origin: str = ""
    text_sha256: str = ""
    url: str = ""
    final_url: str = ""
    headers: str = ""


@dataclass(frozen=True, kw_only=True)
class Custody(Record):
    """A record of the handling of preserved bytes: `what` is checked, exported or opened outside; no `capture_id` means all of
    the case. `at` is UTC by this computer's clock; `result` is that of a check, `note` the target of an export.
    """

    capture_id: int | None = None
    what: str
    at: str
    by: str
    result: str = ""
    note: str = ""


def web_address(url: str) -> str:
    """The URL without surrounding space; raises Refused for anything but http and https with a host."""
    url = url.strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Refused("This is not a web address.") from None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise Refused("Only http and https addresses can be saved as links.")
    if any(ord(c) < 33 or c == "\ufffd" for c in url) or len(url) > 8192:
        raise Refused("This address contains invalid characters, or is too long.")
    if "@" in parts.netloc:
        raise Refused("This address contains a user name or password, which would be stored in the case: remove it.")
    return url
