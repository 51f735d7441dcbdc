"""Compares outputs and names the mistake. Executes nothing."""
