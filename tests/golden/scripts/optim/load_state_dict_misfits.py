import torch

w = torch.zeros(2, requires_grad=True)
v = torch.zeros(3, requires_grad=True)
one = torch.optim.SGD([w], lr=0.5)
two = torch.optim.SGD([{"params": [w]}, {"params": [v]}], lr=0.25)
both = torch.optim.SGD([w, v], lr=0.125)
for target, source in [(one, two), (one, both), (both, one)]:
    try:
        target.load_state_dict(source.state_dict())
    except Exception as e:
        print(type(e).__name__, e)
try:
    one.load_state_dict({})
except Exception as e:
    print(type(e).__name__, e)
double = torch.zeros(1, requires_grad=True, dtype=torch.float64)
adam = torch.optim.Adam([double])
state = {"step": 3, "exp_avg": torch.ones(1), "exp_avg_sq": torch.ones(1)}
adam.load_state_dict({"state": {0: state}, "param_groups": adam.state_dict()["param_groups"]})
print(adam.state[double])
