"""`--hook` and `--retain-grad`: do to named tensors what the methods of these names do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cli.problems import unknown_name, usage_problem
from cli.tensors import tensors_in

if TYPE_CHECKING:
    from engine.errors import Origin
    from engine.tensor import Tensor
    from grammar.run import Script


def names_in(text: str | None) -> list[str]:
    """Return the names of a comma-separated option.

    >>> names_in("y1, y2"), names_in(None)
    (['y1', 'y2'], [])
    """
    return [name.strip() for name in (text or "").split(",") if name.strip()]


def printing_hook(name: str) -> Any:
    """Return a tensor hook that prints the gradient and leaves it as it is."""

    def hook(grad: Tensor) -> None:
        print(f"{name} grad:", grad)

    return hook


class Attachments:
    """Who gets a hook and who keeps its gradient."""

    def __init__(self, hooks: list[str], retain: list[str], script: Script) -> None:
        self._hooks = set(hooks)
        self._everything = "all" in retain
        self._retain = set(retain) - {"all"}
        self._script = script
        self._seen: set[tuple[str, int]] = set()
        self._found: set[str] = set()
        self._constant: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._hooks or self._retain or self._everything)

    def made(self, tensor: Tensor, origin: Origin | None) -> None:
        """Attend to a tensor that the script has just made."""
        name = None
        if origin is not None and (self._hooks or self._retain):
            place = self._script.place(origin)
            name = place.name
            if place.names and tensor.output_nr < len(place.names):
                name = place.names[tensor.output_nr]
        self.named(name, tensor)

    def named(self, name: str | None, tensor: Tensor) -> None:
        """Attend to a tensor with a name: one that was bound, or that a variable holds."""
        if self._everything and tensor.requires_grad:
            tensor.retain_grad()
        if name is None or (name not in self._hooks and name not in self._retain):
            return
        if not tensor.requires_grad:
            self._constant.add(name)
            return
        self._found.add(name)
        key = (name, id(tensor.grad_fn or tensor))
        if key in self._seen:
            return
        self._seen.add(key)
        if name in self._retain:
            tensor.retain_grad()
        if name in self._hooks:
            tensor.register_hook(printing_hook(name))

    def finish(self, namespace: Mapping[str, Any]) -> None:
        """Attend to the variables that hold what an inner scope made; then complain of the rest.

        Raises:
            Problem: A name that no tensor has, or whose tensor does not require grad.
        """
        from engine.graph.inspection import has_place

        tensors = tensors_in(namespace)
        for name, tensor in tensors.items():
            if name not in self._found and has_place(tensor):
                self.named(name, tensor)
        for option, names in (("--hook", self._hooks), ("--retain-grad", self._retain)):
            for name in sorted(names - self._found):
                if name in self._constant:
                    raise usage_problem(
                        f"{option}: {name} does not require grad", "it gets no gradient"
                    )
                raise unknown_name(option, name, tensors)
