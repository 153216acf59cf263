import type { SizedLayer } from './shapes'

/*
 * The source of modules that PyTorch does not have, for the printed modules (pytorch.ts).
 */

/** The sources by layer type, in the order in which they are printed. */
export const ownModules: { [T in SizedLayer['type']]?: string } = {
  blur: `
class Blur(nn.Module):
    """Smooths each channel by [1, 2, 1] / 4 in both directions."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        line = torch.tensor([0.25, 0.5, 0.25], dtype=x.dtype, device=x.device)
        kernel = torch.outer(line, line).expand(x.shape[1], 1, 3, 3)
        return F.conv2d(x, kernel, padding=1, groups=x.shape[1])

`,
  globalSum: `
class GlobalSum(nn.Module):
    """Sums each channel over its pixels."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.sum((2, 3))

`,
  minibatchDeviation: `
class MinibatchDeviation(nn.Module):
    """Appends a feature or channel: the mean standard deviation within each group."""

    def __init__(self, group_size: int) -> None:
        super().__init__()
        self.group_size = group_size

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        count = len(x)
        size = self.group_size if count % self.group_size == 0 else count
        groups = x.reshape(size, count // size, -1)
        deviation = (groups.var(0, correction=0) + 1e-8).sqrt().mean(1).repeat(size)
        channel = deviation.reshape(-1, *[1] * (x.dim() - 1)).expand(-1, 1, *x.shape[2:])
        return torch.cat([x, channel], 1)

`,
  residual: `
class Residual(nn.Module):
    """Adds the outputs of two branches; an empty branch is the identity."""

    def __init__(self, main: nn.Sequential, shortcut: nn.Sequential) -> None:
        super().__init__()
        self.main = main
        self.shortcut = shortcut

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.main(x) + self.shortcut(x)

`,
  labelEmbedding: `
class LabelEmbedding(nn.Module):
    """Appends an embedding of the label to the vector."""

    takes_labels = True

    def __init__(self, classes: int, features: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(classes, features)

    def forward(self, x: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        return torch.cat([x, self.embedding(labels)], 1)

`,
  conditionalBatchNorm2d: `
class ConditionalBatchNorm2d(nn.Module):
    """Batch norm with a scale and an offset for each class."""

    takes_labels = True

    def __init__(self, classes: int, channels: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        super().__init__()
        self.norm = nn.BatchNorm2d(channels, eps=eps, momentum=momentum, affine=False)
        self.scale = nn.Embedding(classes, channels)
        self.offset = nn.Embedding(classes, channels)
        nn.init.ones_(self.scale.weight)
        nn.init.zeros_(self.offset.weight)

    def forward(self, x: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        scale, offset = (rows(labels)[:, :, None, None] for rows in (self.scale, self.offset))
        return self.norm(x) * scale + offset

`,
  projectionHead: `
class ProjectionHead(nn.Module):
    """A logit, plus the dot product of the features and the label's embedding."""

    takes_labels = True

    def __init__(self, linear: nn.Module, embedding: nn.Module) -> None:
        super().__init__()
        self.linear = linear
        self.embedding = embedding

    def forward(self, x: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        return self.linear(x) + (self.embedding(labels) * x).sum(1, keepdim=True)

`,
  classifierHead: `
class ClassifierHead(nn.Module):
    """A logit, followed by one logit per class."""

    def __init__(self, linear: nn.Module, classifier: nn.Module) -> None:
        super().__init__()
        self.linear = linear
        self.classifier = classifier

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.linear(x), self.classifier(x)], 1)

`,
}

/** Replacements for nn.Sequential and Residual in networks that take labels. */
export const labelledSequence = `
class LabelledSequential(nn.Sequential):
    """Applies layers in sequence, and passes the labels to those that take them."""

    def forward(self, x: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        for layer in self:
            x = layer(x, labels) if hasattr(layer, "takes_labels") else layer(x)
        return x

`
export const labelledResidual = `
class Residual(nn.Module):
    """Adds the outputs of two branches; an empty branch is the identity."""

    takes_labels = True

    def __init__(self, main: LabelledSequential, shortcut: LabelledSequential) -> None:
        super().__init__()
        self.main = main
        self.shortcut = shortcut

    def forward(self, x: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        return self.main(x, labels) + self.shortcut(x, labels)

`
