import torch
from torch.utils.data import DataLoader, Dataset


class Squares(Dataset):
    def __len__(self):
        return 4

    def __getitem__(self, i):
        return {"x": float(i), "name": str(i), "pair": (i, torch.tensor([i * i]))}


data = Squares()
print(len(data), data[2])
for batch in DataLoader(data, batch_size=3):
    print(batch)
print((data + data)[5]["x"], len(data + data))
for wrong in [lambda: Dataset()[0], lambda: len(Dataset()), lambda: DataLoader(Dataset(), shuffle=True)]:
    try:
        wrong()
    except Exception as e:
        print(type(e).__name__, e)
