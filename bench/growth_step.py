"""The reference GAN at another width and image size, timed on request; see peer.py.

Its arguments after threads and batch size are the layers' size relative to the reference and the
image size in pixels.
"""

import sys

from models import discriminator, generator
from peer import LATENT, serve

width, pixels = float(sys.argv[3]), int(sys.argv[4]) ** 2
serve(generator(LATENT, width, pixels), discriminator(width, pixels), (pixels,))
