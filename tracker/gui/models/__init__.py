"""Qt models over what the session holds."""
