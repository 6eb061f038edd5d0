"""Module, the base class of layers and models."""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any, Self

from engine import dtypes
from engine.errors import explained
from engine.graph.hooks import RemovableHandle
from engine.modes import no_grad
from engine.nn.modules import calling, state_dicts
from engine.nn.modules.attributes import Attributes
from engine.nn.modules.calling import Registries
from engine.nn.modules.tree import Tree
from engine.tensor import Tensor
from engine.warn import warn

__all__ = ["Module"]


class Module(Tree):
    """Base class of layers and models: it knows its parameters, buffers and child modules.

    A subclass calls `super().__init__()` first, then assigns layers and parameters to attributes,
    and defines `forward`.

    >>> import engine
    >>> class Double(Module):
    ...     def __init__(self):
    ...         super().__init__()
    ...         self.factor = Parameter(engine.tensor(2.0))
    ...     def forward(self, x):
    ...         return self.factor * x
    >>> Double()(engine.tensor(3.0))
    tensor(6., grad_fn=<MulBackward0>)
    """

    training: bool
    call_super_init = False
    _hooks: Registries | None = calling.UNINITIALISED  # __init__ sets None: see `__call__`
    _version = 1  # of the layout of its state

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make an empty module; subclasses call this before they assign anything."""
        if not self.call_super_init:
            name = type(self).__name__
            if kwargs:
                raise TypeError(
                    f"{name}.__init__() got an unexpected keyword argument '{next(iter(kwargs))}'"
                )
            if args:
                raise TypeError(
                    f"{name}.__init__() takes 1 positional argument but {len(args) + 1} were given"
                )
        self.__dict__.update(
            training=True, _parameters={}, _buffers={}, _modules={}, _temporary=set(), _hooks=None
        )
        if self.call_super_init:
            super().__init__(*args, **kwargs)

    # -- calls ---------------------------------------------------------------------------------

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call `forward`, and the hooks around it."""
        if self._hooks is None:
            return self.forward(*args, **kwargs)
        return calling.call(self, self._hooks, args, kwargs)

    def forward(self, *input: Any) -> Any:
        """Compute the output; every subclass defines it."""
        raise explained(
            NotImplementedError(
                f'Module [{type(self).__name__}] is missing the required "forward" function'
            ),
            help="define a method forward(self, ...) in the class",
        )

    def _registries(self) -> Registries:
        hooks = self._hooks
        if hooks is None:
            hooks = self.__dict__["_hooks"] = Registries()
        elif hooks is calling.UNINITIALISED:
            raise calling.uninitialised(self, "_forward_hooks")
        return hooks

    def register_forward_pre_hook(
        self, hook: Callable[..., Any], *, prepend: bool = False, with_kwargs: bool = False
    ) -> RemovableHandle:
        """Call `hook(module, args)` before `forward`; what it returns replaces the arguments.

        prepend: put it before the hooks that are there already.
        with_kwargs: call `hook(module, args, kwargs)`, which returns both or None.
        """
        return self._registries().add("forward_pre", hook, prepend, with_kwargs)

    def register_forward_hook(
        self,
        hook: Callable[..., Any],
        *,
        prepend: bool = False,
        with_kwargs: bool = False,
        always_call: bool = False,
    ) -> RemovableHandle:
        """Call `hook(module, args, output)` after `forward`; what it returns replaces the output.

        prepend: put it before the hooks that are there already.
        with_kwargs: call `hook(module, args, kwargs, output)`.
        always_call: call it even if `forward` raises an error.
        """
        return self._registries().add("forward", hook, prepend, with_kwargs, always_call)

    def register_full_backward_pre_hook(
        self, hook: Callable[..., Any], prepend: bool = False
    ) -> RemovableHandle:
        """Call `hook(module, grad_output)` before the backward pass goes through the module."""
        return self._registries().add("backward_pre", hook, prepend)

    def register_full_backward_hook(
        self, hook: Callable[..., Any], prepend: bool = False
    ) -> RemovableHandle:
        """Call `hook(module, grad_input, grad_output)` when both gradients are known.

        What it returns, if not None, replaces `grad_input`.
        """
        return self._registries().add_backward(hook, prepend, full=True)

    def register_backward_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """Call `hook` with the gradients of the module's last node; deprecated by PyTorch."""
        return self._registries().add_backward(hook, False, full=False)

    # -- its state -----------------------------------------------------------------------------

    def state_dict(
        self, *args: Any, destination: Any = None, prefix: str = "", keep_vars: bool = False
    ) -> Any:
        """Return an ordered dictionary of all parameters and persistent buffers, detached.

        keep_vars: do not detach them.
        """
        return state_dicts.save(self, args, destination, prefix, keep_vars)

    def load_state_dict(self, state_dict: Any, strict: bool = True, assign: bool = False) -> Any:
        """Copy a dictionary made by `state_dict` into the parameters and buffers.

        strict: the keys must be exactly those of this module.
        assign: put the dictionary's own tensors into the module in place of copying.
        """
        return state_dicts.load(self, state_dict, strict, assign)

    def _load_from_state_dict(self, loading: state_dicts.Loading, prefix: str) -> None:
        """Take this module's own members, not those of its children, from a state dictionary."""
        state_dicts.load_members(self, loading, prefix)

    def get_extra_state(self) -> Any:
        """Return what else `state_dict` is to keep; only called where a subclass defines it."""
        raise RuntimeError(state_dicts.UNREACHABLE.format("get_extra_state"))

    def set_extra_state(self, state: Any) -> None:
        """Take back what `get_extra_state` returned; only called where a subclass defines it."""
        raise RuntimeError(state_dicts.UNREACHABLE.format("set_extra_state"))

    def register_state_dict_pre_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """Call `hook(module, prefix, keep_vars)` before `state_dict` collects the state."""
        return self._registries().add("state_pre", hook)

    def register_state_dict_post_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """Call `hook(module, state_dict, prefix, local_metadata)` when the state is collected."""
        return self._registries().add("state_post", hook)

    def register_load_state_dict_pre_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """Call `hook` before `load_state_dict` reads this module's members.

        Its arguments are (module, state_dict, prefix, local_metadata, strict, missing_keys,
        unexpected_keys, error_msgs).
        """
        return self._registries().add("load_pre", hook)

    def register_load_state_dict_post_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """Call `hook(module, incompatible_keys)` after `load_state_dict`; it may change the keys."""
        return self._registries().add("load_post", hook)

    # -- conversion ----------------------------------------------------------------------------

    def _apply(self, function: Callable[[Any], Any], recurse: bool = True) -> Self:
        """Put `function` of each parameter, gradient and buffer in its place."""
        if recurse:
            for module in self.children():
                module._apply(function)
        for parameter in self._parameters.values():
            if parameter is None:
                continue
            with no_grad():
                parameter.data = function(parameter)
                grad = parameter.grad
                if grad is not None:
                    grad.data = function(grad)
        for name, buffer in self._buffers.items():
            if buffer is not None:
                self._store(self._buffers, name, function(buffer))
        return self

    def apply(self, fn: Callable[[Module], Any]) -> Self:
        """Call `fn` with every module below this one, then with this one; return the module."""
        for module in self.children():
            module.apply(fn)
        fn(self)
        return self

    def to(self, *args: Any, **kwargs: Any) -> Self:
        """Convert the floating-point parameters and buffers to a dtype, or to that of a tensor."""
        dtype = _target_dtype(args, kwargs)
        if dtype is not None and not (dtype.is_floating_point or dtype.is_complex):
            raise TypeError(
                "nn.Module.to only accepts floating point or complex dtypes, but got desired "
                f"dtype={dtype}"
            )
        if dtype is not None and dtype.is_complex:
            warn(
                "Complex modules are a new feature under active development whose design may "
                "change, and some modules might not work as expected when using complex tensors as "
                "parameters or buffers. Please file an issue at https://github.com/pytorch/pytorch/"
                "issues/new?template=bug-report.yml if a complex module does not work as expected."
            )
        device = kwargs.get("device")

        def convert(t: Any) -> Any:
            numeric = t.is_floating_point() or t.is_complex()
            return t.to(device=device, dtype=dtype if numeric else None)

        return self._apply(convert)

    def cpu(self) -> Self:
        """Return the module: everything is on the CPU."""
        return self._apply(lambda t: t.cpu())

    def type(self, dst_type: Any) -> Self:
        """Convert all parameters and buffers to a dtype."""
        return self._apply(lambda t: t.type(dst_type))

    def float(self) -> Self:
        """Convert the floating-point parameters and buffers to float32."""
        return self._apply(lambda t: t.float() if t.is_floating_point() else t)

    def double(self) -> Self:
        """Convert the floating-point parameters and buffers to float64."""
        return self._apply(lambda t: t.double() if t.is_floating_point() else t)

    def half(self) -> Self:
        """Convert the floating-point parameters and buffers to float16."""
        return self._apply(lambda t: t.half() if t.is_floating_point() else t)

    # -- training ------------------------------------------------------------------------------

    def train(self, mode: bool = True) -> Self:
        """Set training mode (or evaluation mode), which layers such as Dropout look at."""
        if not isinstance(mode, bool):
            raise ValueError("training mode is expected to be boolean")
        self.training = mode
        for module in self.children():
            module.train(mode)
        return self

    def eval(self) -> Self:
        """Set evaluation mode."""
        return self.train(False)

    def requires_grad_(self, requires_grad: bool = True) -> Self:
        """Set whether the parameters require grad; False freezes the module."""
        for parameter in self.parameters():
            parameter.requires_grad_(requires_grad)
        return self

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Take away the gradients of all parameters, or set them to zero."""
        for parameter in self.parameters():
            grad = parameter.grad
            if grad is None:
                continue
            if set_to_none:
                parameter.grad = None
                continue
            if grad.grad_fn is not None:
                grad.detach_()
            else:
                grad.requires_grad_(False)
            grad.zero_()

    # -- text ----------------------------------------------------------------------------------

    def _get_name(self) -> str:
        return self.__class__.__name__

    def extra_repr(self) -> str:
        """Return what the module's text says between the parentheses; layers define it."""
        return ""

    def __repr__(self) -> str:
        extra = self.extra_repr()
        extras = extra.split("\n") if extra else []
        children = [f"({name}): {indented(repr(module))}" for name, module in self._modules.items()]
        if len(extras) == 1 and not children:
            return f"{self._get_name()}({extra})"
        return block(self._get_name(), extras + children)

    def __dir__(self) -> list[str]:
        return sorted(name for name in {*dir(type(self)), *self.__dict__} if not name[0].isdigit())


for _part in (Attributes, Tree, Module):
    for _name, _method in vars(_part).items():
        if isinstance(_method, FunctionType):  # "<generator object Module.parameters at ...>"
            _method.__qualname__ = f"Module.{_name}"


def _target_dtype(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Return the dtype that the arguments of `Module.to` name, or None."""
    for value in (*args, *kwargs.values()):
        if isinstance(value, Tensor):
            return value.dtype
        if isinstance(value, dtypes.dtype):
            return value
    return None


def indented(text: str) -> str:
    """Indent all lines but the first by two spaces; blank lines stay empty."""
    first, *others = text.split("\n")
    return "\n".join([first, *("  " + line if line.strip() else "" for line in others)])


def block(name: str, lines: list[str]) -> str:
    """Return `name(...)` with one item a line."""
    inner = "\n  " + "\n  ".join(lines) + "\n" if lines else ""
    return f"{name}({inner})"
