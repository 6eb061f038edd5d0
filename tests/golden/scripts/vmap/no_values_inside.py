import torch

x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])


def attempt(name, f):
    try:
        torch.vmap(f)(x)
    except Exception as error:
        print(name, type(error).__name__, str(error).split("\n")[0])


attempt("item", lambda r: r.sum().item())
attempt("item of many", lambda r: r.item())
attempt("float", lambda r: float(r[0]))
attempt("int", lambda r: int(r[0]))
attempt("tolist", lambda r: r.tolist())
attempt("bool", lambda r: bool(r[0]))
attempt("numpy", lambda r: r.numpy())
attempt("in", lambda r: 1.0 in r)
attempt("data", lambda r: r.data)
attempt("float of many", lambda r: float(r))
