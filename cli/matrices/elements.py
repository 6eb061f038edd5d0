"""The tensors that a matrix is about, by name: what is differentiated, with respect to what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from cli.problems import unknown_name, usage_problem
from cli.tensors import is_tensor, tensors_in

if TYPE_CHECKING:
    from engine.tensor import Tensor
    from grammar.run import Outcome


class Named(NamedTuple):
    """A tensor and what the user calls it."""

    name: str
    tensor: Tensor

    @property
    def labels(self) -> list[str]:
        """The names of the tensor's elements, in order.

        >>> from engine import ones
        >>> Named("w", ones(2, 2)).labels, Named("x", ones(())).labels
        (['w[0,0]', 'w[0,1]', 'w[1,0]', 'w[1,1]'], ['x'])
        """
        return labels(self.name, tuple(self.tensor.shape))


def labels(name: str, shape: tuple[int, ...]) -> list[str]:
    """Return the names of the elements of a tensor of this shape."""
    if not shape:
        return [name]
    from numpy import ndindex

    return [f"{name}[{','.join(map(str, index))}]" for index in ndindex(shape)]


def results(option: str, root: str | None, outcome: Outcome) -> list[Named]:
    """Return what is differentiated: the tensor `root`, else the result or the tensors in it.

    Raises:
        Problem: None of them requires grad, or one is complex.
    """
    if root is not None:
        if not is_tensor(outcome.namespace.get(root)):
            raise unknown_name("--backward", root, tensors_in(outcome.namespace))
        found = [Named(root, outcome.namespace[root])]
    else:
        found = _inside(outcome)
    if not any(named.tensor.requires_grad for named in found):
        raise usage_problem(
            f"{option}: the result is no tensor that requires grad",
            "end with an expression of bound names, or give --backward NAME",
        )
    for named in found:
        refuse_complex(option, named)
    return found


def refuse_complex(option: str, named: Named) -> None:
    """Raise a Problem if the tensor is complex: its derivatives are no matrix of numbers."""
    if named.tensor.is_complex():
        raise usage_problem(
            f"{option}: {named.name} is complex, and a matrix of derivatives is of real numbers",
            "take its parts: .real, .imag, abs() or torch.view_as_real()",
        )


def _inside(outcome: Outcome) -> list[Named]:
    result = outcome.result
    whole = outcome.result_name or "result"
    if is_tensor(result):
        return [Named(whole, result)]
    pairs: list[tuple[str, Any]] = []
    if type(result) in (tuple, list):
        pairs = [(f"{whole}[{i}]", value) for i, value in enumerate(result)]
    elif type(result) is dict:
        pairs = [(f"{whole}[{key!r}]", value) for key, value in result.items()]
    names = {id(value): name for name, value in tensors_in(outcome.namespace).items()}
    return [Named(names.get(id(t), name), t) for name, t in pairs if is_tensor(t)]


def leaves(
    bound: Mapping[str, Tensor], outcome: Outcome, wrt: list[str], roots: list[Named]
) -> list[Named]:
    """Return with respect to what: the names in `--wrt`, else all leaves that require grad.

    Bound ones come first, then the script's variables and the parameters of its modules, then what
    the roots depend on and no name leads to.
    """
    if wrt:
        known = tensors_in(outcome.namespace)
        for name in wrt:
            if name not in known:
                raise unknown_name("--wrt", name, known)
        return [Named(name, known[name]) for name in wrt]
    from engine.graph.inspection import has_place

    found: dict[int, Named] = {}
    for name, tensor in [*bound.items(), *_variables(outcome.namespace)]:
        if has_place(tensor) and tensor.is_leaf and tensor.requires_grad:
            found.setdefault(id(tensor), Named(name, tensor))
    unnamed = 0
    for tensor in _reached([named.tensor for named in roots]):
        if id(tensor) not in found:
            found[id(tensor)] = Named(f"unnamed{unnamed}", tensor)
            unnamed += 1
    return list(found.values())


def _variables(namespace: Mapping[str, Any]) -> list[tuple[str, Tensor]]:
    """Return the script's tensors with their names, those inside modules with their paths."""
    import sys

    found: list[tuple[str, Tensor]] = []
    modules = sys.modules.get("engine.nn.modules.module")  # unless loaded, there are none
    for name, value in namespace.items():
        if is_tensor(value):
            found.append((name, value))
        elif modules is not None and isinstance(value, modules.Module):
            found += [(f"{name}.{path}", tensor) for path, tensor in value.named_parameters()]
    return found


def _reached(roots: list[Tensor]) -> list[Tensor]:
    """Return the leaves that the graphs of these tensors end in, each once."""
    from engine.graph.walk import walk

    found = {id(t): t for t in roots if t.requires_grad and t.grad_fn is None}
    for node, _ in walk([t.grad_fn for t in roots if t.grad_fn is not None]):
        leaf = getattr(node, "variable", None)  # of AccumulateGrad
        if is_tensor(leaf):
            found.setdefault(id(leaf), leaf)
    return list(found.values())
