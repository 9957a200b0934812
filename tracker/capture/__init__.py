"""A URL or file to preserved bytes, metadata and text. All of it is hostile input."""
