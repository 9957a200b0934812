"""Reads files into drafts of claims, sources and events; nothing here writes to a case. All input may be hostile."""
