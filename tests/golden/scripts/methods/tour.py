import torch
x = torch.tensor([[1.0, -2.0], [3.0, 4.0]])
print(x.abs(), x.sum(), x.mean(), x.max(), x.min(), x.t(), x.T, x.numel(), x.dim(), x.size(), x.tolist())
print(x.exp(), x.add(1), x.sub(1), x.mul(2), x.div(2), x.pow(2), x.neg(), x.sign(), x.square(), sep='\n')
print(x.flatten(), x.view(-1), x.reshape(1, 4), x.argmax(), x.clone(), x.detach(), x.contiguous(), sep='\n')
print(x.eq(1), x.ne(1), x.lt(2), x.ge(3), x.gt(x.t()), x.clamp(0, 3), x.type_as(torch.tensor(1)), sep='\n')
print(x.add(x, alpha=2), torch.sub(x, x, alpha=3), torch.add(x, 1))
