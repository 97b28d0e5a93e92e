"""The window: the main thread, and the only folder with tkinter. What it shows is `model/`'s."""
