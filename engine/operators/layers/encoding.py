"""Classes as vectors."""

from __future__ import annotations

import numpy as np

from engine.batched import Batched
from engine.convert import not_a_tensor
from engine.dtypes import int64
from engine.operators.shape import unsqueeze
from engine.registry import exported
from engine.tensor import Tensor, from_array


@exported("nn.functional", samples=("one_hot(i(3, 4), 3)", "one_hot(i(3, 2, 2))"))
def one_hot(input: Tensor, num_classes: int = -1) -> Tensor:
    """Return for each class its row of the unit matrix, as integers.

    num_classes: the length of the rows; -1 stands for the largest class plus one.

    >>> import engine
    >>> engine.nn.functional.one_hot(engine.tensor([0, 2]))
    tensor([[1, 0, 0],
            [0, 0, 1]])
    """
    if not isinstance(input, Tensor):
        raise not_a_tensor("one_hot", "input", 1, input)
    classes = input._data
    if classes.dtype != np.int64:
        raise RuntimeError("one_hot is only applicable to index tensor of type LongTensor.")
    if classes.__class__ is Batched:
        if num_classes <= 0:
            raise RuntimeError(
                "When vmap-ing torch.nn.functional.one_hot, please provide an explicit positive "
                "num_classes argument."
            )
        rows = unsqueeze(input, -1) == from_array(np.arange(num_classes))
        return rows.to(int64)  # type: ignore[no-any-return]
    if not classes.size and num_classes <= 0:
        raise RuntimeError("Can not infer total number of classes from empty tensor.")
    if classes.size and classes.min() < 0:
        raise RuntimeError("Class values must be non-negative.")
    if num_classes == -1:
        num_classes = int(classes.max()) + 1
    elif classes.size and classes.max() >= num_classes:
        raise RuntimeError("Class values must be smaller than num_classes.")
    return from_array((classes[..., None] == np.arange(num_classes)).astype(np.int64))
