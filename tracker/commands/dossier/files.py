"""The finished dossier as a file."""

import re
from collections.abc import Sequence
from pathlib import Path

from tracker.commands import redaction
from tracker.commands.saving import save_bytes
from tracker.errors import Refused
from tracker.exporters import formats
from tracker.exporters.dossier import Dossier


def write(dossier: Dossier, path: Path, names: Sequence[re.Pattern[str]] = ()) -> None:
    """Write a dossier in the format of the file's ending (`formats.DOSSIERS`), whole or not at all. Raises Leak where a name
    of `names` (`redaction.protected_names`) occurs in the finished file; Refused for another ending.
    """
    form = formats.of_file(formats.DOSSIERS, path)
    if form is None:
        suffixes = ", ".join(suffix for dossier_format in formats.DOSSIERS for suffix in dossier_format.suffixes)
        raise Refused(f"A dossier is written as {suffixes}; “{path.name}” ends in none of them.")
    content = form.write(dossier)
    redaction.require_no_names_in_file(content, names)
    save_bytes(path, content)
