"""A preset's training step in PyTorch, timed on request; see peer.py.

The last argument is a folder that GAN Studio writes for the preset: generator.py and
discriminator.py contain the printed modules, recipe.json the hyperparameters. Times are averages of
steps with and without the penalty, weighted by how often training takes each. Losses are those of
the parity tests (test/support/recipe_fixture.py); everything else handles whole batches, as
training scripts do. Learning rates are constant, because schedules take no time.
"""

import copy
import inspect
import json
import os
import runpy
import sys
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

import peer

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "test", "support"))
from recipe_fixture import AUGMENTATIONS, LOSSES, OPTIMISERS, PAIRED, SMOOTHED  # noqa: E402


def augmented(part: str, x: Tensor, chance: float) -> Tensor:
    """Applies one of DiffAugment's changes to images [N, C, S, S], to each with the given chance."""
    n, _, size, _ = x.shape
    before, u = x, torch.rand(2, n, 1, 1, 1)
    if part == "brightness":
        x = x + (u[0] - 0.5)
    elif part == "saturation":
        grey = x.mean(1, keepdim=True)
        x = (x - grey) * (2 * u[0]) + grey
    elif part == "contrast":
        level = x.mean((1, 2, 3), keepdim=True)
        x = (x - level) * (u[0] + 0.5) + level
    elif part == "translation":
        reach = int(size / 8 + 0.5)
        down, right = torch.randint(-reach, reach + 1, (2, n, 1, 1))
        image, row, column = torch.meshgrid(
            torch.arange(n), torch.arange(size), torch.arange(size), indexing="ij"
        )
        row = (row - down + 1).clamp(0, size + 1)
        column = (column - right + 1).clamp(0, size + 1)
        padded = F.pad(x, (1, 1, 1, 1)).permute(0, 2, 3, 1).contiguous()
        x = padded[image, row, column].permute(0, 3, 1, 2)
    else:
        side = int(size / 2 + 0.5)
        top, left = torch.randint(0, size + 1 - side % 2, (2, n, 1, 1)) - side // 2
        at = torch.arange(size)
        rows, columns = at.view(1, -1, 1) - top, at.view(1, 1, -1) - left
        hole = (rows >= 0) & (rows < side) & (columns >= 0) & (columns < side)
        x = x * (~hole).unsqueeze(1)
    return x if chance >= 1 else torch.where(torch.rand(n, 1, 1, 1) < chance, x, before)


def scores(judged: Tensor) -> Tensor:
    """The logits, without an auxiliary classifier's: [N, 1 + classes] -> [N, 1]."""
    return judged[:, :1]


def slopes(judged: Tensor, x: Tensor) -> Tensor:
    return torch.autograd.grad(scores(judged).sum(), x, create_graph=True)[0].flatten(1)


def errors_in_class(judged: Tensor) -> Tensor:
    """The cross-entropy with random labels, which takes as long as with the true ones."""
    classes = judged[:, 1:]
    return F.cross_entropy(classes, torch.randint(classes.shape[1], (len(classes),)))


class Labelled(nn.Module):
    """Gives random labels to a network that takes labels; their values do not affect the timing."""

    def __init__(self, network: nn.Module, classes: int) -> None:
        super().__init__()
        self.network, self.classes = network, classes
        self.takes = "labels" in inspect.signature(network.forward).parameters

    def forward(self, x: Tensor) -> Tensor:
        labels = (torch.randint(self.classes, (len(x),)),) if self.takes else ()
        output = self.network(x, *labels)
        # An auxiliary classifier's logits come beside D's.
        return torch.cat(output, 1) if isinstance(output, tuple) else output


