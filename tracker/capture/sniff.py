"""The type of bytes, by their beginning and, for archives, by their list of contents; never by the file name.

Nothing is unpacked or parsed here.
"""

import re
import zlib

HEAD, TAIL = 8192, 65536  # bytes looked at
_MAGIC = (
    (b"%PDF-", "application/pdf"), (b"\x89PNG", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"), (b"II*\0", "image/tiff"), (b"MM\0*", "image/tiff"), (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"), (b"OggS", "audio/ogg"), (b"fLaC", "audio/flac"), (b"\x1a\x45\xdf\xa3", "video/webm"),
    (b"WARC/", "application/warc"), (b"SQLite format 3\0", "application/vnd.sqlite3"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"), (b"Rar!", "application/vnd.rar"), (b"7z\xbc\xaf", "application/x-7z-compressed"),
)  # fmt: skip
_RIFF = {b"WAVE": "audio/wav", b"WEBP": "image/webp", b"AVI ": "video/x-msvideo"}
_ZIPPED = (
    ((b"word/document.xml",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ((b"xl/workbook.xml",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ((b"datapackage.json", b"archive/"), "application/wacz"),
)
_HEADER = re.compile(
    rb"(?:Return-Path|Received|Delivered-To|From|To|Date|Subject|MIME-Version|Message-ID|DKIM-Signature|Reply-To"
    rb"|Content-Type|X-[\w-]+):[ \t]",
    re.IGNORECASE,
)
_KINDS = {"image": "image", "video": "video", "audio": "interview", "application": "document"}
_NAMED = {".md": "text/markdown", ".markdown": "text/markdown", ".csv": "text/csv", ".tsv": "text/tab-separated-values"}


def sniff(head: bytes, tail: bytes = b"", name: str = "") -> str:
    """The media type of bytes that begin with `head` and end with `tail` (the same where they are few)."""
    if head.startswith(b"PK\x03\x04"):
        return _zipped(head, tail or head)
    if head.startswith(b"\x1f\x8b"):
        return "application/warc+gzip" if _unpacked(head).startswith(b"WARC/") else "application/gzip"
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], "application/octet-stream")
    if head[4:8] == b"ftyp":
        return "audio/mp4" if head[8:11] == b"M4A" else "image/heic" if head[8:11] in (b"hei", b"mif") else "video/mp4"
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    return _text(head, name)


def kind_of(media_type: str) -> str:
    """Which kind of source such bytes are likely to be (`source.KINDS`)."""
    if media_type == "message/rfc822":
        return "document"
    return _KINDS.get(media_type.split("/", maxsplit=1)[0], "article")


def _zipped(head: bytes, tail: bytes) -> str:
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in head[:200]:
        return "application/vnd.oasis.opendocument.text"
    names = head + tail
    return next((media for wanted, media in _ZIPPED if all(name in names for name in wanted)), "application/zip")


def _unpacked(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(head, 64)
    except zlib.error:
        return b""


def _text(head: bytes, name: str) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:4096]
    low = start.lower()
    if low.startswith((b"<!doctype html", b"<html")) or (
        b"<html" in low and b"<head" in low and not _HEADER.match(start)
    ):
        return "text/html"
    if b"\0" in head[:4096] and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "application/octet-stream"
    if _HEADER.match(start) and len(re.findall(rb"(?m)^[A-Za-z][\w-]*:[ \t]", start[:2000])) >= 3:
        related = b"multipart/related" in low or b"snapshot-content-location" in low
        return "multipart/related" if related else "message/rfc822"
    ending = "." + name.lower().rpartition(".")[2]
    return _NAMED.get(ending, "text/plain")
