"""Tests of the benchmarks: their figures are worth what their proofs are."""
