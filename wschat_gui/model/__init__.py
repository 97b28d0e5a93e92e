"""What the window shows, and how an event changes it. Plain data; no tkinter, no clock, no I/O."""
