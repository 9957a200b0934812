"""Everything that is Qt, and nothing else."""
