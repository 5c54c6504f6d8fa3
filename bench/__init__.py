"""Measures what the program can do; run with `make bench` and `make chaos`."""
