import torch
import torch.nn.functional as F
y = torch.tensor([-2.0, 0.5, 2.0])
print(F.relu_(y.clone()), torch.relu_(y.clone()), F.leaky_relu_(y.clone(), 0.5))
print(F.hardtanh_(y.clone()), F.threshold_(y.clone(), 1.0, 0.0), torch.threshold_(y, 1.0, 7.0), y)
