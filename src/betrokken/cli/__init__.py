"""One command per verb: arguments in, exit code out."""
