import torch
print(torch.tensor([[1, 2], [3, 4]]), torch.tensor([1, 2.0]), torch.tensor((1, 2)), torch.tensor(range(4)), torch.tensor([[True]]))
x = torch.tensor([1.0, 2.0])
print(torch.as_tensor(x) is x, torch.as_tensor([1, 2]), torch.tensor([x[0], x[1]]), torch.tensor(5.5).dtype)
for bad in [[[1, 2], [3]], 'abc', [1, 'a'], None, [[1], 2]]:
    try:
        print(torch.tensor(bad))
    except Exception as e:
        print(type(e).__name__, str(e).split('\n')[0])
import numpy as np
a = np.array([1.5, 2.5])
print(torch.from_numpy(a), torch.tensor(a), torch.tensor(np.array([1, 2])), torch.tensor(a).float())
