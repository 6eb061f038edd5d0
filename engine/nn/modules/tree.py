"""The tree of modules: walking it, and finding its members by their dotted paths."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from engine.nn.modules.attributes import Attributes
from engine.tensor import Parameter, Tensor

if TYPE_CHECKING:
    from engine.nn.modules.module import Module


class Tree(Attributes):
    """The part of a module that finds what is in it and in the modules below it."""

    def _named_members(
        self, kind: str, prefix: str, recurse: bool, remove_duplicate: bool
    ) -> Iterator[tuple[str, Any]]:
        seen: set[Any] = set()
        modules: Any = [(prefix, self)]
        if recurse:
            modules = self.named_modules(prefix=prefix, remove_duplicate=remove_duplicate)
        for place, module in modules:
            for name, value in getattr(module, kind).items():
                if value is None or value in seen:
                    continue
                if remove_duplicate:
                    seen.add(value)
                yield (f"{place}.{name}" if place else name), value

    def parameters(self, recurse: bool = True) -> Iterator[Parameter]:
        """Yield the parameters, those of child modules included unless recurse is False."""
        for _, parameter in self.named_parameters(recurse=recurse):
            yield parameter

    def named_parameters(
        self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Parameter]]:
        """Yield (name, parameter), the name with its path from this module."""
        yield from self._named_members("_parameters", prefix, recurse, remove_duplicate)

    def buffers(self, recurse: bool = True) -> Iterator[Tensor]:
        """Yield the buffers, those of child modules included unless recurse is False."""
        for _, buffer in self.named_buffers(recurse=recurse):
            yield buffer

    def named_buffers(
        self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Tensor]]:
        """Yield (name, buffer), the name with its path from this module."""
        yield from self._named_members("_buffers", prefix, recurse, remove_duplicate)

    def children(self) -> Iterator[Module]:
        """Yield the child modules, each once."""
        for _, module in self.named_children():
            yield module

    def named_children(self) -> Iterator[tuple[str, Module]]:
        """Yield (name, child module), each child once."""
        seen: set[Module] = set()
        for name, module in self._modules.items():
            if module is not None and module not in seen:
                seen.add(module)
                yield name, module

    def modules(self, remove_duplicate: bool = True) -> Iterator[Module]:
        """Yield this module and all below it."""
        for _, module in self.named_modules(remove_duplicate=remove_duplicate):
            yield module

    def named_modules(
        self, memo: set[Module] | None = None, prefix: str = "", remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Module]]:
        """Yield (path, module) for this module and all below it; `memo` holds those seen already."""
        memo = set() if memo is None else memo
        this: Any = self
        if this in memo:
            return
        if remove_duplicate:
            memo.add(this)
        yield prefix, this
        for name, module in self._modules.items():
            if module is not None:
                inner = f"{prefix}.{name}" if prefix else name
                yield from module.named_modules(memo, inner, remove_duplicate)

    def get_submodule(self, target: str) -> Module:
        """Return the module at a dotted path such as "encoder.0"; itself for an empty path."""
        found: Any = self
        for name in target.split(".") if target else ():
            if not found._knows(name):
                raise AttributeError(f"{type(found).__name__} has no attribute `{name}`")
            if found._modules.get(name) is None:
                raise AttributeError(f"`{name}` is not an nn.Module")
            found = found._modules[name]
        return found  # type: ignore[no-any-return]

    def set_submodule(self, target: str, module: Module, strict: bool = False) -> None:
        """Put a module at a dotted path; with `strict`, only in the place of another."""
        if target == "":
            raise ValueError("Cannot set the submodule without a target name!")
        if not isinstance(module, Tree):
            raise ValueError(f"`module` is not an nn.Module, found {type(module)}")
        above, _, name = target.rpartition(".")
        parent = self.get_submodule(above)
        if parent._knows(name):
            if parent._modules.get(name) is None:
                raise AttributeError(f"`{name}` is not an nn.Module")
        elif strict:
            raise AttributeError(f"{type(parent).__name__} has no attribute `{name}`")
        parent._forget(name, "_parameters", "_buffers")
        parent._store(parent._modules, name, module)

    def get_parameter(self, target: str) -> Parameter:
        """Return the parameter at a dotted path such as "encoder.0.weight"."""
        return self._member(target, "_parameters", "an nn.Parameter")  # type: ignore[no-any-return]

    def get_buffer(self, target: str) -> Tensor:
        """Return the buffer at a dotted path such as "norm.running_mean"."""
        return self._member(target, "_buffers", "a buffer")  # type: ignore[no-any-return]

    def _member(self, target: str, kind: str, what: str) -> Any:
        above, _, name = target.rpartition(".")
        module = self.get_submodule(above)
        if not module._knows(name):
            raise AttributeError(f"{type(module).__name__} has no attribute `{name}`")
        if module.__dict__[kind].get(name) is None:
            raise AttributeError(f"`{name}` is not {what}")
        return module.__dict__[kind][name]

    def _knows(self, name: str) -> bool:
        """Return whether the module has an attribute of this name, without reading it."""
        return name in self.__dict__ or any(name in vars(klass) for klass in type(self).__mro__)
