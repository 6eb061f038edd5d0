"""Modules as functions: calls with other parameters, and the parameters of an ensemble, stacked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from engine.operators.join import stack
from engine.tensor import Tensor

__all__ = ["functional_call", "stack_module_state"]


def functional_call(
    module: Any,
    parameter_and_buffer_dicts: Any,
    args: Any = None,
    kwargs: dict[str, Any] | None = None,
    *,
    tie_weights: bool = True,
    strict: bool = False,
) -> Any:
    """Call a module with other tensors in the place of its parameters and buffers.

    The module itself stays as it was. Names are those of `named_parameters()`; what is not given
    stays in its place.

    args: a tuple of arguments, or one argument.
    tie_weights: a tensor that has two names in the module is replaced under both.
    strict: all parameters and buffers must be given, and no others.

    >>> import engine
    >>> from engine import nn
    >>> layer = nn.Linear(2, 1)
    >>> weights = {"weight": engine.tensor([[1.0, 2.0]]), "bias": engine.tensor([3.0])}
    >>> functional_call(layer, weights, engine.tensor([10.0, 100.0]))
    tensor([213.])
    """
    given = _merged(parameter_and_buffer_dicts)
    tensors = _untied(module, given) if tie_weights else given
    if strict:
        _require_keys(module, tensors)
    if args is None:
        args = ()
    elif not isinstance(args, tuple):
        args = (args,)
    with _replaced(module, tensors, given):
        return module(*args, **(kwargs or {}))


def _merged(dicts: Any) -> dict[str, Tensor]:
    """Return the one dictionary, or what several have together."""
    if isinstance(dicts, dict):
        return dicts
    if not isinstance(dicts, Sequence):
        raise ValueError(
            "Expected parameter_and_buffer_dicts to be a dict, or a list/tuple of dicts, but got "
            f"{type(dicts)}"
        )
    if not all(isinstance(d, dict) for d in dicts):
        raise ValueError("Expected all elements of parameter_and_buffer_dicts to be dictionaries")
    names = [name for d in dicts for name in d]
    repeated = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if repeated:
        raise ValueError(
            f"{repeated} appeared in multiple dictionaries; behavior of functional call is ambiguous"
        )
    return {name: tensor for d in dicts for name, tensor in d.items()}


def _named_tensors(module: Any) -> dict[str, Tensor]:
    return {
        **dict(module.named_parameters(remove_duplicate=False)),
        **dict(module.named_buffers(remove_duplicate=False)),
    }


def _untied(module: Any, given: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the given tensors under all names that the tensors they replace have."""
    names: dict[int, list[str]] = {}
    for name, tensor in _named_tensors(module).items():
        names.setdefault(id(tensor), []).append(name)
    found = dict(given)
    for tied in names.values():
        chosen = [name for name in tied if name in given]
        if len(tied) == 1 or not chosen:
            continue
        if len({id(given[name]) for name in chosen}) > 1:
            raise ValueError(
                f"functional_call got multiple values for keys {sorted(tied)}, which are tied. "
                "Consider using tie_weights=False"
            )
        found.update((name, given[chosen[0]]) for name in tied)
    return found


def _require_keys(module: Any, given: Mapping[str, Tensor]) -> None:
    own = _named_tensors(module)
    problems = [
        f"{what} key(s): {', '.join(map(repr, sorted(names)))}."
        for what, names in (
            ("Unexpected", given.keys() - own.keys()),
            ("Missing", own.keys() - given.keys()),
        )
        if names
    ]
    if problems:
        raise RuntimeError(
            f"Error(s) in reparametrizing for {type(module).__name__}:\n\t" + "\n\t".join(problems)
        )


def _owner(module: Any, path: str) -> tuple[Any, str]:
    """Return the module that has the tensor at a path, and its name there."""
    *above, name = path.split(".")
    for part in above:
        inner = module._modules.get(part)
        if inner is None:
            raise AttributeError(f"{type(module).__name__} has no attribute `{part}`")
        module = inner
    if name == "":
        raise KeyError('tensor name can\'t be empty string ""')
    return module, name


def _members(module: Any, name: str) -> dict[str, Any] | None:
    """Return the dictionary in which a tensor of a module stands; None if it has no such tensor."""
    own: dict[str, Any] = vars(module)
    for kind in ("_parameters", "_buffers"):
        if name in own[kind]:
            return own[kind]  # type: ignore[no-any-return]
    if isinstance(own.get(name), Tensor):
        return own
    if name in own or any(name in vars(kind) for kind in type(module).__mro__):
        raise TypeError(f"attribute `{name}`: {own.get(name)} is not an instance of torch.Tensor")
    return None


@contextmanager
def _replaced(
    module: Any, tensors: Mapping[str, Tensor], given: dict[str, Tensor]
) -> Iterator[None]:
    """Put tensors in the place of the module's own while the block runs.

    What the block has made of them (a buffer that is assigned anew) goes to `given`. A name that
    the module does not have changes nothing.
    """
    before: list[tuple[Any, dict[str, Any], str, str, Any]] = []
    try:
        for path, tensor in tensors.items():
            owner, name = _owner(module, path)
            if not isinstance(tensor, Tensor) and tensor is not None:
                raise TypeError(f"{tensor} is not an instance of torch.Tensor")
            members = _members(owner, name)
            if members is not None:
                before.append((owner, members, name, path, members[name]))
                owner._store(members, name, tensor)
        yield
    finally:
        for owner, members, name, path, tensor in reversed(before):
            if path in given and name in members:
                given[path] = members[name]
            owner._store(members, name, tensor)


def stack_module_state(models: Any) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """Return the parameters and the buffers of modules of one class, each stacked along a new
    first dimension: what `vmap` needs to run an ensemble.

    >>> from engine import nn
    >>> params, buffers = stack_module_state([nn.Linear(2, 1), nn.Linear(2, 1)])
    >>> {name: tensor.shape for name, tensor in params.items()}
    {'weight': torch.Size([2, 1, 2]), 'bias': torch.Size([2, 1])}
    """
    if len(models) == 0:
        raise RuntimeError("stack_module_state: Expected at least one model, got 0.")
    if len({bool(model.training) for model in models}) > 1:
        raise RuntimeError(
            "stack_module_state: Expected all models to have the same training/eval mode."
        )
    if any(type(model) is not type(models[0]) for model in models):
        raise RuntimeError("stack_module_state: Expected all models to be of the same class.")
    return (
        _stacked([dict(model.named_parameters()) for model in models]),
        _stacked([dict(model.named_buffers()) for model in models]),
    )


def _stacked(members: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    found = {}
    for name in members[0]:
        tensors = [of_model[name] for of_model in members]
        if len({t.requires_grad for t in tensors}) > 1:
            raise RuntimeError(f"Expected {name} from each model to have the same .requires_grad")
        together = stack(tensors)
        found[name] = together.detach().requires_grad_() if tensors[0].requires_grad else together
    return found
