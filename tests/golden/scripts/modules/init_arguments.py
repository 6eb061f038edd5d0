from torch import nn


class Net(nn.Module):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)


print(Net())
for args, kwargs in (((1,), {}), ((1, 2), {}), ((), {"a": 1})):
    try:
        Net(*args, **kwargs)
    except TypeError as e:
        print(e)
