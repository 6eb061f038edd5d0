"""The graph of what a module does with an input, as TensorBoard's nodes.

The module is run once while it is observed; scopes are the calls of its modules, named as PyTorch's
trace names them: `Net/Linear[fc1]/addmm`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from engine.errors import explained
from engine.nn.modules.module import Module
from engine.observe import Observer, calls, listen
from engine.tensor import Parameter, Tensor
from engine.utils.tensorboard.events import GraphNode

if TYPE_CHECKING:
    from engine.errors import Origin

INPUT, PARAMETER, OPERATION, OUTPUT, CONSTANT = (
    f"/role:{role}" for role in ("input", "parameter", "operation", "output", "constant")
)
"""Devices, so that TensorBoard's colours by device are colours by role."""


def model_graph(model: Any, input_to_model: Any) -> list[GraphNode]:
    """Return the nodes of a module's graph.

    Raises:
        TypeError: It is no module, or there is no input.
    """
    if not isinstance(model, Module):
        raise TypeError(f"add_graph() takes a module, not {type(model).__name__}")
    if input_to_model is None:
        raise explained(
            TypeError("add_graph() needs an input: the graph is what the module does with it"),
            help="give one: writer.add_graph(net, input_to_model=torch.rand(10, 2))",
        )
    inputs = input_to_model if isinstance(input_to_model, (tuple, list)) else (input_to_model,)
    trace = _Trace(model, [value for value in inputs if isinstance(value, Tensor)])
    with listen(trace):
        found = model(*inputs)
    trace.finish(found)
    return trace.nodes


_AS_WRITTEN = {"mm": "matmul", "mv": "matmul", "bmm": "matmul", "dot": "matmul"}
"""What a product of matrices is called that is chosen by the shapes of `a @ b`."""


class _Trace(Observer):
    """Writes a node for each operation that it sees."""

    def __init__(self, model: Module, inputs: Sequence[Tensor]) -> None:
        self.nodes: list[GraphNode] = []
        self.root = type(model).__name__
        self.paths = {id(model): self.root}
        self.owners: dict[int, str] = {}
        self._names: dict[int, str] = {}
        self._alive: list[Tensor] = []  # so that no two tensors have one id
        self._taken: set[str] = set()
        self._read(model, self.root)
        for number, tensor in enumerate(inputs):
            name = f"input/input{'' if len(inputs) == 1 else number + 1}"
            self._add(tensor, name, "IO Node", (), INPUT)

    def _read(self, module: Module, path: str) -> None:
        """Learn the scopes of a module's parameters and of the modules in it."""
        for kind in ("_parameters", "_buffers"):
            for name, tensor in vars(module).get(kind, {}).items():
                if tensor is not None:
                    self.owners[id(tensor)] = f"{path}/{name}"
        for name, child in vars(module).get("_modules", {}).items():
            if child is not None and id(child) not in self.paths:
                scope = f"{path}/{type(child).__name__}[{name}]"
                self.paths[id(child)] = scope
                self._read(child, scope)

    def made(
        self,
        tensor: Tensor,
        operation: str,
        inputs: tuple[Tensor | None, ...],
        arguments: tuple[str, ...],
        origin: Origin | None,
    ) -> None:
        """Write the node of an operation, and of what it uses that has none."""
        scope = self.root
        for _, module in calls():
            if module is not None and id(module) in self.paths:
                scope = self.paths[id(module)]
        sources = [self._source(source) for source in inputs if source is not None]
        name = _AS_WRITTEN.get(operation, operation)
        self._add(tensor, f"{scope}/{name}", f"aten::{name}", sources, OPERATION)

    def _source(self, tensor: Tensor) -> str:
        known = self._names.get(id(tensor))
        if known is not None:
            return known
        path = self.owners.get(id(tensor))
        if path is not None:
            role = PARAMETER if isinstance(tensor, Parameter) else CONSTANT
            return self._add(tensor, path, "Parameter" if role == PARAMETER else "Buffer", (), role)
        return self._add(tensor, f"{self.root}/constant", "Constant", (), CONSTANT)

    def _add(self, tensor: Tensor, name: str, op: str, inputs: Sequence[str], device: str) -> str:
        unique, number = name, 0
        while unique in self._taken:
            number += 1
            unique = f"{name}_{number}"
        self._taken.add(unique)
        self._names[id(tensor)] = unique
        self._alive.append(tensor)
        attributes = {"dtype": str(tensor.dtype), "requires_grad": tensor.requires_grad}
        self.nodes.append(GraphNode(unique, op, inputs, device, [tuple(tensor.shape)], attributes))
        return unique

    def finish(self, found: Any) -> None:
        """Write the nodes of the outputs."""
        values = found.values() if isinstance(found, dict) else found
        outputs = values if isinstance(values, (tuple, list)) else [found]
        tensors = [value for value in outputs if isinstance(value, Tensor)]
        for number, tensor in enumerate(tensors):
            name = f"output/output{'' if len(tensors) == 1 else number + 1}"
            source = self._source(tensor)
            self.nodes.append(GraphNode(name, "IO Node", [source], OUTPUT, [tuple(tensor.shape)]))
