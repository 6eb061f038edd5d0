import torch

with torch.inference_mode():
    y = torch.ones(2)
    try:
        print(y._version)
    except RuntimeError as e:
        print(e)
try:
    print(y._version)
except RuntimeError as e:
    print(e)
