"""What `import` gives a script: stand-ins for modules, with the names that scripts may use.

A stand-in is not a Python module: it holds its public names and nothing else, so no path leads
from `torch.nn.functional` to whatever the engine's source files have imported. Names are looked up
when a script asks for them; modules are loaded when it imports them.
"""

from __future__ import annotations

import importlib
import os.path
from collections.abc import Callable
from types import ModuleType
from typing import Any

_TORCH = [
    "autograd",
    "autograd.forward_ad",
    "autograd.function",
    "autograd.functional",
    "autograd.gradcheck",
    "autograd.graph",
    "nn",
    "nn.functional",
    "nn.init",
    "nn.modules",
    "nn.parameter",
    "nn.utils",
    "nn.utils.rnn",
    "linalg",
    "special",
    "fft",
    "optim",
    "optim.lr_scheduler",
    "func",
    "random",
    "testing",
    "utils",
    "utils.checkpoint",
    "utils.data",
    "utils.tensorboard",
    "accelerator",
    "backends",
    "cuda",
    "types",
]
"""The modules that `torch` may have, each where the engine has it."""

_PYTHON: dict[str, str] = {
    "math": (
        "acos acosh asin asinh atan atan2 atanh cbrt ceil comb copysign cos cosh degrees dist e "
        "erf erfc exp exp2 expm1 fabs factorial floor fmod frexp fsum gamma gcd hypot inf isclose "
        "isfinite isinf isnan isqrt lcm ldexp lgamma log log10 log1p log2 modf nan nextafter perm "
        "pi pow prod radians remainder sin sinh sqrt sumprod tan tanh tau trunc ulp"
    ),
    "collections": "OrderedDict Counter defaultdict deque namedtuple",
    "functools": "partial reduce",
    "itertools": (
        "accumulate batched chain combinations combinations_with_replacement compress count cycle "
        "dropwhile filterfalse groupby islice pairwise permutations product repeat starmap "
        "takewhile zip_longest"
    ),
    "random": (
        "betavariate choice choices expovariate gammavariate gauss getrandbits lognormvariate "
        "normalvariate randint random randrange sample seed shuffle triangular uniform"
    ),
    "time": "time perf_counter",
    "copy": "copy deepcopy",
    "warnings": "catch_warnings filterwarnings simplefilter warn",
    "numpy": (
        "abs add all allclose any arange arccos arcsin arctan arctan2 argmax argmin argsort "
        "array array_equal asarray bool_ ceil clip complex128 complex64 concatenate copy cos "
        "cosh cross cumprod cumsum diag diff divide dot e empty empty_like equal exp "
        "expand_dims expm1 eye flip float16 float32 float64 floor full full_like greater hstack "
        "identity inf inner int16 int32 int64 int8 integer isclose isfinite isinf isnan less "
        "linspace log log10 log1p log2 logspace matmul max maximum mean median meshgrid min "
        "minimum mod multiply nan ndim newaxis nonzero number floating ones ones_like outer pi "
        "power prod quantile ravel repeat reshape round set_printoptions shape sign sin sinh "
        "size sort sqrt square squeeze stack std subtract sum take tan tanh tensordot tile "
        "trace transpose tril triu uint8 unique var vstack where zeros zeros_like "
    ),
    "numpy.random": (
        "beta binomial choice exponential gamma normal permutation poisson rand randint randn "
        "random random_sample seed shuffle standard_normal uniform"
    ),
    "numpy.linalg": "cholesky det eig eigh eigvals eigvalsh inv lstsq norm pinv qr solve svd",
}

_TYPING = (
    "Any Callable ClassVar Dict Final FrozenSet Generator Generic Hashable Iterable Iterator List "
    "Literal Mapping MutableMapping NamedTuple NoReturn Optional Sequence Set Sized Tuple Type "
    "TypeAlias TypeVar Union"
)

MODULES = ("torch", *_PYTHON, "typing", "tensorboard")
"""The modules that scripts can import; `torch` has submodules."""


def importable() -> list[str]:
    """Return the names of all modules that a script may import."""
    return [*MODULES, *(f"torch.{inner}" for inner in _TORCH)]


