"""What one controller is told of its own people, and of nobody else's data."""
