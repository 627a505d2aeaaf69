"""Letters: one file for each variant."""
