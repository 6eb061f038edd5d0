"""Custom Functions beyond what scripts can show: memory, error details, cost-free paths, depth."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import engine
from engine.autograd import Function
from engine.autograd.function import FunctionCtx, once_differentiable
from engine.errors import Detail, detail_of
from engine.observe import Observer, listen, trace


class Square(Function):
    @staticmethod
    def forward(ctx: Any, x: Any) -> Any:
        ctx.save_for_backward(x)
        return x * x

    @staticmethod
    def backward(ctx: Any, g: Any) -> Any:
        (x,) = ctx.saved_tensors
        return 2 * x * g


class Exp(Function):
    @staticmethod
    def forward(ctx: Any, x: Any) -> Any:
        y = x.exp()
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx: Any, g: Any) -> Any:
        (y,) = ctx.saved_tensors
        return g * y


class Pair(Function):
    @staticmethod
    def forward(ctx: Any, x: Any) -> Any:
        a, b, inner = x * 2, x * 3, x + 1
        ctx.save_for_backward(x, a, inner, b, None)
        return a, b

    @staticmethod
    def backward(ctx: Any, ga: Any, gb: Any) -> Any:
        _, a, _, b, _ = ctx.saved_tensors
        return ga * a + gb * b


class Double(Function):
    @staticmethod
    def forward(ctx: Any, x: Any) -> Any:
        ctx.mark_dirty(x)
        ctx.save_for_backward(x)
        return x.mul_(2)

    @staticmethod
    def backward(ctx: Any, g: Any) -> Any:
        return g * 2


class Same(Function):
    @staticmethod
    def forward(ctx: Any, x: Any) -> Any:
        return x

    @staticmethod
    def backward(ctx: Any, g: Any) -> Any:
        return g


class Holds(Function):
    """Keeps its output as an attribute: a circle, as in PyTorch."""

    @staticmethod
    def forward(ctx: Any, x: Any) -> Any:
        ctx.y = x * 2
        return ctx.y

    @staticmethod
    def backward(ctx: Any, g: Any) -> Any:
        return g * 2


class Once(Function):
    @staticmethod
    def forward(ctx: Any, x: Any) -> Any:
        return x * 2

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, g: Any) -> Any:
        return g * 2


def leaf() -> Any:
    return engine.tensor([1.0, 2.0], requires_grad=True)


# -- memory ------------------------------------------------------------------------------------------

KEEPS: dict[str, Callable[[Any], Any]] = {
    "saves its input": Square.apply,
    "saves its output": Exp.apply,
    "saves both outputs": lambda x: Pair.apply(x)[0],
    "uses both outputs": lambda x: sum(Pair.apply(x)),
    "changes its input": lambda x: Double.apply(x * 1),
    "returns its input": Same.apply,
    "chain": lambda x: Exp.apply(Square.apply(Exp.apply(x))),
}


@pytest.fixture
def no_collector() -> Iterator[None]:
    """Only reference counts free memory: circles would stay."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def followed(call: Callable[[Any], Any], x: Any) -> tuple[Any, list[weakref.ref[Any]]]:
    out = call(x)
    return out, [weakref.ref(out), weakref.ref(out.grad_fn)]


@pytest.mark.parametrize("name", KEEPS)
@pytest.mark.parametrize("how", ["dropped", "backward", "retained", "create_graph"])
def test_nothing_is_alive_without_the_collector(name: str, how: str, no_collector: None) -> None:
    x = leaf()
    out, kept = followed(KEEPS[name], x)
    if how == "backward":
        out.sum().backward()
    elif how == "retained":
        out.retain_grad()
        out.register_hook(lambda g: g * 2)
        out.sum().backward(retain_graph=True)
    elif how == "create_graph":
        (g,) = engine.autograd.grad(out.sum(), x, create_graph=True)
        kept.append(weakref.ref(g))
        del g
    del out
    assert [r() for r in kept if r() is not None] == []


