"""Tests of the whole program: real window, real server, real browser."""
