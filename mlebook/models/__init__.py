"""The families, one to a file."""
