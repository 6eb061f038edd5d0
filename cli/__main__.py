"""`python -m cli`: the `autograd` command where it is not on the PATH."""

from cli.main import program

if __name__ == "__main__":
    program()
