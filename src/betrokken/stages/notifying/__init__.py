"""Notifying: the clocks of the law, and what happened when."""
