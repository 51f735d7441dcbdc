"""The only place that executes anybody's code."""
