"""Fetch a page on the user's request: http and https only, with limits of time, size and redirects.

Requests and answers are stored as a web archive (WARC 1.1, ISO 28500): every redirect, the page as received, and
the pictures and styles it shows. A page's scripts are neither fetched nor run.
"""

import http.client
import ipaddress
import re
import socket
import threading
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.client import HTTPMessage
from io import BytesIO
from typing import IO
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from tracker.capture.drafts import Draft, from_bytes
from tracker.capture.reading import shown_by
from tracker.domain.source import web_address
from tracker.errors import ClaimlineError, Refused, Stopped
from tracker.version import version

SECONDS = 30
LARGEST = 50 * 2**20  # bytes
_PARTS, _PARTS_SECONDS, _PARTS_LARGEST = 60, 20, 30 * 2**20  # of the pictures and styles of a page
_PART = 5 * 2**20  # bytes of one of them
_ASTRAY = "{host} redirected in a loop, outside the web or into the local network. The link is saved without the page."
WARC = "application/warc+gzip"


class NotReached(ClaimlineError):
    """The page could not be fetched; the link alone can still be stored."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response as received: the body still compressed if the server compressed it."""

    url: str
    status: int
    reason: str
    headers: list[tuple[str, str]]
    body: bytes = b""

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass(slots=True)
class _Visit:
    """A fetch: the responses received so far, and its limits."""

    going: Callable[[], bool]
    on_progress: Callable[[int], None]
    answers: list[Answer] = field(default_factory=list)
    sockets: list[socket.socket] = field(default_factory=list)
    late: bool = False

    def hang_up(self) -> None:
        """Close all connections: a server that sends a byte now and then would never reach a time limit."""
        self.late = True
        for line in self.sockets:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def connection(self, base: type[http.client.HTTPConnection]) -> type[http.client.HTTPConnection]:
        """A subclass of the connection class whose sockets `hang_up` can close."""
        visit = self

        class Watched(base):  # type: ignore[misc, valid-type]  # one of two classes of the library
            def connect(self) -> None:
                super().connect()
                visit.sockets.append(self.sock)

        return Watched


class _Http(urllib.request.HTTPHandler):
    def __init__(self, visit: "_Visit") -> None:
        super().__init__()
        self._kind = visit.connection(http.client.HTTPConnection)

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._kind, req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, visit: "_Visit") -> None:
        super().__init__()
        self._kind = visit.connection(http.client.HTTPSConnection)

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._kind, req)


class _WebOnly(urllib.request.HTTPRedirectHandler):
    max_redirections = 8

    def __init__(self, visit: _Visit) -> None:
        self._visit = visit

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        try:
            target = _ascii(web_address(newurl))
            if _inside(newurl) and not _inside(req.full_url):
                raise Refused("an address of the newsroom's own network")
        except Refused as error:
            fp.close()
            raise NotReached(_ASTRAY.format(host=req.host)) from error
        self._visit.answers.append(Answer(req.full_url, code, msg, headers.items()))
        return super().redirect_request(req, fp, code, msg, headers, target)


def _agent() -> str:
    """The user agent sent to a server."""
    return f"Claimline/{version()} (newsroom archive)"


def _inside(url: str) -> bool:
    """Whether an address leads to this machine or its own network, which a page of the web must not reach.

    `localhost` and its subdomains are this machine, without a DNS query (RFC 6761, 6.3).
    """
    try:
        host = (urlsplit(_ascii(url)).hostname or "").rstrip(".")
        if host == "localhost" or host.endswith(".localhost"):
            return True
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, ValueError):  # a name that leads nowhere
        return False
    return any(not ipaddress.ip_address(str(where[0]).partition("%")[0]).is_global for *_, where in found)


def _ascii(url: str) -> str:
    """The address as sent: the host in Punycode, the rest percent-encoded; raises ValueError."""
    if url.isascii():
        return url
    parts = urlsplit(url)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    path, query, fragment = (quote(part, safe="%/:?&=+,;@!$'()*~-._") for part in parts[2:])
    return urlunsplit((parts.scheme, host, path, query, fragment))


def fetch(
    url: str, *, going: Callable[[], bool] = lambda: True, on_progress: Callable[[int], None] = lambda _: None
) -> Draft:
    """The page at a URL as a draft. Raises NotReached with a sentence when it cannot be fetched in time.

    `going` is called now and then and returns whether to continue; `on_progress` is called with the bytes received so far.
    """
    url = web_address(url)
    visit = _Visit(going, on_progress)
    answers = _visited(url, visit, SECONDS, LARGEST)
    page = answers[-1]
    host = urlsplit(url).hostname or "the server"
    body = _unpacked(page, host)
    name = unquote(urlsplit(page.url).path.rsplit("/", 1)[-1]) or host
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", page.header("Content-Type"), re.IGNORECASE)
    draft = from_bytes(body, name=name, url=url, declared=charset[1] if charset else "")
    if draft.media_type == "text/html":
        answers += _parts(page.url, body, visit)
    headers = "\n".join(f"{key}: {value}" for key, value in page.headers)
    return replace(
        draft, content=_warc(answers), media_type=WARC, origin=name, url=url, final_url=page.url,
        headers=f"{page.status} {page.reason}\n{headers}",
    )  # fmt: skip


