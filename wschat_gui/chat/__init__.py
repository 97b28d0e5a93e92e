"""The room: who is in it, what was said, what is refused. Decides; does no I/O and reads no clock."""
