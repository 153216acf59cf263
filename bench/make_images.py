"""Writes images of a trained generator to one PNG in plain PyTorch, for comparison in
`node bench/run.mjs program --generate 10000`.

The weights are a checkpoint's generator.safetensors, read without a library: eight bytes of header
length, a JSON header with names, shapes and offsets, then the values.
"""

import argparse
import json
import math
import struct

import numpy as np
import torch
from PIL import Image

from models import generator

parser = argparse.ArgumentParser()
parser.add_argument("--weights", required=True, help="generator.safetensors")
parser.add_argument("--count", type=int, default=10_000)
parser.add_argument("--out", required=True, help="the PNG")
parser.add_argument("--threads", type=int, default=1)
options = parser.parse_args()

CHUNK = 256


def load_weights(path: str) -> dict[str, torch.Tensor]:
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header, data = json.loads(file.read(length)), file.read()
    kinds = {"F32": np.float32, "I64": np.int64}
    state = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        start, end = entry["data_offsets"]
        values = np.frombuffer(data[start:end], kinds[entry["dtype"]]).reshape(entry["shape"])
        state[name.removeprefix("model.")] = torch.from_numpy(values.copy())
    return state


def main() -> None:
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    g = generator()
    g.load_state_dict(load_weights(options.weights))
    g.eval()
    side = math.ceil(math.sqrt(options.count))
    tiles = torch.full((side * side, 784), -1.0)
    with torch.no_grad():
        for at in range(0, options.count, CHUNK):
            n = min(CHUNK, options.count - at)
            tiles[at : at + n] = g(torch.randn(n, 100))
    sheet = tiles.reshape(side, side, 28, 28).permute(0, 2, 1, 3).reshape(side * 28, side * 28)
    pixels = ((sheet + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)
    Image.fromarray(pixels.numpy()).save(options.out)


main()
