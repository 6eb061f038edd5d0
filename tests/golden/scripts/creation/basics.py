import torch
print(torch.zeros(2), torch.ones(2, 3), torch.full((2,), 7), torch.full((2, 2), 0.5), torch.eye(2, 3))
print(torch.zeros(2, dtype=torch.int64), torch.zeros((2, 1)), torch.ones([2]), torch.empty(0), torch.zeros(()))
print(torch.arange(5), torch.arange(1, 10, 3), torch.arange(0, 1, 0.25), torch.arange(5.0), torch.arange(3, 0, -1))
print(torch.linspace(0, 1, 5), torch.linspace(1, 10, 4), torch.linspace(0, 1, 1), torch.logspace(0, 2, 3))
x = torch.tensor([[1.0, 2.0]], dtype=torch.float64)
print(torch.zeros_like(x), torch.ones_like(x), torch.full_like(x, 3), torch.zeros_like(x, dtype=torch.int32), x.new_zeros(2), x.new_tensor([1, 2]))
print(torch.ones(2, requires_grad=True), torch.zeros_like(torch.ones(2, requires_grad=True)).requires_grad)
