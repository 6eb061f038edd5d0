"""`autograd check`: gradients of the graph against differences of the values."""
