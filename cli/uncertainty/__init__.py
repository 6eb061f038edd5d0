"""Uncertain bindings (`x=3±0.1`): notation, correlations, propagation, budget."""
