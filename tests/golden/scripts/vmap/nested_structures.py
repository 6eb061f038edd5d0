import torch

x = torch.arange(4.0).reshape(2, 2)


def f(d):
    return {"sum": d["a"] + d["b"][0], "all": [d["a"], (d["b"][1],)]}


print(torch.vmap(f)({"a": x, "b": (x * 10, x * 100)}))
print(torch.vmap(f, in_dims=({"a": 0, "b": (None, 1)},))({"a": x, "b": (x[0], x)}))
print(torch.vmap(lambda p, q: p[0] * q, in_dims=([0], None))([x], 3))
print(torch.vmap(lambda r: {"x": r, "y": r.sum()}, out_dims={"x": 1, "y": 0})(x))
