"""What the program can do, measured: run with `make bench` and `make chaos`."""