class Recipe:
    def __init__(self, h: dict, g: nn.Module, d: nn.Module, compiled: bool, bfloat16: bool) -> None:
        self.h, self.raw_g, self.raw_d, self.bfloat16 = h, g, d, bfloat16
        # torch.compile does not support second derivatives: penalties use the uncompiled network.
        self.g, self.d = (torch.compile(g), torch.compile(d)) if compiled else (g, d)
        shape = (h["channels"], h["imageSize"], h["imageSize"])
        self.real = torch.rand(h["batchSize"], *shape) * 2 - 1
        self.loss_d, self.loss_g, _ = LOSSES[h["loss"]]
        optimiser = OPTIMISERS[h["optimiser"]]
        self.g_opt = optimiser(g.parameters(), h["learningRate"], h)
        d_rate = h["discriminatorLearningRate"] or h["learningRate"]
        self.d_opt = optimiser(d.parameters(), d_rate, h)
        self.classifies = h["conditioning"] == "auxiliaryClassifier"
        self.ema = copy.deepcopy(g) if h["averaging"] == "ema" else None
        apart = ("BatchNorm1d", "BatchNorm2d", "MinibatchDeviation")
        self.batchwise = any(type(module).__name__ in apart for module in d.modules())

    def autocast(self) -> torch.autocast:
        return torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.bfloat16)

    def latents(self) -> Tensor:
        return torch.randn(self.h["batchSize"], self.h["latentDim"])

    def show(self, x: Tensor) -> Tensor:
        for part in AUGMENTATIONS[self.h["augmentation"]]:
            if part != "saturation" or x.shape[1] > 1:
                x = augmented(part, x, self.h["augmentationProbability"])
        noise = self.h["instanceNoise"]
        return x if noise == 0 else x + noise * torch.randn_like(x)

    def judge(self, *batches: Tensor) -> tuple[Tensor, ...]:
        if self.batchwise:
            return tuple(self.d(batch) for batch in batches)
        return self.d(torch.cat(batches)).chunk(len(batches))

    def judged(self, real: Tensor, fake: Tensor, penalty: str) -> tuple[Tensor, Tensor, Tensor]:
        """Returns D's outputs for real and generated images, and the penalty without its weight."""
        if penalty == "r1":
            x = real.detach().requires_grad_()
            logits = self.raw_d(self.show(x))
            return logits, self.d(self.show(fake)), slopes(logits, x).square().sum(1).mean() / 2
        if penalty == "r1AndR2":
            x = torch.cat([real, fake]).requires_grad_()
            logits = self.raw_d(self.show(x))
            lengths = slopes(logits, x).square().sum(1)
            return *logits.chunk(2), lengths.mean()
        seen, forged = self.show(real), self.show(fake)
        if penalty == "none":
            return *self.judge(seen, forged), torch.zeros(())
        if penalty == "gradientPenalty":
            mix = torch.rand(len(real), 1, 1, 1)
            x = (mix * seen + (1 - mix) * forged).detach().requires_grad_()
            lengths = slopes(self.raw_d(x), x).norm(2, dim=1)
            return *self.judge(seen, forged), (lengths - 1).square().mean()
        noisy = seen + 0.01 * torch.randn_like(seen)
        logits, others, moved = self.judge(seen, forged, noisy)
        return logits, others, scores(logits - moved).square().mean()

    def discriminator_step(self, penalty: str) -> Tensor:
        h = self.h
        self.d_opt.zero_grad()
        with self.autocast():
            with torch.no_grad():
                fake = self.g(self.latents())
            *judged, size = self.judged(self.real, fake, penalty)
            real_logits, fake_logits = (scores(each) for each in judged)
            if h["labelSmoothing"] > 0:
                loss = SMOOTHED[h["loss"]](real_logits, fake_logits, h["labelSmoothing"])
            else:
                loss = self.loss_d(real_logits, fake_logits)
            if self.classifies:
                loss = loss + h["classifierWeight"] * sum(map(errors_in_class, judged))
        weight = h["penaltyWeight"] * h["penaltyInterval"]
        total = loss if penalty == "none" else loss + weight * size
        total.backward()
        self.update(self.d_opt, self.raw_d)
        if h["weightClip"] > 0:
            with torch.no_grad():
                for parameter in self.raw_d.parameters():
                    parameter.clamp_(-h["weightClip"], h["weightClip"])
        return loss

    def generator_step(self) -> Tensor:
        self.g_opt.zero_grad()
        with self.autocast():
            real = None
            if self.h["loss"] in PAIRED:
                with torch.no_grad():
                    real = scores(self.d(self.show(self.real)))
            judged = self.d(self.show(self.g(self.latents())))
            loss = self.loss_g(real, scores(judged))
            if self.classifies:
                loss = loss + self.h["classifierWeight"] * errors_in_class(judged)
        loss.backward(inputs=list(self.raw_g.parameters()))
        self.update(self.g_opt, self.raw_g)
        return loss

    def update(self, optimiser: torch.optim.Optimizer, network: nn.Module) -> None:
        if self.h["gradientClip"] > 0:
            nn.utils.clip_grad_norm_(network.parameters(), self.h["gradientClip"])
        optimiser.step()

    @torch.no_grad()
    def average(self) -> None:
        if self.ema is None:
            return
        share = 1 - 0.5 ** (self.h["batchSize"] / (1000 * self.h["emaHalfLife"]))
        averages, weights = list(self.ema.parameters()), list(self.raw_g.parameters())
        torch._foreach_lerp_(averages, weights, share)
        for mean, value in zip(self.ema.buffers(), self.raw_g.buffers()):
            mean.copy_(value)

    def step(self, penalty: str) -> None:
        for _ in range(self.h["discriminatorSteps"]):
            d_loss = self.discriminator_step(penalty)
        g_loss = self.generator_step()
        self.average()
        d_loss.item()
        g_loss.item()

    def time(self) -> float:
        """Returns the average milliseconds per step."""
        penalty, every = self.h["penalty"], self.h["penaltyInterval"]
        penalised = peer.timed(lambda: self.step(penalty))
        if penalty == "none" or every == 1:
            return penalised
        plain = peer.timed(lambda: self.step("none"))
        return (penalised + (every - 1) * plain) / every


def load(folder: str, file: str, name: str) -> nn.Module:
    return runpy.run_path(os.path.join(folder, f"{file}.py"))[name]()


def main() -> None:
    folder = sys.argv[-1]
    with open(os.path.join(folder, "recipe.json"), encoding="utf-8") as file:
        h = json.load(file)
    torch.set_num_threads(int(sys.argv[1]))
    torch.manual_seed(1)
    g = Labelled(load(folder, "generator", "Generator"), h["classes"])
    d = Labelled(load(folder, "discriminator", "Discriminator"), h["classes"])
    compiled, bfloat16 = "compile" in sys.argv, "bfloat16" in sys.argv
    recipe = Recipe({**h, "batchSize": int(sys.argv[2])}, g, d, compiled, bfloat16)
    # A network that cannot be compiled fails here.
    recipe.time()
    generate: Callable[[int], None] = lambda count: peer.generate(g, count, h["latentDim"])
    peer.answer(recipe.time, generate, compiled, bfloat16)


main()
