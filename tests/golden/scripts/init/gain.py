from torch import nn

for name in (
    "linear",
    "conv2d",
    "conv_transpose3d",
    "sigmoid",
    "tanh",
    "relu",
    "leaky_relu",
    "selu",
):
    print(name, nn.init.calculate_gain(name))
print(nn.init.calculate_gain("leaky_relu", 0.5), nn.init.calculate_gain("leaky_relu", 1))
for args in (("swish",), ("leaky_relu", True), ("leaky_relu", "a")):
    try:
        nn.init.calculate_gain(*args)
    except ValueError as e:
        print(e)
