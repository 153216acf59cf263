"""The DCGAN in PyTorch, for the parity and interchange tests.

    dcgan.py parity OUT               a few training steps in float64, from weights, latents and
                                      images that a formula gives; writes the fixture OUT
    dcgan.py load FOLDER OUT          loads FOLDER's generator and discriminator with strict=True,
                                      writes images of wave latents and their logits to OUT
    dcgan.py save FOLDER OUT          saves fresh ones to FOLDER, and the same to OUT
"""

import json
import math
import os
import sys

import torch
from torch import nn

from reference_gan import read_safetensors, write_safetensors

WINDOW = {"kernel_size": 5, "stride": 2, "padding": 2}


class Generator(nn.Module):
    def __init__(self, latent: int, channels: int, size: int) -> None:
        super().__init__()
        side = size // 4
        self.model = nn.Sequential(
            nn.Linear(latent, 64 * side * side),
            nn.Unflatten(1, (64, side, side)),
            nn.BatchNorm2d(64),
            nn.ReLU(),
            nn.ConvTranspose2d(64, 32, **WINDOW, output_padding=1, bias=False),
            nn.BatchNorm2d(32),
            nn.ReLU(),
            nn.ConvTranspose2d(32, channels, **WINDOW, output_padding=1),
            nn.Tanh(),
        )

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        return self.model(z)


class Discriminator(nn.Module):
    def __init__(self, channels: int, size: int) -> None:
        super().__init__()
        self.model = nn.Sequential(
            nn.Conv2d(channels, 32, **WINDOW),
            nn.LeakyReLU(0.2),
            nn.Conv2d(32, 64, **WINDOW),
            nn.LeakyReLU(0.2),
            nn.Flatten(),
            nn.Linear(64 * (size // 4) ** 2, 1),
        )

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.model(images)


def wave(shape: tuple[int, ...], a: float, scale: float) -> torch.Tensor:
    count = math.prod(shape)
    turns = ((a + 0.731 * k + 0.0137 * k * k) % (2 * math.pi) for k in range(count))
    flat = torch.tensor([scale * math.sin(turn) for turn in turns], dtype=torch.float64)
    # Engines receive float32 values.
    return flat.float().double().reshape(shape)


SIZES = {"latentDim": 6, "imageSize": 12, "channels": 3, "batchSize": 5, "learningRate": 0.0002}
STEPS = 8


def start_from_waves(networks: dict[str, nn.Module]) -> dict[str, dict]:
    """Sets every parameter except batch norm's to a wave. Returns the waves by name."""
    waves = {}
    for network, module in networks.items():
        for name, parameter in module.named_parameters():
            if network == "generator" and name.split(".")[1] in ("2", "5"):
                continue
            shape = tuple(parameter.shape)
            fan_in = math.prod(shape[1:]) if len(shape) > 1 else 64
            a, scale = 10.0 * (len(waves) + 1), round(fan_in**-0.5, 6)
            parameter.data = wave(shape, a, scale)
            waves[f"{network}.{name}"] = {"shape": shape, "a": a, "scale": scale}
    return waves


def parity(out: str) -> None:
    torch.set_default_dtype(torch.float64)
    latent, size, channels = SIZES["latentDim"], SIZES["imageSize"], SIZES["channels"]
    batch = SIZES["batchSize"]
    g, d = Generator(latent, channels, size), Discriminator(channels, size)
    networks = {"generator": g, "discriminator": d}
    waves = start_from_waves(networks)
    adam = {"lr": SIZES["learningRate"], "betas": (0.5, 0.999)}
    g_opt = torch.optim.Adam(g.parameters(), **adam)
    d_opt = torch.optim.Adam(d.parameters(), **adam)
    bce = nn.BCEWithLogitsLoss()
    ones, zeros = torch.ones(batch, 1), torch.zeros(batch, 1)
    steps = []
    for t in range(STEPS):
        real = wave((batch, channels, size, size), 500.0 + t, 0.9)
        d_opt.zero_grad()
        real_logits = d(real)
        fake_logits = d(g(wave((batch, latent), 1000.0 + 2 * t, 1.5)).detach())
        d_loss = bce(real_logits, ones) + bce(fake_logits, zeros)
        d_loss.backward()
        d_opt.step()
        g_opt.zero_grad()
        g_loss = bce(d(g(wave((batch, latent), 1001.0 + 2 * t, 1.5))), ones)
        g_loss.backward()
        g_opt.step()
        steps.append(
            {
                "lossD": d_loss.item(),
                "lossG": g_loss.item(),
                "dReal": real_logits.sigmoid().mean().item(),
                "dFake": fake_logits.sigmoid().mean().item(),
            }
        )
    final = {
        f"{network}.{name}": value.double().abs().mean().item()
        for network, module in networks.items()
        for name, value in module.state_dict().items()
    }
    g.eval()
    with torch.no_grad():
        sample = g(wave((2, latent), 7.0, 1.5)).flatten()
    about = "Training steps of the DCGAN in float64, by test/support/dcgan.py and PyTorch " + (
        torch.__version__.split("+")[0]
    )
    fixture = {
        "about": about,
        "hyperparameters": SIZES,
        "parameters": waves,
        "steps": steps,
        "finalMeanAbs": final,
        "evalSample": [round(pixel, 9) for pixel in sample[::37].tolist()],
    }
    with open(out, "w", encoding="utf-8") as file:
        file.write(json.dumps(fixture, indent=1) + "\n")


def exchange(command: str, folder: str, out: str) -> None:
    torch.manual_seed(3)
    latent, size, channels = 10, 8, 3
    networks = {"generator": Generator(latent, channels, size), "discriminator": Discriminator(channels, size)}
    g, d = networks.values()
    for name, module in networks.items():
        path = os.path.join(folder, f"{name}.safetensors")
        if command == "load":
            module.load_state_dict(read_safetensors(path), strict=True)
            continue
        if name == "generator":
            # Passes in training mode move the running statistics away from their initial values.
            for _ in range(5):
                g(torch.randn(16, latent))
        write_safetensors(path, module.state_dict())
    g.eval()
    with torch.no_grad(), open(out, "wb") as file:
        images = g(wave((4, latent), 7.0, 1.5).float())
        for values in (images, d(images)):
            file.write(values.contiguous().numpy().tobytes())


if __name__ == "__main__":
    if sys.argv[1] == "parity":
        parity(sys.argv[2])
    else:
        exchange(*sys.argv[1:])
