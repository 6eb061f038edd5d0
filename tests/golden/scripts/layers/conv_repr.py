from torch import nn

print(nn.Conv1d(1, 2, 3))
print(nn.Conv2d(1, 2, (3, 5), stride=(2, 1), padding=(4, 2), dilation=(3, 1)))
print(nn.Conv2d(2, 4, 3, groups=2, bias=False, padding_mode="reflect", padding="same"))
print(nn.Conv3d(1, 2, 3, padding="valid"))
print(nn.ConvTranspose1d(1, 2, 3, output_padding=1, stride=2))
print(nn.ConvTranspose2d(2, 4, 3, stride=2, padding=1, groups=2, bias=False, dilation=2))
print(nn.ConvTranspose3d(1, 1, (1, 2, 3)))
c = nn.Conv2d(1, 2, 3, padding=1)
print(c.kernel_size, c.stride, c.padding, c.dilation, c.groups, c.transposed, c.output_padding)
