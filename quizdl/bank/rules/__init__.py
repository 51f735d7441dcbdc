"""The editorial rules, one family a file; `editorial.py` beside this folder holds a bank against all of them."""
