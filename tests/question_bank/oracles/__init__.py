"""Independent computations of the answers, a module per subtopic."""
