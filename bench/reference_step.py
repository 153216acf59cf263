"""The reference GAN in PyTorch, timed on request; see peer.py."""

from models import PIXELS, discriminator, generator
from peer import LATENT, serve

serve(generator(LATENT), discriminator(), (PIXELS,))
