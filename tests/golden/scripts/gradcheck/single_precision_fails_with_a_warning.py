import torch
from torch.autograd import gradcheck, gradgradcheck

import warnings
x = torch.tensor([0.5, 1.5], requires_grad=True)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    try:
        print(gradcheck(lambda x: x * 3, x))
    except RuntimeError as error:
        print(str(error).split("\n")[0])
    print(len(caught), caught[0].category.__name__, caught[0].message)
