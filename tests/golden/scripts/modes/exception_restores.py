import torch
x = torch.tensor(1.0, requires_grad=True)
try:
    with torch.no_grad():
        raise ValueError('inside')
except ValueError as e:
    print(e, torch.is_grad_enabled())
torch.set_grad_enabled(False)
print((x * 2).requires_grad)
torch.set_grad_enabled(True)
print((x * 2).requires_grad)
