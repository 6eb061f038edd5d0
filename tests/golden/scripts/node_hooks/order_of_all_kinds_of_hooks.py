import torch

x = torch.tensor([1., 2.], requires_grad=True)
x.register_hook(lambda g: print("leaf tensor hook", g))
x.register_post_accumulate_grad_hook(lambda p: print("post accumulate", p.grad))
y = x * 2
node = y.grad_fn
accumulate = node.next_functions[0][0]
accumulate.register_prehook(lambda go: print("accumulate prehook", go, x.grad))
accumulate.register_hook(lambda gi, go: print("accumulate hook", gi, go, x.grad))
node.register_hook(lambda gi, go: print("node hook"))
node.register_prehook(lambda go: print("node prehook"))
y.register_hook(lambda g: print("tensor hook", y.grad))
y.retain_grad()
y.sum().backward()
print(x.grad, y.grad)
