import torch
x = torch.tensor([1.7, -1.7, 0.0])
print(x.int(), x.long(), x.bool(), x.double(), x.half(), x.to(torch.int8), x.type(torch.int16), sep='\n')
print(torch.tensor([300]).to(torch.uint8), torch.tensor([-1]).to(torch.uint8), torch.tensor(3).float())
print(x.type(), torch.tensor(1).type(), x.to('cpu') is x)
print(torch.tensor([1, 2.5]), torch.tensor([True, 2]), torch.tensor([True, False]), torch.tensor([]))
print(torch.finfo(torch.float32).eps, torch.iinfo(torch.int8).max, torch.finfo(torch.float64).max)
