"""What scripts share with Python: the same standard output as CPython's for each construct."""

# ruff: noqa: E501
from __future__ import annotations

import contextlib
import io
import warnings

import pytest

from grammar.run import compile_script

PROGRAMS = {
    "names with an underscore": """
_count = 0
def _next(_by=1, *_rest):
    global _count
    _count += _by
    return _count
for _i in range(3):
    print(_next(), _next(2, _i))
_, _a, *_b = range(5)
print(_a, _b, [_c for _c in _b if (_d := _c)], _d, (lambda _x: _x)(3))
class A:
    def f(self, _unused, *, key=None):
        _local = key
        return _local
print(A().f(1, key=2))
""",
    "the class of an object": """
class A:
    def name(self):
        return f'{self.__class__.__name__}: {self.__class__ is A}, {self.__class__ == type(self)}'
class B(A):
    def __repr__(self):
        return self.__class__.__name__ + '()'
    def copy(self):
        return self.__class__()
print(A().name(), B().name(), B(), B().copy(), [B()])
print((1).__class__, 'a'.__class__.__name__, [].__class__ is list, None.__class__)
try:
    1 / 0
except ZeroDivisionError as error:
    print(error.__class__.__name__, error.__class__)
""",
    "closures": """
def counter():
    n = 0
    def step(by=1):
        nonlocal n
        n += by
        return n
    return step
a, b = counter(), counter()
print(a(), a(5), b())
print([f(2) for f in [lambda x, k=k: x * k for k in range(3)]])
print([f(2) for f in [lambda x: x * k for k in range(3)]])
""",
    "classes": """
class Base:
    kind = 'base'
    def __init__(self, x):
        self.x = x
    def twice(self):
        return 2 * self.x
    @property
    def half(self):
        return self.x / 2
    @half.setter
    def half(self, value):
        self.x = value * 2
    @classmethod
    def make(cls, x):
        return cls(x)
    @staticmethod
    def plus(a, b):
        return a + b
    def __repr__(self):
        return f'{type(self).__name__}({self.x!r})'
    def __add__(self, other):
        return type(self)(self.x + other.x)
    def __eq__(self, other):
        return self.x == other.x
    def __len__(self):
        return self.x
    def __getitem__(self, i):
        return (self.x, i)
    def __call__(self, *args, **kwargs):
        return args, sorted(kwargs.items())
class Derived(Base):
    def __init__(self, x):
        super().__init__(x + 1)
    def twice(self):
        return super().twice() + 100
class Old(Base):
    def __init__(self, x):
        super(Old, self).__init__(x)
        Base.__init__(self, x * 3)
d = Derived.make(3)
print(d, d.twice(), d.half, d.plus(1, 2), d + d, d == Derived(3), len(d), d[1:2], d(1, a=2))
d.half = 10
print(d, Base.kind, isinstance(d, Base), issubclass(Derived, Base), Old(2), type(d) is Derived)
Base.kind = 'changed'
print(Derived.kind, d.kind, hasattr(d, 'x'), getattr(d, 'nope', 'none'))
setattr(d, 'y', 5)
print(d.y)
del d.y
print(hasattr(d, 'y'), Derived.__name__, d.twice.__name__)
""",
    "exceptions": """
class Mine(ValueError):
    def __init__(self, code):
        super().__init__(f'code {code}')
        self.code = code
def f(n):
    try:
        if n == 0:
            raise Mine(7)
        if n == 1:
            return 1 / 0
        if n == 2:
            return 'returned'
        return [][n]
    except Mine as e:
        print('mine', e, e.code, e.args)
    except (ZeroDivisionError, KeyError) as e:
        print(type(e).__name__, e)
        return 'from handler'
    except:
        print('bare')
        raise RuntimeError('again') from None
    else:
        print('else')
    finally:
        print('finally', n)
for n in range(3):
    print(f(n))
try:
    f(3)
except RuntimeError as e:
    print(e)
try:
    assert 1 == 2, 'message'
except AssertionError as e:
    print('assert', e)
try:
    {}['k']
except KeyError as e:
    print(e, repr(e))
def g():
    for i in range(3):
        try:
            continue
        finally:
            print('f', i)
    else:
        print('for-else')
g()
""",
    "comprehensions": """
x = 'outer'
print([x for x in range(3)], x)
print({k: v for k, v in zip('abc', range(3))}, {i % 2 for i in range(5)})
print([(i, j) for i in range(3) for j in range(i) if (i + j) % 2])
print(sum(i * i for i in range(4)), [y := 5, y ** 2], y)
class C:
    n = 3
    xs = [i for i in range(n)]
print(C.xs)
print([[r[c] for r in [[1, 2], [3, 4]]] for c in range(2)])
print(any((last := n) > 2 for n in [1, 2, 3, 4]), last)
""",
    "unpacking": """
a, *b, c = range(5)
(d, e), [f, *g] = (1, 2), 'xyz'
print(a, b, c, d, e, f, g)
a, b = b, a
print(a, b, *[1, 2], *(3,), sep='-', end='!\\n')
print({**{'a': 1}, 'b': 2}, [*range(2), *'ab'], (*[1],))
x = y = [1]
x += [2]
print(y, x is y)
d = {}
d['k'], d['l'] = 1, 2
d['k'] += 10
print(d)
l = list(range(10))
l[2:5] = ['x']
del l[0], l[-1]
print(l, l[::-2], l[-3:])
def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw
print(f(1, d=4), f(1, 2, 3, 4, 5, d=6, z=7), f(*[1, 2], **{'d': 1, 'c': 2}))
""",
    "strings": """
name, value = 'w', 3.14159
print(f'{name}={value:.2f} {value!r:>10} {value:{6}.{3}} {{}} {name!r}')
print('{} {}'.format(1, 2), '{1}{0}'.format('a', 'b'), '{x:>4}'.format(x=1), '{0[k]}'.format({'k': 5}))
print('{:{w}}|'.format(3, w=5), '%s %d %.1f' % ('a', 2, 3.0), 'a,b'.split(','), '-'.join('abc'))
print('{a}'.format_map({'a': 1}), 'x'.upper(), 'abc'[1:], 'é€😀'[1], r'\\n', 'a' 'b', '''m
l''')
print(f'{1 + 1 = }' if False else '', f"{'nested ' + f'{1}'}", 'ab' * 3, 'b' in 'abc')
class P:
    def __init__(self): self.real = 2
    def __format__(self, spec): return f'<{spec}>'
print('{0.real} {0:abc}'.format(P()), f'{P():x}', '{p.real}'.format(p=P()))
""",
    "control": """
for i in range(5):
    if i == 1: continue
    if i == 4: break
    print(i, end=' ')
else:
    print('never')
n = 3
while n:
    n -= 1
else:
    print('done', n)
print(1 < 2 < 3 > 2, 1 < 3 < 2, not 1, 1 and 0 or 'x', 'y' if n else 'z')
def side(x):
    print('side', x, end=' ')
    return x
print(side(1) < side(3) < side(2) < side(9), side(0) and side(1))
print(1 is 1, [] is not [], 2 in [2], 3 not in (3,))
print(7 // 2, -7 // 2, 7 % -3, -7 % 3, 2 ** -1, 2 ** 100, -2 ** 2, 1e3, 0x1f, 1_000, 1 / 3, divmod(7, 2))
print(5 & 3, 5 | 3, ~5, 1 << 10, 1024 >> 3, True + True, 10 ** 20 // 3, 0.1 + 0.2)
x: int = 3
y: 'nothing'
print(x, ..., None, round(2.5), abs(-3), 1j * 1j)
""",
    "globals": """
total = 0
def add(n):
    global total, fresh
    total += n
    fresh = n
add(3); add(4)
print(total, fresh)
def outer():
    x = 1
    class Inner:
        y = x
        def get(self): return x
    return Inner
I = outer()
print(I.y, I().get())
if __name__ == '__main__':
    print('main')
del total
try:
    total
except NameError as e:
    print(e)
def unbound():
    print(later)
    later = 1
try:
    unbound()
except UnboundLocalError as e:
    print(e)
""",
    "managers": """
class M:
    def __init__(self, n): self.n = n
    def __enter__(self):
        print('enter', self.n)
        return self
    def __exit__(self, kind, error, traceback):
        print('exit', self.n, kind is None)
        return self.n == 2
with M(1) as a, M(2) as b:
    print(a.n, b.n)
    raise ValueError('swallowed')
print('after')
def deco(*tags):
    def wrap(f):
        def inner(*args):
            return (tags, f(*args))
        return inner
    return wrap
@deco('a', 1)
@deco('b')
def h(x): return x + 1
print(h(1))
class It:
    def __init__(self): self.i = 0
    def __iter__(self): return self
    def __next__(self):
        self.i += 1
        if self.i > 3: raise StopIteration
        return self.i
print(list(It()), list(map(str, It())), max(It()), sorted(It(), key=lambda v: -v))
def f(): return f.calls
f.calls = 3
print(f())
""",
    "modules": """
import math, itertools as it, functools, collections, copy, random
from collections import OrderedDict, namedtuple, Counter, defaultdict, deque
from functools import partial, reduce
from math import *
import numpy as np
from typing import List, Optional
def typed(x: List[int], y: Optional[float] = None) -> List[int]: return x
print(typed([1]), math.pi, sin(pi / 2), floor(2.5), math.gcd(12, 8))
print(list(it.chain([1], [2])), list(it.product('ab', repeat=2))[:2], list(it.chain.from_iterable([[1], [2]])))
print(partial(pow, 2)(5), reduce(lambda a, b: a * b, [1, 2, 3]))
P = namedtuple('P', 'x y')
p = P(1, y=2)
print(p, p.x, p.y, Counter('aab'), OrderedDict(a=1), deque([1, 2], 1))
d = defaultdict(list)
d['k'].append(1)
print(dict(d), copy.deepcopy([[1]]), copy.copy({'a': 1}))
random.seed(0)
print(random.random(), random.randint(1, 6), random.choice('abc'))
a = np.array([[1.0, 2], [3, 4]])
np.random.seed(0)
print(a.shape, a.T.tolist(), a.sum(), a.mean(axis=0), np.arange(3), np.random.rand(), a.dtype, a @ a)
print(np.linspace(0, 1, 3).tolist(), np.pi, type(a).__name__, isinstance(a, np.ndarray), np.linalg.norm(a))
print(type(1) is int, type('') == str, type(None), type(type(1)), isinstance(int, type), type(a) == np.ndarray)
a[a > 2] = 0
print(a, a.std(), np.float64(1) + 1, type(np.float64(1)) is np.float64)
""",
    "data": """
l = [3, 1, 2]
l.sort(); l.append(4); l.extend([5]); l.insert(0, 0); l.pop(); l.remove(0); l.reverse()
print(l, l.index(3), l.count(1), l.copy(), sorted(l), list(reversed(l)))
d = dict(a=1, b=2)
d.update(c=3); d.setdefault('e', 5); d.pop('a')
print(d, list(d), d.keys(), list(d.items()), d.get('z', 0), 'b' in d, len(d))
for k, v in d.items(): print(k, v)
s = {1, 2} | {3} - {1}
s.add(9); s.discard(1)
print(s, s & {2}, (1, 2).index(2), 'a-b'.partition('-'), '  x '.strip(), 'abc'.find('c'), 'Ab'.swapcase())
print(int('7'), float('1.5'), bool([]), str(3), tuple('ab'), slice(1, 2))
print((5).bit_length(), (2.5).is_integer(), (1.5).as_integer_ratio(), 'x'.encode(), b'ab'.decode())
print(list(enumerate('ab', 1)), list(zip([1], [2])), list(filter(None, [0, 1])), all([]), any([]), min(3, 1))
print(next(iter([1])), next(iter([]), 'end'), repr('a'), format(3.14159, '.2f'), range(3), list(range(5, 0, -2)))
it = iter([1, 2]); print(next(it), next(it))
print(pow(2, 10), pow(2, 10, 7), sum([1, 2], 3), sum([[1], [2]], []), print('inner'))
""",
}


def in_python(source: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(source, "p.py", "exec"), {"__name__": "__main__"})
    return out.getvalue()


@pytest.mark.parametrize("name", PROGRAMS)
def test_prints_what_python_prints(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    expected = in_python(PROGRAMS[name])
    capsys.readouterr()
    outcome = compile_script(PROGRAMS[name], "p.py", ()).run()
    assert outcome.error is None, outcome.error
    assert capsys.readouterr().out == expected
