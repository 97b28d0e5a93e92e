"""The browser page, found with `importlib.resources`: HTML, CSS and ES modules, no Python."""
