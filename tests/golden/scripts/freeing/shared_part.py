import torch
t = torch.tensor(3.0, requires_grad=True)
k = t + 2
l1 = 2 * k
l2 = 3 * k
l1.backward()
l2.backward()
print(t.grad)
k = 2 * t
l1 = 2 * k
l2 = 3 * k
l1.backward()
try:
    l2.backward()
except RuntimeError as e:
    print('freed:', str(e).split('.')[0])
print(t.grad)
k = t * t
l1 = 2 * k
l2 = 3 * k
l1.backward()
try:
    l2.backward()
except RuntimeError as e:
    print('freed:', str(e).split('.')[0])
print(t.grad)
