"""Independent computations for the questions of the bank, one module per subtopic."""
