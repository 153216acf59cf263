export const learn = {
  title: 'How a GAN learns',
  intro: 'A few minutes’ reading: what the two networks do, and what their metrics tell you.',
  contents: 'On this page',
  sections: {
    networks: 'The two networks',
    losses: 'What the losses mean',
    balance: 'What balanced looks like',
    trouble: 'When it goes wrong',
  },
  drawing: {
    title: 'The generator and the discriminator',
    description:
      'Noise goes through the generator and becomes an image. That image, or a real one, goes ' +
      'through the discriminator, which gives the probability that it is real. What the ' +
      'discriminator found teaches the generator.',
    noise: 'noise z',
    generator: 'Generator G',
    discriminator: 'Discriminator D',
    fake: 'generated G(z)',
    real: 'real x',
    answer: 'Real?',
    scale: '0 to 1',
    teaches: 'what D finds teaches G',
    architecture: 'Networks drawn',
    caption: (size: number) =>
      `The numbers show each layer’s output for images of ${size} × ${size} pixels: how many values, or channels × height × width.`,
  },
  networks: {
    generator:
      'The generator turns a list of random numbers, the latent vector, into an image. At first that image is noise too.',
    discriminator:
      'The discriminator looks at an image and says how likely it is to be real: 1 for surely real, 0 for surely generated.',
    contest:
      'They learn by turns. In each step the discriminator learns to tell a batch of real images from a batch of generated ones; then the generator learns to make images that the discriminator takes for real. Neither ever sees what the other has inside.',
    architectures:
      'An architecture defines how both networks are built; choose one above the drawing to see it. Fully connected layers look at all pixels at once. Convolutions slide small filters over the image, the same everywhere, so neighbouring pixels belong together from the start: better images, but slower to train. The New run form offers the same choice.',
  },
  losses: {
    text: 'A loss says how far a network is from what it wants; each network lowers its own. As they want opposite things, both cannot fall for good.',
    loss: 'Loss',
    metric: 'Metric',
    formula: 'Formula',
    meaning: 'Meaning',
    baseline: 'At equilibrium',
    caution:
      'Low losses do not mean good images: a loss only compares a network with its opponent of that moment. The samples are the better judge, so look at them.',
  },
  balance: {
    theory:
      'Were the generated images perfect, the discriminator could only guess: D(x) and D(G(z)) would be the same, and neither network could lower its loss any more. The table above gives the values of that equilibrium; the charts mark them.',
    practice:
      'A good run seldom gets there, and need not. As a rule the discriminator keeps a lead, with D(x) around 0.6 to 0.8 and D(G(z)) around 0.2 to 0.4, both wavering without drifting apart, while the samples get better and stay varied.',
  },
  trouble: {
    text: 'Training is a contest, and a contest can be lost. These are the three ways it usually goes wrong.',
    todo: 'What to do:',
    kinds: {
      collapse: {
        name: 'Collapse',
        looks:
          'The samples all look alike: the generator has found a few images that pass and makes nothing else. The charts may look quite normal.',
        remedy:
          'Start again with another seed, a lower learning rate or larger batches. Or generate from a checkpoint before it happened.',
      },
      overpowered: {
        name: 'The discriminator wins',
        looks:
          'D(x) goes to 1 and D(G(z)) to 0; D loss goes to 0 and G loss climbs. The samples stay noise or stop getting better.',
        remedy:
          'Lower the learning rate. More images in the data set help too: a few can be learned by heart.',
      },
      swinging: {
        name: 'Wild swings',
        looks:
          'The figures swing wide and the samples are good at one moment and bad at the next: each network overshoots the other.',
        remedy:
          'Lower the learning rate or Adam’s beta 1, or take larger batches. The gallery shows at which step the samples were best.',
      },
    },
  },
  pictures: {
    real: 'D(x)',
    fake: 'D(G(z)), dashed',
    samples: 'Right: samples. A sketch, not a measurement.',
    alt: {
      healthy:
        'Sketch: D(x) settles a little above 0.5 and D(G(z)) a little below; the samples are nine different digits.',
      collapse:
        'Sketch: both curves waver around the middle; the samples are nine times the same digit.',
      overpowered: 'Sketch: D(x) goes to 1 and D(G(z)) to 0; the samples are noise.',
      swinging:
        'Sketch: both curves swing between the ends; some samples are digits, others noise.',
    },
  },
}
