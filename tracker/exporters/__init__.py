"""A frozen Dossier to bytes; one function per format."""
