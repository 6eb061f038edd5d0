import torch
names = ['bool', 'uint8', 'int8', 'int16', 'int32', 'int64', 'float16', 'float32', 'float64', 'complex64', 'complex128']
for a in names:
    row = []
    for b in names:
        row.append(str(torch.promote_types(getattr(torch, a), getattr(torch, b))).replace('torch.', ''))
    print(a, row)
