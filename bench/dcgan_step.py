"""The DCGAN in PyTorch, timed on request; see peer.py."""

from torch import nn

from peer import LATENT, serve

CHANNELS, SIZE = 1, 28
WINDOW = {"kernel_size": 5, "stride": 2, "padding": 2}


def generator() -> nn.Sequential:
    side = SIZE // 4
    return nn.Sequential(
        nn.Linear(LATENT, 64 * side * side),
        nn.Unflatten(1, (64, side, side)),
        nn.BatchNorm2d(64),
        nn.ReLU(inplace=True),
        nn.ConvTranspose2d(64, 32, **WINDOW, output_padding=1, bias=False),
        nn.BatchNorm2d(32),
        nn.ReLU(inplace=True),
        nn.ConvTranspose2d(32, CHANNELS, **WINDOW, output_padding=1),
        nn.Tanh(),
    )


def discriminator() -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(CHANNELS, 32, **WINDOW),
        nn.LeakyReLU(0.2, inplace=True),
        nn.Conv2d(32, 64, **WINDOW),
        nn.LeakyReLU(0.2, inplace=True),
        nn.Flatten(),
        nn.Linear(64 * (SIZE // 4) ** 2, 1),
        nn.Sigmoid(),
    )


serve(generator(), discriminator(), (CHANNELS, SIZE, SIZE))
