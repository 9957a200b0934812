"""A page is fetched on the user's request; every failure of the server ends in one sentence."""

import gzip
import io
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from warcio.archiveiterator import ArchiveIterator

from tracker.capture import drafts, fetch
from tracker.capture.fetch import NotReached
from tracker.domain.source import web_address
from tracker.errors import Refused, Stopped

PAGE = """<!DOCTYPE html><html lang="zh-Hant"><head><title>分數</title><link rel="stylesheet" href="style.css">
<script src="never.js"></script></head><body><article><img src="/photo.png"><img src="/gone.png"><img src="file:///etc/passwd">
<p>楊立昆近日受訪時承認，團隊替不同的測試挑了不同版本的模型。這番話等於替去年春天的質疑補上了內部人的說法。</p>
<p>公司在聲明裡否認拿測試題目訓練模型。社群開發者重跑公開版本後，分數比發表的低。</p></article></body></html>"""
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
            case "/page":
                self._answer(200, PAGE.encode(), ("Content-Type", "text/html; charset=utf-8"))
            case "/photo.png":
                self._answer(200, b"\x89PNG picture", ("Content-Type", "image/png"))
            case "/style.css":
                self._answer(200, b"p { color: black }", ("Content-Type", "text/css"))
            case "/packed":
                packed = gzip.compress(ARTICLE.encode("big5"), mtime=0)
                self._answer(200, packed, ("Content-Encoding", "gzip"), ("Content-Type", "text/plain; charset=big5"))
            case "/bomb":
                self._answer(200, gzip.compress(bytes(5_000_000)), ("Content-Encoding", "gzip"))
            case "/badly-packed":
                self._answer(200, b"not packed at all", ("Content-Encoding", "gzip"))
            case "/half-packed":
                self._answer(200, gzip.compress(ARTICLE.encode() * 9, mtime=0)[:-12], ("Content-Encoding", "gzip"))
            case "/astray":
                self._answer(302, b"", ("Location", "/article?inner"))
            case "/lures":
                page = PAGE.replace("/photo.png", "/photo.png?inner")
                self._answer(200, page.encode(), ("Content-Type", "text/html; charset=utf-8"))
            case "/silent":
                time.sleep(1)
            case "/trickle" | "/endless":
                self._go_on(0.05 if self.path == "/trickle" else 0)
            case "/slow-head":
                self._go_on(0.05, b"X")
            case "/garbage":
                self.wfile.write(b"\0\1\2 no http\r\n\r\n")
            case _:
                self._answer(404, b"nothing here")

    def _go_on(self, pause: float, first: bytes = b"HTTP/1.0 200 OK\r\n\r\n") -> None:
        """Send endlessly, until the client disconnects."""
        try:
            self.wfile.write(first)
            for _ in range(2_000_000):
                self.wfile.write(b"x" if pause else b"x" * 1000)
                time.sleep(pause)
        except OSError:
            return

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
    monkeypatch.setattr(fetch, "_PARTS_SECONDS", 300)  # of a busy machine
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
    text = str(trouble.value)
    assert text.endswith(("The link is saved without the page.", "The link is saved without it."))
    assert "\n" not in text
    return text


def records(draft: drafts.Draft) -> list[tuple[str, str, bytes]]:
    """(kind, address, body) of every record of the web archive."""
    found = ArchiveIterator(io.BytesIO(draft.content))
    return [(r.rec_type, r.rec_headers.get_header("WARC-Target-URI"), r.raw_stream.read()) for r in found]


def test_a_page_is_kept_as_it_came(site: str) -> None:
    draft = fetch.fetch(f" {site}/article ")
    assert draft.source.text == ARTICLE
    assert draft.media_type == fetch.WARC
    assert [(kind, url) for kind, url, _ in records(draft)] == [
        ("response", f"{site}/article"),
        ("request", f"{site}/article"),
    ]
    assert records(draft)[0][2] == ARTICLE.encode("big5")
    assert (draft.source.url, draft.origin) == (f"{site}/article", "article")


def test_an_address_in_chinese_is_reached(site: str) -> None:
    draft = fetch.fetch(f"{site}/楊?q=立昆#節")
    assert draft.source.text == ARTICLE
    assert draft.source.url == f"{site}/楊?q=立昆#節"
    assert draft.origin == "楊"


def test_a_page_that_moved_is_followed_and_the_way_is_recorded(site: str) -> None:
    draft = fetch.fetch(f"{site}/moved")
    assert draft.source.text == ARTICLE
    assert (draft.url, draft.final_url) == (f"{site}/moved", f"{site}/article")
    assert [url for kind, url, _ in records(draft) if kind == "response"] == [f"{site}/moved", f"{site}/article"]
    assert draft.headers.splitlines()[0] == "200 OK"
    assert "Content-Type: text/plain; charset=big5" in draft.headers


