"""SummaryWriter with PyTorch's arguments."""

from __future__ import annotations

import os
import time
from typing import Any, BinaryIO

import numpy as np

from engine.errors import explained
from engine.tensor import Tensor
from engine.utils.tensorboard import event_file, events
from engine.utils.tensorboard.histogram import histogram


class SummaryWriter:
    """Writes events for TensorBoard to a folder.

    log_dir: `runs/` and the time and host's name unless given; `comment` is added to that.
    purge_step, flush_secs: taken for PyTorch's sake.
    max_queue: events that wait before they are written.
    filename_suffix: is added to the names of the files.

    https://docs.pytorch.org/docs/stable/tensorboard.html
    """

    __module__ = "torch.utils.tensorboard.writer"

    def __init__(
        self,
        log_dir: Any = None,
        comment: str = "",
        purge_step: int | None = None,
        max_queue: int = 10,
        flush_secs: int = 120,
        filename_suffix: str = "",
    ) -> None:
        if not log_dir:
            import socket

            now = time.strftime("%b%d_%H-%M-%S")
            log_dir = os.path.join("runs", f"{now}_{socket.gethostname()}{comment}")
        self.log_dir = str(log_dir)
        self.purge_step = purge_step
        self.max_queue = max_queue
        self.flush_secs = flush_secs
        self.filename_suffix = filename_suffix
        self._files: dict[str, event_file.EventFile] = {}
        self._file(self.log_dir)

    def _open(self, path: str) -> BinaryIO:
        """Open a new event file."""
        return event_file.open_file(path)

    def _file(self, folder: str) -> event_file.EventFile:
        if folder not in self._files:
            self._files[folder] = event_file.EventFile(
                folder, self.filename_suffix, self.max_queue, self._open
            )
        return self._files[folder]

    def get_logdir(self) -> str:
        """Return the folder that the events are in."""
        return self.log_dir

    def _add(self, what: bytes, step: Any, walltime: float | None, folder: str = "") -> None:
        now = time.time() if walltime is None else walltime
        number = None if step is None else int(step)
        self._file(folder or self.log_dir).add(events.event(now, number, what))

    def add_scalar(
        self,
        tag: str,
        scalar_value: Any,
        global_step: int | None = None,
        walltime: float | None = None,
        new_style: bool = False,
        double_precision: bool = False,
    ) -> None:
        """Add one number."""
        value = _number(scalar_value)
        self._add(events.summary([events.scalar(_tag(tag), value)]), global_step, walltime)

    def add_scalars(
        self,
        main_tag: str,
        tag_scalar_dict: dict[str, Any],
        global_step: int | None = None,
        walltime: float | None = None,
    ) -> None:
        """Add several numbers to be drawn in one diagram: a run folder each."""
        for tag, value in tag_scalar_dict.items():
            folder = f"{self.log_dir}/{main_tag.replace('/', '_')}_{tag}"
            what = events.summary([events.scalar(_tag(main_tag), _number(value))])
            self._add(what, global_step, walltime, folder)

    def add_histogram(
        self,
        tag: str,
        values: Any,
        global_step: int | None = None,
        bins: Any = "tensorflow",
        walltime: float | None = None,
        max_bins: int | None = None,
    ) -> None:
        """Add the histogram of all elements."""
        found = histogram(_array(values), bins, max_bins)
        self._add(events.summary([events.histogram(_tag(tag), found)]), global_step, walltime)

    def add_text(
        self,
        tag: str,
        text_string: str,
        global_step: int | None = None,
        walltime: float | None = None,
    ) -> None:
        """Add a text; TensorBoard reads it as Markdown."""
        if not isinstance(text_string, str):
            raise TypeError(f"add_text() takes a text, not {type(text_string).__name__}")
        self._add(events.summary([events.text(tag, text_string)]), global_step, walltime)

    def add_graph(
        self,
        model: Any,
        input_to_model: Any = None,
        verbose: bool = False,
        use_strict_trace: bool = True,
    ) -> None:
        """Run a module once on an input, and add the graph of what it does."""
        from engine.utils.tensorboard.model_graph import model_graph

        nodes = model_graph(model, input_to_model)
        if verbose:
            for node in nodes:
                print(node.name, node.op, *node.inputs)
        self._add(events.graph(nodes), None, None)

    def __getattr__(self, name: str) -> Any:
        if name in _ABSENT:
            raise explained(
                NotImplementedError(f"SummaryWriter.{name} is not in this calculator"),
                help="it has add_scalar, add_scalars, add_histogram, add_text and add_graph",
            )
        raise AttributeError(f"'SummaryWriter' object has no attribute '{name}'")

    def flush(self) -> None:
        """Write what waits to the files."""
        for file in self._files.values():
            file.flush()

    def close(self) -> None:
        """Write what waits, and close the files."""
        for file in self._files.values():
            file.close()

    def __enter__(self) -> SummaryWriter:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


_ABSENT = (
    *("add_image", "add_images", "add_image_with_boxes", "add_figure", "add_video", "add_audio"),
    *("add_embedding", "add_hparams", "add_pr_curve", "add_pr_curve_raw", "add_mesh", "add_tensor"),
    *("add_custom_scalars", "add_custom_scalars_marginchart", "add_custom_scalars_multilinechart"),
    *("add_histogram_raw", "add_onnx_graph"),
)


def _tag(tag: Any) -> str:
    """Return a tag without the slash at its front, as PyTorch writes it."""
    return str(tag).lstrip("/")


def _array(values: Any) -> Any:
    if isinstance(values, Tensor):
        return values.detach().numpy()
    return (
        np.asarray([v.item() if isinstance(v, Tensor) else v for v in values])
        if isinstance(values, (list, tuple))
        else np.asarray(values)
    )


def _number(value: Any) -> float:
    array = _array(value)
    if array.size != 1:
        raise AssertionError("scalar should be 0D")
    return float(array.reshape(-1)[0])
