"""Trains recipes in PyTorch, for the parity tests (recipe-parity.ts).

    recipe_fixture.py RECIPES OUT    trains each recipe of the file RECIPES in float64, from weights,
                                     latents and images that a formula gives; writes the fixture OUT

RECIPES (one of test/support/recipes/*.json) has
    networks    pairs of network specifications (src/contract/architectures/spec.ts), by name
    recipes     a list; each recipe has
        name
        networks         the name of its networks
        steps            the number of training steps
        states           optional: the steps after which the whole state is compared; by default the
                         first, whose moments are the bare gradients, and the last
        hyperparameters  those that differ from DEFAULTS; one that is not there is refused

The fixture has each recipe again, with
    parameters    the wave that each weight starts from; others start as PyTorch starts them
    metrics       of each step
    states        by step, then by checkpoint file: every tensor, flattened
    free          tensors that only rounding moves (such as a bias before a batch norm), which are
                  not compared

To add a loss, an optimiser or a type of layer, add it to its table below. What changes the steps
themselves (penalties, augmentation, averages) belongs into `Training`; a hyperparameter needs its
value for "as before" in DEFAULTS. Random inputs come from `Draws`, in the order in which the steps
of the recipe declare them (src/main/gan/training/recipe.ts); givenSource in recipe-parity.ts draws
the same.
"""

import copy
import json
import math
import re
import sys
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim import lr_scheduler

from dcgan import wave

BatchNorm = nn.modules.batchnorm._BatchNorm

DEFAULTS = {
    "batchSize": 4,
    "latentDim": 3,
    "imageSize": 4,
    "channels": 1,
    "loss": "nonSaturating",
    "learningRate": 0.0002,
    "beta1": 0.5,
    "beta2": 0.999,
    "penalty": "none",
    "penaltyWeight": 10.0,
    "penaltyInterval": 1,
    "weightClip": 0.0,
    "labelSmoothing": 0.0,
    "augmentation": "none",
    "augmentationProbability": 1,
    "augmentationProbabilitySchedule": "constant",
    "augmentationProbabilityEnd": 1,
    "instanceNoise": 0.0,
    "instanceNoiseEpochs": 10,
    "optimiser": "adam",
    "discriminatorLearningRate": 0,
    "discriminatorSteps": 1,
    "momentum": 0,
    "weightDecay": 0.01,
    "gradientClip": 0,
    "warmUp": 0,
    "learningRateSchedule": "constant",
    "learningRateEnd": 0,
    "beta2Schedule": "constant",
    "beta2End": 0.99,
    "penaltyWeightSchedule": "constant",
    "penaltyWeightEnd": 1,
    "averaging": "none",
    "emaHalfLife": 10,
    "emaRampUp": 0.05,
    "emaHalfLifeSchedule": "constant",
    "emaHalfLifeEnd": 500,
    "scheduleBegin": 0,
    "scheduleEnd": 0,
    # These say which networks the specifications are.
    "architecture": "mlp",
    "baseWidth": 32,
    "levels": 0,
    "discriminatorNorm": "none",
    "minibatchDeviation": "off",
    "conditioning": "none",
    "classes": 10,
    "labelInput": "embedding",
    "classifierWeight": 1.0,
    "batchNorm": "reference",
}

ones, zeros = torch.ones_like, torch.zeros_like
bce = F.binary_cross_entropy_with_logits

# For each loss: D's from the logits of real and generated images, G's from the same, and D(x) as
# the metrics report it, from logits.
LOSSES: dict[str, tuple[Callable, Callable, Callable]] = {
    "nonSaturating": (
        lambda real, fake: bce(real, ones(real)) + bce(fake, zeros(fake)),
        lambda real, fake: bce(fake, ones(fake)),
        torch.sigmoid,
    ),
    "minimax": (
        lambda real, fake: bce(real, ones(real)) + bce(fake, zeros(fake)),
        lambda real, fake: (1 - fake.sigmoid()).log().mean(),
        torch.sigmoid,
    ),
    "leastSquares": (
        lambda real, fake: (F.mse_loss(real, ones(real)) + F.mse_loss(fake, zeros(fake))) / 2,
        lambda real, fake: F.mse_loss(fake, ones(fake)) / 2,
        lambda logits: logits,
    ),
    "hinge": (
        lambda real, fake: F.hinge_embedding_loss(real, -ones(real))
        + F.hinge_embedding_loss(-fake, -ones(fake)),
        lambda real, fake: -fake.mean(),
        lambda logits: logits,
    ),
    "wasserstein": (
        lambda real, fake: fake.mean() - real.mean(),
        lambda real, fake: -fake.mean(),
        lambda logits: logits,
    ),
    "relativistic": (
        lambda real, fake: bce(real - fake, ones(real)),
        lambda real, fake: bce(fake - real, ones(fake)),
        lambda logits: logits,
    ),
}


