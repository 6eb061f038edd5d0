from torch import nn


class Block(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.fc = nn.Linear(n, n)
        self.act = nn.ReLU()

    def extra_repr(self):
        return "one line"


class Tall(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = Block(2)

    def extra_repr(self):
        return "first\n\nthird"


class Leaf(nn.Module):
    def extra_repr(self):
        return "a=1\nb=2"


print(nn.Module())
print(Block(1))
print(Tall())
print(Leaf())
print(nn.ModuleList([Block(1), Block(1), Block(2), nn.ReLU(), nn.ReLU()]))
print(nn.ModuleDict({"a": Leaf(), "b": nn.Sequential()}))
print(nn.Sequential(Tall(), nn.ModuleList()))
print(str(nn.ReLU()) == repr(nn.ReLU()), f"{nn.Tanh()}")
