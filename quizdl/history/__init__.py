"""The review log in SQLite."""