# D's loss where the target of real images is 1 - s.
def smoothed_bce(real: Tensor, fake: Tensor, s: float) -> Tensor:
    return bce(real, (1 - s) * ones(real)) + bce(fake, zeros(fake))


SMOOTHED: dict[str, Callable] = {
    "nonSaturating": smoothed_bce,
    "minimax": smoothed_bce,
    "leastSquares": lambda real, fake, s: (
        F.mse_loss(real, (1 - s) * ones(real)) + F.mse_loss(fake, zeros(fake))
    )
    / 2,
}
# Losses whose generator compares its images with real ones.
PAIRED = {"relativistic"}


def betas(h: dict) -> tuple[float, float]:
    return float(h["beta1"]), float(h["beta2"])


OPTIMISERS: dict[str, Callable] = {
    "adam": lambda parameters, lr, h: torch.optim.Adam(
        parameters, lr=lr, betas=betas(h)
    ),
    "adamW": lambda parameters, lr, h: torch.optim.AdamW(
        parameters, lr=lr, betas=betas(h), weight_decay=h["weightDecay"]
    ),
    "rmsProp": lambda parameters, lr, h: torch.optim.RMSprop(
        parameters, lr=lr, alpha=h["beta2"], momentum=h["momentum"]
    ),
    "sgd": lambda parameters, lr, h: torch.optim.SGD(parameters, lr=lr, momentum=h["momentum"]),
}


# Steps in an epoch, in which schedules count.
EPOCH = 10

# For each schedule: PyTorch's own, from a learning rate to its final value in a number of steps.
SCHEDULES: dict[str, Callable] = {
    "linear": lambda optimiser, factor, steps: lr_scheduler.LinearLR(
        optimiser, start_factor=1, end_factor=factor, total_iters=steps
    ),
    "cosine": lambda optimiser, factor, steps: lr_scheduler.CosineAnnealingLR(
        optimiser, T_max=steps, eta_min=factor * optimiser.param_groups[0]["lr"]
    ),
}

# The parts of each augmentation, as in Zhao et al. (2020), with the random numbers that each takes
# per image.
COLOUR = {"brightness": 1, "saturation": 1, "contrast": 1}
SHIFT, HOLE = {"translation": 2}, {"cutout": 2}
AUGMENTATIONS: dict[str, dict[str, int]] = {
    "none": {},
    "colour": COLOUR,
    "translation": SHIFT,
    "translationCutout": SHIFT | HOLE,
    "colourCutout": COLOUR | HOLE,
    "colourTranslationCutout": COLOUR | SHIFT | HOLE,
}

