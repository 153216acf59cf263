"""The reference GAN at another width and image size, timed on request; see peer.py.

After threads and batch size, its arguments are the layers' size against the reference's and the
images' width in pixels.
"""

import sys

from models import discriminator, generator
from peer import LATENT, serve

width, pixels = float(sys.argv[3]), int(sys.argv[4]) ** 2
serve(generator(LATENT, width, pixels), discriminator(width, pixels), (pixels,))
