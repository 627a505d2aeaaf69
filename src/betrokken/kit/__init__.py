"""Small pure parts used by two rooms or more."""
