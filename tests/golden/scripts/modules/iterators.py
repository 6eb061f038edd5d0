from torch import nn

net = nn.Sequential(nn.Linear(1, 1))
for make in (net.parameters, net.named_parameters, net.buffers, net.named_buffers):
    print(str(make()).split(" at ")[0], next(make(), None) is None)
for make in (net.children, net.named_children, net.modules, net.named_modules):
    print(str(make()).split(" at ")[0])
for use in (
    lambda: net.register_buffer(),
    lambda: net.parameters(1, 2),
    lambda: nn.Linear(1),
    lambda: nn.ReLU(1, 2),
    lambda: nn.Conv2d(1, 2),
    lambda: nn.MaxPool2d(),
    lambda: nn.Softmax(1, 2),
    lambda: nn.BatchNorm1d(),
    lambda: nn.ReLU()(),
    lambda: nn.MSELoss(1, 2, 3, 4),
    lambda: nn.Linear(1, 1, bias=True, color=3),
):
    try:
        use()
    except TypeError as e:
        print(e)
