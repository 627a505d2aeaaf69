"""betrokken: who was hit by a theft of files, what of theirs leaked, and whose responsibility it was."""

__version__ = "0.1.0"
