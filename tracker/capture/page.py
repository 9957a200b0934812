"""The child process that reads a web page: HTML on standard input, JSON on standard output.

It limits its own memory and time, so that a hostile page ends only itself.
"""

import json
import sys

from tracker.capture.drafts import decode

_MEMORY = 2**30  # bytes
_SECONDS = 20


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's timeout holds there
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def main() -> None:
    _limit()
    import trafilatura

    page = decode(sys.stdin.buffer.read(), sys.argv[1] if len(sys.argv) > 1 else "")
    found = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False)
    kept = {} if found is None else found if isinstance(found, dict) else found.as_dict()
    answer = {key: kept.get(key) or "" for key in ("title", "author", "sitename", "date", "language", "text")}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
