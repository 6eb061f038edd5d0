"""Saving the state of a module in a dictionary, and loading it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from engine.modes import no_grad
from engine.tensor import Parameter, Tensor
from engine.warn import warn

if TYPE_CHECKING:
    from engine.nn.modules.module import Module

EXTRA = "_extra_state"
UNREACHABLE = (
    "Reached a code path in Module.{}() that should never be called. Please file an issue at "
    "https://github.com/pytorch/pytorch/issues/new?template=bug-report.yml to report this bug."
)


class _Keys(NamedTuple):
    missing_keys: list[str]
    unexpected_keys: list[str]


class IncompatibleKeys(_Keys):
    """What `load_state_dict` returns: the keys that were missing, and those nobody expected."""

    __slots__ = ()

    def __repr__(self) -> str:
        if not self.missing_keys and not self.unexpected_keys:
            return "<All keys matched successfully>"
        return (
            f"_IncompatibleKeys(missing_keys={self.missing_keys!r}, "
            f"unexpected_keys={self.unexpected_keys!r})"
        )


IncompatibleKeys.__name__ = IncompatibleKeys.__qualname__ = "_IncompatibleKeys"


def save(
    module: Module, args: tuple[Any, ...], destination: Any, prefix: str, keep_vars: bool
) -> Any:
    """Collect the state of a module and of those below it: see `Module.state_dict`."""
    if args:
        warn(
            "Positional args are being deprecated, use kwargs instead. Refer to "
            "https://pytorch.org/docs/main/generated/torch.nn.Module.html#torch.nn.Module."
            "state_dict for details.",
            FutureWarning,
        )
        destination = args[0] if destination is None else destination
        prefix = args[1] if len(args) > 1 and prefix == "" else prefix
        keep_vars = args[2] if len(args) > 2 and keep_vars is False else keep_vars
    if destination is None:
        destination = OrderedDict()
        destination._metadata = OrderedDict()
    local = {"version": module._version}
    if hasattr(destination, "_metadata"):
        destination._metadata[prefix[:-1]] = local
    hooks = module._hooks
    if hooks is not None:
        for hook in list(hooks.state_pre.values()):
            hook.function(module, prefix, keep_vars)
    for name, member in _members(module).items():
        destination[prefix + name] = member if keep_vars else member.detach()
    if _defines(module, "get_extra_state"):
        destination[prefix + EXTRA] = module.get_extra_state()
    for name, child in module._modules.items():
        if child is not None:
            child.state_dict(
                destination=destination, prefix=f"{prefix}{name}.", keep_vars=keep_vars
            )
    if hooks is not None:
        for hook in list(hooks.state_post.values()):
            if hook.function(module, destination, prefix, local) is not None:
                raise RuntimeError("state_dict post-hook must return None")
    return destination


def _members(module: Module) -> dict[str, Tensor]:
    """Return what belongs to a module's own state: its parameters and persistent buffers."""
    found: dict[str, Tensor] = {k: p for k, p in module._parameters.items() if p is not None}
    for name, buffer in module._buffers.items():
        if buffer is not None and name not in module._temporary:
            found[name] = buffer
    return found


def _defines(module: Module, method: str) -> bool:
    """Return whether a subclass has defined one of the methods for extra state."""
    from engine.nn.modules.module import Module

    owner = next(klass for klass in type(module).__mro__ if method in vars(klass))
    return owner is not Module


class Loading:
    """One `load_state_dict`: what is loaded, and what was wrong with it."""

    def __init__(self, state_dict: Any, assign: bool) -> None:
        self.metadata: dict[str, Any] | None = getattr(state_dict, "_metadata", None)
        self.state: dict[str, Any] = OrderedDict(state_dict)
        self.assign = assign
        self.missing: list[str] = []
        self.unexpected: list[str] = []
        self.errors: list[str] = []

    def local(self, prefix: str) -> dict[str, Any]:
        """Return what the dictionary says about the module at `prefix`: the version of its layout."""
        found: dict[str, Any] = {} if self.metadata is None else self.metadata.get(prefix[:-1], {})
        return {**found, "assign_to_params_buffers": True} if self.assign else found


