import torch
x = torch.tensor(2.0, requires_grad=True)
calls = []
h1 = x.register_hook(lambda g: calls.append('one'))
h2 = x.register_hook(lambda g: calls.append('two'))
(x * 2).backward()
print(calls)
h1.remove()
(x * 2).backward()
print(calls)
h2.remove()
h2.remove()
(x * 2).backward()
print(calls, x.grad)
