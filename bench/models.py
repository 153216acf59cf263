"""The reference GAN's two networks in PyTorch."""

from torch import nn

PIXELS = 28 * 28


def generator(latent_dim: int = 100) -> nn.Sequential:
    layers = [nn.Linear(latent_dim, 128), nn.LeakyReLU(0.2, inplace=True)]
    for inputs, outputs in ((128, 256), (256, 512), (512, 1024)):
        layers += [
            nn.Linear(inputs, outputs),
            nn.BatchNorm1d(outputs, 0.8),
            nn.LeakyReLU(0.2, inplace=True),
        ]
    return nn.Sequential(*layers, nn.Linear(1024, PIXELS), nn.Tanh())


def discriminator() -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(PIXELS, 512),
        nn.LeakyReLU(0.2, inplace=True),
        nn.Linear(512, 256),
        nn.LeakyReLU(0.2, inplace=True),
        nn.Linear(256, 1),
        nn.Sigmoid(),
    )
