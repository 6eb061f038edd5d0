"""Scripts that try to get out: each must be stopped, with exit code 5 or a diagnostic."""

from __future__ import annotations

import pytest

from grammar.diagnostic import ScriptError
from grammar.run import compile_script

STOPPED = [
    # attribute walks
    "().__class__.__bases__",
    "().__class__.__base__.__subclasses__()",
    "x = 1\nx.__class__.__mro__",
    "[].__class__.__subclasses__()",
    "x = [1]\nx.__class__ = list",
    "del [].__class__",
    "(lambda: 0).__class__()",
    "torch.__class__('x', 1, 2)",
    "type.__class__('A', (), {})",
    "(1).__class__.__class__('A', (), {})",
    "__class__",
    "class A:\n    def f(self): return __class__.__subclasses__()\nA().f()",
    "print.__self__",
    "print.__self__.open('/etc/passwd')",
    "len.__self__.eval('1')",
    "(lambda: 0).__globals__",
    "(lambda: 0).__code__",
    "def f(): pass\nf.__closure__",
    "def f(): pass\nf.__code__ = f",
    "def f(): pass\nf.__builtins__",
    "object.__subclasses__()",
    "object.__reduce_ex__",
    "int.__dict__",
    "[].append.__self__",
    "''.join.__objclass__",
    "Exception.__init__.__globals__",
    "type.mro(int)",
    "int.mro()",
    "str.__init__.__objclass__",
    "torch.__dict__",
    "torch._find",
    "torch._name",
    "torch.engine",
    "torch.sys",
    "torch.np",
    "torch.os",
    "import math\nmath.__loader__",
    "import math\nmath.__spec__",
    "import random\nrandom._os",
    "import random\nrandom.os",
    "import random\nrandom.random.__self__",
    "import collections\ncollections.abc",
    "import collections\ncollections._sys",
    "import warnings\nwarnings.sys",
    "import warnings\nwarnings.linecache.os",
    "import copy\ncopy.copyreg",
    "import functools\nfunctools.wraps",
    "import functools\nfunctools.partial.__new__",
    "import itertools\nitertools.chain.__class__.__mro__",
    "import time\ntime.sleep(0)",
    # imports
    "import os",
    "import sys",
    "import subprocess",
    "import builtins",
    "import engine",
    "import grammar",
    "import numpy.ctypeslib",
    "import torch.os",
    "from os import path",
    "from math import __loader__",
    "from torch import _find",
    "from torch import os",
    "from numpy import load\nload('/etc/passwd')",
    "torch.load('/etc/passwd', weights_only=False)",
    "torch.save(torch.ones(1), '/tmp/hostile.pt')",
    "import numpy as np\nnp.load('/proc/self/environ', allow_pickle=True)",
    "import numpy as np\nnp.savetxt('/tmp/hostile.txt', [1])",
    "torch.load.__globals__",
    "torch.save.__code__",
    "from numpy import memmap",
    "from . import x",
    "from warnings import sys",
    # builtins that are not there
    "open('/etc/passwd')",
    "eval('1')",
    "exec('1')",
    "compile('1', '', 'eval')",
    "__import__('os')",
    "__builtins__",
    "_modules",
    "class M(nn.Module):\n    _hooks = None",
    "class M(nn.Module):\n    def _store(self): pass",
    "class M(nn.Module):\n    if True:\n        for _parameters in [1]: pass",
    "class M(nn.Module):\n    x = [(_modules := 1)]",
    "class M(nn.Module):\n    import math as _hooks",
    "class M(nn.Module):\n    with torch.no_grad() as _hooks: pass",
    "class M(nn.Module):\n    try: pass\n    except ValueError as _hooks: pass",
    "class M(nn.Module):\n    def f(self, a=(_hooks := 1)): pass",
    "class M(nn.Module):\n    @(_hooks := staticmethod)\n    def f(): pass",
    "_x = 1\nnn.Linear(1, 1)._x = _x",
    "def f(_a): return _a\nf(_a=1)",
    "globals()",
    "locals()",
    "vars()",
    "dir()",
    "input()",
    "breakpoint()",
    "exit()",
    "quit()",
    "help()",
    "memoryview(b'')",
    "raise SystemExit",
    "raise KeyboardInterrupt",
    "raise BaseException",
    # getattr and friends with built names
    "getattr(1, '__cla' + 'ss__')",
    "getattr((), '__class__')",
    "getattr(print, '__self__')",
    "getattr('', '__class__', None)",
    "getattr(torch, '__dict__')",
    "getattr(torch, '_find')",
    "getattr(lambda: 0, '__globals__')",
    "list(map(getattr, [print], ['__self__']))[0]",
    "from functools import reduce\nreduce(getattr, ['__class__', '__mro__'], ())",
    "from functools import partial\npartial(getattr, ())('__class__')",
    "setattr(lambda: 0, '__code__', 1)",
    "class A: pass\nsetattr(A, '__eq__', 1)",
    "class A: pass\nsetattr(A(), '__class__', A)",
    "class A: pass\nsetattr(A(), '__array_interface__', {})",
    "setattr(torch, 'sin', 1)",
    "setattr(int, 'x', 1)",
    "getattr(torch, '')",
    # format strings
    "'{0.__class__}'.format(1)",
    "'{0.__class__.__mro__}'.format(1)",
    "'{x.__init__}'.format(x=1)",
    "'{0[0].__class__}'.format([1])",
    "'{:{0.__class__}}'.format(1)",
    "'{0.__class__}'.format_map({'0': 1})",
    "str.format('{0.__class__}', 1)",
    "str.format_map('{x.__class__}', {'x': 1})",
    "getattr('{0.__class__}', 'format')(1)",
    "getattr(str, 'format')('{0.__class__}', 1)",
    "list(map(str.format, ['{0.__class__}'], [1]))",
    "f = '{0.__class__}'.format\nf(1)",
    "f'{().__class__.__base__}'",
    "f'{1:{().__class__}}'",
    "'{0.gi_frame}'.format(x for x in [1])",
    # generators, frames, tracebacks, exceptions
    "g = (x for x in [1])\ng.gi_frame",
    "g = (x for x in [1])\ng.gi_code",
    "g = (x for x in [1])\ng.throw(ValueError)",
    "g = (x for x in [1])\ng.send(None)",
    "getattr((x for x in [1]), 'gi_frame')",
    "try:\n    1 / 0\nexcept Exception as e:\n    e.__traceback__",
    "try:\n    1 / 0\nexcept Exception as e:\n    e.__context__",
    "try:\n    1 / 0\nexcept Exception as e:\n    e.with_traceback(None)",
    "try:\n    torch.nope\nexcept AttributeError as e:\n    e.obj",
    "class C:\n    def __enter__(self): return self\n"
    "    def __exit__(self, a, b, tb):\n        tb.tb_frame.f_globals\n"
    "with C():\n    1 / 0",
    "class C:\n    def __enter__(self): return self\n"
    "    def __exit__(self, a, b, tb):\n        getattr(tb, 'tb_next')\n"
    "with C():\n    1 / 0",
    # classes
    "class A:\n    def __getattribute__(self, n): pass",
    "class A:\n    def __del__(self): pass",
    "class A:\n    def __reduce__(self): pass",
    "class A:\n    def __subclasshook__(self): pass",
    "class A:\n    def __init_subclass__(cls): pass",
    "class A:\n    def __set_name__(self, o, n): pass",
    "class A:\n    def __class_getitem__(cls, i): pass",
    "class A:\n    def __prepare__(self): pass",
    "class A:\n    def __mro_entries__(self, b): pass",
    "class A:\n    __array_interface__ = {}",
    "class A:\n    __class__ = int",
    "class A:\n    __slots__ = ()",
    "class A:\n    __builtins__ = {}",
    "class A(metaclass=type): pass",
    "class A(type): pass",
    "class A(type(1)): pass",
    "class A(int): pass",
    "class A(str): pass",
    "class A(dict): pass",
    "class A(type(torch)): pass",
    "class A(type(lambda: 0)): pass",
    "class A(1): pass",
    "bases = (object,)\nclass A(*bases, x=1): pass",
    "type('A', (), {})",
    "type('A', (object,), {'__del__': 1})",
    "type(type)('A', (), {})",
    "type.__call__(type, 'A', (), {})",
    "type(lambda: 0)(1, 2)",
    "type((x for x in [])) ()",
    "type(type(lambda: 0))('A', (), {})",
    "super().__getattribute__('x')",
    "class A:\n    def f(self): return super().__class__()\nA().f()",
    "object.__new__(int)",
    "object.__setattr__(torch, 'x', 1)",
    "class A:\n    @property\n    def x(self): return 1\nA.x.fget",
    "__name__ = 'engine.x'",
    "def __import__(): pass",
    "__builtins__ = {}",
    "global __builtins__",
    "lambda __builtins__: 1",
    "for __builtins__ in []: pass",
    "def f(**kw): return kw\nf(__class__=1)",
    "import math as __builtins__",
    "try:\n    1 / 0\nexcept Exception as __builtins__: pass",
    "@setattr\ndef f(): pass",
    "@type(lambda: 0)\ndef f(): pass",
    # modules and engine objects are not to be changed
    "torch.sin = 1",
    "del torch.sin",
    "int.x = 1",
    "import math\nmath.pi = 3",
    "print.x = 1",
    "[].x = 1",
    # arrays
    "import numpy as np\nnp.arange(3).tofile('x')",
    "import numpy as np\nnp.arange(3).dump('x')",
    "import numpy as np\nnp.arange(3).ctypes",
    "import numpy as np\nnp.arange(3).setflags(write=True)",
    "import numpy as np\nnp.arange(3).resize(10, refcheck=False)",
    "import numpy as np\nnp.arange(3).setfield(1, int)",
    "import numpy as np\nnp.arange(3).data.obj",
    "import numpy as np\nnp.arange(3).strides = (999,)",
    "import numpy as np\nnp.arange(3).dtype = 'O'",
    "import numpy as np\nnp.ndarray((3,), dtype='O', buffer=np.arange(3))",
    "import numpy as np\ntype(np.arange(3))((3,), dtype='O', buffer=np.arange(3))",
    "import numpy as np\nclass A(np.ndarray): pass",
    "import numpy as np\nnp.load('x')",
    "import numpy as np\nnp.fromfile('x')",
    "import numpy as np\nnp.lib",
    "import numpy as np\nnp.ctypeslib",
    "import numpy as np\nnp.random.os",
    "import numpy as np\nnp.testing",
    "import numpy as np\nnp.sin.at",
    # resources
    "10 ** 10 ** 10",
    "10 ^ 10 ^ 10",
    "pow(10, 10 ** 10)",
    "p = pow\np(10, 10 ** 10)",
    "n = 10 ** 10\n10 ** n",
    "x = 10\nx **= 10 ** 10",
    "1 << 10 ** 12",
    "n = 10 ** 12\n1 << n",
    "'a' * 10 ** 12",
    "10 ** 12 * 'a'",
    "[0] * 10 ** 12",
    "n = 10 ** 12\n[0] * n",
    "n = 10 ** 12\nn * [0]",
    "(1, 2) * 10 ** 12",
    "s = 'a'\ns * 10 ** 12",
    "def f(): return f()\nf()",
    "list(range(10 ** 15))",
    "x = []\nfor i in range(10 ** 5): x = [x]\nrepr(x)",
]


@pytest.mark.parametrize("source", STOPPED)
def test_a_way_out_is_closed(source: str, capsys: pytest.CaptureFixture[str]) -> None:
    """No result: a ScriptError before or while running, and nothing printed."""
    try:
        error = compile_script(source, "hostile.py", ()).run().error
    except ScriptError as refused:
        error = refused
    assert error is not None
    assert error.exit_code in (1, 3, 5)
    assert capsys.readouterr().out == ""


def test_no_handler_catches_a_refusal() -> None:
    source = """
caught = 0
try:
    getattr(1, '__class__')
except Exception:
    caught = 1
except:
    caught = 2
caught
"""
    outcome = compile_script(source, "s.py", ()).run()
    assert outcome.error is not None
    assert outcome.error.exit_code == 5
    assert outcome.namespace["caught"] == 0


def test_what_may_not_be_read_does_not_exist() -> None:
    source = "[hasattr(1, '__class__'), hasattr([], 'append'), getattr([], 'nope', 3)]"
    assert compile_script(source, "s.py", ()).run().result == [False, True, 3]
