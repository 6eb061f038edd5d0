"""`autograd help`: topics that no single command's help has, and the manual page."""
