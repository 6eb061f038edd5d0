import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
c = torch.tensor([1.0, 1.0])
y = x * c + x.sum() * 2
def show(fn, depth):
    if fn is None:
        print('  ' * depth + 'None')
        return
    print('  ' * depth + fn.name())
    for g, i in fn.next_functions:
        show(g, depth + 1)
show(y.grad_fn, 0)
print(y.grad_fn.next_functions[0][1], type(y.grad_fn).__name__)
acc = (x * 1).grad_fn.next_functions[0][0]
print(acc.name(), acc.variable is x)
