"""Fetch a page on the person's word: http and https only, with limits of time, size and redirects."""

import http.client
import time
import urllib.error
import urllib.request
from http.client import HTTPMessage
from typing import IO
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from tracker.capture.drafts import Draft, from_bytes
from tracker.errors import ClaimlineError, Refused

SECONDS = 30
LARGEST = 50 * 2**20  # bytes
_AGENT = "Claimline/0.1 (newsroom archive)"


class NotReached(ClaimlineError):
    """The page could not be had; the link alone can still be kept."""


class _WebOnly(urllib.request.HTTPRedirectHandler):
    max_redirections = 8

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        try:
            target = _ascii(check_url(newurl))
        except Refused as error:
            fp.close()
            raise NotReached(
                f"{req.host} sent us on in a ring or out of the web. The link is kept without the page."
            ) from error
        return super().redirect_request(req, fp, code, msg, headers, target)


def check_url(url: str) -> str:
    """The URL without surrounding space; raises Refused in words for anything but http and https with a host."""
    url = url.strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Refused("This is not a web address.") from None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise Refused("Only http and https addresses can be kept as links.")
    if any(ord(c) < 33 for c in url) or len(url) > 8192:
        raise Refused("This address holds characters that no address has, or is too long.")
    return url


def _ascii(url: str) -> str:
    """The address as it goes over the wire: the host in Punycode, the rest percent-encoded; raises ValueError."""
    if url.isascii():
        return url
    parts = urlsplit(url)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    path, query, fragment = (quote(part, safe="%/:?&=+,;@!$'()*~-._") for part in parts[2:])
    return urlunsplit((parts.scheme, host, path, query, fragment))


def fetch(url: str) -> Draft:
    """The page at a URL as a draft. Raises NotReached with a sentence when it cannot be had in time."""
    url = check_url(url)
    opener = urllib.request.build_opener(_WebOnly)
    deadline = time.monotonic() + SECONDS
    host = urlsplit(url).hostname
    try:
        request = urllib.request.Request(_ascii(url), headers={"User-Agent": _AGENT})
        with opener.open(request, timeout=10) as answer:
            content = bytearray()
            while chunk := answer.read(65536):
                content += chunk
                if len(content) > LARGEST:
                    raise NotReached(f"The page at {host} is larger than 50 MB. The link is kept without it.")
                if time.monotonic() > deadline:
                    raise NotReached(f"{host} took longer than {SECONDS} seconds. The link is kept without the page.")
            length = answer.headers.get("Content-Length") or ""
            if length.isdecimal() and len(content) < int(length[:18]):
                raise NotReached(f"The connection to {host} broke off half way. The link is kept without the page.")
            name = unquote(urlsplit(answer.url).path.rsplit("/", 1)[-1]) or host or "page"
            charset = answer.headers.get_content_charset() or ""
    except urllib.error.HTTPError as error:
        error.close()
        if error.code // 100 == 3:
            raise NotReached(
                f"{host} sent us on in a ring or out of the web. The link is kept without the page."
            ) from error
        words = f"{error.code} {_one_line(error.reason)}".strip()
        raise NotReached(f"{host} answered {words}. The link is kept without the page.") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = _one_line(getattr(error, "reason", error))
        raise NotReached(f"{host} could not be reached ({reason}). The link is kept without the page.") from error
    return from_bytes(bytes(content), name=name, url=url, declared=charset)


def _one_line(words: object) -> str:
    """What the other side or the system said, short and on one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(words)[:200]).split())[:80]
