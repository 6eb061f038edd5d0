import torch
x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
for t in [x + 1, x - x, x * x, x / 2, x ** 2, 2 ** x, -x, x @ x, x.sum(), x.sum(0), x.mean(), x.mean(1), x.exp(), x.log(), x.sqrt(), x.abs(), x.t(), x.T, x.view(4), x.reshape(4), x[0], x[:, 1], x.max(), x.max(0)[0], x.clamp(0, 1), x.clamp(min=0), x.sigmoid(), x.tanh(), x.relu(), x.softmax(0), x.log_softmax(1), x.prod(), x.std(), x.var(0), x.norm(), x.cumsum(0), x.unsqueeze(0), x.squeeze(), x.flatten(), x.expand(2, 2, 2), x.permute(1, 0), x.clone(), torch.where(x > 1, x, x * 2), x.mv(x[0]), x[0].dot(x[1]), torch.stack([x, x]), torch.cat([x, x]), x.mm(x), x.pow(2.5), x.logsumexp(0), x.sign(), x.floor(), x.atan2(x), x.minimum(x)]:
    print(t.grad_fn.name())
