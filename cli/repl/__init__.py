"""`autograd repl`: an interactive session."""
