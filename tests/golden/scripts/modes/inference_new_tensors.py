import torch

with torch.inference_mode():
    made = [torch.ones(2), torch.zeros(1), torch.tensor(1.), torch.rand(2), torch.arange(3), torch.full((2,), 3.), torch.eye(2), torch.ones(2).clone(), torch.randn(1).detach()]
print([t.is_inference() for t in made])
print(torch.ones(2).is_inference())
