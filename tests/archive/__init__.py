"""Tests of the archive, on real files."""
