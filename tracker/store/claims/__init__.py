"""Claims for lists: packed facts, arrays of them, desk checks, and the claims that match a query."""
