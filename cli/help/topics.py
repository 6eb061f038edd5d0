"""The topics. A line that begins with `$ autograd` is a command: a test runs it, and compares."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Topic(NamedTuple):
    """A topic: a sentence for the list, and its text, made when it is asked for."""

    summary: str
    text: Callable[[], str]


def _bindings() -> str:
    return """\
A name gets its value on the command line, after the expression or the file:

  x=3            a leaf that requires grad, float64 unless --dtype says otherwise
  n:=3           a constant: no gradient
  w=[[1,2],[3,4]]   a list, nested as an array is
  t=pi/2         an expression of the language
  x=3±0.1        a value with a standard uncertainty (also 3+-0.1, 3±2%, 1.000(2))
  x=@data.csv    a file: .csv, .tsv, .json, .npy, .npz:name; x=@- is standard input
  x=-3:3         a range, for plot

A name that the expression needs and nobody gave is an error; a binding that nothing uses is a
warning.

$ autograd eval 'a*x' a:=2 x=3 --quiet
x	2.0
"""


def _columns() -> str:
    from textwrap import fill

    from cli.columns import NAMES

    names = ", ".join("#" if name == "id" else name for name in NAMES)
    shown = fill(names, 100, initial_indent="  ", subsequent_indent="  ")
    return f"""\
The columns of the node table, for --columns, in any order:

{shown}

A table for people leaves out what says nothing: shape and dtype where all are scalars of one dtype,
hooks where there are none. `grad` is PyTorch's .grad, and where that is None, why; `adjoint` is the
derivative of the result, also where PyTorch keeps none. --order N adds grad2 to gradN; uncertain
bindings add u.

$ autograd eval 'sin(x)^2' x=0 --columns name,expr,adjoint
name  expr      adjoint
───────────────────────
x     x               0
      sin(x)          0
      sin(x)^2        1
result = 0
"""


def _formats() -> str:
    from cli.render import FORMATS

    people = [name for name, it in FORMATS.items() if not it.machine]
    machine = [name for name, it in FORMATS.items() if it.machine]
    return f"""\
For people:   {", ".join(people)}
For programs and documents:   {", ".join(machine)}

Formats for programs give every number in full, every row, and the script's own output as data; a
script that fails gives a valid document with the error in it. Colours are for terminals: --color,
then NO_COLOR and FORCE_COLOR, decide. Piped tables are neither cut nor wrapped.

$ autograd eval 'x^2' x=3 --format csv --columns name,value,grad
name,value,grad
x,3.0,6.0
,9.0,
"""


def _json() -> str:
    return """\
--format json writes one document, schema 1:

  schema     1
  result     {"name", "value"}
  nodes      a list: id, name, expr, grad_fn, inputs, shape, dtype, value, grad, adjoint, is_leaf,
             requires_grad, retains_grad, why_no_grad, hooks, line, column
  edges      a list: from (an operation), to (its input), argument, gradient (what flowed back)
  output     what the script printed
  warnings   a list of texts
  error      null, or {"type", "message", "labels", "notes", "help"}

--explain adds "explain", --jacobian and --hessian "jacobian" and "hessian", uncertain bindings
"uncertainty". NaN and infinities are the strings "NaN", "Infinity", "-Infinity"; a complex number is
[re, im]. Keys are added, never changed.
"""


_CODES = {
    "DONE": "done",
    "FAILED": "the script failed while running",
    "USAGE": "wrong usage or bindings",
    "UNREADABLE": "the script cannot be read (syntax, unknown names)",
    "CHECK": "a check failed: check, or assert in a script",
    "REFUSED": "refused for safety: permission, memory, time",
    "INTERRUPTED": "interrupted (Ctrl-C)",
    "CLOSED_PIPE": "nobody read standard output any more",
}


def _exit_codes() -> str:
    from cli.exit_codes import ExitCode

    return "".join(f"{code.value:>4}  {_CODES[code.name]}\n" for code in ExitCode)


def _explain() -> str:
    return """\
--explain (-x) shows the backward pass as it ran, step by step: the node, its incoming gradient, for
each input the operator's rule in the script's own names, the same with numbers put in, and what
flows on; where several contributions meet, their sum. Below that, what there is to know: kinks and
the slope that was taken, where a NaN or infinity began, and why a tensor has no .grad.

$ autograd eval 'x*sin(x)' x=1 --explain --limit 0
result = 0.841471

