"""Notes of other programs: one file is one format, with what reads it and what writes it; `guess.py` and `render.py` stand between notes and questions."""
