"""This server beside its peers, under our own load generator; `python -m bench`."""
