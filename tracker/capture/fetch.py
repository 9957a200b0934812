"""Fetch a page on the person's word: http and https only, with limits of time, size and redirects."""

import http.client
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from tracker.capture.drafts import Draft, from_bytes
from tracker.errors import ClaimlineError, Refused

SECONDS = 30
LARGEST = 50 * 2**20  # bytes
_AGENT = "Claimline/0.1 (newsroom archive)"


class NotReached(ClaimlineError):
    """The page could not be had; the link alone can still be kept."""


class _WebOnly(urllib.request.HTTPRedirectHandler):
    max_redirections = 8

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        check_url(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def check_url(url: str) -> str:
    """The URL without surrounding space; raises Refused in words for anything but http and https with a host."""
    url = url.strip()
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise Refused("Only http and https addresses can be kept as links.")
    if any(ord(c) < 33 for c in url) or len(url) > 8192:
        raise Refused("This address holds characters that no address has, or is too long.")
    return url


def fetch(url: str) -> Draft:
    """The page at a URL as a draft. Raises NotReached with a sentence when it cannot be had in time."""
    url = check_url(url)
    opener = urllib.request.build_opener(_WebOnly)
    request = urllib.request.Request(url, headers={"User-Agent": _AGENT})
    deadline = time.monotonic() + SECONDS
    host = urlsplit(url).hostname
    try:
        with opener.open(request, timeout=10) as answer:
            content = bytearray()
            while chunk := answer.read(65536):
                content += chunk
                if len(content) > LARGEST:
                    raise NotReached(f"The page at {host} is larger than 50 MB. The link is kept without it.")
                if time.monotonic() > deadline:
                    raise NotReached(f"{host} took longer than {SECONDS} seconds. The link is kept without the page.")
            name = urlsplit(answer.url).path.rsplit("/", 1)[-1] or host or "page"
            charset = answer.headers.get_content_charset() or ""
    except urllib.error.HTTPError as error:
        raise NotReached(f"{host} answered {error.code} {error.reason}. The link is kept without the page.") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise NotReached(f"{host} could not be reached ({reason}). The link is kept without the page.") from error
    return from_bytes(bytes(content), name=name, url=url, declared=charset)
