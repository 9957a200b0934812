"""JSON as every format here writes it."""

import json
from typing import Any


def as_json(value: Any) -> bytes:
    """UTF-8, indented, non-ASCII characters not escaped, a line break at the end."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
