"""Text and metadata out of a stranger's file, read by a child process (`child`) with limits of time, memory and output."""

import json
import subprocess
import sys
from dataclasses import dataclass, fields
from io import BytesIO
from typing import BinaryIO

SECONDS = 40  # a reading may take, before it is given up
LARGEST = 200 * 2**20  # bytes that are read for text
_ANSWER = 128 * 2**20  # bytes of the child's answer
# What the child knows how to read.
READ = frozenset({
    "text/html", "multipart/related", "message/rfc822", "application/pdf", "application/warc", "application/warc+gzip",
    "application/wacz", "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says; `date_from` tells where in it the date was found. Pages of a PDF are parted by form feeds."""

    title: str = ""
    author: str = ""
    publisher: str = ""
    date: str = ""
    date_from: str = ""
    language: str = ""
    url: str = ""
    text: str = ""


def read_bytes(stream: BinaryIO, media_type: str, declared: str = "") -> Reading:
    """Read a file in a process of its own; an empty reading when it cannot be read, or not within the limits."""
    if media_type not in READ:
        return Reading()
    found = ask("read", media_type, declared, stream=stream)
    try:
        told = json.loads(found) if found else {}
    except ValueError:
        return Reading()
    kept = {field.name: told[field.name] for field in fields(Reading) if isinstance(told.get(field.name), str)}
    return Reading(**kept)


def page_picture(content: bytes, page: int, width: int) -> tuple[int, int, int, bytes]:
    """(pages in all, width, height, BGRX bytes) of a page of a PDF drawn so many pixels wide; (0, 0, 0, b"") where it
    cannot be drawn.
    """
    found = ask("page", str(page), str(width), stream=BytesIO(content))
    head, _, pixels = found.partition(b"\n")
    numbers = head.split()
    if len(numbers) != 3 or not all(number.isdigit() for number in numbers):
        return 0, 0, 0, b""
    pages, wide, high = map(int, numbers)
    return (pages, wide, high, pixels) if len(pixels) == wide * high * 4 else (0, 0, 0, b"")


def ask(*words: str, stream: BinaryIO) -> bytes:
    """Run the child over a stream and give back its answer; b"" when it fails, takes too long or says too much."""
    command = [sys.executable, "-P", "-m", "tracker.capture.child", *words]  # -P: nothing comes from the folder
    kept = stream.getvalue() if isinstance(stream, BytesIO) else None
    try:
        if kept is not None:
            done = subprocess.run(command, input=kept, capture_output=True, timeout=SECONDS, check=True)
        else:
            done = subprocess.run(command, stdin=stream, capture_output=True, timeout=SECONDS, check=True)
    except (subprocess.SubprocessError, OSError):
        return b""
    return done.stdout if len(done.stdout) <= _ANSWER else b""
