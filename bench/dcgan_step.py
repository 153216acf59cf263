"""The DCGAN's training step in PyTorch, timed on request.

Reads a count a line from stdin, runs that many steps, and answers with a JSON list of their
times in milliseconds. The first line printed describes the setup. The images are random:
their values change no timing. Arguments: threads, batch size.
"""

import json
import resource
import sys
import time

import torch
from torch import nn

THREADS = int(sys.argv[1]) if len(sys.argv) > 1 else 1
BATCH = int(sys.argv[2]) if len(sys.argv) > 2 else 64
LATENT, CHANNELS, SIZE = 100, 1, 28
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


def main() -> None:
    torch.set_num_threads(THREADS)
    torch.manual_seed(1)
    g, d = generator(), discriminator()
    adam = {"lr": 2e-4, "betas": (0.5, 0.999)}
    g_opt = torch.optim.Adam(g.parameters(), **adam)
    d_opt = torch.optim.Adam(d.parameters(), **adam)
    bce = nn.BCELoss()
    real = torch.rand(BATCH, CHANNELS, SIZE, SIZE) * 2 - 1
    ones, zeros = torch.ones(BATCH, 1), torch.zeros(BATCH, 1)

    def step() -> None:
        d_opt.zero_grad()
        fake = g(torch.randn(BATCH, LATENT)).detach()
        d_loss = bce(d(real), ones) + bce(d(fake), zeros)
        d_loss.backward()
        d_opt.step()
        g_opt.zero_grad()
        g_loss = bce(d(g(torch.randn(BATCH, LATENT))), ones)
        g_loss.backward()
        g_opt.step()
        d_loss.item()
        g_loss.item()

    print(json.dumps({"version": torch.__version__, "threads": THREADS}), flush=True)
    for line in sys.stdin:
        times = []
        for _ in range(int(line)):
            start = time.perf_counter()
            step()
            times.append((time.perf_counter() - start) * 1000)
        rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(json.dumps({"milliseconds": times, "rssBytes": rss}), flush=True)


main()
