"""The largest files that are read or stored, in bytes, for every part of the program that imports files."""

LARGEST_KEPT = 2**30  # an original that is stored in a case
LARGEST_READ = 200 * 2**20  # a file that is read for its text, or imported
