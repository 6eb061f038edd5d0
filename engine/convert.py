"""What the fast path leaves over: binding arguments, type promotion, and errors in PyTorch's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from engine import dtypes
from engine.batched import ESCAPED, Batched
from engine.errors import explained
from engine.values import Values

if TYPE_CHECKING:
    from engine.registry import Operator

NUMBERS = (int, float, complex, np.generic)
KERNEL_ERRORS = (TypeError, ValueError, IndexError, RuntimeError, OverflowError, AttributeError)
OPERANDS = (Values, np.ndarray, *NUMBERS)
ALIASES = {"input": "self", "axis": "dim", "keepdims": "keepdim", "dims": "dim", "dim": "dims"}


def type_name(value: Any) -> str:
    """Return how PyTorch's messages name the type of a value."""
    from engine.tensor import Tensor

    if isinstance(value, Tensor):
        return type(value).__name__
    if isinstance(value, (list, tuple)) and value:
        kinds = {type_name(v) for v in value}
        name = type(value).__name__
        return f"{name} of {kinds.pop()}" if len(kinds) == 1 else f"{name} of ({', '.join(kinds)})"
    return type(value).__name__


def not_a_tensor(function: str, argument: str, position: int, value: Any) -> TypeError:
    """Return PyTorch's error for an argument that must be a tensor and is not."""
    number = isinstance(value, (int, float, complex))
    kind = type(value)
    name = f"numpy.{kind.__name__}" if kind.__module__ == "numpy" else kind.__name__
    return explained(
        TypeError(
            f"{function}(): argument '{argument}' (position {position}) must be Tensor, not {name}"
        ),
        help=f"write {function}(tensor({value}))" if number else None,
    )


def wrong_arguments(op: Operator, args: tuple[Any, ...], kwargs: dict[str, Any]) -> TypeError:
    """Return PyTorch's error for arguments that no signature takes."""
    if args and op.params[:1] == ("self",) and hasattr(args[0], "_data"):
        args = args[1:]  # called as a method, most likely: PyTorch does not count the tensor then
    shown = [type_name(a) for a in args] + [f"{k}={type_name(v)}" for k, v in kwargs.items()]
    got = ", ".join(shown) + (", " if len(kwargs) == 1 and len(shown) == 1 else "")
    from engine.docs import signature

    return explained(
        TypeError(
            f"{op.name}() received an invalid combination of arguments - got ({got}), "
            f"but expected one of:\n * {signature(op)}\n"
        ),
        notes=(f"signature: {signature(op)}",),
    )


def bind(op: Operator, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...]:
    """Return the arguments in the order of the operator's parameters, defaults filled in."""
    params = op.params
    n = len(params)
    if len(args) > op.n_positional or (op.variadic and len(args) > 2):
        if op.variadic is None:
            raise wrong_arguments(op, args, kwargs)
        first = params.index(op.variadic)
        packed = args[first:]
        if not all(isinstance(a, (int, np.integer)) or hasattr(a, "_data") for a in packed):
            raise wrong_arguments(op, args, kwargs)
        args = (*args[:first], tuple(packed))
    bound = list(args)
    if kwargs:
        kwargs = dict(kwargs)
        for name in list(kwargs):
            if name not in params:
                alias = ALIASES.get(name)
                if alias not in params or alias in kwargs:
                    raise wrong_arguments(op, args, kwargs)
                kwargs[alias] = kwargs.pop(name)
    first_default = n - len(op.defaults)
    for i in range(len(args), n):
        name = params[i]
        if name in kwargs:
            bound.append(kwargs.pop(name))
        elif i >= first_default:
            bound.append(op.defaults[i - first_default])
        elif op.variadic == name:
            bound.append(())
        else:
            raise wrong_arguments(op, args, kwargs)
    if kwargs:
        raise wrong_arguments(op, args, kwargs)
    return tuple(bound)


