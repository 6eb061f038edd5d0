"""Random scripts, valid or deliberately wrong: `program(seed)` is always the same text."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.oracle.expressions import SHAPES, Expression, Value, broadcast, expression, literal

_FUNCTIONS = {
    "Cube": """
class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x ** 3
    @staticmethod
    def backward(ctx, g):
        x, = ctx.saved_tensors
        print('Cube.backward', g.shape, ctx.needs_input_grad)
        return 3 * x ** 2 * g
""",
    "Scaled": """
class Scaled(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, k):
        ctx.k = k
        return x * k
    @staticmethod
    def backward(ctx, g):
        return g * ctx.k, None
""",
    "Product": """
class Product(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return a * b, a + b
    @staticmethod
    def backward(ctx, gp, gs):
        a, b = ctx.saved_tensors
        print('Product.backward', ctx.needs_input_grad)
        return gp * b + gs, (gp * a + gs if ctx.needs_input_grad[1] else None)
""",
    "Halt": """
class Halt(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        y = torch.sigmoid(x)
        ctx.save_for_backward(y)
        return y
    @staticmethod
    def backward(ctx, g):
        y, = ctx.saved_tensors
        return (g * y * (1 - y)).clamp(-0.2, 0.2)
""",
}

_INFO = """
def info(name, t):
    fn = t.grad_fn
    print(name, t.is_leaf, t.requires_grad, t.retains_grad, t._version)
    if fn is not None:
        print(' ', fn.name(), [f.name() if f is not None else None for f, i in fn.next_functions])
"""


class _Program:
    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.lines: list[str] = []
        self.values: list[Value] = []
        self.handles: list[str] = []
        self.losses: list[str] = []
        self.functions: dict[str, None] = {}
        self.uses_info = False
        self.count = 0

    def fresh(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def emit(self, *lines: str) -> None:
        self.lines.extend(lines)

    def guarded(self, *lines: str) -> None:
        """Statements that may fail: the first line of the message is printed."""
        self.emit("try:", *(f"    {line}" for line in lines))
        self.emit("except RuntimeError as e:", "    print(str(e).split('\\n')[0])")

    def define(self, e: Expression, prefix: str = "v") -> Value:
        value = Value(self.fresh(prefix), e.shape, max(e.bound, 0.1))
        self.emit(f"{value.name} = {e.text}")
        self.values.append(value)
        return value

    # Statements, each a method without arguments.

    def leaf(self) -> None:
        shape = self.rng.choice(SHAPES)
        grad = self.rng.random() < 0.75
        suffix = ", requires_grad=True" if grad else ""
        value = Value(self.fresh("x" if grad else "c"), shape, 2.0, grad)
        self.emit(f"{value.name} = torch.tensor({literal(self.rng, shape)}{suffix})")
        self.values.append(value)

    def operation(self) -> None:
        value = self.define(expression(self.rng, self.values))
        if self.rng.random() < 0.25:
            self.emit(f"print({value.name})")

    def nested(self) -> None:
        """A named function or a lambda, applied to one or two variables."""
        a, b = self.rng.choice(self.values), self.rng.choice(self.values)
        p, q = Value("p", a.shape, a.bound), Value("q", b.shape, b.bound)
        inner = expression(self.rng, [p, q])
        name = self.fresh("f")
        if self.rng.random() < 0.5:
            self.emit(f"{name} = lambda p, q: {inner.text}")
        else:
            self.emit(f"def {name}(p, q):", f"    return {inner.text}")
        self.define(Expression(f"{name}({a.name}, {b.name})", inner.shape, inner.bound))

    def loop(self) -> None:
        a = self.rng.choice(self.values)
        step = self.rng.choice(["torch.sin(h) + {x}", "h * 0.5 + {x}", "torch.cos(h * {x})"])
        h = Value(self.fresh("h"), a.shape, a.bound + 2)
        body = step.replace("h", h.name, 1) if not step.startswith("torch") else step
        body = body.replace("(h", f"({h.name}").format(x=a.name)
        self.emit(f"{h.name} = {a.name}", f"for i in range({self.rng.randint(2, 4)}):")
        self.emit(f"    {h.name} = {body}")
        self.values.append(h)

    def custom(self) -> None:
        a, b = self.rng.choice(self.values), self.rng.choice(self.values)
        name = self.rng.choice(list(_FUNCTIONS))
        self.functions[name] = None
        if name == "Product":
            if a.shape != b.shape:
                return
            first, second = self.fresh("v"), self.fresh("v")
            self.emit(f"{first}, {second} = Product.apply({a.name}, {b.name})")
            bound = max(a.bound * b.bound, 1.0)
            self.values += [Value(first, a.shape, bound), Value(second, a.shape, a.bound + b.bound)]
            return
        argument = ", 2.5" if name == "Scaled" else ""
        source = a.name if a.bound < 4 else f"torch.sin({a.name})"
        self.define(Expression(f"{name}.apply({source}{argument})", a.shape, 64.0))

    def hook(self) -> None:
        v = self.rng.choice(self.values)
        body = self.rng.choice(
            [
                f"lambda g: print('{v.name} gets', g)",
                f"lambda g: print('{v.name} gets', g)",
                "lambda g: g * 2",
                "lambda g: g.clamp(-0.5, 0.5)",
                f"lambda g, n='{v.name}': print(n, g.sum())",
                "lambda g: -g",
            ]
        )
        handle = self.fresh("handle")
        self.guarded(f"{handle} = {v.name}.register_hook({body})")
        if self.rng.random() < 0.15:
            self.guarded(f"{v.name}.register_hook(lambda g: g.reshape(-1)[:1].expand(7))")

    def removable_hook(self) -> None:
        v = self.rng.choice(self.values)
        handle = self.fresh("handle")
        self.emit(f"if {v.name}.requires_grad:")
        self.emit(f"    {handle} = {v.name}.register_hook(lambda g: print('{handle}', g))")
        self.emit(f"    {v.name}.register_hook(lambda g: g + 1)")
        if self.rng.random() < 0.6:
            self.emit(f"    {handle}.remove()")

    def retain(self) -> None:
        self.guarded(f"{self.rng.choice(self.values).name}.retain_grad()")

    def mode(self) -> None:
        how = self.rng.choice(
            ["torch.no_grad()", "torch.set_grad_enabled(False)", "torch.enable_grad()"]
        )
        e = expression(self.rng, self.values)
        v = Value(self.fresh("v"), e.shape, max(e.bound, 0.1))
        self.emit(f"with {how}:", f"    {v.name} = {e.text}", f"    print({v.name}.requires_grad)")
        self.values.append(v)

    def detach(self) -> None:
        a = self.rng.choice(self.values)
        how = self.rng.choice(
            ["detach()", "detach().clone()", "detach().clone().requires_grad_()", "data"]
        )
        self.define(Expression(f"{a.name}.{how}", a.shape, a.bound), "d")

    def in_place(self) -> None:
        """A change in place: of a leaf it fails, of a saved value it spoils backward."""
        a, b = self.rng.choice(self.values), self.rng.choice(self.values)
        x = a.name
        if self.rng.random() < 0.3 and a.shape:
            view = self.fresh("w")
            views = [f"{x}[0]", f"{x}.view(-1)", f"{x}[..., -1]"]
            if len(a.shape) <= 2:
                views.append(f"{x}.t()")
            self.guarded(f"{view} = {self.rng.choice(views)}", f"{view} *= 1.5")
            self.values[self.values.index(a)] = a._replace(bound=a.bound * 2)
            return
        fits = broadcast(a.shape, b.shape) == a.shape
        other = b.name if fits else "0.75"
        changes = [
            f"{x} += {other}",
            f"{x} += 1",
            f"{x} -= 0.5",
            f"{x} *= {other}",
            f"{x}.mul_(0.5).add_(1)",
            f"{x}.tanh_()",
            f"{x}.clamp_(-1, 1)",
            f"{x}.neg_()",
            f"{x}[{x} > 0.3] = 0.25",
            f"{x}.zero_()",
        ]
        if a.shape:
            changes += [
                f"{x}[0] = 0.5",
                f"{x}[..., 0] *= 2",
                f"{x}[-1] = {x}[0] * 2",
                f"{x}[[0]] = 0.1",
            ]
        change = self.rng.choice(changes)
        if self.rng.random() < 0.25:
            self.emit("with torch.no_grad():")
            self.emit(
                "    try:", f"        {change}", "    except RuntimeError as e:", "        print(e)"
            )
        else:
            self.guarded(change)
        index = self.values.index(a)
        self.values[index] = a._replace(bound=a.bound + 60)

    def loss(self) -> str:
        parts = self.rng.sample(self.values, min(len(self.values), self.rng.randint(1, 3)))
        weights = [self.rng.choice(["", "1.5 * ", "-0.7 * ", "0.3 * "]) for _ in parts]
        how = [self.rng.choice(["sum()", "mean()", "pow(2).sum()", "sin().sum()"]) for _ in parts]
        terms = [f"{w}({p.name}).{h}" for w, p, h in zip(weights, parts, how, strict=True)]
        name = self.fresh("loss")
        self.emit(f"{name} = " + " + ".join(terms))
        self.losses.append(name)
        return name

    def backward(self) -> None:
        again = self.losses and self.rng.random() < 0.25
        loss = self.rng.choice(self.losses) if again else self.loss()
        argument = self.rng.choice(
            ["", "", "retain_graph=True", "create_graph=True", "torch.tensor(2.0)"]
        )
        self.guarded(f"{loss}.backward({argument})")
        for v in self.values:
            if v.leaf and self.rng.random() < 0.7:
                self.emit(f"print('{v.name}.grad', {v.name}.grad)")

    def non_scalar_backward(self) -> None:
        v = self.rng.choice(self.values)
        if self.rng.random() < 0.3:
            self.guarded(f"{v.name}.backward()")
        else:
            self.guarded(f"{v.name}.backward(torch.ones_like({v.name}), retain_graph=True)")
        self.emit(f"print({v.name}.grad)")

    def gradient(self) -> None:
        """`autograd.grad`, once or twice differentiated."""
        wrt = [v for v in self.values if v.leaf] or self.values
        names = [v.name for v in self.rng.sample(wrt, min(len(wrt), self.rng.randint(1, 2)))]
        if self.rng.random() < 0.3:
            names.append(self.rng.choice(self.values).name)
        wanted = ", ".join(dict.fromkeys(names))
        loss, g = self.loss(), self.fresh("g")
        unused = self.rng.choice(
            ["allow_unused=True", "allow_unused=True", "materialize_grads=True"]
        )
        if self.rng.random() < 0.45:
            self.guarded(
                f"{g} = torch.autograd.grad({loss}, [{wanted}], create_graph=True, {unused})",
                f"print({g})",
                f"total = sum([(t * t).sum() for t in {g} if t is not None], {loss})",
                f"print(torch.autograd.grad(total, [{wanted}], allow_unused=True))",
            )
        else:
            keep = self.rng.choice([unused, f"{unused}, retain_graph=True", ""])
            self.guarded(
                f"print(torch.autograd.grad({loss}, [{wanted}], {keep}))".replace(", )", ")")
            )

    def look(self) -> None:
        v = self.rng.choice(self.values)
        self.uses_info = True
        self.emit(f"info('{v.name}', {v.name})")
        if self.rng.random() < 0.4:
            self.emit(f"print({v.name}, {v.name}.grad)")

    def mistake(self) -> None:
        """A statement that always fails, caught or (rarely, at the end) not."""
        v = self.rng.choice(self.values)
        wrong = self.rng.choice(
            [
                f"{v.name} + torch.ones({', '.join(['7'] * (len(v.shape) + 1))}, 5)[..., :4]",
                f"{v.name}.reshape(11)",
                f"torch.ones(2, 3) @ torch.ones(2, 3) + {v.name}",
                f"torch.autograd.grad({v.name}.sum().detach(), {v.name})",
                f"torch.tensor(1.0).register_hook(lambda g: g) or {v.name}",
                "torch.tensor(1.0).backward()",
                f"torch.cat([{v.name}.reshape(1, -1, 1), torch.ones(1)])",
            ]
        )
        self.guarded(f"print({wrong})")

    def text(self) -> str:
        head = ["import torch"]
        if self.rng.random() < 0.8:
            head.append("torch.set_default_dtype(torch.float64)")
        statements: list[tuple[Callable[[], None], int]] = [
            (self.leaf, 2), (self.operation, 14), (self.nested, 2), (self.loop, 1),
            (self.custom, 3), (self.hook, 3), (self.removable_hook, 1), (self.retain, 2),
            (self.mode, 1), (self.detach, 1), (self.in_place, 8), (self.backward, 3),
            (self.non_scalar_backward, 1), (self.gradient, 3), (self.look, 2), (self.mistake, 1),
        ]  # fmt: skip
        for _ in range(self.rng.randint(2, 3)):
            self.leaf()
        kinds, weights = zip(*statements, strict=True)
        wanted = self.rng.randint(14, 36)
        while len(self.lines) < wanted:
            self.rng.choices(kinds, weights)[0]()
        self.backward()
        for v in self.values[-3:]:
            self.emit(f"print({v.name})")
        if self.rng.random() < 0.08:
            self.emit(f"torch.zeros(2).reshape({self.rng.randint(3, 9)})")
        if self.uses_info:
            head += _INFO.strip("\n").split("\n")
        for name in self.functions:
            head += _FUNCTIONS[name].strip("\n").split("\n")
        return "\n".join(head + self.lines) + "\n"


def program(seed: int) -> str:
    """The random program of this seed; the same text in every process and on every machine."""
    return _Program(seed).text()
