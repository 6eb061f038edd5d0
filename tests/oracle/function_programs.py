"""Random custom Functions, sound and unsound, as scripts: `program(seed)` is always the same text."""

from __future__ import annotations

import random

_SHAPES = ["(2,)", "()", "(2, 2)"]

_SHOW = """
def show(name, t):
    if not isinstance(t, torch.Tensor):
        print(name, t)
        return
    try:
        fn = t.grad_fn
    except RuntimeError as e:
        print(name, e)
        return
    print(name, t, t.requires_grad, t.is_leaf, t.output_nr, t._version, t._base is not None)
    if fn is not None:
        print(' ', fn.name(), [(f.name(), i) if f is not None else None for f, i in fn.next_functions])

def show_saved(saved):
    for t in saved:
        if t is None:
            print('  saved None')
        else:
            fn = t.grad_fn
            print('  saved', t, t.requires_grad, fn.name() if fn is not None else None, t._version)
"""


class _Function:
    """The text of one random class, and what is known of its signature."""

    def __init__(self, rng: random.Random, name: str) -> None:
        self.rng = rng
        self.name = name
        self.inputs = ["a", "b", "c"][: rng.choice([1, 1, 2, 2, 3])]
        self.arguments = list(self.inputs)
        if rng.random() < 0.3:
            self.arguments.insert(rng.randrange(len(self.arguments) + 1), "n")
        self.dirty = [i for i in self.inputs if rng.random() < 0.15]
        self.locals = [*self.inputs]
        self.lines: list[str] = []
        self.outputs: list[str] = []
        self.forward()
        self.count = len(self.outputs)
        self.separate = rng.random() < 0.3
        self.marks: list[str] = []
        self.mark()

    def term(self, names: list[str]) -> str:
        first, second = self.rng.choice(names), self.rng.choice(names)
        factor = self.rng.choice([2, 3, -1])
        return self.rng.choice(
            [
                f"{first} * {second}",
                f"{first} * {factor}",
                f"{first} + {second}",
                f"{first} - {factor}",
            ]
        )

    def forward(self) -> None:
        rng = self.rng
        for name in self.dirty:
            self.lines.append(f"{name}.mul_({rng.choice([2, 3])})")
            if rng.random() < 0.93:
                self.outputs.append(name)
        if rng.random() < 0.3:
            self.lines.append(f"m = {self.term(self.inputs)}")
            self.locals.append("m")
        for i in range(rng.choice([1, 1, 1, 2, 2, 3]) - (rng.random() < 0.7) * bool(self.outputs)):
            name = f"o{i}"
            chance = rng.random()
            if chance < 0.08:
                self.outputs.append(rng.choice(self.inputs))
                continue
            if chance < 0.16:
                view = rng.choice(
                    ["{0}.view(-1)", "{0}[...]", "{0}.reshape(-1)[:1]", "{0}.detach()"]
                )
                self.lines.append(f"{name} = {view.format(rng.choice(self.locals))}")
            elif chance < 0.22:
                self.lines.append(f"{name} = {rng.choice(self.locals)} > 1")
            elif chance < 0.27:
                self.lines.append(f"{name} = {rng.choice(['None', '7', '[a * 2]', 'a.shape'])}")
            elif chance < 0.32:
                self.lines.append(f"{name} = ({rng.choice(self.locals)} * 2).sum()")
            else:
                self.lines.append(f"{name} = {self.term(self.locals)}")
                if rng.random() < 0.1:
                    self.outputs.append(name)
            self.outputs.append(name)

    def mark(self) -> None:
        rng = self.rng
        seen = {*self.arguments, *self.outputs} if self.separate else {*self.locals, *self.outputs}
        tensors = sorted(name for name in seen if name != "n")
        if self.dirty and rng.random() < 0.95:
            self.marks.append(f"ctx.mark_dirty({', '.join(self.dirty)})")
        self.saved = [
            rng.choice([*tensors, *self.inputs]) for _ in range(rng.choice([0, 1, 1, 2, 3]))
        ]
        if self.saved:
            if rng.random() < 0.1:
                self.saved.append("None")
            self.marks.append(f"ctx.save_for_backward({', '.join(self.saved)})")
        if rng.random() < 0.15:
            self.marks.append(f"ctx.mark_non_differentiable({rng.choice(self.outputs or tensors)})")
        if rng.random() < 0.25:
            self.marks.append("ctx.set_materialize_grads(False)")
        if rng.random() < 0.2:
            self.marks.append("ctx.note = 3")
        rng.shuffle(self.marks)

    def returned(self) -> str:
        if len(self.outputs) == 1 and self.rng.random() < 0.9:
            return self.outputs[0]
        return "(" + "".join(f"{o}, " for o in self.outputs) + ")"

    def gradient(self, grads: list[str]) -> str:
        rng = self.rng
        chance = rng.random()
        g = rng.choice(grads)
        if chance < 0.1:
            return "None"
        if chance < 0.13:
            return rng.choice([f"{g}.double()", f"{g}.sum()", "torch.ones(3)", "1", f"[{g}]"])
        factor = rng.choice(["", " * 2", " * -1"])
        other = f" + {rng.choice(grads)}" if rng.random() < 0.3 else ""
        if self.saved and rng.random() < 0.5:
            return f"mul({g}, s[{rng.randrange(len(self.saved))}]){factor}{other}"
        return f"{g}{factor}{other}"

    def text(self) -> str:
        rng = self.rng
        arguments = ", ".join(self.arguments)
        out = [f"class {self.name}(torch.autograd.Function):", "    @staticmethod"]
        returned = self.returned()
        if self.separate:
            out += [f"    def forward({arguments}):", *(f"        {line}" for line in self.lines)]
            out += [f"        return {returned}", "    @staticmethod"]
            out += ["    def setup_context(ctx, inputs, output):"]
            out += [f"        ({arguments},) = inputs"]
            if returned[0] == "(":
                names = [o if o not in self.arguments else f"again_{o}" for o in self.outputs]
                out += [f"        ({''.join(f'{n}, ' for n in names)}) = output"]
            elif returned not in self.arguments:
                out += [f"        {returned} = output"]
            out += [f"        {line}" for line in self.marks]
            out += ["        print('setup', ctx.needs_input_grad)"]
        else:
            out += [f"    def forward(ctx, {arguments}):"]
            out += [f"        {line}" for line in self.lines + self.marks]
            out += [f"        return {returned}"]
        grads = [f"g{i}" for i in range(self.count)] or ["g"]
        out += ["    @staticmethod"]
        if rng.random() < 0.12:
            out += ["    @torch.autograd.function.once_differentiable"]
        out += [f"    def backward(ctx, {', '.join(grads)}):"]
        out += [f"        print('{self.name}', {', '.join(grads)}, ctx.needs_input_grad)"]
        if self.saved and rng.random() < 0.9:
            out += ["        s = ctx.saved_tensors", "        show_saved(s)"]
        else:
            self.saved = []
        if "ctx.note = 3" in self.marks:
            out += ["        ctx.note += 1", "        print(ctx.note)"]
        usable = [g for g, o in zip(grads, self.outputs, strict=False) if o[0] in "abco"] or grads
        results = ["None" if a == "n" else self.gradient(usable) for a in self.arguments]
        if rng.random() < 0.04:
            results.append(rng.choice(["None", "1"]))
        elif rng.random() < 0.03:
            results.pop()
        out += [f"        return {', '.join(results) or 'None'}"]
        return "\n".join(out)


