import torch


def f():
    return torch.ones(2)


for call in (lambda: torch.vmap(f)(), lambda: torch.vmap(lambda b: b)(b=torch.ones(2))):
    try:
        call()
    except ValueError as error:
        print(error)
print(torch.vmap(lambda a, b=None: a * b)(torch.ones(2, 2), b=torch.tensor([1.0, 2.0])))
