"""One file is one use case: it takes clock, random state and paths as arguments, and returns results."""
