import torch
from torch import nn

net = nn.Sequential(nn.Linear(1, 1, bias=False))


def before(module, prefix, keep_vars):
    print("before", type(module).__name__, repr(prefix), keep_vars)


def after(module, state, prefix, local):
    print("after", list(state), repr(prefix))
    state["more"] = torch.ones(1)


def loading(module, state, prefix, local, strict, missing, unexpected, errors):
    print("loading", list(state), repr(prefix), strict)
    state.pop("more", None)


def loaded(module, keys):
    print("loaded", keys)
    keys.missing_keys.clear()


net.register_state_dict_pre_hook(before)
net[0].register_state_dict_pre_hook(before)
handle = net.register_state_dict_post_hook(after)
state = net.state_dict()
net.register_load_state_dict_pre_hook(loading)
net.register_load_state_dict_post_hook(loaded)
print(net.load_state_dict(state))
print(net.load_state_dict({}))
handle.remove()
print(list(net.state_dict()))
