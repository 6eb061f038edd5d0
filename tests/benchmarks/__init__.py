"""Benchmarks against peers in the same run, as ratios: `python -m tests.benchmarks`."""
