"""What was missed: a random sample of rows that gave no mention, a bound from its answers, and marker people."""
