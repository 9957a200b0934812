"""Office files are zips; written so that the same content gives the same bytes."""

import io
import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)


def fixed_zip_times(archive: bytes) -> bytes:
    """The zip with all entry times set to one fixed time: the same content gives the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return target.getvalue()
