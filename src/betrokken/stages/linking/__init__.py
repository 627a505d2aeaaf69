"""From mentions to people: one person of all mentions of one human being, with a reason for every join."""
