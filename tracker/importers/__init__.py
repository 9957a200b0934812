"""A file to drafts of claims, sources and events; nothing here writes to a case. All of it is hostile input."""
