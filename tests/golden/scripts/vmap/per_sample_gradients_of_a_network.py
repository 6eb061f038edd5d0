import torch
import torch.nn.functional as F

w1 = torch.tensor([[1.0, -1.0], [0.5, 2.0], [1.0, 1.0]])
b1 = torch.tensor([0.0, 1.0, -1.0])
w2 = torch.tensor([[1.0, 2.0, 3.0], [-1.0, 0.5, 1.0]])
params = {"w1": w1, "b1": b1, "w2": w2}
x = torch.tensor([[1.0, 2.0], [0.5, -1.0], [2.0, 2.0]])
t = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])


def loss(params, x, t):
    h = F.relu(F.linear(x, params["w1"], params["b1"]))
    return F.mse_loss(F.linear(h, params["w2"]), t)


grads = torch.vmap(torch.func.grad(loss), in_dims=(None, 0, 0))(params, x, t)
for name in grads:
    print(name, grads[name].shape)
    print(grads[name])
total = torch.func.grad(lambda p: torch.vmap(loss, in_dims=(None, 0, 0))(p, x, t).mean())(params)
print((total["w1"] - grads["w1"].mean(0)).abs().max() < 1e-5)
