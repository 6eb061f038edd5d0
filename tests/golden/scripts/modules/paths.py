from torch import nn

net = nn.Sequential(nn.Sequential(nn.Linear(1, 2), nn.BatchNorm1d(2)))
print(net.get_submodule("0.1"), net.get_submodule("") is net)
print(net.get_parameter("0.0.bias").shape, net.get_buffer("0.1.running_var"))
for find, path in (
    (net.get_submodule, "1"),
    (net.get_submodule, "0.0.weight"),
    (net.get_submodule, "0.forward"),
    (net.get_submodule, "0.5.1"),
    (net.get_parameter, "0.0.missing"),
    (net.get_parameter, "0.1.running_var"),
    (net.get_parameter, "0.0"),
    (net.get_buffer, "0.0.weight"),
    (net.get_buffer, "0.1.nothing"),
):
    try:
        find(path)
    except AttributeError as e:
        print(e)
net.set_submodule("0.0", nn.ReLU())
net.set_submodule("0.new", nn.Tanh())
print(net)
for path, module, strict in (("", nn.ReLU(), False), ("0.9", nn.ReLU(), True), ("0", 3, False)):
    try:
        net.set_submodule(path, module, strict)
    except (ValueError, AttributeError) as e:
        print(type(e).__name__, e)
