"""A page is fetched on the person's word; whatever the other side does ends in a sentence."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tracker.capture import fetch
from tracker.capture.fetch import NotReached
from tracker.errors import Refused

ARTICLE = "楊立昆近日受訪時承認，團隊替不同的測試挑了不同版本的模型。\n"


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        match self.path.partition("?")[0]:
            case "/article" | "/%E6%A5%8A":
                self._answer(200, ARTICLE.encode("big5"), ("Content-Type", "text/plain; charset=big5"))
            case "/moved":
                self._answer(302, b"", ("Location", "/article"))
            case "/to-file":
                self._answer(302, b"", ("Location", "file:///etc/hostname"))
            case "/to-ftp":
                self._answer(302, b"", ("Location", "ftp://127.0.0.1/x"))
            case "/ring":
                self._answer(302, b"", ("Location", "/ring"))
            case "/huge":
                self._answer(200, b"x" * 300_000)
            case "/cut-off":
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                self.wfile.write(b"only this")
            case "/garbage":
                self.wfile.write(b"\0\1\2 no http\r\n\r\n")
            case _:
                self._answer(404, b"nothing here")

    def _answer(self, status: int, content: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Silence."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def sentence(url: str) -> str:
    with pytest.raises(NotReached) as trouble:
        fetch.fetch(url)
    said = str(trouble.value)
    assert said.endswith(("The link is kept without the page.", "The link is kept without it."))
    assert "\n" not in said
    return said


def test_a_page_is_kept_as_it_came(site: str) -> None:
    draft = fetch.fetch(f" {site}/article ")
    assert draft.source.text == ARTICLE
    assert draft.content == ARTICLE.encode("big5")
    assert (draft.source.url, draft.origin) == (f"{site}/article", "article")


def test_an_address_in_chinese_is_reached(site: str) -> None:
    draft = fetch.fetch(f"{site}/楊?q=立昆#節")
    assert draft.source.text == ARTICLE
    assert draft.source.url == f"{site}/楊?q=立昆#節"
    assert draft.origin == "楊"


def test_a_page_that_moved_is_followed(site: str) -> None:
    assert fetch.fetch(f"{site}/moved").source.text == ARTICLE


def test_a_page_that_is_not_there(site: str) -> None:
    assert "127.0.0.1 answered 404 Not Found" in sentence(f"{site}/none")


@pytest.mark.parametrize("path", ["/to-file", "/to-ftp"])
def test_a_site_that_sends_us_out_of_the_web_is_not_followed(site: str, path: str) -> None:
    assert "out of the web" in sentence(site + path)


def test_a_site_that_sends_us_round_in_circles(site: str) -> None:
    assert "in a ring" in sentence(f"{site}/ring")


def test_a_page_too_large_is_left(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "LARGEST", 100_000)
    assert "is larger than" in sentence(f"{site}/huge")


def test_a_page_too_slow_is_left(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "SECONDS", -1)
    assert "took longer than" in sentence(f"{site}/huge")


def test_a_page_that_breaks_off_half_way_is_not_kept_as_if_whole(site: str) -> None:
    assert "broke off half way" in sentence(f"{site}/cut-off")


def test_a_site_that_speaks_no_http(site: str) -> None:
    assert "could not be reached" in sentence(f"{site}/garbage")


def test_nobody_listening() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "could not be reached" in sentence(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    "url",
    [
        "", "  ", "story", "//example.org/x", "file:///etc/passwd", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
        "data:text/html,x", "ftp://example.org", "http://", "https:///path", "http://[::1", "http://a b",
        "http://example.org/\x01", "smb://host/share", "http://example.org/" + "x" * 9000, "\\\\host\\share",
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_refused_before_anything_is_asked(url: str) -> None:
    with pytest.raises(Refused):
        fetch.fetch(url)
