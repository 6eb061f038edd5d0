import torch

w = torch.tensor([2.0], requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.5)


def before(opt, args, kwargs):
    print("before", opt is optimizer, len(args), kwargs, w.item())


def after(opt, args, kwargs):
    print("after", w.item())


first = optimizer.register_step_pre_hook(before)
second = optimizer.register_step_post_hook(after)
w.sum().backward()
optimizer.step()
first.remove()
optimizer.step()
second.remove()
optimizer.step()
optimizer.register_step_pre_hook(lambda opt, args, kwargs: (args, {"closure": lambda: "replaced"}))
print(optimizer.step())
optimizer.register_step_pre_hook(lambda opt, args, kwargs: 5)
try:
    optimizer.step()
except RuntimeError as e:
    print(e)
