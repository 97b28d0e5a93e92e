"""Hostile bytes by the million: what to send, what to send it to, and what must hold."""
