"""Claims as lists see them: packed facts, arrays of them, desk checks, what a query finds."""
