"""The classes of `torch.nn`, one family a file.

Scripts see what `__all__` names; the families themselves are not among it.
"""

from typing import Any

from engine.nn.modules import (
    activation,
    batchnorm,
    channelshuffle,
    container,
    conv,
    distance,
    dropout,
    flatten,
    fold,
    instancenorm,
    linear,
    loss,
    margin_loss,
    module,
    multihead,
    normalization,
    padding,
    parameter_container,
    pixelshuffle,
    pooling,
    recurrent_cells,
    rnn,
    softmax,
    sparse,
    upsampling,
)
from engine.nn.parameter import Buffer, Parameter

_FAMILIES: tuple[Any, ...] = (
    activation,
    batchnorm,
    channelshuffle,
    container,
    conv,
    distance,
    dropout,
    flatten,
    fold,
    instancenorm,
    linear,
    loss,
    margin_loss,
    module,
    multihead,
    normalization,
    padding,
    parameter_container,
    pixelshuffle,
    pooling,
    recurrent_cells,
    rnn,
    softmax,
    sparse,
    upsampling,
)

__all__ = ["Buffer", "Parameter"]

for _family in _FAMILIES:
    for _name in _family.__all__:
        _class = globals()[_name] = vars(_family)[_name]
        if _class.__module__ == _family.__name__:  # it says that it is torch's: where, says HOME
            _class.__module__ = vars(_family).get("HOME", f"torch{_family.__name__[6:]}")
    __all__ += _family.__all__
