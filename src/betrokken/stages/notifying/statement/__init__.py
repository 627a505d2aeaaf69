"""The public statement: counts of one frozen generation, what changed, what is not known, and what people can do."""
