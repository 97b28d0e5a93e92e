"""The real window on a real display."""
