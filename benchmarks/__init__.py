"""Measured claims: each a ratio against a floor, or a count in one run. `python -m benchmarks` runs them and keeps the table."""
