"""L-BFGS: a quasi-Newton method that remembers the last steps and gradient changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.graph.versions import mutated
from engine.modes import enable_grad, no_grad
from engine.optim.elementwise import check_rate
from engine.optim.line_search import strong_wolfe
from engine.optim.optimizer import Optimizer
from engine.optim.updates import ON_ARRAYS
from engine.tensor import Tensor, from_array
from engine.views import inplace


class LBFGS(Optimizer):
    """Limited-memory BFGS on all parameters together, with a closure that computes the loss.

    max_iter, max_eval: iterations and evaluations of the closure in one step, at most.
    tolerance_grad, tolerance_change: end the step when gradient or progress are below.
    history_size: how many steps are remembered.
    line_search_fn: "strong_wolfe", or None for steps of length lr.

    Liu and Nocedal, "On the limited memory BFGS method for large scale optimization", 1989.

    >>> import engine
    >>> w = engine.tensor([3.0, -4.0], requires_grad=True)
    >>> optimizer = engine.optim.LBFGS([w], lr=1)
    >>> def closure():
    ...     optimizer.zero_grad()
    ...     loss = ((w - engine.tensor([1.0, 2.0])) ** 2).sum()
    ...     loss.backward()
    ...     return loss
    >>> optimizer.step(closure)
    tensor(40., grad_fn=<SumBackward0>)
    >>> w
    tensor([1., 2.], requires_grad=True)
    """

    __module__ = "torch.optim.lbfgs"

    def __init__(
        self,
        params: Any,
        lr: Any = 1,
        max_iter: int = 20,
        max_eval: int | None = None,
        tolerance_grad: float = 1e-7,
        tolerance_change: float = 1e-9,
        history_size: int = 100,
        line_search_fn: str | None = None,
    ) -> None:
        check_rate(lr)
        super().__init__(
            params,
            {
                "lr": lr,
                "max_iter": max_iter,
                "max_eval": max_iter * 5 // 4 if max_eval is None else max_eval,
                "tolerance_grad": tolerance_grad,
                "tolerance_change": tolerance_change,
                "history_size": history_size,
                "line_search_fn": line_search_fn,
            },
        )
        if len(self.param_groups) != 1:
            raise ValueError("LBFGS doesn't support per-parameter options (parameter groups)")

    def _flat_grad(self) -> Tensor:
        parts = []
        for p in self.param_groups[0]["params"]:
            grad = p.grad
            data = np.zeros_like(p._data) if grad is None else np.asarray(grad._data)
            flat = data.reshape(-1)
            parts.append(flat.view(flat.real.dtype))
        return from_array(np.concatenate(parts))

    def _move(self, t: Any, direction: Tensor) -> None:
        """Add t*direction to the parameters."""
        scale = float(t)
        start = 0
        for p in self.param_groups[0]["params"]:
            old = p._data
            size = old.size * (2 if old.dtype.kind == "c" else 1)
            data = np.array(old).reshape(-1)
            part = direction._data[start : start + size]
            ON_ARRAYS.add_(data.view(data.real.dtype), part, scale)
            _write(p, data.reshape(old.shape))
            start += size

    def step(self, closure: Callable[[], Any]) -> Any:  # type: ignore[override]
        """Run up to `max_iter` iterations; return the loss before them.

        closure: clears the gradients, computes the loss, calls its backward and returns it.
        """
        with no_grad():
            return self._run(enable_grad()(closure))

    def _run(self, closure: Callable[[], Any]) -> Any:
        group = self.param_groups[0]
        lr = group["lr"].squeeze() if isinstance(group["lr"], Tensor) else group["lr"]
        most, most_evals = group["max_iter"], group["max_eval"]
        least_change = group["tolerance_change"]
        state = self.state[group["params"][0]]
        state.setdefault("func_evals", 0)
        state.setdefault("n_iter", 0)
        first_loss = closure()
        loss = float(first_loss)
        evals = 1
        state["func_evals"] += 1
        grad = self._flat_grad()
        flat = grad.abs().max() <= group["tolerance_grad"]
        if flat:
            return first_loss
        direction, t = state.get("d"), state.get("t")
        memory = [state.get(name) for name in ("old_dirs", "old_stps", "ro", "H_diag")]
        previous, previous_loss = state.get("prev_flat_grad"), state.get("prev_loss")
        n = 0
        while n < most:
            n += 1
            state["n_iter"] += 1
            if state["n_iter"] == 1:
                direction = grad.neg()
                memory = [[], [], [], 1]
            else:
                _remember(memory, grad - previous, direction * t, group["history_size"])
                direction = self._direction(memory, grad, state)
            if previous is None:
                previous = grad.clone()
            else:
                previous.copy_(grad)
            previous_loss = loss
            t = min(1.0, 1.0 / grad.abs().sum()) * lr if state["n_iter"] == 1 else lr
            slope = grad.dot(direction)
            if slope > -least_change:
                break
            more = 0
            if group["line_search_fn"] is not None:
                if group["line_search_fn"] != "strong_wolfe":
                    raise RuntimeError("only 'strong_wolfe' is supported")
                loss, grad, t, more = strong_wolfe(
                    self._along(closure, direction),
                    t,
                    direction,
                    loss,
                    grad,
                    slope,
                    most_evals - evals,
                )
            self._move(t, direction)
            if group["line_search_fn"] is None and n != most:
                # After the last iteration nobody needs the loss: the next step computes it anew.
                loss = float(closure())
                grad = self._flat_grad()
                more = 1
            if group["line_search_fn"] is not None or n != most:
                flat = grad.abs().max() <= group["tolerance_grad"]
            evals += more
            state["func_evals"] += more
            if (
                n == most
                or evals >= most_evals
                or flat
                or (direction * t).abs().max() <= least_change
                or abs(loss - previous_loss) < least_change
            ):
                break
        state["d"], state["t"] = direction, t
        for name, value in zip(("old_dirs", "old_stps", "ro", "H_diag"), memory, strict=True):
            state[name] = value
        state["prev_flat_grad"], state["prev_loss"] = previous, previous_loss
        return first_loss

    def _direction(self, memory: list[Any], grad: Tensor, state: dict[str, Any]) -> Tensor:
        """Return minus the approximate inverse Hessian times the gradient, by the two loops."""
        changes, steps, ro, diagonal = memory
        weights = state.setdefault("al", [None] * self.param_groups[0]["history_size"])
        q = grad.neg()
        for i in range(len(changes) - 1, -1, -1):
            weights[i] = steps[i].dot(q) * ro[i]
            ON_ARRAYS.add_(q._data, changes[i]._data, -weights[i].item())
        r: Tensor = q * diagonal
        for i in range(len(changes)):
            beta = changes[i].dot(r) * ro[i]
            ON_ARRAYS.add_(r._data, steps[i]._data, (weights[i] - beta).item())
        return r

    def _along(
        self, closure: Callable[[], Any], direction: Tensor
    ) -> Callable[[Any], tuple[float, Tensor]]:
        """Return a function of the step: loss and gradient there; the parameters stay."""
        params = self.param_groups[0]["params"]
        start = [np.array(p._data) for p in params]

        def evaluate(t: Any) -> tuple[float, Tensor]:
            self._move(t, direction)
            loss, grad = float(closure()), self._flat_grad()
            for p, data in zip(params, start, strict=True):
                _write(p, data)
            return loss, grad

        return evaluate


def _write(p: Tensor, data: Any) -> None:
    if inplace.before_write is not None:
        inplace.before_write(p)
    if p._data.__class__ is np.ndarray:
        p._data[...] = data
    else:
        p._data = data[()]
    mutated(p)


def _remember(memory: list[Any], change: Tensor, step: Tensor, size: int) -> None:
    """Add a change of the gradient and the step that made it to the memory, if they are usable."""
    curvature = change.dot(step)
    if not curvature > 1e-10:
        return
    changes, steps, ro, _ = memory
    if len(changes) == size:
        for history in (changes, steps, ro):
            history.pop(0)
    changes.append(change)
    steps.append(step)
    ro.append(1.0 / curvature)
    memory[3] = curvature / change.dot(change)