class _Program:
    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.lines: list[str] = []
        self.names: list[str] = []
        self.leaves: list[str] = []
        self.tracked: list[str] = []
        self.results: list[str] = []
        self.retained: list[str] = []
        self.count = 0

    def guarded(self, *lines: str) -> None:
        self.lines += ["try:", *(f"    {line}" for line in lines)]
        self.lines += [
            "except Exception as e:",
            "    print(type(e).__name__, str(e).split('\\n')[0])",
        ]

    def fresh(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def tensors(self) -> None:
        rng = self.rng
        shape = rng.choice(_SHAPES)
        for _ in range(rng.choice([1, 2, 3])):
            name = self.fresh("x")
            size = {"()": "", "(2,)": "[{}, {}]", "(2, 2)": "[[{}, {}], [{}, {}]]"}[shape] or "{}"
            numbers = [f"{rng.randint(-2, 3)}.0" for _ in range(4)]
            options = rng.choice([", requires_grad=True"] * 3 + [""])
            if rng.random() < 0.1:
                options += ", dtype=torch.float64"
            self.lines.append(f"{name} = torch.tensor({size.format(*numbers)}{options})")
            self.leaves.append(name)
            if "requires_grad" in options:
                self.tracked.append(name)
            if rng.random() < 0.6:
                middle = self.fresh("m")
                how = rng.choice(
                    ["{0} * 1", "{0} + 0", "({0} * 1)[...]", "{0}.clone()", "{0}.view(-1)"]
                )
                self.lines.append(f"{middle} = {how.format(name)}")
                self.names.append(middle)
            if rng.random() < 0.5 or not self.names:
                self.names.append(name)

    def call(self, function: _Function) -> None:
        rng = self.rng
        made = [self.fresh("y") for _ in range(max(1, function.count))]
        pool = self.names + self.results
        arguments = ["3" if a == "n" else rng.choice(pool) for a in function.arguments]
        if rng.random() < 0.05:
            arguments.append(rng.choice(pool))
        out = self.fresh("out")
        lines = [f"{out} = {function.name}.apply({', '.join(arguments)})"]
        if rng.random() < 0.1:
            lines = ["with torch.no_grad():", f"    {lines[0]}"]
        self.lines += [f"{name} = torch.ones(2)" for name in made]
        lines.append(f"if not isinstance({out}, tuple):")
        lines.append(f"    {out} = ({out},)")
        for i, name in enumerate(made):
            lines.append(f"show({name!r}, {out}[{i}])")
            lines.append(f"if isinstance({out}[{i}], torch.Tensor):")
            lines.append(f"    {name} = {out}[{i}]")
        self.guarded(*lines)
        self.guarded(*[f"show({name!r}, {name})" for name in sorted({*arguments} - {"3"})])
        self.results += made

    # Actions on what is there.

    def change(self) -> None:
        # PyTorch itself fails (an internal assertion) if a retained output is changed in place.
        target = self.rng.choice([n for n in self.results if n not in self.retained] + self.names)
        how = self.rng.choice(["{0}.mul_(2)", "{0}.add_(1)", "{0}.zero_()"])
        self.guarded(how.format(target), f"show({target!r}, {target})")

    def hook(self) -> None:
        target = self.rng.choice(self.results + self.names)
        function = self.rng.choice(
            [
                f"lambda g: print('hook {target}', g)",
                f"lambda g: (print('twice {target}', g), None)[1]",
            ]
        )
        self.guarded(f"handle = {target}.register_hook({function})")

    def retain(self) -> None:
        self.retained.append(self.rng.choice(self.results))
        self.guarded(f"{self.retained[-1]}.retain_grad()")

    def look(self) -> None:
        target = self.rng.choice(self.results)
        self.guarded(
            f"fn = {target}.grad_fn",
            "if fn is not None:",
            "    print(fn.name(), fn.needs_input_grad)",
            "    show_saved(fn.saved_tensors)",
        )

    def loss(self) -> str:
        chosen = self.rng.sample(self.results, self.rng.randint(1, min(2, len(self.results))))
        terms = [f"({name} * {self.rng.choice([1, 1, 2, 3])}).sum()" for name in chosen]
        return " + ".join(terms)

    def backward(self) -> None:
        options = self.rng.choice(["", "retain_graph=True", "retain_graph=True"])
        self.guarded(f"({self.loss()}).backward({options})", *self.report())

    def report(self) -> list[str]:
        return [f"print({name!r}, {name}.grad)" for name in self.leaves] + [
            f"print({name!r}, {name}.grad)" for name in self.results if self.rng.random() < 0.3
        ]

    def grad(self) -> None:
        leaf = self.rng.choice(self.tracked)
        create = self.rng.random() < 0.6
        unused = ", allow_unused=True" if self.rng.random() < 0.5 else ""
        first = (
            f"(d,) = torch.autograd.grad({self.loss()}, {leaf}, create_graph={create}, "
            f"retain_graph=True{unused})"
        )
        lines = [first, "print(d)"]
        if create:
            lines.append(f"print(torch.autograd.grad((d * d).sum(), {leaf}{unused}))")
        self.guarded(*lines)

    def text(self) -> str:
        rng = self.rng
        functions = [_Function(rng, name) for name in ["First", "Second"][: rng.choice([1, 1, 2])]]
        classes = [function.text() for function in functions]
        while not self.tracked:
            self.tensors()
        for _ in range(rng.choice([1, 1, 2, 3])):
            self.call(rng.choice(functions))
        actions = [self.change, self.hook, self.retain, self.look, self.backward, self.grad]
        for _ in range(rng.randint(2, 5)):
            rng.choices(actions, weights=[2, 1, 1, 2, 4, 3])[0]()
        self.backward()
        mul = "def mul(g, s):\n    return g if s is None else g * s\n"
        head = ["import torch", _SHOW, mul, *classes]
        return "\n".join(head + self.lines) + "\n"


def program(seed: int) -> str:
    """A script around one or two random Functions; its text depends on nothing but `seed`."""
    return _Program(seed).text()
