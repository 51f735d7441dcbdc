"""Pure functions: results and a width in, Rich renderables out."""
