"""The words, tables and facts that every room shares; imports nothing of ours."""
