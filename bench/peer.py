"""PyTorch's side of the benchmarks: steps and images, timed on request.

Reads one request per line from stdin: `step 20` runs that many training steps and replies with
their times in milliseconds; `generate 10000` makes that many images and replies with the total
time. The first line printed describes the setup. The training images are random, because their
values do not affect the timing. Scripts in this folder call `serve` with their networks, or
`answer` with their own step; their arguments are threads, batch size, and optionally `compile` for
torch.compile and `bfloat16` for autocast.
"""

import json
import resource
import sys
import time
from collections.abc import Callable

import torch
from torch import nn

LATENT = 100
# Larger chunks are slower.
CHUNK = 256


def training_step(
    g: nn.Module, d: nn.Module, real: torch.Tensor, bfloat16: bool = False
) -> Callable[[], None]:
    adam = {"lr": 2e-4, "betas": (0.5, 0.999)}
    g_opt = torch.optim.Adam(g.parameters(), **adam)
    d_opt = torch.optim.Adam(d.parameters(), **adam)
    bce = nn.BCELoss()
    batch = len(real)

    def autocast() -> torch.autocast:
        return torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16)

    ones, zeros = torch.ones(batch, 1), torch.zeros(batch, 1)

    def step() -> None:
        d_opt.zero_grad()
        with autocast():
            fake = g(torch.randn(batch, LATENT)).detach()
            d_loss = bce(d(real), ones) + bce(d(fake), zeros)
        d_loss.backward()
        d_opt.step()
        g_opt.zero_grad()
        with autocast():
            g_loss = bce(d(g(torch.randn(batch, LATENT))), ones)
        g_loss.backward()
        g_opt.step()
        d_loss.item()
        g_loss.item()

    return step


def generate(g: nn.Module, count: int, latent: int = LATENT) -> None:
    g.eval()
    with torch.no_grad():
        for at in range(0, count, CHUNK):
            g(torch.randn(min(CHUNK, count - at), latent)).numpy()
    g.train()


def timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def serve(g: nn.Module, d: nn.Module, image: tuple[int, ...]) -> None:
    """Answers requests until stdin ends. image: the shape of one image, without the batch."""
    threads = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    batch = int(sys.argv[2]) if len(sys.argv) > 2 else 64
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    real = torch.rand(batch, *image) * 2 - 1
    bfloat16 = "bfloat16" in sys.argv[3:]
    compiled = "compile" in sys.argv[3:]
    networks = (torch.compile(g), torch.compile(d)) if compiled else (g, d)
    step = training_step(*networks, real, bfloat16)
    answer(lambda: timed(step), lambda count: generate(g, count), compiled, bfloat16)


def answer(
    time_step: Callable[[], float],
    make: Callable[[int], None],
    compiled: bool = False,
    bfloat16: bool = False,
) -> None:
    """Answers requests until stdin ends. time_step returns milliseconds; make generates images."""
    version = torch.__version__ + (", torch.compile" if compiled else "")
    version += ", autocast" if bfloat16 else ""
    print(json.dumps({"version": version, "threads": torch.get_num_threads()}), flush=True)
    for line in sys.stdin:
        request, count = line.split()
        if request == "step":
            times = [time_step() for _ in range(int(count))]
        else:
            times = [timed(lambda: make(int(count)))]
        rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(json.dumps({"milliseconds": times, "rssBytes": rss}), flush=True)
