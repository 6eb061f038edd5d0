"""`autograd plot`: a function of one name, and its derivatives, over a range."""
