"""The tests: one folder for each of the package's, and those of the tree itself here."""
