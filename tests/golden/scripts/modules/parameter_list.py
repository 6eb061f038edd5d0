import torch
from torch import nn

params = nn.ParameterList([nn.Parameter(torch.ones(2)), torch.zeros(1, 3)])
print(params, len(params))
params.append(torch.tensor(2.0))
params.extend([nn.Parameter(torch.ones(1)), 5])
print(params, params[2], params[-1], params[1:3])
print([n for n, _ in params.named_parameters()], [type(p).__name__ for p in params])
params[0] = torch.full((2,), 3.0)
print(params[0])
(params[0].sum() * params[2]).backward()
print(params[0].grad, params[2].grad)
params += [torch.ones(1)]
print(len(params), list(params.state_dict()))
for use in (
    lambda: params[9],
    lambda: params.extend(torch.ones(2)),
    lambda: params.extend(3),
    lambda: params(1),
):
    try:
        use()
    except (IndexError, TypeError, RuntimeError) as e:
        print(type(e).__name__, e)
