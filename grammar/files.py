"""What scripts call to read and write files: PyTorch's and NumPy's functions, within permissions."""

from __future__ import annotations

from typing import Any

from grammar.permissions import open_to_read, open_to_write
from grammar.refusal import Refused


def torch_save(obj: Any, f: Any, pickle_module: Any = None, pickle_protocol: Any = 2) -> None:
    """Write an object with tensors in it to a file that PyTorch can load."""
    from engine.serialization import save

    with open_to_write(f, "torch.save") as file:
        save(obj, file)


def torch_load(
    f: Any,
    map_location: Any = None,
    pickle_module: Any = None,
    *,
    weights_only: Any = None,
    mmap: Any = None,
) -> Any:
    """Read a file that `torch.save` wrote; code in it is never run."""
    from engine.serialization import load

    with open_to_read(f, "torch.load") as file:
        return load(file, map_location)


def numpy_save(file: Any, arr: Any, allow_pickle: Any = False) -> None:
    """Write an array to a file; `.npy` is added to a name that does not end so."""
    import numpy

    with open_to_write(_ending(file, ".npy"), "np.save") as opened:
        numpy.save(opened, _array(arr), allow_pickle=False)


def numpy_savez(file: Any, *args: Any, **kwds: Any) -> None:
    """Write several arrays to a file, by their names or as arr_0, arr_1, ..."""
    import numpy

    arrays = {name: _array(value) for name, value in kwds.items()}
    with open_to_write(_ending(file, ".npz"), "np.savez") as opened:
        numpy.savez(opened, *map(_array, args), **arrays)


def numpy_load(
    file: Any,
    mmap_mode: Any = None,
    allow_pickle: Any = False,
    fix_imports: Any = True,
    encoding: Any = "ASCII",
) -> Any:
    """Read what `np.save` wrote, an array, or `np.savez`, arrays by their names."""
    import numpy

    if allow_pickle:
        raise Refused("np.load(allow_pickle=True) would run code that is in the file")
    with open_to_read(file, "np.load") as opened:
        try:
            found = numpy.load(opened, allow_pickle=False)
            if isinstance(found, numpy.ndarray):
                return found
            return {name: found[name] for name in found.files}
        except (EOFError, KeyError, NotImplementedError) as error:
            raise ValueError(f"np.load: '{file}' is broken: {error}") from None


def numpy_savetxt(
    fname: Any, X: Any, fmt: Any = "%.18e", delimiter: Any = " ", **kwds: Any
) -> None:
    """Write an array as text, a row a line."""
    import numpy

    with open_to_write(fname, "np.savetxt") as opened:
        numpy.savetxt(opened, _array(X), fmt, delimiter, **kwds)


def numpy_loadtxt(fname: Any, dtype: Any = float, **kwds: Any) -> Any:
    """Read an array from text, a row a line."""
    import numpy

    with open_to_read(fname, "np.loadtxt") as opened:
        return numpy.loadtxt(opened, dtype, **kwds)


def _ending(path: Any, ending: str) -> Any:
    return path + ending if type(path) is str and not path.endswith(ending) else path


def _array(value: Any) -> Any:
    import numpy

    array = numpy.asarray(value.detach().numpy() if hasattr(value, "detach") else value)
    if array.dtype.hasobject:
        raise ValueError("only arrays of numbers or texts can be saved")
    return array


BY_MODULE = {
    "torch": {"save": torch_save, "load": torch_load},
    "numpy": {
        "save": numpy_save,
        "savez": numpy_savez,
        "load": numpy_load,
        "savetxt": numpy_savetxt,
        "loadtxt": numpy_loadtxt,
    },
}
for _functions in BY_MODULE.values():
    for _name, _function in _functions.items():
        _function.__name__ = _function.__qualname__ = _name