class Annotation:
    """A name of `typing`: it takes subscripts and `|`, and says nothing."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __getitem__(self, item: object) -> Annotation:
        return self

    def __or__(self, other: object) -> Annotation:
        return self

    __ror__ = __or__

    def __call__(self, *args: object, **kwargs: object) -> Annotation:
        """Return itself: `TypeVar("T")` is one more annotation."""
        return self

    def __repr__(self) -> str:
        return f"typing.{self._name}"


class Proxy:
    """A module as a script sees it. Its dictionary fills with the names that were asked for."""

    def __init__(
        self, name: str, find: Callable[[str], Any], names: Callable[[], set[str]]
    ) -> None:
        # Names with an underscore cannot be spelled in a script.
        vars(self).update({"_name": name, "_find": find, "_names": names})

    def __getattr__(self, name: str) -> Any:
        own = vars(self)
        value = own["_find"](name) if name[:1] != "_" else _ABSENT
        if value is _ABSENT:
            error = AttributeError(f"module '{own['_name']}' has no attribute '{name}'")
            error.name, error.obj = name, self
            raise error
        own[name] = value
        return value

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"module '{vars(self)['_name']}' cannot be changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"module '{vars(self)['_name']}' cannot be changed")

    def __deepcopy__(self, memo: object) -> Proxy:
        return self

    def __copy__(self) -> Proxy:
        return self

    def __reduce__(self) -> str:
        raise TypeError("cannot pickle a module")

    def __repr__(self) -> str:
        return f"<module '{vars(self)['_name']}'>"


Proxy.__name__ = "module"  # as messages of Python call it
_ABSENT: Any = object()
_proxies: dict[str, Proxy] = {}


def public_names(proxy: Proxy) -> set[str]:
    """Return all names that a script can read from the module."""
    names: set[str] = vars(proxy)["_names"]()
    return names


def name_of(proxy: Proxy) -> str:
    """Return the dotted name of the module."""
    name: str = vars(proxy)["_name"]
    return name


def has(proxy: Proxy, name: str) -> bool:
    """Return whether the module has a public name."""
    try:
        getattr(proxy, name)
    except AttributeError:
        return False
    return True


def find_module(name: str) -> Proxy | None:
    """Return the module `name` as scripts see it, or None if there is no such module."""
    proxy = _proxies.get(name)
    if proxy is None:
        proxy = _make(name)
        if proxy is not None:
            _proxies[name] = proxy
    return proxy


def _make(name: str) -> Proxy | None:
    if name == "torch" or name.startswith("torch."):
        return _make_torch(name)
    if name == "typing":
        words = set(_TYPING.split())
        return Proxy(name, lambda n: Annotation(n) if n in words else _ABSENT, lambda: words)
    if name in _PYTHON:
        return _make_python(name)
    if name == "tensorboard":
        return Proxy(
            name, lambda n: _notebook() if n == "notebook" else _ABSENT, lambda: {"notebook"}
        )
    return _notebook() if name == "tensorboard.notebook" else None


def _notebook() -> Proxy:
    def find(wanted: str) -> Any:
        from grammar import notebook

        return getattr(notebook, wanted) if wanted in notebook.__all__ else _ABSENT

    return Proxy("tensorboard.notebook", find, lambda: {"list", "start"})


_FILES = {
    "torch": {"save", "load"},
    "torch.utils.tensorboard": {"SummaryWriter"},
    "numpy": {"save", "savez", "load", "savetxt", "loadtxt"},
}
"""What opens files: `grammar.files` and `grammar.summary_writer` have it."""


def _file_function(module: str, name: str) -> Any:
    if name == "SummaryWriter":
        from grammar.summary_writer import SummaryWriter

        return SummaryWriter
    from grammar.files import BY_MODULE

    return BY_MODULE[module][name]


def _make_python(name: str) -> Proxy:
    allowed = set(_PYTHON[name].split())
    module = importlib.import_module(name)
    inner = {m[len(name) + 1 :] for m in _PYTHON if m.startswith(name + ".")}
    files = _FILES.get(name, set())

    def find(wanted: str) -> Any:
        if wanted in inner:
            return find_module(f"{name}.{wanted}")
        if wanted in files:
            return _file_function(name, wanted)
        if wanted == "ndarray" and name == "numpy":
            # Seen, not called: its constructor makes arrays over any memory, pointers included.
            from grammar.builtins import stand_in

            return stand_in(module.ndarray)
        return getattr(module, wanted, _ABSENT) if wanted in allowed else _ABSENT

    return Proxy(name, find, lambda: {n for n in allowed if hasattr(module, n)} | inner | files)


def _make_torch(name: str) -> Proxy | None:
    inside = name[6:]
    if inside and inside not in _TORCH:
        return None
    module = _engine_module(inside)
    if module is None:
        return None
    prefix = inside + "." if inside else ""
    inner = {m[len(prefix) :] for m in _TORCH if m.startswith(prefix)}
    inner = {m for m in inner if "." not in m}
    files = _FILES.get(name, set())

    def names() -> set[str]:
        found = {m for m in inner if _engine_has(prefix + m)}
        return _names_of(module, inside) | found | files

    def find(wanted: str) -> Any:
        if wanted in inner and wanted not in _names_of(module, inside):
            found = find_module(f"torch.{prefix}{wanted}")
            if found is not None:
                return found
        if wanted in files:
            return _file_function(name, wanted)
        if wanted in _names_of(module, inside):
            value = getattr(module, wanted, _ABSENT)
            if isinstance(value, ModuleType):  # a function that has its module's name
                value = getattr(value, wanted, _ABSENT)
            return value
        return _ABSENT

    return Proxy(name, find, names)


def _engine_module(inside: str) -> Any:
    """Return the engine's module for a module of torch, or None."""
    path = f"engine.{inside}" if inside else "engine"
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError as error:
        if error.name is None or not (path + ".").startswith(error.name + "."):
            raise
    # A namespace that is not a file of its own: an attribute of the module above it.
    above, _, last = path.rpartition(".")
    parent = _engine_module(above[7:]) if above else None
    found = vars(parent).get(last) if parent is not None else None
    return found if hasattr(found, "__all__") else None


