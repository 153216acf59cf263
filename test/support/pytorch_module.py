"""Runs the printed PyTorch modules of a generator and a discriminator.

    pytorch_module.py (FOLDER LATENT OUT)...    executes each FOLDER's generator.py and
                                                discriminator.py, loads their .safetensors files
                                                with strict=True, and writes images of wave latents
                                                and their logits to OUT; labels, for modules that
                                                take any, are 0, 1, 2, 0
"""

import inspect
import os
import runpy
import sys

import torch

from reference_gan import latents, read_safetensors


def load(folder: str, file: str, name: str) -> torch.nn.Module:
    module = runpy.run_path(os.path.join(folder, f"{file}.py"))[name]()
    state = read_safetensors(os.path.join(folder, f"{file}.safetensors"))
    module.load_state_dict(state, strict=True)
    # The order must match too, which strict loading does not check.
    assert list(module.state_dict()) == list(state), (list(module.state_dict()), list(state))
    return module.eval()


def run(module: torch.nn.Module, given: torch.Tensor) -> torch.Tensor:
    takes_labels = "labels" in inspect.signature(module.forward).parameters
    return module(given, torch.tensor([0, 1, 2, 0])) if takes_labels else module(given)


def write_outputs(folder: str, latent: str, out: str) -> None:
    with torch.no_grad(), open(out, "wb") as file:
        images = run(load(folder, "generator", "Generator"), latents(int(latent)))
        assert images.dim() == 4, images.shape
        judged = run(load(folder, "discriminator", "Discriminator"), images)
        # A module that predicts labels returns its class logits separately.
        logits = torch.cat(judged, 1) if isinstance(judged, tuple) else judged
        for tensor in (images, logits):
            file.write(tensor.contiguous().numpy().tobytes())


if __name__ == "__main__":
    for at in range(1, len(sys.argv), 3):
        write_outputs(*sys.argv[at : at + 3])
