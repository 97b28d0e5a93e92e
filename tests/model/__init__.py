"""The window's model: plain data in, plain data out."""
