"""Inline forms: what is typed stays until it is saved or given up."""
