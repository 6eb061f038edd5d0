"""Fuzzing the language and the program: no input gives a traceback, a crash or a hang.

    python -m tests.fuzz --count 200000 --seed 1 --findings DIR

makes `count` inputs of four kinds and judges each (`oracle.py`): programs derived from the grammar's
own tables, real programs with pieces of them swapped, raw bytes, and command lines. The same seed
gives the same inputs. Two processes share the work; one that a finding ends is started anew behind it.
What is found is made shorter and written to DIR, a file each; put it into `findings/` when it is
mended, and `test_fuzz.py` keeps it so. `--kind` makes inputs of one kind only.
"""
