"""Cases to try things on: a complete story, and invented claims in any number."""
