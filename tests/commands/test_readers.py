"""Exports are read back by other programs: LibreOffice, poppler, a JSON parser."""

import csv
import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.commands.test_golden import case as _case
from tests.commands.test_golden import designed
from tests.newsroom import TODAY
from tracker.commands import data
from tracker.exporters.docx import docx
from tracker.exporters.pdf import pdf
from tracker.store import Store
from tracker.store.claims.index import ClaimIndex

case = _case
OFFICE = shutil.which("soffice")


def converted(content: bytes, name: str, to: str, folder: Path) -> bytes:
    """What LibreOffice makes of a file."""
    (folder / name).write_bytes(content)
    command = [str(OFFICE), f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless", "--convert-to", to,
               "--outdir", str(folder), str(folder / name)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    return next(folder.glob(f"{Path(name).stem}.{to.partition(':')[0]}")).read_bytes()


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_libreoffice_reads_the_word_dossier(case: Store, tmp_path: Path, language: str) -> None:
    content = designed(case, language=language)
    text = converted(docx(content), "port.docx", "txt:Text (encoded):UTF8", tmp_path).decode("utf-8-sig")
    for words in ("C-001 擴建沒有超支", "The wire says it first", content.left_out[0], content.claims[0].founded):
        assert words in text
    assert "許文哲" not in text


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_the_workbook(case: Store, tmp_path: Path) -> None:
    index = ClaimIndex(case, TODAY)
    content = data.content(case, index, index.select(), "xlsx")
    text = converted(content, "port.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76", tmp_path).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["Number"], row["Claim"], row["Claimant"]) for row in rows] == [
        ("C-001", "擴建沒有超支", "林安"),
        ("C-002", "It cost twice, “=1+1” they say", "Source A"),
    ]


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
def test_poppler_reads_the_chinese_pdf(case: Store, tmp_path: Path) -> None:
    path = tmp_path / "port.pdf"
    path.write_bytes(pdf(designed(case, language="zh-Hant")))
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True).stdout.decode()
    bare = re.sub(r"\s+", "", text)
    for words in ("主張卷宗", "擴建沒有超支", "誰說的，如何傳到我們手上", "2025年7月11日至20日"):
        assert words in bare


def test_reviews_are_what_schema_org_asks_of_them(case: Store) -> None:
    """Required by Google's documentation of ClaimReview: claimReviewed, reviewRating with alternateName, url."""
    index = ClaimIndex(case, TODAY)
    for review in json.loads(data.content(case, index, index.select(), "claimreview")):
        assert review["@context"] == "https://schema.org"
        assert review["@type"] == "ClaimReview"
        assert review["claimReviewed"]
        assert review["reviewRating"]["alternateName"]
        assert review["itemReviewed"]["@type"] == "Claim"
        assert (review["url"], review["creativeWorkStatus"]) == ("", "Draft")
        rating = review["reviewRating"]
        assert "ratingValue" not in rating or rating["worstRating"] <= rating["ratingValue"] <= rating["bestRating"]
