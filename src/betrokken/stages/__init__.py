"""The rooms of the house; they meet in tables and never import each other."""
