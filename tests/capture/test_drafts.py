"""Files and pasted text become drafts of sources; the input is untrusted."""

import sys
from pathlib import Path

import pytest

from tracker.capture import reading
from tracker.capture.charset import decode
from tracker.capture.drafts import from_bytes, from_file, from_text
from tracker.capture.sniff import sniff
from tracker.domain.dates import iso
from tracker.errors import NotFound, Refused

TRADITIONAL = (
    "楊立昆近日受訪時承認，團隊替不同的測試挑了不同版本的模型，他說結果確實被動過一點手腳。這番話等於補上了內部人的說法。\n"
    * 3
)
SIMPLIFIED = (
    "杨立昆近日受访时承认，团队替不同的测试挑了不同版本的模型，他说结果确实被动过一点手脚。这番话等于补上了内部人的说法。\n"
    * 3
)


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "big5", "gb18030"])
@pytest.mark.parametrize("text", [TRADITIONAL, SIMPLIFIED], ids=["traditional", "simplified"])
def test_chinese_text_is_read_in_the_charset_it_was_written_in(text: str, charset: str) -> None:
    if charset == "big5":
        text = TRADITIONAL
    assert decode(text.encode(charset)) == text


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_decides(charset: str) -> None:
    assert decode(("\ufeff" + TRADITIONAL).encode(charset)) == TRADITIONAL


def test_what_the_sender_named_is_believed_where_it_fits() -> None:
    assert decode("短文".encode("big5"), "big5") == "短文"
    assert decode("naïve".encode("cp1252"), "cp1252") == "naïve"


@pytest.mark.parametrize("declared", ["no-such-charset", "idna", "undefined", "hex", "base64", "a\0b", "punycode", ""])
def test_a_charset_that_is_none_never_stops_the_reading(declared: str) -> None:
    assert isinstance(decode(bytes(range(1, 256)), declared), str)
    assert decode("平文".encode(), declared) == "平文"


def test_nul_characters_do_not_reach_the_text() -> None:
    assert decode(b"a\0b") == "ab"


def test_pasted_text_keeps_its_words_and_gets_plain_line_ends() -> None:
    draft = from_text("一\r\n二\r三\n四")
    assert draft.source.text == "一\n二\n三\n四"
    assert draft.content == draft.source.text.encode()
    assert from_text("broken \ud800").source.text == "broken \ufffd"


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (b"%PDF-1.7 ...", "a.txt", "application/pdf"),
        (b"\x89PNG\r\n", "", "image/png"),
        (b"PK\x03\x04", "story.docx", "application/zip"),
        (b"<!DOCTYPE html><p>x", "", "text/html"),
        (b"\xef\xbb\xbf <HTML><head>", "", "text/html"),
        (b"# Title", "notes.md", "text/markdown"),
        (b"plain", "x.html.txt", "text/plain"),
        (b"a\0b\0", "", "application/octet-stream"),
        ("文".encode("utf-16"), "", "text/plain"),
        (b"", "", "text/plain"),
    ],
)
def test_a_file_is_what_its_bytes_say(content: bytes, name: str, media_type: str) -> None:
    assert sniff(content, name=name) == media_type


def test_a_picture_is_kept_without_being_looked_into(tmp_path: Path) -> None:
    path = tmp_path / "screenshot.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n not really")
    draft = from_file(path)
    assert (draft.source.kind, draft.source.title, draft.source.text) == ("image", "screenshot", "")
    assert draft.content == path.read_bytes()


PAGE = """<!DOCTYPE html><html lang="zh"><head><title>分數是怎麼來的</title>
<meta property="article:published_time" content="2026-01-12"><meta name="author" content="編輯部"></head><body>
<article><h1>分數是怎麼來的</h1>
<p>楊立昆近日受訪時承認，團隊替不同的測試挑了不同版本的模型。這番話等於替去年春天的質疑補上了內部人的說法。</p>
<p>公司在聲明裡否認拿測試題目訓練模型。社群開發者重跑公開版本後，分數比發表的低，差距在聊天排行榜上最大。</p>
</article><script>document.title = "x"</script></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "big5"])
def test_a_saved_page_is_read_by_a_process_of_its_own(charset: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.encode(charset))
    draft = from_file(path)
    assert draft.media_type == "text/html"
    assert draft.content == PAGE.encode(charset)
    assert "楊立昆近日受訪時承認" in draft.source.text
    assert "document.title" not in draft.source.text
    assert draft.source.title == "分數是怎麼來的"
    assert draft.source.published.earliest is not None
    assert iso(draft.source.published.earliest) == "2026-01-12"


def test_a_page_is_never_read_with_code_of_the_folder_one_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("trafilatura", "json", "tracker"):
        (tmp_path / f"{module}.py").write_text("open('ran', 'w').close()")
    monkeypatch.chdir(tmp_path)
    draft = from_bytes(PAGE.encode(), name="page.html")
    assert not (tmp_path / "ran").exists()
    assert "楊立昆" in draft.source.text


@pytest.mark.parametrize("content", [b"<html><head>", b"<html><head>" + b"<div>" * 50_000, b"<html><head>\xff\xfe\0"])
def test_a_hostile_page_is_kept_as_bytes_with_its_name(content: bytes) -> None:
    draft = from_bytes(content, name="page.html")
    assert draft.content == content
    assert draft.source.title


def test_a_page_that_takes_too_long_is_kept_without_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS", 0.01)
    draft = from_bytes(PAGE.encode(), name="page.html")
    assert (draft.source.title, draft.source.text) == ("page", "")


def test_what_is_no_ordinary_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no file"):
        from_file(tmp_path / "none.txt")
    with pytest.raises(Refused, match="not a regular file"):
        from_file(tmp_path)
    with pytest.raises(Exception, match=r"cannot be read.*\."):
        from_file(tmp_path / ("x" * 300))
    if sys.platform != "win32":
        with pytest.raises(Refused, match="not a regular file"):
            from_file(Path("/dev/zero"))


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.bin"
    with path.open("wb") as file:
        file.truncate(2**30 + 1)
    with pytest.raises(Refused, match="larger than 1 GiB"):
        from_file(path)
