"""`--explain`: the backward pass as it happened, step by step, with reasons."""
