"""Independent computations for the questions of the bank, a module for each subtopic."""