def test_a_page_that_is_packed_only_half_way_is_not_taken_for_whole(site: str) -> None:
    assert "was interrupted" in sentence(f"{site}/half-packed")


def test_the_web_does_not_send_us_into_the_house(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "_inside", lambda url: "inner" in url)
    assert "into the local network" in sentence(f"{site}/astray")
    stored = [url.removeprefix(site) for kind, url, _ in records(fetch.fetch(f"{site}/lures")) if kind == "response"]
    assert stored == ["/lures", "/style.css"]


@pytest.mark.parametrize(
    ("url", "inside"),
    [("http://127.0.0.1/", True), ("http://localhost:80/", True), ("http://Desk.localhost./", True), ("http://10.1.2.3/", True), ("http://[::1]/", True),
     ("http://169.254.169.254/", True), ("http://8.8.8.8/", False), ("http://[2001:4860:4860::8888]/", False)],
)  # fmt: skip
def test_addresses_of_the_house_are_known(url: str, inside: bool) -> None:
    assert fetch._inside(url) is inside


def test_this_machine_is_known_without_a_resolver(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert fetch._inside("http://localhost:80/")
    assert not fetch._inside("http://example.org/")


def test_an_address_with_a_password_is_not_kept() -> None:
    with pytest.raises(Refused, match="user name or password"):
        web_address("https://clerk:secret@example.org/minutes")
    assert web_address("https://example.org/@clerk")


def test_a_page_is_kept_with_its_pictures_and_styles(site: str) -> None:
    draft = fetch.fetch(f"{site}/page")
    assert "楊立昆近日受訪" in draft.source.text
    stored = {url.removeprefix(site): body for kind, url, body in records(draft) if kind == "response"}
    assert set(stored) == {"/page", "/photo.png", "/style.css"}
    assert stored["/photo.png"] == b"\x89PNG picture"


def test_a_page_packed_by_the_server_is_unpacked_and_kept_as_it_came(site: str) -> None:
    draft = fetch.fetch(f"{site}/packed")
    assert draft.source.text == ARTICLE
    assert records(draft)[0][2] == gzip.compress(ARTICLE.encode("big5"), mtime=0)


def test_a_bomb_is_not_unpacked(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "LARGEST", 1_000_000)
    assert "unpacks to more than" in sentence(f"{site}/bomb")


def test_a_page_packed_wrongly(site: str) -> None:
    assert "invalid compression" in sentence(f"{site}/badly-packed")


@pytest.mark.parametrize("path", ["/trickle", "/endless", "/slow-head", "/silent"])
def test_a_server_that_never_comes_to_an_end(site: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "SECONDS", 0.3)
    assert "took longer than" in sentence(site + path)


def test_a_person_may_change_her_mind(site: str) -> None:
    heard: list[int] = []
    with pytest.raises(Stopped):
        fetch.fetch(f"{site}/huge", going=lambda: False, on_progress=heard.append)
    assert heard


def test_a_server_that_speaks_no_tls(site: str) -> None:
    assert "could not be reached" in sentence(site.replace("http:", "https:") + "/article")


def test_what_was_fetched_is_read_again_as_a_web_archive(site: str) -> None:
    draft = fetch.fetch(f"{site}/page")
    again = drafts.from_bytes(draft.content, name="page.warc.gz")
    assert again.media_type == "application/warc+gzip"
    assert again.source.text == draft.source.text
    assert again.source.url == f"{site}/page"


def test_a_page_that_is_not_there(site: str) -> None:
    assert "127.0.0.1 answered 404 Not Found" in sentence(f"{site}/none")


@pytest.mark.parametrize("path", ["/to-file", "/to-ftp"])
def test_a_site_that_sends_us_out_of_the_web_is_not_followed(site: str, path: str) -> None:
    assert "outside the web" in sentence(site + path)


def test_a_site_that_sends_us_round_in_circles(site: str) -> None:
    assert "in a loop" in sentence(f"{site}/ring")


def test_a_page_too_large_is_left(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "LARGEST", 100_000)
    assert "is larger than" in sentence(f"{site}/huge")


def test_a_page_too_slow_is_left(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "SECONDS", -1)
    assert "took longer than" in sentence(f"{site}/huge")


def test_a_page_that_breaks_off_half_way_is_not_kept_as_if_whole(site: str) -> None:
    assert "was interrupted" in sentence(f"{site}/cut-off")


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
