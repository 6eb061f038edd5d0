import torch
x = torch.tensor(2.0, requires_grad=True)
w = torch.tensor(3.0, requires_grad=True)
y = x * w
z = y ** 2
z.backward(inputs=[x], retain_graph=True)
print(x.grad, w.grad)
z.backward(inputs=[w])
print(x.grad, w.grad)
z = (x * w) ** 2
z.backward(inputs=x)
print(x.grad)
