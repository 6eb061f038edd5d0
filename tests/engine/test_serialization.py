"""Files of tensors: PyTorch reads what we write, we read what PyTorch writes, and nothing else."""

from __future__ import annotations

import io
import pickle
import random
import zipfile
from collections import OrderedDict
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import engine
from engine.serialization import load, save
from engine.serialization.names import STORAGES

WRITTEN_BY_TORCH = Path(__file__).parent / "data" / "torch_2_13.pt"


def written(obj: Any) -> bytes:
    file = io.BytesIO()
    save(obj, file)
    return file.getvalue()


def read(content: bytes) -> Any:
    return load(io.BytesIO(content))


def samples() -> dict[str, Any]:
    base = engine.arange(12.0).reshape(3, 4)
    model = engine.nn.Sequential(engine.nn.Linear(2, 3), engine.nn.BatchNorm1d(3))
    optimizer = engine.optim.Adam(model.parameters())
    model(engine.ones(4, 2)).sum().backward()
    optimizer.step()
    return {
        "leaf": engine.ones(2, requires_grad=True),
        "parameter": model[0].weight,
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "views": [base, base[:, 1], base.t(), base[1:, ::2]],
        "scalar": engine.tensor(3),
        "empty": engine.empty(0, 3),
        "dtypes": [engine.ones(2).to(dtype) for dtype in STORAGES.values()],
        "plain": [1, -(2**70), 2.5, True, None, "é", b"x\xff", 1j, (1,), {1, 2}, float("inf")],
        "torch": [engine.float32, engine.Size([2, 3]), engine.device("cpu"), engine.bool],
        "nested": OrderedDict(a={"b": [(engine.zeros(1),)]}),
    }


def same(ours: Any, other: Any) -> bool:
    """Return whether two objects are alike, tensors of PyTorch and of ours included."""
    if hasattr(ours, "requires_grad"):
        return (
            str(ours.dtype) == str(other.dtype)
            and tuple(ours.shape) == tuple(other.shape)
            and ours.requires_grad == other.requires_grad
            and np.array_equal(ours.detach().numpy(), other.detach().numpy())
            and type(ours).__name__ == type(other).__name__
        )
    if isinstance(ours, dict):
        return list(ours) == list(other) and all(same(ours[k], other[k]) for k in ours)
    if isinstance(ours, (list, tuple)):
        return len(ours) == len(other) and all(map(same, ours, other))
    return str(ours) == str(other)


@pytest.mark.parametrize("name", samples())
def test_what_is_written_is_read(name: str) -> None:
    obj = samples()[name]
    assert same(obj, read(written(obj)))


@pytest.mark.oracle
@pytest.mark.parametrize("name", samples())
def test_pytorch_reads_what_is_written(torch: ModuleType, name: str) -> None:
    obj = samples()[name]
    assert same(obj, torch.load(io.BytesIO(written(obj))))


@pytest.mark.oracle
@pytest.mark.parametrize("name", samples())
def test_what_pytorch_writes_is_read(torch: ModuleType, name: str) -> None:
    theirs = torch.load(io.BytesIO(written(samples()[name])))
    file = io.BytesIO()
    torch.save(theirs, file)
    assert same(read(file.getvalue()), theirs)


def test_a_file_that_pytorch_wrote() -> None:
    found = load(str(WRITTEN_BY_TORCH))
    assert list(found["model"]) == [
        *("0.weight", "0.bias", "1.weight", "1.bias"),
        *("1.running_mean", "1.running_var", "1.num_batches_tracked"),
    ]
    assert found["optimizer"]["param_groups"][0]["betas"] == (0.9, 0.999)
    assert found["plain"] == [
        *(1, 2.5, True, None, "é", b"x\xff", 1j, (1,), {1, 2}),
        *(engine.float64, engine.Size([2, 3]), engine.device("cpu")),
    ]
    assert found["parameter"].requires_grad
    base, transposed, column = found["views"]
    base[0, 1] = 9  # they share their memory
    assert transposed[1, 0].item() == column[0].item() == 9


