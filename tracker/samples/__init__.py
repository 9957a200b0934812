"""Cases to try things on: a story told whole, and invented claims in any number."""
