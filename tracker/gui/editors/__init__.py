"""Inline forms: typed text stays until it is saved or discarded."""
