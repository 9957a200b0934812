"""An e-mail: sender, recipients, date and text."""

import email
import email.policy
import re
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

from tracker.capture.charset import decode
from tracker.capture.readers import Found


class _Words(HTMLParser):
    """The text of HTML that is not an article, such as an e-mail; no link in it is loaded."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style", "head")
        if tag in ("p", "br", "div", "li", "tr", "h1", "h2", "h3"):
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style", "head") and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def eml(content: bytes) -> Found:
    """An e-mail (RFC 5322): sender, recipients, date and text; attachments are listed, not opened."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    heads = {name: " ".join(str(message[name] or "").split()) for name in ("From", "To", "Cc", "Date", "Subject")}
    lines = [f"{name}: {value}" for name, value in heads.items() if value]
    named = [f"{part.get_filename() or 'unnamed'} ({part.get_content_type()})" for part in message.iter_attachments()]
    lines += [f"Attachments: {', '.join(named)}"] if named else []
    stamp = message["Date"]
    day = stamp.datetime.date().isoformat() if stamp is not None and getattr(stamp, "datetime", None) else ""
    return {
        "title": heads["Subject"], "author": heads["From"], "date": day, "date_from": "the letter's Date header",
        "text": "\n".join(lines) + "\n\n" + _letter(message),
    }  # fmt: skip


def _letter(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    text = decode(payload(body), body.get_content_charset() or "")
    if body.get_content_type() == "text/html":
        parser = _Words()
        parser.feed(text)
        text = re.sub(r"\n\s*\n+", "\n\n", "".join(parser.words)).strip()
    return text


def payload(part: Any) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
