"""Names from other languages and libraries, and what a script writes instead."""

from __future__ import annotations

from grammar import modules

CUSTOMARY = {"np": "numpy", "th": "torch"}
"""Short names under which modules are usually imported."""

NOT_HERE = {
    "matplotlib": "a script draws nothing: run `autograd plot`, or print the numbers",
    "matplotlib.pyplot": "a script draws nothing: run `autograd plot`, or print the numbers",
    "pandas": "bind data on the command line: NAME=@FILE",
    "tensorflow": "write PyTorch's names",
    "plt": "a script draws nothing: run `autograd plot`, or print the numbers",
    "sns": "a script draws nothing: run `autograd plot`, or print the numbers",
    "pd": "pandas is not here: bind data on the command line: NAME=@FILE",
    "sys": "a script can compute and print, and nothing else",
    "os": "a script can compute and print, and nothing else",
    "tf": "TensorFlow is not here: write PyTorch's names",
    "jnp": "JAX is not here: write PyTorch's names",
    "jax": "JAX is not here: write PyTorch's names",
    "torchvision": "torchvision is not here: bind data on the command line: NAME=@FILE",
}

WORDS = {
    "null": "None",
    "nil": "None",
    "undefined": "None",
    "NULL": "None",
    "nullptr": "None",
    "none": "None",
    "true": "True",
    "TRUE": "True",
    "false": "False",
    "FALSE": "False",
    "NaN": "nan",
    "Infinity": "inf",
    "puts": "print",
    "println": "print",
    "printf": "print",
    "xrange": "range",
    "unicode": "str",
    "raw_input": "a binding on the command line: NAME=VALUE",
}
"""Words of other languages (and of Python 2) and the one here."""

ATTRIBUTES = {
    "astype": "to(dtype)",
    "copy": "clone()",
    "to_numpy": "numpy()",
    "fill": "fill_(value)",
    "array": "tensor",
    "ndarray": "Tensor",
    "power": "pow",
    "expand_dims": "unsqueeze",
    "random": "rand, and randn for normal numbers",
    "float_": "float64",
    "reduce_sum": "sum",
    "reduce_mean": "mean",
    "reduce_max": "amax",
    "assign": "copy_(value)",
    "assign_sub": "sub_(value)",
    "assign_add": "add_(value)",
    "constant": "tensor",
    "Variable": "tensor, with requires_grad=True",
    "invert": "linalg.inv",
}
"""Names of NumPy, TensorFlow and others, and those of PyTorch's tensors and modules."""

MANNERS = {
    "cuda": "everything is computed on the CPU: leave it out",
    "length": "write len(x), or x.numel() for all elements",
    "len": "write len(x), or x.numel() for all elements",
    "append": "tensors do not grow: join them with torch.cat([x, y])",
    "extend": "tensors do not grow: join them with torch.cat([x, y])",
    "newaxis": "a new dimension is made by the index None: x[None]",
}
"""What has no name in PyTorch, and how it is done."""


def instead_of(name: str) -> str | None:
    """Return the advice for a name that comes from elsewhere, or None.

    >>> instead_of("np")
    'write `import numpy as np` first'
    >>> instead_of("true")
    'write `True`'
    """
    module = CUSTOMARY.get(name, name)
    if module in modules.importable() and "." not in module:
        alias = f" as {name}" if module != name else ""
        return f"write `import {module}{alias}` first"
    if name in NOT_HERE:
        return NOT_HERE[name]
    if name in WORDS:
        word = WORDS[name]
        return f"write `{word}`" if word.isidentifier() else f"write {word}"
    return None
