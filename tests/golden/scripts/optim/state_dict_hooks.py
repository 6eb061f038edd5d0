import torch

w = torch.tensor([2.0], requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.5)
optimizer.register_state_dict_pre_hook(lambda opt: print("saving"))
optimizer.register_state_dict_post_hook(lambda opt, state: {**state, "note": "mine"})
handle = optimizer.register_load_state_dict_pre_hook(lambda opt, state: print(sorted(state)))
optimizer.register_load_state_dict_post_hook(lambda opt: print("loaded"))
optimizer.register_load_state_dict_post_hook(lambda opt: print("loaded first"), prepend=True)
saved = optimizer.state_dict()
print(saved["note"])
optimizer.load_state_dict(saved)
handle.remove()
optimizer.load_state_dict(saved)
