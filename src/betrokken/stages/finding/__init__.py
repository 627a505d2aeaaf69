"""From tables and texts to mentions: what one place says about one person."""
