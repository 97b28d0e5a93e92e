"""The room: who is in it, what was said, what is refused. It decides; it has no I/O, no clock."""
