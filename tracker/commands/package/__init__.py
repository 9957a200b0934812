"""The evidence package: dossier, originals and a way to verify them, as a BagIt bag (RFC 8493) in a zip.

A package may come from anybody, so nothing in it is trusted: it is checked completely before a row is written, and its
files are found by the names of its manifest; nothing is unpacked to the disk.
"""

from tracker.commands.package.intake import import_package
from tracker.commands.package.reading import VerifiedPackage, verify_and_read
from tracker.commands.package.verifying import verify
from tracker.commands.package.writing import Written, write

__all__ = ["VerifiedPackage", "Written", "import_package", "verify", "verify_and_read", "write"]
