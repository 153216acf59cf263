"""Trains the reference GAN for some epochs in plain PyTorch, for comparison in
`node bench/run.mjs program`.

Does the same as `gan-studio train`: loads MNIST, trains, draws a 5x5 grid every 400 batches and
saves weights and optimisers every 1000 steps and at the end.
"""

import argparse
import gzip
import os

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from models import discriminator, generator

parser = argparse.ArgumentParser()
parser.add_argument("--data", required=True, help="folder with train-images-idx3-ubyte.gz")
parser.add_argument("--out", required=True, help="folder for grids and checkpoints")
parser.add_argument("--epochs", type=int, default=1)
parser.add_argument("--batch-size", type=int, default=64)
parser.add_argument("--latent-dim", type=int, default=100)
parser.add_argument("--sample-interval", type=int, default=400)
parser.add_argument("--checkpoint-interval", type=int, default=1000)
parser.add_argument("--threads", type=int, default=1)
options = parser.parse_args()


def load_images(folder: str) -> torch.Tensor:
    """-> [60000, 784] in [-1, 1]"""
    with gzip.open(os.path.join(folder, "train-images-idx3-ubyte.gz")) as file:
        pixels = np.frombuffer(file.read(), np.uint8, offset=16)
    return torch.from_numpy(pixels.reshape(-1, 28 * 28).astype(np.float32) / 127.5 - 1)


def save_grid(images: torch.Tensor, path: str) -> None:
    """Draws images [25, 784] in five rows."""
    tiles = images.reshape(5, 5, 28, 28).permute(0, 2, 1, 3).reshape(140, 140)
    pixels = ((tiles + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)
    Image.fromarray(pixels.numpy()).save(path)


def main() -> None:
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    os.makedirs(options.out, exist_ok=True)
    images = TensorDataset(load_images(options.data))
    loader = DataLoader(images, batch_size=options.batch_size, shuffle=True)
    g, d = generator(options.latent_dim), discriminator()
    adam = {"lr": 2e-4, "betas": (0.5, 0.999)}
    g_opt = torch.optim.Adam(g.parameters(), **adam)
    d_opt = torch.optim.Adam(d.parameters(), **adam)
    bce = nn.BCELoss()
    fixed = torch.randn(25, options.latent_dim)
    step = 0

    def save_checkpoint() -> None:
        parts = {"g": g, "d": d, "g_opt": g_opt, "d_opt": d_opt}
        state = {name: part.state_dict() for name, part in parts.items()}
        torch.save(state, os.path.join(options.out, f"{step}.pt"))

    for epoch in range(options.epochs):
        for (real,) in loader:
            ones, zeros = torch.ones(len(real), 1), torch.zeros(len(real), 1)
            d_opt.zero_grad()
            fake = g(torch.randn(len(real), options.latent_dim)).detach()
            d_loss = bce(d(real), ones) + bce(d(fake), zeros)
            d_loss.backward()
            d_opt.step()
            g_opt.zero_grad()
            g_loss = bce(d(g(torch.randn(len(real), options.latent_dim))), ones)
            g_loss.backward()
            g_opt.step()
            step += 1
            print(f"epoch {epoch} step {step} D {d_loss.item():.6f} G {g_loss.item():.6f}")
            if step % options.sample_interval == 0:
                g.eval()
                with torch.no_grad():
                    save_grid(g(fixed), os.path.join(options.out, f"{step}.png"))
                g.train()
            if step % options.checkpoint_interval == 0:
                save_checkpoint()
    save_checkpoint()


main()
