"""Independent computations of what the bank's numbers, formulas and templates give: one file is one subtopic."""
