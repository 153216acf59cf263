"""The reference GAN in PyTorch, with its own safetensors code, for the interchange tests.

    reference_gan.py load FILE OUT     loads FILE with strict=True, generates from wave latents,
                                       writes the float32 images to OUT
    reference_gan.py save FILE OUT     saves a fresh generator to FILE and its images to OUT
    reference_gan.py fixture FILE OUT  the same for a network small enough to commit
"""

import json
import math
import struct
import sys

import torch
from torch import nn

DTYPES = {"F32": torch.float32, "I64": torch.int64}
NAMES = {dtype: name for name, dtype in DTYPES.items()}


class Generator(nn.Module):
    def __init__(self, latent: int, widths: tuple[int, ...], pixels: int) -> None:
        super().__init__()
        layers = [nn.Linear(latent, widths[0]), nn.LeakyReLU(0.2, inplace=True)]
        for inputs, outputs in zip(widths, widths[1:]):
            layers += [
                nn.Linear(inputs, outputs),
                nn.BatchNorm1d(outputs, 0.8),
                nn.LeakyReLU(0.2, inplace=True),
            ]
        self.latent = latent
        self.model = nn.Sequential(*layers, nn.Linear(widths[-1], pixels), nn.Tanh())

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        return self.model(z)


def read_safetensors(path: str) -> dict[str, torch.Tensor]:
    with open(path, "rb") as file:
        raw = file.read()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    header.pop("__metadata__", None)
    data = raw[8 + length :]
    state = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        dtype = DTYPES[entry["dtype"]]
        flat = torch.frombuffer(bytearray(data[begin:end]), dtype=dtype)
        state[name] = flat.reshape(entry["shape"])
    return state


def write_safetensors(path: str, state: dict[str, torch.Tensor]) -> None:
    header, chunks, offset = {}, [], 0
    for name, tensor in state.items():
        chunk = tensor.contiguous().numpy().tobytes()
        header[name] = {
            "dtype": NAMES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [offset, offset + len(chunk)],
        }
        chunks.append(chunk)
        offset += len(chunk)
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(chunks))


def latents(size: int) -> torch.Tensor:
    turns = ((7.0 + 0.731 * k + 0.0137 * k * k) % (2 * math.pi) for k in range(4 * size))
    return torch.tensor([1.5 * math.sin(turn) for turn in turns]).reshape(4, size)


def main() -> None:
    command, path, out = sys.argv[1:]
    torch.manual_seed(3)
    if command == "fixture":
        generator = Generator(4, (8, 16), 16)
    else:
        generator = Generator(100, (128, 256, 512, 1024), 784)
    if command == "load":
        generator.load_state_dict(read_safetensors(path), strict=True)
    else:
        # Passes in training mode move the running statistics away from their initial values.
        for _ in range(5):
            generator(torch.randn(16, generator.latent))
        write_safetensors(path, generator.state_dict())
    generator.eval()
    with torch.no_grad(), open(out, "wb") as file:
        file.write(generator(latents(generator.latent)).contiguous().numpy().tobytes())


if __name__ == "__main__":
    main()
