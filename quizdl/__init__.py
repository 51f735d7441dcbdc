"""quizdl: timed machine-learning questions, and derivations graded by running them."""

__version__ = "0.1.0"
