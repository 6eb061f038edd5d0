"""The `autograd` command: bind inputs, run, report."""