def augmented(part: str, image: Tensor, numbers: list[float]) -> Tensor:
    """One image [C, H, W], changed by numbers from U(0, 1)."""
    size = image.shape[-1]
    match part:
        case "brightness":
            return image + (numbers[0] - 0.5)
        case "saturation":
            grey = image.mean(0, keepdim=True)
            return (image - grey) * (2 * numbers[0]) + grey
        case "contrast":
            level = image.mean()
            return (image - level) * (numbers[0] + 0.5) + level
        case "translation":
            reach = int(size / 8 + 0.5)
            down, right = (math.floor(u * (2 * reach + 1)) - reach for u in numbers)
            padded = F.pad(image, (reach, reach, reach, reach))
            return padded[:, reach - down :, reach - right :][:, :size, :size]
        case "cutout":
            side = int(size / 2 + 0.5)
            mask = torch.ones_like(image)
            centres = [math.floor(u * (size + 1 - side % 2)) for u in numbers]
            (top, bottom), (left, end) = (
                (max(0, c - side // 2), max(0, c - side // 2 + side)) for c in centres
            )
            mask[:, top:bottom, left:end] = 0
            return image * mask
    raise SystemExit(f"this script does not know the augmentation {part}")


class Residual(nn.Module):
    def __init__(self, main: nn.Sequential, shortcut: nn.Sequential) -> None:
        super().__init__()
        self.main, self.shortcut = main, shortcut

    def forward(self, x: Tensor) -> Tensor:
        return self.main(x) + self.shortcut(x)


def window(layer: dict) -> dict:
    names = {"kernel": "kernel_size", "stride": "stride", "padding": "padding"}
    names |= {"bias": "bias", "outputPadding": "output_padding"}
    return {names[key]: value for key, value in layer.items() if key in names}


def norm(layer: dict) -> dict:
    return {"eps": layer.get("epsilon", 1e-5), "momentum": layer.get("momentum", 0.1)}


def marked(layer: dict, module: nn.Module) -> nn.Module:
    """Spectral norm is added when a lazy module knows its inputs."""
    module.spectral = layer.get("spectralNorm", False)
    return module


# Lazy modules infer their inputs; their state dict is that of the plain ones.
LAYERS: dict[str, Callable[[dict], nn.Module]] = {
    "linear": lambda layer: marked(
        layer, nn.LazyLinear(layer["features"], bias=layer.get("bias", True))
    ),
    "conv2d": lambda layer: marked(layer, nn.LazyConv2d(layer["channels"], **window(layer))),
    "convTranspose2d": lambda layer: nn.LazyConvTranspose2d(layer["channels"], **window(layer)),
    "batchNorm1d": lambda layer: nn.LazyBatchNorm1d(**norm(layer)),
    "batchNorm2d": lambda layer: nn.LazyBatchNorm2d(**norm(layer)),
    "leakyRelu": lambda layer: nn.LeakyReLU(layer.get("slope", 0.01)),
    "relu": lambda layer: nn.ReLU(),
    "tanh": lambda layer: nn.Tanh(),
    "flatten": lambda layer: nn.Flatten(),
    "unflatten": lambda layer: nn.Unflatten(1, (layer["channels"], layer["size"], layer["size"])),
    "upsample": lambda layer: nn.Upsample(scale_factor=layer.get("factor", 2)),
    "averagePool": lambda layer: nn.AvgPool2d(layer.get("factor", 2)),
    "blur": lambda layer: Blur(),
    "globalSum": lambda layer: GlobalSum(),
    "minibatchDeviation": lambda layer: MinibatchDeviation(layer.get("groupSize", 4)),
    "labelEmbedding": lambda layer: LabelEmbedding(layer["classes"], layer["features"]),
    "conditionalBatchNorm2d": lambda layer: ConditionalNorm(layer["classes"], norm(layer)),
    "projectionHead": lambda layer: Projection(layer["classes"], layer),
    "classifierHead": lambda layer: Classifier(layer["classes"], layer),
    "residual": lambda layer: Residual(
        sequence(layer.get("main", []), layer["classes"]),
        sequence(layer.get("shortcut", []), layer["classes"]),
    ),
}


class Labelled(nn.Module):
    """A module that reads the labels of the batch, which `Network` stores here."""

    labels: Tensor


class LabelEmbedding(Labelled):
    def __init__(self, classes: int, features: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(classes, features)

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([x, self.embedding(Labelled.labels)], dim=1)


class ConditionalNorm(Labelled):
    def __init__(self, classes: int, options: dict) -> None:
        super().__init__()
        self.norm = nn.LazyBatchNorm2d(affine=False, **options)
        self.scale = LazyTable(classes, 1.0)
        self.offset = LazyTable(classes, 0.0)

    def forward(self, x: Tensor) -> Tensor:
        for table in (self.scale, self.offset):
            table.grow(x.shape[1])
        normal = self.norm(x).movedim(1, -1)
        scale, offset = self.scale(Labelled.labels), self.offset(Labelled.labels)
        return (normal * scale[:, None, None] + offset[:, None, None]).movedim(-1, 1)


class LazyTable(nn.Module):
    """An embedding whose number of features is set at its first use."""

    def __init__(self, classes: int, fill: float | None = None) -> None:
        super().__init__()
        self.classes, self.fill = classes, fill

    def grow(self, features: int) -> None:
        if hasattr(self, "weight") or hasattr(self, "weight_orig"):
            return
        self.weight = nn.Parameter(torch.empty(self.classes, features).normal_())
        if self.fill is not None:
            nn.init.constant_(self.weight, self.fill)

    def forward(self, labels: Tensor) -> Tensor:
        return F.embedding(labels, self.weight)


class Projection(Labelled):
    def __init__(self, classes: int, layer: dict) -> None:
        super().__init__()
        self.linear = marked(layer, nn.LazyLinear(1))
        self.embedding = marked(layer, LazyTable(classes))

    def forward(self, x: Tensor) -> Tensor:
        self.embedding.grow(x.shape[1])
        return self.linear(x) + torch.einsum("nc,nc->n", self.embedding(Labelled.labels), x)[:, None]


class Classifier(nn.Module):
    def __init__(self, classes: int, layer: dict) -> None:
        super().__init__()
        self.linear = marked(layer, nn.LazyLinear(1))
        self.classifier = marked(layer, nn.LazyLinear(classes))

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([self.linear(x), self.classifier(x)], dim=1)


class Blur(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        line = torch.tensor([1.0, 2.0, 1.0])
        kernel = (torch.outer(line, line) / 16).repeat(x.shape[1], 1, 1, 1)
        return F.conv2d(x, kernel, padding=1, groups=x.shape[1])


class GlobalSum(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.flatten(2).sum(2)


class MinibatchDeviation(nn.Module):
    """StyleGAN's, in its own words; appends to vectors too."""

    def __init__(self, group_size: int) -> None:
        super().__init__()
        self.group_size = group_size

    def forward(self, x: Tensor) -> Tensor:
        n = x.shape[0]
        g = self.group_size if n % self.group_size == 0 else n
        y = x.reshape(g, n // g, -1)
        y = y - y.mean(dim=0)
        y = (y.square().mean(dim=0) + 1e-8).sqrt().mean(dim=1)
        y = y.reshape(-1, *[1] * (x.dim() - 1)).repeat(g, 1, *x.shape[2:])
        return torch.cat([x, y], dim=1)


def sequence(layers: list[dict], classes: int | None = None) -> nn.Sequential:
    return nn.Sequential(*(LAYERS[layer["type"]]({"classes": classes} | layer) for layer in layers))


class Network(nn.Module):
    """Rows of numbers to rows of numbers: latents or pixels, channels first, to pixels or logits."""

    def __init__(self, spec: dict) -> None:
        super().__init__()
        self.model = sequence(spec["layers"], spec.get("classes"))
        self.input = spec["input"]
        with torch.no_grad():
            self.eval()(torch.zeros(2, self.width), torch.zeros(2, dtype=torch.long))
        for module in list(self.modules()):
            if getattr(module, "spectral", False):
                nn.utils.spectral_norm(module)
        self.train()

    @property
    def width(self) -> int:
        if self.input["type"] == "latent":
            return self.input["size"]
        return self.input["channels"] * self.input["size"] ** 2

    def forward(self, rows: Tensor, labels: Tensor | None = None) -> Tensor:
        if labels is not None:
            Labelled.labels = labels
        if self.input["type"] == "image" and not self.input.get("flattened", False):
            side = self.input["size"]
            rows = rows.reshape(-1, self.input["channels"], side, side)
        return self.model(rows).flatten(1)


# The number of classes in the fixtures.
CLASSES = 3


class Draws:
    """The inputs of the steps: images by step, everything random in the order in which it is drawn."""

    def __init__(self, h: dict, batches: int) -> None:
        self.h, self.batches = h, batches
        self.normals = self.uniforms = self.labels = 0

    def images(self, step: int, batch: int) -> Tensor:
        pixels = self.h["channels"] * self.h["imageSize"] ** 2
        shape = (self.h["batchSize"], pixels)
        return wave(shape, 500.0 + step * self.batches + batch, 0.9)

    def normal(self, shape: tuple[int, ...]) -> Tensor:
        self.normals += 1
        return wave(shape, 999.0 + self.normals, 1.5)

    def uniform(self, shape: tuple[int, ...]) -> Tensor:
        self.uniforms += 1
        # Engines receive float32 values.
        return ((wave(shape, 2999.0 + self.uniforms, 1.0) + 1) / 2).float().double()

    def given_labels(self, a: int) -> Tensor:
        i = torch.arange(self.h["batchSize"])
        return (2 * i + i // 2 + a) % CLASSES

    def real_labels(self, step: int, batch: int) -> Tensor:
        return self.given_labels(step * self.batches + batch)

    def drawn_labels(self) -> Tensor:
        self.labels += 1
        return self.given_labels(7 * (self.labels - 1))

    def latents(self) -> Tensor:
        return self.normal((self.h["batchSize"], self.h["latentDim"]))


class Training:
    def __init__(self, recipe: dict, networks: dict[str, dict]) -> None:
        unknown = set(recipe["hyperparameters"]) - set(DEFAULTS)
        if unknown:
            raise SystemExit(f"{recipe['name']}: this script does not know {sorted(unknown)}")
        self.name = recipe["name"]
        h = self.h = DEFAULTS | recipe["hyperparameters"]
        pair = networks[recipe["networks"]]
        self.g, self.d = Network(pair["generator"]), Network(pair["discriminator"])
        self.networks = {"generator": self.g, "discriminator": self.d}
        self.parameters = start_from_waves(self.networks)
        self.loss_d, self.loss_g, self.output = LOSSES[h["loss"]]
        rates = {"generator": h["learningRate"]}
        rates["discriminator"] = h["discriminatorLearningRate"] or h["learningRate"]
        self.optimisers = {
            name: OPTIMISERS[h["optimiser"]](network.parameters(), rates[name], h)
            for name, network in self.networks.items()
        }
        self.draws = Draws(h, batches=h["discriminatorSteps"])
        self.ema = copy.deepcopy(self.g) if h["averaging"] == "ema" else None
        self.taken = 0
        self.scheduled = self.schedulers()
        # The largest gradient that each parameter has had.
        self.largest: dict[str, float] = {}

    def schedulers(self) -> list:
        h, made = self.h, []
        for optimiser in self.optimisers.values():
            if h["warmUp"] > 0:
                steps = round(h["warmUp"] * EPOCH)
                made.append(
                    lr_scheduler.LinearLR(
                        optimiser, start_factor=1 / steps, end_factor=1, total_iters=steps - 1
                    )
                )
            if h["learningRateSchedule"] != "constant":
                assert h["scheduleBegin"] == 0
                factor = h["learningRateEnd"] / h["learningRate"]
                steps = round(h["scheduleEnd"] * EPOCH)
                made.append(SCHEDULES[h["learningRateSchedule"]](optimiser, factor, steps))
        return made

    def value(self, name: str) -> float:
        """A hyperparameter's value at the next step."""
        h = self.h
        if h[f"{name}Schedule"] == "constant":
            return h[name]
        begin, end = h["scheduleBegin"] * EPOCH, h["scheduleEnd"] * EPOCH
        progress = min(1, max(0, (self.taken - begin) / (end - begin)))
        share = {"linear": progress, "cosine": (1 - math.cos(math.pi * progress)) / 2}
        return h[name] + (h[f"{name}End"] - h[name]) * share[h[f"{name}Schedule"]]

    def set_beta2(self) -> None:
        """Sets beta 2 for the next step, as training scripts do that change it."""
        h = self.h
        if h["beta2Schedule"] == "constant":
            return
        beta2 = self.value("beta2")
        for optimiser in self.optimisers.values():
            for group in optimiser.param_groups:
                if "alpha" in group:
                    group["alpha"] = beta2
                else:
                    group["betas"] = (float(h["beta1"]), beta2)

    def step(self) -> dict[str, float]:
        self.set_beta2()
        metrics = {}
        for batch in range(self.draws.batches):
            metrics |= self.discriminator_step(batch)
        metrics |= self.generator_step(self.draws.batches - 1)
        self.average()
        self.taken += 1
        for scheduler in self.scheduled:
            scheduler.step()
        return metrics

    def discriminator_step(self, batch: int) -> dict[str, float]:
        images = self.draws.images(self.taken, batch)
        with torch.no_grad():
            latents = self.draws.latents()
            labels, forged_labels = self.labels(batch)
            generated = self.g(latents, forged_labels)
        show = self.view(2 * len(images))
        images.requires_grad_()
        generated.requires_grad_()
        penalised = self.h["penalty"] != "none" and self.taken % self.h["penaltyInterval"] == 0
        # Before the logits, as the steps declare their inputs.
        random = self.penalty_inputs(images) if penalised else None
        seen, forged = show(images, 0), show(generated, len(images))
        outputs = self.outputs_of_both(seen, forged, labels, forged_labels)
        real, fake = (output[:, :1] for output in outputs)
        smoothing = self.h["labelSmoothing"]
        if smoothing > 0:
            loss = SMOOTHED[self.h["loss"]](real, fake, smoothing)
        else:
            loss = self.loss_d(real, fake)
        total = loss
        if penalised:
            weight = self.value("penaltyWeight") * self.h["penaltyInterval"]
            given = (images, generated, seen, forged, real, fake)
            total = loss + weight * self.penalty(*given, random, labels)
        total = total + self.classification(*zip(outputs, (labels, forged_labels)))
        self.update("discriminator", total)
        if self.h["weightClip"] > 0:
            for parameter in self.d.parameters():
                parameter.data.clamp_(-self.h["weightClip"], self.h["weightClip"])
        d_real, d_fake = (self.output(logits).mean().item() for logits in (real, fake))
        return {"lossD": loss.item(), "dReal": d_real, "dFake": d_fake}

    def view(self, count: int) -> Callable[[Tensor, int], Tensor]:
        """How D is shown images: draws for `count` images. The result takes rows, and their first."""
        h = self.h
        probability = self.value("augmentationProbability")
        always = h["augmentationProbability"] == 1
        always = always and h["augmentationProbabilitySchedule"] == "constant"
        parts: dict[str, list] = {}
        for part, numbers in AUGMENTATIONS[h["augmentation"]].items():
            if part == "saturation" and h["channels"] == 1:
                continue
            parts[part] = self.draws.uniform((count, numbers)).tolist()
            if always:
                continue
            chances = self.draws.uniform((count, 1)).flatten().tolist()
            for row, chance in enumerate(chances):
                if chance >= probability:
                    parts[part][row] = None
        shape = (h["channels"], h["imageSize"], h["imageSize"])
        passed = self.taken / (h["instanceNoiseEpochs"] * EPOCH)
        deviation = h["instanceNoise"] * max(0.0, 1 - passed)
        noise = self.draws.normal((count, math.prod(shape))) if deviation > 0 else None

        def show(rows: Tensor, first: int) -> Tensor:
            shown = []
            for index, image in enumerate(rows.reshape(-1, *shape), first):
                for part, numbers in parts.items():
                    if numbers[index] is not None:
                        image = augmented(part, image, numbers[index])
                shown.append(image.flatten())
            shown = torch.stack(shown)
            return shown if noise is None else shown + deviation * noise[first : first + len(rows)]

        return show

    def labels(self, batch: int) -> tuple[Tensor | None, Tensor | None]:
        """The labels of a batch's real images, and those of as many generated images."""
        if self.h["conditioning"] == "none":
            return None, None
        real = self.draws.real_labels(self.taken, batch)
        return real, real if self.h["loss"] in PAIRED else self.draws.drawn_labels()

    def classification(self, *judged: tuple[Tensor, Tensor]) -> Tensor | float:
        """The auxiliary classifier's term, from pairs of D's outputs and their labels."""
        if self.h["conditioning"] != "auxiliaryClassifier":
            return 0.0
        terms = [F.cross_entropy(outputs[:, 1:], labels) for outputs, labels in judged]
        return self.h["classifierWeight"] * sum(terms)

    def outputs_of_both(
        self, real: Tensor, fake: Tensor, labels: Tensor | None, forged: Tensor | None
    ) -> tuple[Tensor, Tensor]:
        """In one pass, which is one power iteration, unless an image's logit depends on the others."""
        if any(isinstance(module, (BatchNorm, MinibatchDeviation)) for module in self.d.modules()):
            return self.d(real, labels), self.d(fake, forged)
        both = None if labels is None else torch.cat([labels, forged])
        return self.d(torch.cat([real, fake]), both).chunk(2)

    def penalty_inputs(self, images: Tensor) -> Tensor | None:
        if self.h["penalty"] == "gradientPenalty":
            return self.draws.uniform((len(images), 1))
        if self.h["penalty"] == "r1FiniteDifference":
            return self.draws.normal(tuple(images.shape))
        return None

    def penalty(
        self,
        images: Tensor,
        generated: Tensor,
        seen: Tensor,
        forged: Tensor,
        real: Tensor,
        fake: Tensor,
        random: Tensor | None,
        labels: Tensor | None,
    ) -> Tensor:
        """A penalty without its weight, by PyTorch's gradients of gradients."""

        def slopes(logits: Tensor, x: Tensor) -> Tensor:
            return torch.autograd.grad(logits.sum(), x, create_graph=True)[0]

        match self.h["penalty"]:
            case "gradientPenalty":
                mixed = (random * seen + (1 - random) * forged).detach().requires_grad_()
                return (slopes(self.d(mixed, labels)[:, :1], mixed).norm(2, dim=1) - 1).square().mean()
            case "r1":
                return slopes(real, images).square().sum(1).mean() / 2
            case "r1AndR2":
                both = (slopes(real, images), slopes(fake, generated))
                return sum(slope.square().sum(1).mean() / 2 for slope in both)
            case "r1FiniteDifference":
                return (real - self.d(seen.detach() + 0.01 * random, labels)[:, :1]).square().mean()
        raise SystemExit(f"this script does not know the penalty {self.h['penalty']}")

    def generator_step(self, batch: int) -> dict[str, float]:
        latents, real = self.draws.latents(), None
        paired = self.h["loss"] in PAIRED
        labels = self.labels(batch) if paired else (None, self.generator_labels())
        show = self.view((2 if paired else 1) * len(latents))
        if paired:
            with torch.no_grad():
                shown = show(self.draws.images(self.taken, batch), len(latents))
                real = self.d(shown, labels[0])[:, :1]
        outputs = self.d(show(self.g(latents, labels[1]), 0), labels[1])
        loss = self.loss_g(real, outputs[:, :1])
        self.update("generator", loss + self.classification((outputs, labels[1])))
        return {"lossG": loss.item()}

    def generator_labels(self) -> Tensor | None:
        return None if self.h["conditioning"] == "none" else self.draws.drawn_labels()

    def update(self, name: str, loss: Tensor) -> None:
        network, optimiser = self.networks[name], self.optimisers[name]
        optimiser.zero_grad()
        loss.backward(inputs=list(network.parameters()))
        for key, parameter in network.named_parameters():
            sizes = parameter.grad.abs()
            key = f"{name}/{key}"
            self.largest[key] = max(self.largest.get(key, 0.0), sizes.max().item())
            if sizes.max() > 1e-12 > sizes.min():
                # In float32 it may be rounding, of which Adam makes full-sized steps.
                print(f"{self.name}: part of the gradient of {key} is 0; choose networks without it")
        if self.h["gradientClip"] > 0:
            nn.utils.clip_grad_norm_(network.parameters(), self.h["gradientClip"])
        optimiser.step()

    def average(self) -> None:
        """StyleGAN2's moving average of the generator; its buffers are copied."""
        if self.ema is None:
            return
        images = self.value("emaHalfLife") * 1000
        if self.h["emaRampUp"] > 0:
            images = min(images, self.taken * self.h["batchSize"] * self.h["emaRampUp"])
        beta = 0.5 ** (self.h["batchSize"] / max(images, 1e-8))
        with torch.no_grad():
            for mean, value in zip(self.ema.parameters(), self.g.parameters()):
                mean.copy_(value.lerp(mean, beta))
            for mean, value in zip(self.ema.buffers(), self.g.buffers()):
                mean.copy_(value)

    def state(self) -> dict[str, dict[str, Tensor]]:
        """Everything that training changes, by checkpoint file and by name."""
        files = {name: dict(network.state_dict()) for name, network in self.networks.items()}
        if self.ema is not None:
            files["ema"] = dict(self.ema.state_dict())
        moments = files["optimizer"] = {}
        for name, network in self.networks.items():
            for key, parameter in network.named_parameters():
                for moment, value in self.optimisers[name].state[parameter].items():
                    if moment != "step" and value is not None:
                        moments[f"{name}.{key}.{moment}"] = value
        return {
            file: {key: value.detach().clone() for key, value in tensors.items()}
            for file, tensors in files.items()
        }

    def free(self) -> list[str]:
        """Names, as file/name, of the parameters that only rounding moves, and of what depends on them."""
        still = [key for key, size in self.largest.items() if size < 1e-12]
        moments = [name.rpartition(".") for name in self.state()["optimizer"]]
        dotted = [key.replace("/", ".", 1) for key in still]
        moved = [f"optimizer/{name}.{moment}" for name, _, moment in moments if name in dotted]
        # The running mean of a batch norm includes the bias before it.
        means = [f"{before}.running_mean" for before in map(self.module_after, still) if before]
        free = still + moved + means
        averaged = [key.replace("generator/", "ema/") for key in free if key.startswith("generator/")]
        return free + (averaged if self.ema is not None else [])

    def module_after(self, parameter: str) -> str | None:
        """The name of the batch norm after a parameter's module, as file/name."""
        network, _, name = parameter.partition("/")
        modules = dict(self.networks[network].named_modules())
        at = name.rpartition(".")[0]
        while True:
            parent, _, index = at.rpartition(".")
            if not index.isdigit():
                # Part of a head, which is the last layer.
                return None
            at = f"{parent}.{int(index) + 1}"
            if at not in modules and parent.endswith((".main", ".shortcut")):
                # The end of a branch: on after the residual module.
                at = parent.rpartition(".")[0]
                continue
            if isinstance(modules.get(at), Residual):
                at = f"{at}.main.0"
            if not isinstance(modules.get(at), (nn.Unflatten, nn.Upsample)):
                break
        return f"{network}/{at}" if isinstance(modules.get(at), BatchNorm) else None


def start_from_waves(networks: dict[str, nn.Module]) -> dict[str, dict]:
    """Sets every parameter except batch norm's to a wave. Returns the waves by file/name."""
    waves = {}
    for network, module in networks.items():
        norms = [key for key, m in module.named_modules() if isinstance(m, BatchNorm)]
        for name, parameter in module.named_parameters():
            if name.rpartition(".")[0] in norms:
                continue
            shape = tuple(parameter.shape)
            fan_in = math.prod(shape[1:]) if len(shape) > 1 else 64
            a, scale = 10.0 * (len(waves) + 1), round(fan_in**-0.5, 6)
            parameter.data = wave(shape, a, scale)
            waves[f"{network}/{name}"] = {"shape": shape, "a": a, "scale": scale}
        for name, buffer in module.named_buffers():
            if not name.endswith(("weight_u", "weight_v")):
                continue
            shape, a = tuple(buffer.shape), 10.0 * (len(waves) + 1)
            buffer.copy_(wave(shape, a, 1.0))
            waves[f"{network}/{name}"] = {"shape": shape, "a": a, "scale": 1.0}
    return waves


def train(recipe: dict, networks: dict[str, dict]) -> dict:
    training = Training(recipe, networks)
    wanted = recipe.get("states", [1, recipe["steps"]])
    metrics, states = [], {}
    for step in range(1, recipe["steps"] + 1):
        metrics.append(training.step())
        if step in wanted:
            states[step] = {
                file: {name: rounded(value) for name, value in tensors.items()}
                for file, tensors in training.state().items()
            }
    return {
        **recipe,
        "hyperparameters": training.h,
        "parameters": training.parameters,
        "metrics": metrics,
        "states": states,
        "free": training.free(),
    }


def rounded(value: Tensor) -> list[float]:
    return [float(f"{number:.7g}") for number in value.double().flatten().tolist()]


def main(recipes_file: str, out: str) -> None:
    torch.set_default_dtype(torch.float64)
    with open(recipes_file, encoding="utf-8") as file:
        given = json.load(file)
    version = torch.__version__.split("+")[0]
    fixture = {
        "about": f"Training steps in float64, by test/support/recipe_fixture.py and PyTorch {version}",
        "networks": given["networks"],
        "recipes": [train(recipe, given["networks"]) for recipe in given["recipes"]],
    }
    text = json.dumps(fixture, indent=1)
    # One line for each list of numbers.
    text = re.sub(r"\[[^][{}\"]*\]", lambda found: re.sub(r"\s+", " ", found.group()), text)
    with open(out, "w", encoding="utf-8") as file:
        file.write(text + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
