"""Taking a drop into the case: every file, and every member of every container, with its hash."""