Backward pass, step by step
1. x*sin(x)  MulBackward0: gradient 1, where backward starts
   x ← grad * sin(x) = 1 * 0.841471 = 0.841471
   sin(x) ← grad * x = 1 * 1 = 1
   (had saved self = 1, other = 0.841471; freed now)
2. sin(x)  SinBackward0: gradient 1
   x ← grad * cos(x) = 1 * cos(1) = 0.540302
   (had saved self = 1; freed now)
3. x.grad = 0.841471 + 0.540302 = 1.38177: 0.841471 via x*sin(x), 0.540302 via sin(x)

The rules come from the operators' declarations: autograd ops NAME shows them.
"""


def _language() -> str:
    from textwrap import fill

    from grammar.modules import importable

    modules = fill(f"Modules: {', '.join(sorted(importable()))}.", 100)
    return f"""\
A script is a PyTorch program in a subset of Python: the same file runs under Python with torch, and
prints the same.

In: variables, functions, closures, lambdas, classes (nn.Module, autograd.Function and plain ones),
control flow, with, try, comprehensions, generators, decorators, f-strings, unpacking, assert, slices,
all operators. Beside Python's ** there is ^ for powers. Names of torch and torch.nn.functional need
no import in an expression.

Out: files, processes, the network, eval and exec, names with two underscores, async, match. Each is
refused before anything runs, with what to write instead.

{modules}
"""


def _permissions() -> str:
    return """\
A script can do nothing outside of itself unless the command line says so:

  --allow-read DIR     torch.load, np.load, np.loadtxt below this folder
  --allow-write DIR    torch.save, np.save, SummaryWriter below this folder
  --timeout SECONDS    stop the script after this time
  --max-memory BYTES   memory that it may take

What is not allowed ends with exit code 5, and says which option would allow it. Links, `..` and
devices lead nowhere else. tensorboard.notebook.start starts TensorBoard on a folder that may be read
or written, on this machine's loopback interface only.
"""


def _environment() -> str:
    return """\
  NO_COLOR        any value: no colours
  FORCE_COLOR     any value: colours even in a pipe
  COLUMNS         the width of the terminal, where it does not say itself
  TERM            dumb: no colours, no line editing
  XDG_STATE_HOME  where the history of repl lies: autograd/history in it; else ~/.local/state
"""


def _examples() -> str:
    return """\
$ autograd eval 'log(x*y)' x=2 y=3 --quiet
x	0.5
y	0.3333333333333333
$ echo 'tanh(x)' | autograd eval - x=0 --quiet
x	1.0
$ autograd eval 'x^2*y' x=2 y=3 --hessian --quiet
	x	y
x	6.0	4.0
y	4.0	0.0
$ autograd emit 'x^2' x=3
import torch

torch.set_default_dtype(torch.float64)

x = torch.tensor(3.0, requires_grad=True)

result = x**2

if isinstance(result, torch.Tensor) and result.requires_grad:
    result.backward()
for name, leaf in {"x": x}.items():
    if isinstance(leaf, torch.Tensor) and leaf.is_leaf and leaf.requires_grad:
        print(name, None if leaf.grad is None else leaf.grad.tolist(), sep="\\t")
"""


def _pytorch() -> str:
    return """\
Values, gradients, grad_fn names, hook order, warnings and error messages are PyTorch 2.13's. Random
numbers are its CPU's, for the same seed. Sums and means agree to the last bit; some functions
(float32 sin, exp, ...) differ from its kernels in the last one.

What there is not: GPUs, sparse and quantized tensors, torch.compile, distributed training, bfloat16.
autograd ops lists what there is; autograd emit turns a script or an expression into plain PyTorch.
"""


TOPICS: dict[str, Topic] = {
    "bindings": Topic("values for names: x=3, n:=3, x=@data.csv, x=3±0.1", _bindings),
    "columns": Topic("what the node table shows, and --columns", _columns),
    "formats": Topic("table, JSON, CSV, HTML and the others", _formats),
    "json": Topic("the JSON document, key by key", _json),
    "explain": Topic("reading --explain", _explain),
    "language": Topic("what a script may say, and what not", _language),
    "permissions": Topic("files, time and memory that a script may have", _permissions),
    "exit-codes": Topic("what the exit code says", _exit_codes),
    "environment": Topic("environment variables", _environment),
    "pytorch": Topic("what is the same as in PyTorch, and what is not", _pytorch),
    "examples": Topic("commands to begin with", _examples),
}
