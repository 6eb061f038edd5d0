import torch
from torch import nn

for make in [
    lambda: nn.RNN(2, 3, 0),
    lambda: nn.RNN(2, 3, dropout=2.0),
    lambda: nn.LSTM(2, 3, dropout=True),
    lambda: nn.GRU(2, 3, bias=1),
    lambda: nn.GRU(2, 3, batch_first=0),
    lambda: nn.RNN(2, 3, nonlinearity="sigmoid"),
    lambda: nn.RNN(0, 3),
    lambda: nn.LSTM(2, 0),
    lambda: nn.LSTM(2.0, 3),
    lambda: nn.LSTM(2, "3"),
    lambda: nn.GRU(2),
    lambda: nn.LSTM(2, 3, gates=4),
    lambda: nn.RNN(2, 3, 1, "relu"),
]:
    try:
        print(make())
    except Exception as e:
        print(type(e).__name__, e)