def _visited(url: str, visit: _Visit, seconds: float, largest: int) -> list[Answer]:
    """Follow the redirects to the final response; raises NotReached for an error or an exceeded limit."""
    deadline = time.monotonic() + seconds
    host = urlsplit(url).hostname or ""
    opener = urllib.request.build_opener(_WebOnly(visit), _Http(visit), _Https(visit))
    silence = max(0.05, min(10, seconds))  # that is borne at a stretch
    watch = threading.Timer(max(seconds, 0.05) + 1, visit.hang_up)
    watch.start()
    try:
        request = urllib.request.Request(_ascii(url), headers={"User-Agent": _agent(), "Accept": "*/*"})
        with opener.open(request, timeout=silence) as answer:
            content = bytearray()
            while chunk := answer.read1(65536):
                content += chunk
                visit.on_progress(len(content))
                if not visit.going():
                    raise Stopped("Nothing was fetched.")
                if len(content) > largest:
                    raise NotReached(
                        f"The page at {host} is larger than {largest // 2**20} MB. The link is saved without it."
                    )
                if time.monotonic() > deadline:
                    raise NotReached(f"{host} took longer than {seconds} seconds. The link is saved without the page.")
            length = answer.headers.get("Content-Length") or ""
            if length.isdecimal() and len(content) < int(length[:18]):
                raise NotReached(f"The connection to {host} was interrupted. The link is saved without the page.")
            last = Answer(answer.url, answer.status, answer.reason or "", answer.headers.items(), bytes(content))
    except urllib.error.HTTPError as error:
        error.close()
        if error.code // 100 == 3:
            raise NotReached(_ASTRAY.format(host=host)) from error
        words = f"{error.code} {_one_line(error.reason)}".strip()
        raise NotReached(f"{host} answered {words}. The link is saved without the page.") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        if visit.late or isinstance(reason, TimeoutError):
            limit = seconds if visit.late else silence
            raise NotReached(
                f"{host} took longer than {limit:g} seconds. The link is saved without the page."
            ) from error
        words = _one_line(reason)
        raise NotReached(f"{host} could not be reached ({words}). The link is saved without the page.") from error
    finally:
        watch.cancel()
        watch.join()
    return [*visit.answers, last]


def _unpacked(page: Answer, host: str) -> bytes:
    """The body as a browser would see it; raises NotReached where it is packed wrongly or unpacks to too much."""
    coding = page.header("Content-Encoding").strip().lower()
    if coding not in ("gzip", "x-gzip", "deflate"):
        return page.body
    try:
        packed = zlib.decompressobj(47 if coding != "deflate" or page.body[:1] == b"\x78" else -15)
        body = packed.decompress(page.body, LARGEST + 1)
        whole = packed.eof or len(body) > LARGEST or not page.body
    except zlib.error as error:
        raise NotReached(f"{host} sent a page with invalid compression. The link is saved without the page.") from error
    if len(body) > LARGEST:
        raise NotReached(f"The page at {host} unpacks to more than 50 MB. The link is saved without it.")
    if not whole:
        raise NotReached(f"The connection to {host} was interrupted. The link is saved without the page.")
    return body


def _joined(base: str, addresses: list[str]) -> Iterator[str]:
    """Absolute addresses; invalid ones are left out."""
    for address in addresses:
        with suppress(ValueError):
            yield urljoin(base, address)


def _parts(base: str, body: bytes, visit: _Visit) -> list[Answer]:
    """The pictures and styles of a page that can be fetched within the limits; the others are left out."""
    deadline, size, found = time.monotonic() + _PARTS_SECONDS, 0, []
    inside = _inside(base)
    for address in list(dict.fromkeys(_joined(base, shown_by(body))))[:_PARTS]:
        left = deadline - time.monotonic()
        if left <= 0 or size > _PARTS_LARGEST:
            break
        part = _Visit(visit.going, lambda _: None)
        if not inside and _inside(address):
            continue
        try:
            answers = _visited(web_address(address), part, min(8.0, left), _PART)
        except (NotReached, Refused):
            continue
        found += answers
        size += len(answers[-1].body)
    return found


def _warc(answers: list[Answer]) -> bytes:
    """The responses as a WARC of request and response records."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    target = BytesIO()
    writer = WARCWriter(target, gzip=True, warc_version="WARC/1.1")
    for answer in answers:
        parts = urlsplit(answer.url)
        request_target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        request = StatusAndHeaders(
            f"GET {request_target} HTTP/1.1", [("Host", parts.netloc), ("User-Agent", _agent()), ("Accept", "*/*")],
            is_http_request=True,
        )  # fmt: skip
        headers = [(key, value) for key, value in answer.headers if key.lower() != "transfer-encoding"]
        response = StatusAndHeaders(f"{answer.status} {answer.reason}", headers, protocol="HTTP/1.1")
        record = writer.create_warc_record(
            answer.url, "response", payload=BytesIO(answer.body), length=len(answer.body), http_headers=response
        )
        question = writer.create_warc_record(
            answer.url, "request", payload=BytesIO(b""), length=0, http_headers=request
        )
        writer.write_request_response_pair(question, record)
    return target.getvalue()


def _one_line(words: object) -> str:
    """The error of the server or the system, shortened to one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(words)[:200]).split())[:80]
