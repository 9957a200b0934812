"""Untrusted files are read by a child process; a hostile file crashes only that process."""

import io
import os
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest
import typst

from tracker.capture import reading
from tracker.capture.drafts import Draft, from_bytes, from_file
from tracker.capture.fetch import Answer, _warc
from tracker.capture.sniff import sniff
from tracker.domain.text import without_radicals
from tracker.errors import Incomplete

WORDS = "楊立昆承認結果被動過手腳"
PAGE = f"""<!DOCTYPE html><html lang="zh-Hant"><head><title>分數</title>
<script type="application/ld+json">{{"datePublished": "2026-01-12T08:00:00+08:00"}}</script></head><body><article>
<p>{WORDS}，團隊替不同的測試挑了不同版本的模型。這番話等於替去年春天的質疑補上了內部人的說法。</p>
<p>公司在聲明裡否認拿測試題目訓練模型。社群開發者重跑公開版本後，分數比發表的低。</p></article></body></html>"""


@cache
def pdf_file() -> bytes:
    source = f'#set document(title: "Minutes", author: "Clerk")\nFirst page.\n#pagebreak()\n{WORDS} on page two.'
    content: bytes = typst.compile(source.encode(), format="pdf")
    return content


def docx_file() -> bytes:
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = "Minutes", "Clerk"
    document.add_paragraph(WORDS)
    document.sections[0].header.paragraphs[0].text = "Council of the port"
    document.sections[0].footer.paragraphs[0].text = "Not for publication"
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Budget", "14.3"
    document.add_paragraph("After the table.")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def zipped(**entries: str | bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content, method)
    return target.getvalue()


def odt_file(body: str = WORDS) -> bytes:
    names = 'xmlns:office="urn:o" xmlns:text="urn:t" xmlns:dc="urn:d"'
    return zipped(
        mimetype="application/vnd.oasis.opendocument.text",
        content_xml=f"<office:document {names}><text:h>Minutes</text:h><text:p>{body}</text:p></office:document>",
        meta_xml=f"<office:meta {names}><dc:title>Minutes</dc:title><dc:creator>Clerk</dc:creator></office:meta>",
    )


def test_an_open_document_is_read_as_it_is_shown() -> None:
    body = (
        'He said<text:s/>it was<text:s text:c="2"/><text:span>late<text:tab/>twice</text:span>.<text:line-break/>Then'
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>By him</text:p></text:note-body>"
        "</text:note> he left</text:p><text:tracked-changes><text:deletion><text:p>DELETED the mayor lied</text:p>"
        "</text:deletion></text:tracked-changes><text:p>End"
    )
    text = from_bytes(odt_file(body), name="x.odt").source.text
    assert text == "Minutes\nHe said it was  late\ttwice.\nThen he left\nBy him\nEnd"


def letter() -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Ann <ann@example.org>", "desk@example.org", "分數"
    message["Date"] = "Mon, 12 Jan 2026 09:00:00 +0800"
    message.set_content(WORDS)
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="minutes.pdf")
    return message.as_bytes()