def test_saved_values_are_freed_by_the_backward_pass(no_collector: None) -> None:
    kept = []

    class Inner(Function):
        @staticmethod
        def forward(ctx: Any, x: Any) -> Any:
            inside = x + 1
            kept.append(weakref.ref(inside))
            ctx.save_for_backward(inside)
            return inside * x

        @staticmethod
        def backward(ctx: Any, g: Any) -> Any:
            return g * ctx.saved_tensors[0]

    y = Inner.apply(leaf())
    assert kept[0]() is not None
    y.sum().backward()
    assert kept[0]() is None
    assert y.grad_fn is not None


@pytest.mark.parametrize("call", [Holds.apply, lambda x: Double.apply((x * 1)[:1])])
def test_the_collector_frees_circles_as_in_pytorch(call: Callable[[Any], Any]) -> None:
    out, kept = followed(call, leaf())
    out.sum().backward()
    del out
    gc.collect()
    assert [r() for r in kept if r() is not None] == []


def test_inputs_are_not_kept_by_a_function_that_saves_nothing(no_collector: None) -> None:
    x = leaf()
    middle = x * 1
    reference = weakref.ref(middle)
    out = Once.apply(middle)
    del middle
    assert reference() is None
    out.sum().backward()
    assert x.grad.tolist() == [2.0, 2.0]


def test_saved_output_whose_tensor_is_gone() -> None:
    x = leaf()
    a, b = Pair.apply(x)
    del b
    saved = a.grad_fn.saved_tensors
    assert [t is None or t.requires_grad for t in saved] == [True, True, False, True, True]
    assert saved[3].output_nr == 1
    assert saved[3].grad_fn is a.grad_fn
    a.sum().backward()
    assert x.grad.tolist() == [2.0, 4.0]


def test_a_long_chain_of_functions_does_not_recurse() -> None:
    x = engine.tensor(1.0, requires_grad=True)
    y = x
    for _ in range(20_000):
        y = Same.apply(y * 1)
    y.backward()
    assert x.grad.item() == 1.0
    del y


def test_a_pass_may_run_inside_a_backward() -> None:
    class Nested(Function):
        @staticmethod
        def forward(ctx: Any, x: Any, depth: int) -> Any:
            ctx.depth = depth
            return x * 2

        @staticmethod
        def backward(ctx: Any, g: Any) -> Any:
            if ctx.depth:
                with engine.enable_grad():
                    inner = engine.tensor(1.0, requires_grad=True)
                    Nested.apply(inner, ctx.depth - 1).backward()
                g = g * inner.grad
            return g * 2, None

    x = engine.tensor(1.0, requires_grad=True)
    Nested.apply(x, 5).backward()
    assert x.grad.item() == 64.0


# -- errors ------------------------------------------------------------------------------------------

SCRIPT = """
class Bad(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return back(ctx, g)
y = Bad.apply(x)
y.sum().backward()
"""


def failing(back: Callable[[Any, Any], Any]) -> Exception:
    """The exception of a traced script whose backward is `back`."""
    code = compile(SCRIPT, "script", "exec")
    with trace("script"), pytest.raises(Exception) as caught:
        exec(code, {"Function": Function, "x": leaf(), "back": back, "__name__": "script"})
    return caught.value  # type: ignore[no-any-return]


def labels(error: Exception) -> list[str]:
    return [text for _, text in detail_of(error).labels]


CALL = "the forward call that made BadBackward"


@pytest.mark.parametrize(
    "back",
    [
        lambda ctx, g: (g, g),
        lambda ctx, g: 3,
        lambda ctx, g: engine.ones(7),
        lambda ctx, g: g * 1j,
        lambda ctx, g: 1 // 0,
        lambda ctx, g: g @ engine.ones(5),
    ],
)
def test_errors_of_backward_show_the_forward_call(back: Callable[[Any, Any], Any]) -> None:
    error = failing(back)
    assert CALL in labels(error)
    code, _ = next(origin for origin, text in detail_of(error).labels if text == CALL)
    assert code.co_filename == "script"


