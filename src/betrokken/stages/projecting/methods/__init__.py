"""One file for each method; see README.md."""
