"""Hostile input, made by a seeded mutator: one file is one kind of input. See `python -m tests.fuzz --help`."""
