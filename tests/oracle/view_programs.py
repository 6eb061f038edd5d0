"""Random scripts about storage: views, views of views, changes in place, and who notices."""

from __future__ import annotations

import random
from math import prod
from typing import NamedTuple

Shape = tuple[int, ...]
_SHAPES: list[Shape] = [(), (4,), (2, 3), (3, 2), (1, 3), (2, 2, 2), (4, 1)]

_INFO = """
def info(name, t):
    try:
        fn = t.grad_fn
        print(name, t.is_leaf, t.requires_grad, t._version, t._base is not None, t.output_nr)
        if fn is not None:
            print(' ', fn.name(), [f.name() if f is not None else None for f, i in fn.next_functions])
            for f, i in fn.next_functions:
                if f is not None:
                    print('   ', [g.name() if g is not None else None for g, i in f.next_functions])
    except RuntimeError as e:
        print(str(e).split('\\n')[0])
"""


class _Variable(NamedTuple):
    name: str
    shape: Shape


class _Program:
    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.lines: list[str] = []
        self.values: list[_Variable] = []
        self.leaves: list[_Variable] = []
        self.count = 0
        self.complex = self.rng.random() < 0.15

    def fresh(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def emit(self, *lines: str) -> None:
        self.lines.extend(lines)

    def guarded(self, *lines: str) -> None:
        self.emit("try:", *(f"    {line}" for line in lines))
        self.emit(
            "except (RuntimeError, IndexError, TypeError, AttributeError) as e:",
            "    print(str(e).split('\\n')[0])",
        )

    def pick(self) -> _Variable:
        """Any variable, the latest ones more often."""
        k = min(len(self.values), 4)
        return self.rng.choice(self.values[-k:] if self.rng.random() < 0.6 else self.values)

    def define(self, text: str, shape: Shape, prefix: str = "v") -> None:
        """A statement that may fail: then the name means what is known to be there."""
        name = self.fresh(prefix)
        self.emit(f"{name} = {self.values[0].name}.detach()" if self.values else f"{name} = None")
        self.guarded(f"{name} = {text}")
        self.values.append(_Variable(name, shape))

    def literal(self, shape: Shape) -> str:
        if not shape:
            number = f"{self.rng.choice([-1, 1, 1]) * self.rng.randint(1, 12) / 4}"
            return f"{number}+{self.rng.randint(1, 4)}j" if self.complex else number
        return "[" + ", ".join(self.literal(shape[1:]) for _ in range(shape[0])) + "]"

    def leaf(self) -> None:
        shape = self.rng.choice(_SHAPES)
        grad = self.rng.random() < 0.7
        value = _Variable(self.fresh("x" if grad else "c"), shape)
        suffix = ", requires_grad=True" if grad else ""
        self.emit(f"{value.name} = torch.tensor({self.literal(shape)}{suffix})")
        self.values.append(value)
        self.leaves.append(value)

    def result(self) -> None:
        a = self.pick()
        text = self.rng.choice(["{} * 2", "{} + 1", "{}.clone()", "{} * {}", "{}.neg()"])
        self.define(text.replace("{}", a.name), a.shape)

    # -- views -------------------------------------------------------------------------------------

    def view_of(self, a: _Variable) -> tuple[str, Shape]:
        x, s, rng = a.name, a.shape, self.rng
        n = prod(s)
        found: list[tuple[str, Shape]] = [
            (f"{x}.view(-1)", (n,)),
            (f"{x}.reshape(-1)", (n,)),
            (f"{x}.unsqueeze(0)", (1, *s)),
            (f"{x}.squeeze()", tuple(k for k in s if k != 1)),
            (f"{x}[...]", s),
            (f"{x}[None]", (1, *s)),
            (f"{x}.view_as({x})", s),
            (f"{x}.expand(2, *{x}.shape)", (2, *s)),
        ]
        if s and n:
            d = rng.randrange(len(s))
            k = s[d]
            i = rng.randrange(k)
            start = ":, " * d
            found += [
                (f"{x}[{start}{i}]", s[:d] + s[d + 1 :]),
                (f"{x}.select({d}, {i})", s[:d] + s[d + 1 :]),
                (f"{x}[{start}{i}:]", (*s[:d], k - i, *s[d + 1 :])),
                (f"{x}[{start}::2]", (*s[:d], (k + 1) // 2, *s[d + 1 :])),
                (f"{x}.narrow({d}, {i}, {k - i})", (*s[:d], k - i, *s[d + 1 :])),
                (f"{x}.unbind({d})[{i}]", s[:d] + s[d + 1 :]),
                (f"{x}.split(1, {d})[{i}]", (*s[:d], 1, *s[d + 1 :])),
                (f"{x}.chunk(2, {d})[0]", (*s[:d], (k + 1) // 2, *s[d + 1 :])),
                (f"{x}.flatten()", (n,)),
                (f"{x}.unfold({d}, 1, 1)", (*s, 1)),
                (f"{x}.as_strided(({max(n // 2, 1)},), (1,))", (max(n // 2, 1),)),
            ]
        if len(s) >= 2:
            found += [
                (f"{x}.transpose(0, 1)", (s[1], s[0], *s[2:])),
                (f"{x}.permute({list(reversed(range(len(s))))})", s[::-1]),
                (f"{x}.diagonal()", (*s[2:], min(s[0], s[1]))),
                (f"{x}.mT", (*s[:-2], s[-1], s[-2])),
                (f"{x}[0, 1:]", (s[1] - 1, *s[2:])),
                (f"{x}[..., -1]", s[:-1]),
            ]
        if len(s) == 2:
            found.append((f"{x}.t()", s[::-1]))
        if self.complex:
            found += [
                (f"torch.view_as_real({x})", (*s, 2)),
                (f"{x}.real", s),
                (f"{x}.imag", s),
                (f"torch.view_as_complex({x})", s[:-1]),
            ]
        return rng.choice(found)

    def view(self) -> None:
        text, shape = self.view_of(self.pick())
        if self.rng.random() < 0.12:
            name = self.fresh("w")
            how = self.rng.choice(["no_grad", "no_grad", "enable_grad"])
            self.emit(f"{name} = {self.values[0].name}.detach()", f"with torch.{how}():")
            self.emit("    try:", f"        {name} = {text}")
            self.emit("    except (RuntimeError, IndexError, TypeError, AttributeError) as e:")
            self.emit("        print(str(e).split('\\n')[0])")
            self.values.append(_Variable(name, shape))
            return
        self.define(text, shape, "w")

    def copy(self) -> None:
        a = self.pick()
        x, s = a.name, a.shape
        found = [(f"{x}[{x}.abs() > 0.5]", (-1,)), (f"{x}.detach()", s), (f"{x}.data", s)]
        if s:
            found.append((f"{x}[torch.tensor([0, 0])]", (2, *s[1:])))
        text, shape = self.rng.choice(found)
        if -1 not in shape:
            self.define(text, shape, "d")
        else:
            self.guarded(f"print({text})")

    # -- changes -----------------------------------------------------------------------------------

    def change_of(self, a: _Variable, b: _Variable) -> str:
        x, y, s, rng = a.name, b.name, a.shape, self.rng
        found = [
            f"{x} += 1", f"{x} -= 0.5", f"{x} *= 2", f"{x} /= 2", f"{x}.add_({y})", f"{x}.mul_({y})",
            f"{x}.add_({y}, alpha=0.5)", f"{x}.sub_({y})", f"{x}.copy_({y})", f"{x}.fill_(0.25)",
            f"{x}.zero_()", f"{x}.neg_()", f"{x}.addcmul_({y}, {y}, value=0.5)",
            f"{x}.mul_({x})", f"{x}.lerp_({y}, 0.5)", f"{x}[...] = {y}", f"{x} **= 2", f"{x}.pow_(3)",
            f"{x}.masked_fill_({x}.abs() > 0.75, 0.5)", f"{x}[{x}.abs() > 1] = 0.5",
            f"{x}.div_({y}.abs() + 1)", f"{x}.copy_({y}.to(torch.float64))",
            f"{x}.fill_({y}.sum())", f"{x}.square_()", f"{x}.sub_({y}, alpha=2)",
        ]  # fmt: skip
        if self.complex:  # products of complex numbers round otherwise in the last digits
            found = [f for f in found if "*" not in f and "mul" not in f and "pow" not in f]
        else:
            found += [
                f"{x}.relu_()", f"{x}.clamp_(-1, 1)", f"{x}.abs_()", f"{x}.sigmoid_()",
                f"{x}.clamp_(min={y})", f"{x}.floor_()", f"{x}.gt_(0)", f"{x}.sign_()",
                f"torch.nn.functional.leaky_relu({x}, 0.5, inplace=True)",
            ]  # fmt: skip
        if s:
            found += [
                f"{x}[0] = {y}", f"{x}[0] += 1", f"{x}[-1] *= {y}", f"{x}[:1] = 0.5",
                f"{x}[torch.tensor([0])] = 0.25", f"{x}[[0, 0]] += 1", f"{x}[..., 0] = {x}[..., -1]",
                f"{x}.index_put_((torch.tensor([0]),), {y}.sum(), accumulate=True)",
                f"{x}.index_fill_(0, torch.tensor([0]), 0.5)",
                f"{x}.index_add_(0, torch.tensor([0, 0]), torch.ones(2, *{x}.shape[1:]))",
                f"{x}.scatter_(0, torch.zeros({[1] * len(s)}, dtype=torch.int64), 0.5)",
                f"{x}.cumsum_(0)", f"{x}[1:].add_({x}[:-1])",
                f"{x}[0], {x}[-1] = {x}[-1].clone(), {x}[0].clone()",
                f"{x}.unsqueeze_(0)", f"{x}.squeeze_()", f"{x}.transpose_(0, -1)",
            ]  # fmt: skip
        return rng.choice(found)

    def change(self) -> None:
        a, b = self.pick(), self.pick()
        text = self.change_of(a, b)
        if self.rng.random() < 0.2 and "queeze_" not in text and "transpose_" not in text:
            self.emit("with torch.no_grad():", "    try:", f"        {text}")
            self.emit("    except (RuntimeError, IndexError, TypeError, AttributeError) as e:")
            self.emit("        print(str(e).split('\\n')[0])")
        else:
            self.guarded(text)
        if self.rng.random() < 0.3:
            self.look()

    def rest(self) -> None:
        x, y = self.pick().name, self.pick().name
        self.guarded(
            self.rng.choice(
                [
                    f"{x}.requires_grad_()", f"{x}.requires_grad_(False)", f"{x}.detach_()",
                    f"{x}.requires_grad = True", f"{x}.data = {x}.data.clone() * 2",
                    f"{x}.data.mul_(2)", f"{x}.grad = None", f"{x}.grad = torch.ones_like({x})",
                    f"{x}.grad.zero_()", f"{x}.grad += 1", f"{x}.set_({y}.detach())",
                    f"{x}.detach().add_(1)", f"del {x}.grad",
                ]
            )
        )  # fmt: skip

    def watch(self) -> None:
        x = self.pick().name
        self.guarded(
            self.rng.choice(
                [
                    f"{x}.retain_grad()",
                    f"{x}.register_hook(lambda g: print('{x}', g))",
                    f"{x}.register_hook(lambda g: g * 2)",
                ]
            )
        )

    def look(self) -> None:
        x = self.pick().name
        if self.rng.random() < 0.5:
            self.guarded(f"info('{x}', {x})")
        else:
            self.guarded(f"print({x})")

    def backward(self) -> None:
        parts = self.rng.sample(self.values, min(len(self.values), self.rng.randint(1, 3)))
        end = "sum().abs()" if self.complex else "sum()"
        total = " + ".join(f"({p.name} * {k + 2}).{end}" for k, p in enumerate(parts))
        option = self.rng.choice(["", "", "retain_graph=True", "create_graph=True"])
        if self.complex or self.rng.random() < 0.7:
            option = option if not self.complex else ""
            self.guarded(f"({total}).backward({option})")
            for v in self.values:
                if self.rng.random() < 0.3 or v in self.leaves:
                    self.guarded(f"print('{v.name}.grad', {v.name}.grad)")
        else:
            wanted = ", ".join(
                v.name for v in self.rng.sample(self.values, min(2, len(self.values)))
            )
            self.guarded(
                f"g = torch.autograd.grad({total}, [{wanted}], create_graph=True, allow_unused=True)",
                "print(g)",
                "total = sum([(t * t).sum() for t in g if t is not None], torch.zeros(()))",
                f"print(torch.autograd.grad(total, [{wanted}], allow_unused=True))",
            )

    def text(self) -> str:
        kinds = [
            (self.result, 5), (self.view, 12), (self.copy, 2), (self.change, 12), (self.rest, 4),
            (self.watch, 2), (self.look, 4), (self.backward, 2),
        ]  # fmt: skip
        for _ in range(self.rng.randint(1, 2)):
            self.leaf()
        self.result()
        statements, weights = zip(*kinds, strict=True)
        wanted = self.rng.randint(20, 70)
        while len(self.lines) < wanted:
            self.rng.choices(statements, weights)[0]()
        self.backward()
        for v in self.values[-4:]:
            self.guarded(f"print({v.name})")
        head = ["import torch", *_INFO.strip("\n").split("\n")]
        return "\n".join(head + self.lines) + "\n"


def program(seed: int) -> str:
    """The random program of this seed; the same text in every process and on every machine."""
    return _Program(seed).text()