def promote(op: Operator, args: tuple[Any, ...], data: list[Any]) -> None:
    """Bring the operands in `data` to their common dtype, in place."""
    from engine.tensor import Tensor

    if any(d.__class__ is Batched for d in data):
        raise RuntimeError(ESCAPED)
    places = op.operands
    operands = [data[i] for i in places]
    for i, value in zip(places, operands, strict=True):
        if not isinstance(args[i], Tensor) and not isinstance(value, NUMBERS):
            if value.__class__ is np.ndarray:
                continue
            if op.params[i] == "self":
                raise not_a_tensor(op.name, "input", i + 1, args[i])
            raise wrong_operand(op, args, i)
    if all(isinstance(v, NUMBERS) and not isinstance(v, np.generic) for v in operands):
        raise not_a_tensor(op.name, "input", 1, args[places[0]])
    target = dtypes.result_type(*operands)
    if op.promote == "float" and target.category < dtypes.FLOAT:
        target = dtypes.get_default_dtype()
    numpy = target.numpy
    for i, value in zip(places, operands, strict=True):
        if isinstance(value, (np.ndarray, np.generic)):
            if value.dtype is not numpy:
                data[i] = value.astype(numpy)
        else:
            data[i] = np.asarray(value).astype(numpy)[()]


def wrong_operand(op: Operator, args: tuple[Any, ...], place: int) -> TypeError:
    """Return the error for an operand that is neither tensor nor number."""
    if op.name in dunders and len(args) >= 2:
        left, right = type_name(args[0]), type_name(args[1])
        return TypeError(
            f"unsupported operand type(s) for {dunders[op.name]}: '{left}' and '{right}'"
        )
    return not_a_tensor(op.name, op.params[place], place + 1, args[place])


dunders = {"add": "+", "sub": "-", "mul": "*", "div": "/", "pow": "** or pow()", "matmul": "@"}


def broadcast_error(a: tuple[int, ...], b: tuple[int, ...]) -> RuntimeError | None:
    """Return PyTorch's error if two shapes do not broadcast, naming the last dimension that differs.

    >>> broadcast_error((2, 3), (4,))
    RuntimeError('The size of tensor a (3) must match the size of tensor b (4) at non-singleton \
dimension 1')
    """
    n = max(len(a), len(b))
    for i in range(1, n + 1):
        x = a[-i] if i <= len(a) else 1
        y = b[-i] if i <= len(b) else 1
        if x != y and x != 1 and y != 1:
            return RuntimeError(
                f"The size of tensor a ({x}) must match the size of tensor b ({y}) "
                f"at non-singleton dimension {n - i}"
            )
    return None


def explain(
    op: Operator, args: tuple[Any, ...], data: list[Any], error: BaseException
) -> BaseException:
    """Return the error to raise for what a kernel raised: in PyTorch's words where NumPy spoke."""
    if any(d.__class__ is Batched for d in data):
        return RuntimeError(ESCAPED)
    arrays = [d for d in data if isinstance(d, (np.ndarray, np.generic))]
    text = str(error)
    if isinstance(error, ValueError) and ("broadcast" in text or "shape mismatch" in text):
        for i in range(1, len(arrays)):
            wrong = broadcast_error(arrays[0].shape, arrays[i].shape)
            if wrong is not None:
                return explained(
                    wrong,
                    help="sizes must be equal or 1, compared from the last dimension on",
                )
    wrong_kind = isinstance(error, (TypeError, AttributeError))
    if wrong_kind and op.params and not args_are_tensors(op, args):
        for i, value in enumerate(args):
            if op.params[i] in ("self", "other") and not hasattr(value, "_data"):
                return not_a_tensor(op.name, "input" if i == 0 else "other", i + 1, value)
    return error


def args_are_tensors(op: Operator, args: tuple[Any, ...]) -> bool:
    """Return whether the tensor operand `self` of a call really is a tensor."""
    return not (op.params and op.params[0] == "self") or hasattr(args[0], "_data")
