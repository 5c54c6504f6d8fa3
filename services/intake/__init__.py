"""Reads the files that people send and writes the files that they get."""
