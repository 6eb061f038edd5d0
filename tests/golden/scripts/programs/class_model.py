import torch
class Linear:
    def __init__(self, n, m):
        self.w = (torch.arange(float(n * m)).reshape(n, m) / 10).requires_grad_()
        self.b = torch.zeros(m, requires_grad=True)
    def __call__(self, x):
        return x @ self.w + self.b
    def parameters(self):
        return [self.w, self.b]
class Net(Linear):
    def __init__(self):
        super().__init__(3, 2)
        self.out = Linear(2, 1)
    def __call__(self, x):
        return self.out(torch.relu(super().__call__(x)))
    def parameters(self):
        return super().parameters() + self.out.parameters()
net = Net()
x = torch.tensor([[1.0, -2.0, 3.0], [0.5, 0.5, 0.5]])
loss = net(x).sum()
loss.backward()
print(loss, len(net.parameters()))
for p in net.parameters():
    print(p.grad)