def _engine_has(inside: str) -> bool:
    """Return whether the engine has a module for a module of torch, without loading it."""
    above, _, last = inside.rpartition(".")
    parent = importlib.import_module(f"engine.{above}" if above else "engine")
    if hasattr(vars(parent).get(last), "__all__"):
        return True
    return any(
        os.path.exists(f"{folder}/{last}{ending}")
        for folder in getattr(parent, "__path__", ())
        for ending in (".py", ".pyc", "/__init__.py")
    )


def _names_of(module: Any, inside: str) -> set[str]:
    if not inside and hasattr(module, "public_names"):
        return set(module.public_names())
    return set(getattr(module, "__all__", ()))


# --- bare names -----------------------------------------------------------------------------------

_CONSTANTS = ("pi", "e", "tau", "inf", "nan")
_SHORT: dict[str, tuple[str, str]] = {
    "nn": ("torch", "nn"),
    "F": ("torch.nn", "functional"),
    "optim": ("torch", "optim"),
    "Function": ("torch.autograd", "Function"),
    "grad": ("torch.autograd", "grad"),
    "no_grad": ("torch", "no_grad"),
}
BARE_MODULES = frozenset(["torch", *_SHORT, *(name for name in _TORCH if "." not in name)])
"""The names that may stand for a module without an import."""

_SEARCHED = ("torch", "torch.nn.functional", "torch.linalg", "torch.special")


def bare_name(name: str, load: bool = True) -> tuple[bool, Any]:
    """Return whether `name` is known without its module, and what it stands for.

    load: whether to load the modules that are searched; if not, those already loaded are.
    """
    found = home_of(name, load)
    if found is None:
        return False, None
    module, member = found
    proxy = find_module(module)
    return True, getattr(proxy, member) if member else proxy


def home_of(name: str, load: bool = True) -> tuple[str, str] | None:
    """Return the module of a name that is known without it, and its name there.

    The second is empty if the name stands for the module itself; None: the name is not known.
    load: as for `bare_name`.
    """
    if name == "torch":
        return "torch", ""
    if name in _CONSTANTS:
        return "math", name
    places = [(module, name) for module in _SEARCHED]
    if name in _SHORT:
        places.insert(0, _SHORT[name])
    for module, member in places:
        proxy = find_module(module) if load or module == "torch" else _proxies.get(module)
        if proxy is not None and member in _known(proxy):
            return module, member
    return None


_known_names: dict[Proxy, frozenset[str]] = {}


def _known(proxy: Proxy) -> frozenset[str]:
    names = _known_names.get(proxy)
    if names is None:
        names = _known_names[proxy] = frozenset(public_names(proxy))
    return names


def bare_names() -> set[str]:
    """Return all names that are known without their module."""
    names = {"torch", *_CONSTANTS, *_SHORT}
    for module in _SEARCHED:
        proxy = find_module(module)
        if proxy is not None:
            names |= _known(proxy)
    return names


_python_words: frozenset[str] = frozenset()


def is_known_attribute(name: str) -> bool:
    """Return whether some module that scripts have imported so far has this name."""
    global _python_words
    if not _python_words:
        words = {word for text in _PYTHON.values() for word in text.split()}
        words.update(part for path in _TORCH for part in path.split("."))
        _python_words = frozenset(words)
    return name in _python_words or any(name in _known(proxy) for proxy in _proxies.values())
