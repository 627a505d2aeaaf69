"""Room 9: serves those who ask."""
