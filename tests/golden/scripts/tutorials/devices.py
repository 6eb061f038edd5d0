import torch

device = (
    "cuda"
    if torch.cuda.is_available()
    else "mps"
    if torch.backends.mps.is_available()
    else "cpu"
)
print(f"Using {device} device")
torch.backends.cudnn.deterministic = True
torch.backends.cudnn.benchmark = False
print(torch.backends.cudnn.deterministic, torch.backends.cudnn.enabled, torch.backends.mps.is_built())
torch.use_deterministic_algorithms(True)
torch.set_float32_matmul_precision("high")
torch.set_num_threads(1)
if torch.cuda.is_available():
    torch.cuda.synchronize()
    print(torch.cuda.get_device_name(0), torch.cuda.memory_allocated())
if torch.accelerator.is_available():
    torch.accelerator.synchronize()
print(torch.accelerator.current_accelerator(), torch.accelerator.device_count(), torch.cuda.device_count())

torch.set_default_device(device)
print(torch.get_default_device(), torch.ones(2).device, torch.ones(2).is_cpu, torch.ones(2).is_cuda)
torch.set_default_device(None)
with torch.device("cpu"):
    layer = torch.nn.Linear(2, 2)
print(layer.weight.device, next(layer.parameters()).device.type, torch.device("cpu", 0), torch.device("cpu:0"), repr(torch.device("cpu")))
x = torch.zeros(2, device=torch.device(device)).to(device).cpu()
print(x, x.device == torch.device("cpu"), x.to("cpu", torch.float64).dtype, x.to(device=device, dtype=torch.int64).dtype)
print(torch.zeros_like(x, device=device), x.new_zeros(3).device, isinstance(device, str), str(torch.device(device)))
torch.use_deterministic_algorithms(False)
torch.backends.cudnn.deterministic = False
