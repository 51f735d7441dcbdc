"""Thin: options to app to drawing to exit code."""
