import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(1))
        self.steps = 3

    def get_extra_state(self):
        return {"steps": self.steps}

    def set_extra_state(self, state):
        self.steps = state["steps"]


a, b = Net(), Net()
a.steps = 10
print(dict(a.state_dict()))
print(b.load_state_dict(a.state_dict()), b.steps)
try:
    b.load_state_dict({"w": torch.ones(1)})
except RuntimeError as e:
    print(e)
try:
    nn.Linear(1, 1).load_state_dict({**nn.Linear(1, 1).state_dict(), "_extra_state": 1})
except RuntimeError as e:
    print(e)
