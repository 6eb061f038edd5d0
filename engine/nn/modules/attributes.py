"""What a module registers: parameters, buffers and child modules, by assignment or by name.

Note [Registered attributes]
Parameters, buffers and child modules stand in `_parameters`, `_buffers` and `_modules`, in order of
registration. They also stand in the instance's own dictionary, so that reading `self.weight` costs
what any attribute costs (PyTorch answers through `__getattr__`, several times slower). A name that
the class itself has keeps the class's meaning, as in PyTorch, and is not put there.
"""

from __future__ import annotations

from typing import Any

from engine.errors import explained
from engine.nn.parameter import persistence
from engine.queries import typename
from engine.tensor import Parameter, Tensor


class Attributes:
    """The part of a module that keeps what is registered with it."""

    _parameters: dict[str, Parameter | None]
    _buffers: dict[str, Tensor | None]
    _modules: dict[str, Any]
    _temporary: set[str]  # the names of the buffers that are not part of the state

    def register_parameter(self, name: str, param: Parameter | None) -> None:
        """Add a parameter, which from then on is the attribute `name`."""
        self._check_name("parameter", name, "_parameters")
        if param is not None and not isinstance(param, Parameter):
            raise TypeError(
                f"cannot assign '{typename(param)}' object to parameter '{name}' "
                "(torch.nn.Parameter or None required)"
            )
        if param is not None and not param.is_leaf:
            raise ValueError(
                f"Cannot assign non-leaf Tensor to parameter '{name}'. Model parameters must be "
                f"created explicitly. To express '{name}' as a function of another Tensor, compute "
                "the value in the forward() method."
            )
        self._store(self._parameters, name, param)

    def register_buffer(self, name: str, tensor: Tensor | None, persistent: bool = True) -> None:
        """Add a tensor that belongs to the module's state but is no parameter.

        persistent: whether `state_dict` has it.
        """
        self._check_name("buffer", name, "_buffers")
        if tensor is not None and not isinstance(tensor, Tensor):
            raise TypeError(
                f"cannot assign '{typename(tensor)}' object to buffer '{name}' "
                "(torch Tensor or None required)"
            )
        self._store(self._buffers, name, tensor)
        (self._temporary.discard if persistent else self._temporary.add)(name)

    def _check_name(self, what: str, name: Any, kind: str) -> None:
        """Raise PyTorch's error for a name that a parameter or a buffer cannot have."""
        if kind not in self.__dict__:
            raise explained(
                AttributeError(f"cannot assign {what} before Module.__init__() call"),
                help="call super().__init__() first",
            )
        if not isinstance(name, str):
            raise TypeError(f"{what} name should be a string. Got {typename(name)}")
        if "." in name:
            raise KeyError(f'{what} name can\'t contain "."')
        if name == "":
            raise KeyError(f'{what} name can\'t be empty string ""')
        if hasattr(self, name) and name not in self.__dict__[kind]:
            raise KeyError(f"attribute '{name}' already exists")

    def add_module(self, name: str, module: Any) -> None:
        """Add a child module, which from then on is the attribute `name`."""
        if not isinstance(module, Attributes) and module is not None:
            raise TypeError(f"{typename(module)} is not a Module subclass")
        if not isinstance(name, str):
            raise TypeError(f"module name should be a string. Got {typename(name)}")
        if hasattr(self, name) and name not in self._modules:
            raise KeyError(f"attribute '{name}' already exists")
        if "." in name:
            raise KeyError(f'module name can\'t contain ".", got: {name}')
        if name == "":
            raise KeyError('module name can\'t be empty string ""')
        self._store(self._modules, name, module)

    def register_module(self, name: str, module: Any) -> None:
        """Add a child module: another name of `add_module`."""
        self.add_module(name, module)

    def _store(self, kind: dict[str, Any], name: str, value: Any) -> None:
        """Put a value where Note [Registered attributes] says."""
        kind[name] = value
        if not any(name in vars(klass) for klass in type(self).__mro__):
            self.__dict__[name] = value

    def _forget(self, name: str, *kinds: str) -> None:
        """Take a name out of the instance's dictionary and of some of the registers."""
        own = self.__dict__
        own.pop(name, None)
        for kind in kinds:
            own[kind].pop(name, None)
        own["_temporary"].discard(name)

    def __setattr__(self, name: str, value: Any) -> None:
        own = self.__dict__
        ready = "_parameters" in own
        if isinstance(value, Parameter):
            if not ready:
                raise explained(
                    AttributeError("cannot assign parameters before Module.__init__() call"),
                    help="call super().__init__() first",
                )
            self._forget(name, "_buffers", "_modules")
            self.register_parameter(name, value)
        elif ready and name in own["_parameters"]:
            if value is not None:
                raise TypeError(
                    f"cannot assign '{typename(value)}' as parameter '{name}' "
                    "(torch.nn.Parameter or None expected)"
                )
            self.register_parameter(name, None)
        elif isinstance(value, Attributes):
            if not ready:
                raise explained(
                    AttributeError("cannot assign module before Module.__init__() call"),
                    help="call super().__init__() first",
                )
            self._forget(name, "_parameters", "_buffers")
            self._store(own["_modules"], name, value)
        elif ready and name in own["_modules"]:
            if value is not None:
                raise TypeError(
                    f"cannot assign '{typename(value)}' as child module '{name}' "
                    "(torch.nn.Module or None expected)"
                )
            self._store(own["_modules"], name, None)
        elif (ready and name in own["_buffers"]) or persistence(value) is not None:
            if value is not None and not isinstance(value, Tensor):
                raise TypeError(
                    f"cannot assign '{typename(value)}' as buffer '{name}' "
                    "(torch.nn.Buffer, torch.Tensor or None expected)"
                )
            persistent = persistence(value)
            if persistent is None:
                persistent = name not in own["_temporary"]
            self.register_buffer(name, value, persistent)
        else:
            object.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        for kind in (self._parameters, self._buffers, self._modules):
            if name in kind:
                del kind[name]
                self._forget(name)
                return
        object.__delattr__(self, name)
