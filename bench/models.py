"""The reference GAN's networks in PyTorch, for any image and layer size."""

from torch import nn

PIXELS = 28 * 28


def generator(latent_dim: int = 100, width: float = 1, pixels: int = PIXELS) -> nn.Sequential:
    sizes = [int(size * width) for size in (128, 256, 512, 1024)]
    layers = [nn.Linear(latent_dim, sizes[0]), nn.LeakyReLU(0.2, inplace=True)]
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [
            nn.Linear(inputs, outputs),
            nn.BatchNorm1d(outputs, 0.8),
            nn.LeakyReLU(0.2, inplace=True),
        ]
    return nn.Sequential(*layers, nn.Linear(sizes[-1], pixels), nn.Tanh())


def discriminator(width: float = 1, pixels: int = PIXELS) -> nn.Sequential:
    wide, narrow = int(512 * width), int(256 * width)
    return nn.Sequential(
        nn.Linear(pixels, wide),
        nn.LeakyReLU(0.2, inplace=True),
        nn.Linear(wide, narrow),
        nn.LeakyReLU(0.2, inplace=True),
        nn.Linear(narrow, 1),
        nn.Sigmoid(),
    )
