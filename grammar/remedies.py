"""What to do about errors whose message, PyTorch's or Python's, says only what is wrong.

The engine raises PyTorch's words; where it knows more at that place it attaches its own advice (see
`engine.errors`), which is heard first. `{0}`, `{1}`, ... stand for the groups of the pattern.
"""

from __future__ import annotations

import re

REMEDIES = tuple(
    (re.compile(pattern), help)
    for pattern, help in (
        (
            "Only Tensors of floating point and complex dtype can require gradients",
            "write the numbers as floats (1.0), or give dtype=torch.float32",
        ),
        (
            "mean\\(\\): could not infer output dtype",
            "convert it first: x.float().mean()",
        ),
        (
            "with \\d+ elements cannot be converted to Scalar",
            "take one element, reduce it (.sum(), .mean()), or write .tolist()",
        ),
        (
            "Boolean value of Tensor with more than one value",
            "reduce the comparison: (...).any() or (...).all(); for a choice by element, where()",
        ),
        (
            "only one element tensors can be converted to Python scalars",
            "take one element, or reduce it (.sum(), .mean())",
        ),
        (
            "expected target dtype to be Long or Byte",
            "class numbers are integers: target.long(); probabilities have the input's shape",
        ),
        (
            "Found dtype \\w+ but expected (\\w+)",
            "convert the target to the input's dtype: target.to(input.dtype)",
        ),
        (
            "must have the same dtype|to have the same dtype",
            "convert one operand to the dtype of the other: x.to(y.dtype)",
        ),
        (
            "result type (\\w+) can't be cast to the desired output type (\\w+)",
            "an operation in place keeps its tensor's dtype: write x = x + ... instead",
        ),
        (
            "not implemented for 'Float'",
            "compare first: the operands of `&` and `|` are masks, such as x > 0, or integers",
        ),
        (
            "index (-?\\d+) is out of bounds for dimension (\\d+) with size ([1-9]\\d*)",
            "an index of dimension {1} is at least -{2} and less than {2}",
        ),
        (
            "Target (-?\\d+) is out of bounds",
            "class numbers start at 0 and are less than the number of classes, a size of the input",
        ),
        (
            "too many indices for tensor of dimension (\\d+)",
            "give one index a dimension, at most {0}",
        ),
        ("invalid index of a 0-dim tensor", "its one value is x.item()"),
        ("only integers, slices", "an index is an integer, a slice, or a tensor of them"),
        (
            "tensors used as indices must be long",
            "convert it: x[index.long()]; a mask is a comparison, x[x > 0]",
        ),
        ("step must be greater than zero", "reverse a tensor with x.flip(0)"),
        (
            "Dimension out of range \\(expected to be in range of \\[(-?\\d+), (-?\\d+)\\]",
            "dimensions are counted from 0, or from -1 backwards",
        ),
        (
            "is invalid for input of size (\\d+)",
            "the sizes of a shape multiply to the number of elements, {0}; -1 stands for the rest",
        ),
        (
            "size mismatch, got input|inconsistent tensor size",
            "in a product the last size of the first operand is the first size of the second",
        ),
        (
            "Sizes of tensors must match except in dimension (\\d+)",
            "only the size of dimension {0}, along which they are joined, may differ",
        ),
        (
            "stack expects each tensor to be equal size",
            "tensors of different sizes are joined with torch.cat",
        ),
        ("The expanded size of the tensor", "only dimensions of size 1 can be expanded"),
        (
            "doesn't match the broadcast shape",
            "an operation in place keeps its tensor's shape: write x = x + ... instead",
        ),
        (
            "Expected size for first two dimensions of batch2",
            "bmm takes shapes (b, n, m) and (b, m, p)",
        ),
        (
            "einsum\\(\\): subscript (\\w) has size",
            "the dimensions that are called {0} must have one size",
        ),
        (
            "split_sizes to sum exactly to (\\d+)",
            "the sizes of the parts add up to {0}",
        ),
        ("expected sequence of length", "the rows of a tensor have the same length"),
        ("iteration over a 0-d tensor", "its one value is x.item()"),
        ("len\\(\\) of a 0-d tensor", "it has one element and no dimension: see x.shape"),
        (
            "appears to not have been used in the graph",
            "give allow_unused=True, and its gradient is None",
        ),
        (
            "cannot register a hook on a tensor that doesn't require gradient",
            "make it with requires_grad=True, or call requires_grad_() on it before",
        ),
        (
            "can't retain_grad on Tensor that has requires_grad=False",
            "make it with requires_grad=True, or call requires_grad_() on it before",
        ),
        (
            "has changed the size of value|attempting to assign a gradient of size",
            "a gradient has the shape of its tensor",
        ),
        ("but hook returned", "a hook returns a tensor, or None to leave the gradient as it is"),
        (
            "support the deepcopy protocol",
            "copy its values: x.detach().clone()",
        ),
        (
            "params argument given to the optimizer should be an iterable",
            "give a list: [x], or model.parameters()",
        ),
        ("argument 'tensors' \\(position 1\\) must be tuple of Tensors", "give one list: [x, y]"),
        (
            "unsupported format string passed to Tensor",
            "format one number: {{x.item():.3f}}",
        ),
        ("computes on the CPU only", "leave the device out"),
        ("must be torch.dtype, not str", "write torch.float32, without quotes"),
        (
            "(?:not enough|too many) values to unpack",
            "as many names stand on the left as there are values",
        ),
        ("cannot unpack non-iterable", "as many names stand on the left as there are values"),
        ("'int' object is not iterable", "count with range(n)"),
        (
            "'float' object cannot be interpreted as an integer",
            "write a whole number, or int(x)",
        ),
        (
            "exceptions must derive from BaseException",
            'raise an exception: raise ValueError("...")',
        ),
        ("invalid literal for int\\(\\)", "a number with a point or exponent is read by float()"),
        (
            "You must implement either the backward or vjp method",
            "add `@staticmethod def backward(ctx, grad):` to the Function",
        ),
        (
            "torch.nn.Parameter or None expected",
            "make it one: torch.nn.Parameter(...), or copy the values under no_grad(): p.copy_(...)",
        ),
        (
            "does not support ufuncs",
            "take torch's function of that name, or give NumPy an array: x.detach().numpy()",
        ),
        (
            "list indices must be integers or slices, not tuple",
            "nested lists are indexed one by one: x[i][j]; a tensor takes x[i, j]",
        ),
        (
            "list indices must be integers or slices, not float",
            "an index is a whole number: int(i), or // instead of /",
        ),
        (
            "bounds? inconsistent with step sign|lower bound inconsistent",
            "a negative step counts down: the end is below the start",
        ),
        (
            "masked_fill_ only supports boolean masks",
            "make the mask boolean: mask.bool(), or a comparison",
        ),
        (
            "can't multiply sequence by non-int",
            "a list is no vector: make it torch.tensor(...) first",
        ),
        ("math domain error", "the function is not defined for this number"),
        ("could not convert string to float", "the text is no number"),
        ("Numerical result out of range", "numbers of Python end at about 1.8e308"),
        (
            "object is not subscriptable",
            "elements are taken of lists, tuples, dicts, texts and tensors",
        ),
        (
            "does not support the context manager protocol",
            "`with` takes what has a beginning and an end, such as torch.no_grad()",
        ),
        ("has no len\\(\\)", "a length is that of a list, a tuple, a dict, a text or a tensor"),
        (
            "Unknown format code '\\w' for object of type 'float'",
            "floats are formatted with f, e or g, such as {{x:.3f}}",
        ),
        ("Invalid learning rate", "a learning rate is a number from 0 on"),
        ("new\\(\\): invalid data type", "a tensor holds numbers"),
        (
            "in loading state_dict",
            "load what state_dict() of such a model gave; strict=False passes over other names",
        ),
        (
            "The shape of the mask",
            "a mask has the sizes of the first dimensions of what it is an index of",
        ),
        (
            "does not match the length of the desired ordering of dimensions",
            "name each dimension once",
        ),
        (
            "At least one of 'min' or 'max' must not be None",
            "give a bound: torch.clamp(x, min=0)",
        ),
        (
            "multi-target not supported",
            "class numbers have the shape (batch,); probabilities have the input's shape",
        ),
        (
            "Expected input batch_size",
            "input and target have one entry for each example",
        ),
        (
            "matrix is singular",
            "such a matrix has no inverse: add a small multiple of the identity, or use pinv",
        ),
        (
            "all elements of input should be between 0 and 1",
            "apply sigmoid first, or take binary_cross_entropy_with_logits",
        ),
        (
            "Expected f\\(\\*args\\) to return a scalar",
            "reduce the function's result to one number (.sum()), or take jacrev",
        ),
    )
)


def remedy(message: str) -> str | None:
    """Return what to do about a message, or None.

    >>> remedy("too many indices for tensor of dimension 2")
    'give one index a dimension, at most 2'
    """
    for pattern, help in REMEDIES:
        found = pattern.search(message)
        if found:
            return help.format(*found.groups())
    return None