@pytest.mark.parametrize(
    "obj", [engine.nn.Linear(1, 1), print, object(), [lambda: 0], {1: engine}, type("T", (), {})]
)
def test_other_objects_are_refused(obj: Any) -> None:
    with pytest.raises(TypeError, match="cannot save an object of type"):
        written(obj)


# -- hostile files ---------------------------------------------------------------------------------


def archive(pickled: bytes, **members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("archive/data.pkl", pickled)
        for name, content in members.items():
            made.writestr(f"archive/data/{name}", content)
    return file.getvalue()


class Call:
    def __init__(self, *how: Any) -> None:
        self.how = how

    def __reduce__(self) -> Any:
        return self.how


def tensor(offset: int, size: Any, stride: Any, numel: int = 4) -> bytes:
    """A pickle of a tensor with this description, in a storage of 16 bytes."""
    storage = (
        b"(X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpu"
    )
    rest = [pickle.dumps(v, 2)[2:-1] for v in (offset, size, stride, False)]
    number = pickle.dumps(numel, 2)[2:-1]
    return (
        b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n((" + storage[1:] + number + b"tQ"
        + b"".join(rest) + b"}tR."
    )  # fmt: skip


def test_the_hostile_tensors_are_well_made() -> None:
    found = read(archive(tensor(1, (3,), (1,)), **{"0": np.arange(4, dtype="f4").tobytes()}))
    assert found.tolist() == [1.0, 2.0, 3.0]


HOSTILE = {
    "a call of the system": archive(pickle.dumps(Call(__import__("os").system, ("false",)), 2)),
    "eval": archive(pickle.dumps(Call(eval, ("1",)), 2)),
    "a module of ours": archive(b"\x80\x02cengine.tensor\nTensor\n."),
    "a name with dots": archive(b"\x80\x02ctorch\nnn.Module\n."),
    "attributes of a function": archive(
        b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n}X\x01\x00\x00\x00aK\x01sb."
    ),
    "attributes of a dtype": archive(
        b"\x80\x02ctorch\nfloat32\nN}X\x04\x00\x00\x00nameK\x01s\x86b."
    ),
    "an instance": archive(b"\x80\x02ccollections\nOrderedDict\n)\x81."),
    "an old instance": archive(b"(icollections\nOrderedDict\n."),
    "an extension": archive(b"\x80\x02\x82\x01."),
    "a call of a dtype": archive(b"\x80\x02ctorch\nfloat32\n)R."),
    "beyond the storage": archive(tensor(2, (3,), (1,)), **{"0": bytes(16)}),
    "before the storage": archive(tensor(-1, (3,), (1,)), **{"0": bytes(16)}),
    "negative strides": archive(tensor(0, (3,), (-1,)), **{"0": bytes(16)}),
    "a huge size": archive(tensor(0, (10**15,), (1,)), **{"0": bytes(16)}),
    "a huge storage": archive(tensor(0, (3,), (1,), 10**15), **{"0": bytes(16)}),
    "no storage": archive(tensor(0, (3,), (1,))),
    "a truncated pickle": archive(b"\x80\x02]"),
    "an empty pickle": archive(b""),
    "a huge text": archive(b"\x80\x02X\xff\xff\xff\x7fa."),
    "no archive": b"\x80\x02K\x01.",
    "an empty file": b"",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_files_are_refused(what: str) -> None:
    with pytest.raises(
        (RuntimeError, pickle.UnpicklingError), match=r"Weights only|failed reading"
    ):
        read(HOSTILE[what])


def test_a_compressed_bomb_is_not_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("archive/data.pkl", bytes(10**8))
    with pytest.raises(RuntimeError, match="compressed"):
        read(file.getvalue())


def test_broken_files_give_an_error_or_a_result() -> None:
    content = WRITTEN_BY_TORCH.read_bytes()
    chosen = random.Random(1)
    broken = [content[:n] for n in range(0, len(content), 200)]
    for _ in range(200):
        changed = bytearray(content)
        changed[chosen.randrange(len(content))] ^= 1 << chosen.randrange(8)
        broken.append(bytes(changed))
    results = 0
    for file in broken:
        try:
            read(file)
            results += 1
        except (RuntimeError, pickle.UnpicklingError):
            pass
    assert results < len(broken)
