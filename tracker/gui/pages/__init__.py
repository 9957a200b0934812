"""The pages of the rail. Pages do not know each other; they emit wishes and the window carries them out."""
