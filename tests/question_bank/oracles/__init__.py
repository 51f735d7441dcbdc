"""Independent computations of the bank's numbers, formulas and templates, one module for each subtopic."""
