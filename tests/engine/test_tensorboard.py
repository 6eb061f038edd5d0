"""Event files are PyTorch's, and TensorBoard reads them."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine import nn
from engine.utils.tensorboard import SummaryWriter, wire
from engine.utils.tensorboard.histogram import histogram
from engine.utils.tensorboard.model_graph import model_graph


def records(folder: Path) -> list[list[bytes]]:
    """The records of each file below a folder, their checksums checked."""
    found = []
    for path in sorted(folder.rglob("events*")):
        data = path.read_bytes()
        place, items = 0, []
        while place < len(data):
            head = data[place : place + 8]
            (length,) = struct.unpack("<Q", head)
            body = data[place + 12 : place + 12 + length]
            assert wire.record(body) == data[place : place + 16 + length]
            items.append(body)
            place += 16 + length
        found.append(items)
    return found


@given(st.integers(-(2**63), 2**63 - 1))
def test_integers_read_back(value):
    data = wire.varint(value)
    number = sum((byte & 0x7F) << 7 * i for i, byte in enumerate(data))
    assert number == value % 2**64
    assert len(data) <= 10


@given(st.binary(max_size=200))
def test_a_flipped_bit_changes_the_checksum(data):
    for place in range(0, len(data), 37):
        flipped = bytearray(data)
        flipped[place] ^= 4
        assert wire.crc32c(bytes(flipped)) != wire.crc32c(data)


def fill(writer: Any, library: Any) -> None:
    for i in range(12):
        writer.add_scalar("loss/train", i * 0.5, i)
    writer.add_scalar("big", 1e300, 1)
    writer.add_scalars("run", {"a": 1.0, "b": library.tensor(2.0)}, 3)
    writer.add_histogram("h", library.arange(100.0) - 30, 1)
    writer.add_histogram("h2", library.tensor([1.0, 2.0, 5.0]), 1, bins="auto")
    writer.add_histogram("h3", library.tensor(np.linspace(-3, 5, 999)), 2, bins=64, max_bins=16)
    writer.add_histogram("zeros", library.zeros(5), 1)
    writer.add_text("note", "# hello *world*", 2)


@pytest.mark.oracle
def test_what_is_written_is_what_pytorch_writes(torch: Any, tmp_path: Path) -> None:
    pytest.importorskip("tensorboard")
    from tensorboard.compat.proto.event_pb2 import Event
    from torch.utils.tensorboard import SummaryWriter as Theirs

    with SummaryWriter(str(tmp_path / "ours")) as writer:
        fill(writer, engine)
    with Theirs(str(tmp_path / "theirs")) as writer:
        fill(writer, torch)

    def plain(folder: str) -> list[list[str]]:
        found = []
        for items in records(tmp_path / folder):
            parsed = [Event.FromString(item) for item in items]
            for event in parsed:
                event.ClearField("wall_time")
                event.ClearField("source_metadata")
            found.append([str(event) for event in parsed])
        return sorted(found)

    assert plain("ours") == plain("theirs")


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=40))
def test_histograms_hold_every_value(values):
    found = histogram(values)
    assert sum(found.counts) == found.number == len(values)
    assert found.min == min(values)
    assert found.limits[-1] >= found.max
    assert len(found.limits) == len(found.counts)


@pytest.mark.parametrize("values", [[], [float("nan")], [float("inf")]])
def test_histograms_of_nothing(values):
    with pytest.raises(ValueError, match=r"element|finite"):
        histogram(values)


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc1 = nn.Linear(2, 3)
        self.act = nn.ReLU()
        self.w = nn.Parameter(engine.ones(3, 1))

    def forward(self, x: Any) -> Any:
        return self.act(self.fc1(x)) @ self.w


def test_the_graph_of_a_module():
    nodes = {node.name: node for node in model_graph(Net(), engine.ones(4, 2))}
    assert {"input/input", "output/output", "Net/w", "Net/Linear[fc1]/weight"} <= set(nodes)
    assert nodes["Net/ReLU[act]/relu"].inputs == ["Net/Linear[fc1]/addmm"]
    assert nodes["Net/matmul"].inputs == ["Net/ReLU[act]/relu", "Net/w"]
    assert nodes["Net/matmul"].shapes == [(4, 1)]
    order = list(nodes)
    assert all(
        order.index(source) < order.index(name) for name in order for source in nodes[name].inputs
    )


def test_graphs_of_no_module():
    with pytest.raises(TypeError, match="takes a module"):
        model_graph(3, engine.ones(1))
    with pytest.raises(TypeError, match="needs an input"):
        model_graph(Net(), None)


def test_what_is_not_there_says_what_is(tmp_path):
    with SummaryWriter(str(tmp_path)) as writer:
        with pytest.raises(NotImplementedError, match="add_image is not"):
            writer.add_image("x", None)
        with pytest.raises(AttributeError):
            writer.add_nothing


def test_files_are_whole_after_every_flush(tmp_path):
    writer = SummaryWriter(str(tmp_path), max_queue=1000)
    writer.add_scalar("a", 1.0, 1)
    assert len(records(tmp_path)[0]) == 1
    writer.flush()
    assert len(records(tmp_path)[0]) == 2
    writer.close()
    writer.add_scalar("a", 2.0, 2)  # as in PyTorch, a closed writer begins anew
    writer.close()
    assert sum(map(len, records(tmp_path))) == 4
