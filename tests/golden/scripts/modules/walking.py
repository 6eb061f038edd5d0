from torch import nn

net = nn.Sequential(nn.Linear(2, 3), nn.Sequential(nn.ReLU(), nn.BatchNorm1d(3)))
for name, module in net.named_modules():
    print(repr(name), type(module).__name__)
print([n for n, _ in net.named_modules(prefix="net")])
print([n for n, _ in net.named_parameters()])
print([n for n, _ in net.named_parameters(prefix="net")])
print([n for n, _ in net.named_parameters(recurse=False)])
print([n for n, _ in net.named_buffers()])
print([n for n, _ in net.named_buffers(recurse=False)])
print([type(m).__name__ for m in net.children()], [n for n, _ in net.named_children()])
print(len(list(net.modules())), sum(p.numel() for p in net.parameters()))
