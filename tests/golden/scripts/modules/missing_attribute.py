from torch import nn


class Net(nn.Module):
    pass


for module in (Net(), nn.Linear(1, 1), nn.Sequential()):
    try:
        module.missing
    except AttributeError as e:
        print(e)
print(hasattr(Net(), "missing"), hasattr(Net(), "training"), getattr(Net(), "missing", 7))
try:
    del Net().missing
except AttributeError as e:
    print(type(e).__name__)
