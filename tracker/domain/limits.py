"""How large a stranger's file may be, in bytes; each part of the program that takes files in asks here."""

LARGEST_KEPT = 2**30  # an original that a case holds
LARGEST_READ = 200 * 2**20  # what is read for its text, or imported at once