def saved_page() -> bytes:
    head = (
        "From: <Saved>\r\nSnapshot-Content-Location: https://example.org/a\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="B"\r\n\r\n--B\r\n'
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    return (head + PAGE + "\r\n--B--\r\n").encode()


def archived() -> bytes:
    return _warc(
        [Answer("https://example.org/a", 200, "OK", [("Content-Type", "text/html; charset=utf-8")], PAGE.encode())]
    )


def packed_archive() -> bytes:
    entries: dict[str, str | bytes] = {"datapackage.json": "{}", "archive/data.warc.gz": archived()}
    return zipped(**entries)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Budget"
    book.active.append([WORDS, 14.3])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


FILES: dict[str, Callable[[], bytes]] = {
    "application/pdf": pdf_file, "application/vnd.oasis.opendocument.text": odt_file, "message/rfc822": letter,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": docx_file, "text/html": PAGE.encode,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": workbook,
    "multipart/related": saved_page, "application/warc+gzip": archived, "application/wacz": packed_archive,
}  # fmt: skip


def drafted(media_type: str) -> Draft:
    return from_bytes(FILES[media_type](), name="minutes.bin")


@pytest.mark.parametrize("media_type", FILES)
def test_a_file_is_known_by_its_bytes_and_its_text_is_read(media_type: str) -> None:
    draft = drafted(media_type)
    assert draft.media_type == media_type
    assert WORDS in draft.source.text
    assert draft.source.title


def test_the_pages_of_a_pdf_are_told_apart() -> None:
    source = drafted("application/pdf").source
    assert (source.title, source.authors, source.kind) == ("Minutes", "Clerk", "document")
    first, second = source.text.split("\f")
    assert "First page" in first
    assert WORDS in second
    assert "unconfirmed: the PDF's creation date" in source.published.rule


def test_tables_of_a_document_stay_in_their_place() -> None:
    lines = drafted("application/vnd.openxmlformats-officedocument.wordprocessingml.document").source.text.splitlines()
    assert lines == ["Council of the port", WORDS, "Budget\t14.3", "After the table.", "Not for publication"]


def test_a_letter_names_who_wrote_when_and_what_was_attached() -> None:
    source = drafted("message/rfc822").source
    assert (source.title, source.authors, source.published.edtf) == ("分數", "Ann <ann@example.org>", "2026-01-12")
    assert "Attachments: minutes.pdf (application/pdf)" in source.text


@pytest.mark.parametrize("media_type", ["text/html", "multipart/related", "application/warc+gzip", "application/wacz"])
def test_the_date_of_a_page_says_where_it_was_found(media_type: str) -> None:
    source = drafted(media_type).source
    assert source.published.edtf == "2026-01-12"
    assert source.published.rule.endswith("unconfirmed: the page's JSON-LD")
    assert (source.kind, source.language) == ("article", "zh-Hant")
    assert source.url == ("https://example.org/a" if media_type != "text/html" else "")


HOSTILE = {
    "a bomb": zipped(**{"word/document.xml": bytes(400_000_000)}),
    "no document in it": zipped(**{"word/document.xml": "x", "[Content_Types].xml": "<x/>"}),
    "half a file": docx_file()[:2000] + docx_file()[-1500:],
    "entities": odt_file().replace(b"x", b"y"),
    "a torn PDF": pdf_file()[:300],
    "a PDF of nothing": b"%PDF-1.7\n%%EOF",
    "letters without end": b"From: a\nTo: b\nSubject: c\n"
    + b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 2000,
    "a torn archive": archived()[:200],
    "nested": zipped(**{"word/document.xml": zipped(**{"word/document.xml": bytes(10_000_000)})}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_kept_as_bytes_without_text(name: str) -> None:
    draft = from_bytes(HOSTILE[name], name="odd.docx")
    assert draft.content == HOSTILE[name]
    assert draft.source.title


def test_entities_of_a_document_are_not_expanded() -> None:
    body = odt_file()
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x><p xmlns="urn:t">&b;</p></x>'
    draft = from_bytes(zipped(mimetype="application/vnd.oasis.opendocument.text", content_xml=bomb), name="x.odt")
    assert draft.source.text == ""
    assert body


def test_a_reading_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS", 0.01)
    assert drafted("application/pdf").source.text == ""


@pytest.mark.parametrize(
    ("media_type", "module", "message"),
    [
        ("text/html", "trafilatura", "lxml.html.clean module is now a separate project lxml_html_clean.\\nInstall it."),
        ("application/pdf", "pypdfium2", "No module named 'pypdfium2_raw'"),
        ("text/html", "charset_normalizer", "No module named 'charset_normalizer'"),
    ],
)
def test_a_package_that_is_missing_is_said_not_taken_for_an_unreadable_file(
    media_type: str, module: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / f"{module}.py").write_text(f'raise ImportError("{message}")', "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(Incomplete, match="is not complete, so nothing was read: ") as trouble:
        drafted(media_type)
    assert message.partition(".\\n")[0] in str(trouble.value)
    assert "\n" not in str(trouble.value)


def test_a_large_file_is_read_where_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.capture.drafts._IN_MEMORY", 100)
    path = tmp_path / "minutes.pdf"
    path.write_bytes(pdf_file())
    draft = from_file(path)
    assert (draft.content, draft.file, draft.size) == (b"", path, len(pdf_file()))
    assert WORDS in draft.source.text
    with draft.open() as opened:
        assert opened.read() == pdf_file()


def test_a_page_of_a_pdf_is_drawn() -> None:
    drawn = reading.page_picture(pdf_file(), 1, 300)
    assert (drawn.pages, drawn.width) == (2, 300)
    assert len(drawn.pixels) == drawn.width * drawn.height * 4
    assert len(set(drawn.pixels)) > 10
    assert reading.page_picture(b"no pdf", 0, 300) == reading.Picture()


def letter_of(*lines: str) -> bytes:
    page = "#set page(height: 12cm, margin: 1cm)\n#set par(leading: 1em)\n" + " \\\n".join(lines)
    content: bytes = typst.compile(page.encode(), format="pdf")
    return content


def test_words_are_marked_where_the_page_holds_them() -> None:
    content = letter_of("The level was four metres.", "Nobody asked.", "The level was four metres.")
    lines = reading.read_bytes(io.BytesIO(content), "application/pdf").text.split("\n")
    before = len("".join(lines[0] + lines[1]).replace(" ", ""))
    drawn = reading.page_picture(
        content, 0, 600, [("level was four", 3), ("level was four", before + 3), ("no such words", 0)]
    )
    first, last, nowhere = drawn.places
    assert len(first) == len(last) == 1
    assert nowhere == ()
    (x, y, wide, high), (x2, y2, *_) = first[0], last[0]
    assert x == x2
    assert y2 > y + 2 * high
    ink = min(
        drawn.pixels[4 * (drawn.width * row + column)] for row in range(y, y + high) for column in range(x, x + wide)
    )
    above = min(
        drawn.pixels[4 * (drawn.width * row + column)] for row in range(2, y - 4) for column in range(x, x + wide)
    )
    assert (ink < 80, above > 200) == (True, True)


def test_words_over_a_line_end_are_marked_on_both_lines() -> None:
    drawn = reading.page_picture(letter_of("The minister said", "nothing at all."), 0, 600, [("said\nnothing", 11)])
    assert len(drawn.places[0]) == 2


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"RIFF\0\0\0\0WAVE", "audio/wav"), (b"RIFF\0\0\0\0WEBP", "image/webp"), (b"\0\0\0\x20ftypM4A ", "audio/mp4"),
        (b"\0\0\0\x20ftypisom", "video/mp4"), (b"\x1a\x45\xdf\xa3", "video/webm"), (b"OggS", "audio/ogg"),
        (b"\x1f\x8b\x08plain", "application/gzip"), (b"WARC/1.1\r\n", "application/warc"),
        (b"From: a\nTo: b\nhello", "text/plain"), (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
    ],
)  # fmt: skip
def test_recordings_pictures_and_archives_are_told_apart(head: bytes, media_type: str) -> None:
    assert sniff(head) == media_type


def test_radicals_that_a_font_gives_are_the_characters_they_look_like() -> None:
    assert without_radicals("⼯地主任陳⻑⽂") == "工地主任陳長文"
    assert without_radicals("plain 長") == "plain 長"
