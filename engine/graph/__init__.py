"""The dynamic graph: nodes and what they save, and the backward pass through them."""
