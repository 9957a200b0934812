"""The text included in a package that explains how to verify it."""

HOW_TO_VERIFY = """How to verify this package
==========================

1. Unpack the zip. In its folder, run with any standard tool:

       sha256sum -c manifest-sha256.txt
       sha256sum -c tagmanifest-sha256.txt

   Every line must end in OK. (On macOS: shasum -a 256 -c manifest-sha256.txt.)
2. data/originals holds each preserved copy under the SHA-256 of its bytes: the name of a file is its own checksum.
3. data/dossier.html and data/dossier.pdf name the same checksums beside each source.
4. data/receipt.json says at which step of the case's history the package was made. Whoever holds an earlier receipt
   of the case can tell whether its history still continues from it.
5. What the dossier calls a confidential source is kept in the newsroom: neither its copy nor its checksum is in here.

The layout is BagIt 1.0 (RFC 8493). `claimline verify-package FILE` does all of it.
"""
