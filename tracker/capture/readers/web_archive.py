"""Saved pages and web archives: MHTML, WARC, WACZ."""

import email
import email.policy
import io
import re

from tracker.capture.readers import Found
from tracker.capture.readers.mail import payload
from tracker.capture.readers.unpacking import sound_archive
from tracker.capture.readers.web import html
from tracker.domain.limits import LARGEST_READ


def mhtml(content: bytes) -> Found:
    """A saved page (RFC 2557): its first HTML part."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            found = html(payload(part), part.get_content_charset() or "")
            place = str(message.get("Snapshot-Content-Location") or part.get("Content-Location") or "")
            return found | {"url": place if place.startswith(("http://", "https://")) else ""}
    return {}


def warc(content: bytes) -> Found:
    """A web archive (ISO 28500): the first page in it with a successful response."""
    from warcio.archiveiterator import ArchiveIterator

    for record in ArchiveIterator(io.BytesIO(content)):
        headers = record.http_headers
        if record.rec_type != "response" or headers is None or headers.get_statuscode() != "200":
            continue
        kind = headers.get_header("Content-Type") or ""
        if "html" in kind:
            charset = re.search(r"charset=([\w-]+)", kind)
            page = html(record.content_stream().read(LARGEST_READ), charset[1] if charset else "")
            return page | {"url": record.rec_headers.get_header("WARC-Target-URI") or ""}
    return {}


def wacz(content: bytes) -> Found:
    """A zipped web archive (WACZ 1.1): its first WARC."""
    archive = sound_archive(content)
    names = [name for name in archive.namelist() if name.startswith("archive/") and ".warc" in name]
    return warc(archive.read(min(names))) if names else {}
