"""Servers to compare with, each written as its library's documentation says to broadcast."""
