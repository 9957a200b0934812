"""Reads a URL or file into preserved bytes, metadata and text. All input may be hostile."""
