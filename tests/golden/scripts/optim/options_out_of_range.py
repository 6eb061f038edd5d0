import torch

w = torch.zeros(2, requires_grad=True)
o = torch.optim
for make in [
    lambda: o.SGD([w], lr=-1),
    lambda: o.SGD([w], momentum=-0.5),
    lambda: o.SGD([w], weight_decay=-1),
    lambda: o.Adam([w], lr=-0.1),
    lambda: o.Adam([w], betas=(1.0, 0.9)),
    lambda: o.Adam([w], betas=(0.9, -0.1)),
    lambda: o.Adam([w], eps=-1),
    lambda: o.Adam([w], betas=(0, 0.5)),
    lambda: o.RMSprop([w], alpha=-1),
    lambda: o.Adagrad([w], lr_decay=-1),
    lambda: o.Adagrad([w], initial_accumulator_value=-1),
    lambda: o.Adadelta([w], rho=1.5),
    lambda: o.NAdam([w], momentum_decay=-1),
    lambda: o.SGD([w], lr=float("nan")),
    lambda: o.SGD([w], learning_rate=0.1),
    lambda: o.SGD([w], lr=torch.tensor([0.1, 0.2])),
    lambda: o.SGD([w], fused=True, foreach=True),
]:
    try:
        print(make().defaults["lr"])
    except Exception as e:
        print(type(e).__name__, e)