def load(module: Module, state_dict: Any, strict: bool, assign: bool) -> IncompatibleKeys:
    """Load a state: see `Module.load_state_dict`."""
    if not isinstance(state_dict, Mapping):
        raise TypeError(f"Expected state_dict to be dict-like, got {type(state_dict)}.")
    loading = Loading(state_dict, assign)
    _load(module, loading, loading.state, "")
    if strict:
        for problem, keys in (
            ("Unexpected", loading.unexpected),
            ("Missing", loading.missing),
        ):
            if keys:
                listed = ", ".join(f'"{key}"' for key in keys)
                loading.errors.insert(0, f"{problem} key(s) in state_dict: {listed}. ")
    if loading.errors:
        raise RuntimeError(
            f"Error(s) in loading state_dict for {type(module).__name__}:\n\t"
            + "\n\t".join(loading.errors)
        )
    return IncompatibleKeys(loading.missing, loading.unexpected)


def _load(module: Module, loading: Loading, state: dict[str, Any], prefix: str) -> None:
    loading.state = state
    hooks = module._hooks
    if hooks is not None:
        for hook in list(hooks.load_pre.values()):
            hook.function(
                module,
                state,
                prefix,
                loading.local(prefix),
                True,
                loading.missing,
                loading.unexpected,
                loading.errors,
            )
    module._load_from_state_dict(loading, prefix)
    for name, child in module._modules.items():
        if child is not None:
            inner = f"{prefix}{name}."
            part = {k: v for k, v in state.items() if k.startswith(inner)}
            _load(child, loading, part, inner)
    if hooks is not None:
        for hook in list(hooks.load_post.values()):
            keys = IncompatibleKeys(loading.missing, loading.unexpected)
            if hook.function(module, keys) is not None:
                raise AssertionError(
                    "Hooks registered with ``register_load_state_dict_post_hook`` are not expected "
                    "to return new values, if incompatible_keys need to be modified, it should be "
                    "done inplace."
                )


def load_members(module: Module, loading: Loading, prefix: str) -> None:
    """Load a module's own parameters and buffers, and note what does not fit."""
    state = loading.state
    members = _members(module)
    for name, member in members.items():
        key = prefix + name
        if key not in state:
            loading.missing.append(key)
            continue
        problem = _load_member(module, name, member, key, state[key], loading.assign)
        if problem is not None:
            loading.errors.append(problem)
    extra = prefix + EXTRA
    if _defines(module, "set_extra_state"):
        if extra in state:
            module.set_extra_state(state[extra])
        else:
            loading.missing.append(extra)
    elif extra in state:
        loading.unexpected.append(extra)
    for key in state:
        if key.startswith(prefix) and key != extra:
            first, dot, _ = key[len(prefix) :].partition(".")
            if first not in (module._modules if dot else members):
                loading.unexpected.append(key)


def _load_member(
    module: Module, name: str, member: Tensor, key: str, given: Any, assign: bool
) -> str | None:
    """Load one member; return PyTorch's complaint if it does not fit."""
    if not isinstance(given, Tensor):
        return (
            f'While copying the parameter named "{key}", expected torch.Tensor or Tensor-like '
            f"object from checkpoint but received {type(given)}"
        )
    if not member.shape and given.shape == (1,):
        given = given[0]
    if given.shape != member.shape:
        return (
            f"size mismatch for {key}: copying a param with shape {given.shape} from checkpoint, "
            f"the shape in current model is {member.shape}."
        )
    try:
        with no_grad():
            if not assign:
                member.copy_(given)
            elif not isinstance(member, Parameter):
                module._store(module._buffers, name, given)
            else:
                if isinstance(given, Parameter):
                    given.requires_grad_(member.requires_grad)
                else:
                    given = Parameter(given, member.requires_grad)
                module._store(module._parameters, name, given)
    except Exception as error:
        return (
            f'While copying the parameter named "{key}", whose dimensions in the model are '
            f"{member.size()} and whose dimensions in the checkpoint are {given.size()}, an "
            f"exception occurred : {error.args}."
        )
    return None
