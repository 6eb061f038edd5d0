"""Everything that proves the product; a package, so that its tools run as `python -m tests.…`."""
