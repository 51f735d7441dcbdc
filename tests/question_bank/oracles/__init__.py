"""Independent computations for what the bank asks, one module per subtopic."""
