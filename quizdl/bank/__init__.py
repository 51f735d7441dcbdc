"""Finds, reads, checks and compiles a bank. Executes nothing of it."""