def test_an_exception_of_the_user_passes_through_unchanged() -> None:
    class Mine(ValueError):
        detail = "the user's own"

    error = Mine("x", 3)

    def back(ctx: Any, g: Any) -> Any:
        raise error

    assert failing(back) is error
    assert error.args == ("x", 3)
    assert error.detail == "the user's own"


def test_details_of_an_error_of_the_engine_are_kept() -> None:
    def back(ctx: Any, g: Any) -> Any:
        raise engine.errors.explained(ValueError("v"), notes=("note",), help="help")

    error = failing(back)
    assert detail_of(error).notes == ("note",)
    assert detail_of(error).help == "help"
    assert isinstance(error.detail, Detail)  # type: ignore[attr-defined]
    assert labels(error) == [CALL]


def test_state_is_as_before_after_an_error() -> None:
    class Fails(Function):
        @staticmethod
        def forward(ctx: Any, x: Any) -> Any:
            raise KeyError("no")

    with pytest.raises(KeyError):
        Fails.apply(leaf())
    assert engine.is_grad_enabled()


# -- observers ---------------------------------------------------------------------------------------


def test_an_observer_sees_one_operation() -> None:
    class Seen(Observer):
        def __init__(self) -> None:
            self.calls: list[Any] = []
            self.edges: list[Any] = []

        def made(
            self, tensor: Any, operation: str, inputs: Any, arguments: Any, origin: Any
        ) -> None:
            self.calls.append((operation, arguments))

        def edge(self, node: Any, argument: str, target: Any, output_nr: int, grad: Any) -> None:
            self.edges.append((node.name(), argument))

    class Mul(Function):
        @staticmethod
        def forward(ctx: Any, n: int, a: Any, b: Any) -> Any:
            return a * b * n, None, "text"

        @staticmethod
        def backward(ctx: Any, g: Any, *rest: Any) -> Any:
            return None, g * 1, g * 1

    seen = Seen()
    a, b = leaf(), leaf()
    with listen(seen):
        out, _, _ = Mul.apply(2, a, b)
        out.backward(engine.ones(2))
    assert seen.calls[0] == ("Mul", ("input0", "input1"))
    assert seen.edges == [("MulBackward", "input0"), ("MulBackward", "input1")]


# -- classes -----------------------------------------------------------------------------------------


def test_a_ctx_is_a_context_and_a_node() -> None:
    fn = Square.apply(leaf()).grad_fn
    assert isinstance(fn, FunctionCtx)
    assert isinstance(fn, engine.graph.node.Node)
    assert type(fn).__name__ == "SquareBackward"
    assert repr(fn).startswith("<torch.autograd.function.SquareBackward object at 0x")
    assert type(Square.apply(leaf()).grad_fn) is type(fn)


def test_inside_a_function_transform_setup_context_is_required() -> None:
    from engine.func import grad

    class Split(Function):
        @staticmethod
        def forward(x: Any) -> Any:
            return x * x

        @staticmethod
        def setup_context(ctx: Any, inputs: Any, output: Any) -> None:
            ctx.save_for_backward(inputs[0])

        @staticmethod
        def backward(ctx: Any, g: Any) -> Any:
            return g * 2 * ctx.saved_tensors[0]

    assert grad(Split.apply)(engine.tensor(3.0)).item() == 6.0
    assert grad(grad(Split.apply))(engine.tensor(3.0)).item() == 2.0
    with pytest.raises(RuntimeError, match="it must override the setup_context staticmethod"):
        grad(lambda x: Square.apply(x).sum())(leaf())


def test_gradients_pass_gradcheck() -> None:
    x = engine.tensor([0.5, -1.0], dtype=engine.float64, requires_grad=True)
    assert engine.autograd.gradcheck(Square.apply, (x,))
    assert engine.autograd.gradgradcheck(Square.apply, (x,))
    assert engine.autograd.gradcheck(Pair.apply, (x,), raise_exception=False) is False
