from torch import nn

net = nn.Sequential(nn.Dropout(), nn.Sequential(nn.BatchNorm1d(1)))
print(net.training, net.eval() is net, [m.training for m in net.modules()])
net[1].train()
print([m.training for m in net.modules()])
net.train(False)
net.train()
print([m.training for m in net.modules()])
for mode in (1, None, "yes"):
    try:
        net.train(mode)
    except ValueError as e:
        print(e)
net.training = False
print([m.training for m in net.modules()])
