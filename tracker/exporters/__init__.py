"""Converts a Dossier (immutable) to bytes; one function per format."""
