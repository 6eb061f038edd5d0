import torch
x = torch.tensor([1.0], requires_grad=True)
print((x + 1).grad_fn)
print(x.sum().grad_fn.next_functions)
print(torch.float32, torch.int64, [torch.bool], torch.device('cpu'), torch.Size([2, 3]), x.max(0))
print(type(x), type(x.shape), type(x.dtype), type(x.item()), torch.Tensor)
print(type(torch.no_grad()).__name__)
