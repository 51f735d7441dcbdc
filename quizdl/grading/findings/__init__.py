"""What can be said of a wrong answer without its mistake having a name: one file for each family of findings."""
