"""Running text: lines and their labels, the names in them, who each value belongs to."""
