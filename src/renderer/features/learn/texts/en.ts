export const learn = {
  title: 'How a GAN learns',
  intro: 'What the two networks do and what their metrics tell you, in a few minutes.',
  contents: 'On this page',
  sections: {
    networks: 'The two networks',
    losses: 'What the losses mean',
    balance: 'What a balanced run looks like',
    options: 'Averaging, classes and penalties',
    measuring: 'Measuring image quality',
    trouble: 'When it goes wrong',
  },
  drawing: {
    title: 'The generator and the discriminator',
    description:
      'Noise goes through the generator and becomes an image. That image, or a real one, goes ' +
      'through the discriminator, which rates how real it looks. The ' +
      'generator learns from the discriminator’s answers.',
    noise: 'noise z',
    generator: 'Generator G',
    discriminator: 'Discriminator D',
    fake: 'generated G(z)',
    real: 'real x',
    answer: 'Real?',
    scale: 'D(x)',
    teaches: 'G learns from D’s answers',
    architecture: 'Architecture',
    caption: (size: number) =>
      `The numbers give the shape of each layer’s output for images of ${size} × ${size} pixels: a number of values, or channels × height × width.`,
  },
  networks: {
    generator:
      'The generator turns a list of random numbers, the latent vector, into an image. At first, that image is noise too.',
    discriminator:
      'The discriminator looks at an image and rates how real it looks. Depending on the loss, the result is a probability (1 = certainly real, 0 = certainly generated) or an unbounded score, higher for images that look more real.',
    contest:
      'They take turns. In each step, the discriminator learns to tell a batch of real images from a batch of generated ones; then the generator learns to make images that the discriminator takes for real. The generator never sees a real image: it learns from the discriminator alone.',
    architectures:
      'An architecture defines how both networks are built; choose one above the drawing to see it. Fully connected layers look at all pixels at once. Convolutions slide the same small filters over the whole image, so they know from the start that neighbouring pixels belong together: better images, but slower to train. You choose the architecture when you start a run.',
  },
  losses: {
    text: 'A loss measures how far a network is from its goal, and each network tries to lower its own. Their goals are opposite, so the two losses cannot both keep falling.',
    loss: 'Loss',
    metric: 'Metric',
    formula: 'Formula',
    meaning: 'Meaning',
    baseline: 'At equilibrium',
    notFixed: 'not fixed',
    source: (paper: string) => `Source: ${paper}.`,
    notIncluded: 'Neither loss includes the penalty or the auxiliary classifier’s term.',
    caution:
      'A low loss does not mean good images: it only measures a network against its current opponent. (The Wasserstein D loss is a partial exception.) Judge a run by its samples.',
  },
  curves: {
    title: (loss: string) => `The two losses: ${loss}`,
    /** Names of the discriminator’s output, by the meaning of D(x). */
    outputs: { probability: 'logit', score: 'score' },
    description: (output: string) =>
      `Curves of D loss and G loss against the discriminator’s ${output} of a generated image. Dots mark the values at equilibrium.`,
    lossD: 'D loss',
    lossG: 'G loss, dashed',
    recognised: 'recognised',
    takenForReal: 'taken for real',
    caption: (output: string) =>
      `Left to right: the discriminator’s ${output} of a generated image rises, and that of a real image falls by as much. Dots: equilibrium, where both are equal. Where a curve is flat, the network learns nothing.`,
  },
  options: {
    averaging:
      'From step to step, the generator’s weights swing around a good solution. Weight averaging (EMA) keeps a moving average of them on the side: its images are usually better and change more smoothly. Training itself uses the current weights, so the average changes neither the losses nor D(x).',
    classes:
      'If the data set has labels, both networks can learn its classes. The generator receives a class with the noise and makes an image of it; the discriminator also judges whether the image fits the class. You can then choose which classes to generate.',
    penalties:
      'A penalty keeps the discriminator smooth: it adds a cost where D(x) changes steeply from one image to a similar one. The generator then gets a useful gradient even if the discriminator is far ahead. R1 looks at real images, R2 at generated ones, and WGAN-GP at mixtures of both. A penalty makes steps slower; its weight decides how strict it is.',
  },
  measuring: {
    text: 'The losses say how two networks fare against each other, not how good the images are. A measurement generates thousands of images from a checkpoint and compares them with real ones, preferably with images that were held out of training. A feature net first turns each image into a list of numbers that describes what it shows; the metrics compare these lists. The Quality tab of a run shows the results.',
    first:
      'Look at two values first. FID says how far the generated images are from real ones overall: it should fall towards the value for real images. Recall says how much of the data is covered: if it is near 0 while FID stays high, the generator makes only a few kinds of image. The best checkpoint is the one with the lowest FID; if FID has stopped falling, training longer will not help, and a run with an early stopping patience stops by itself.',
    list: 'Metrics',
    better: {
      lower: 'Lower is better.',
      higher: 'Higher is better.',
      neither: 'Compare with the value for real images.',
    },
    /** For metrics that are neither, but have a best value. */
    best: {
      memorisation:
        '0.5 is normal, lower values are typical of poor generators, and 1 means copies.',
    },
    floorTitle: 'The floor: the dotted line',
    floor:
      'Even real images do not score perfectly, because any two samples of the same data differ. The floor is the same metric with real images in place of generated ones, which is the best a generator can reach. An FID of 12 is poor if the floor is 1, and excellent if it is 11.',
    verdict:
      'With the trained feature nets that come with GAN Studio, an FID is also rated. Close to real images: below 3 times the floor for the same number of images. Recognisable: below 200. Far from real images: 200 or more. In the first steps, the FID is several thousand; for a collapsed generator, it is about 1,000. These limits come from runs on MNIST and Fashion-MNIST. Other nets have other scales, so their FIDs are not rated.',
    trapsTitle: 'Pitfalls',
    traps: {
      few: {
        name: 'Few images',
        text: 'With few images, FID is too high, by an amount that differs between runs. Only compare values with the same numbers of images, and trust 10,000 more than 500. FID∞ and KID correct for this bias, but with few images they still vary by chance.',
      },
      protocol: {
        name: 'Different protocols',
        text: 'A different feature net, data set or image size gives values on a different scale. Published FIDs use the Inception network and usually 50,000 images, so they cannot be compared with the values here.',
      },
      weak: {
        name: 'Weak feature nets',
        text: 'Pixel averages and random convolutions are untrained. The metrics that they give show roughly whether a run is improving and which of two runs is better, but they are easily fooled: blurred images may score well. If your own data set has labels, train a feature net on it.',
      },
      memorisation: {
        name: 'Memorisation',
        text: 'A generator that copies the training images has an excellent FID. The memorisation metric reveals it: above about 0.6, generated images are closer to the training images than held-out images are. Values below 0.5, such as 0.3 or 0.01, are no sign of copying: the images are still further from the data than real ones are. It can only be measured with held-out images. To see for yourself, open “Nearest training images” on the Quality tab: it shows each sample next to the training images most like it, with the distance that is typical of real images. Neighbours of the same class are normal; if sample after sample is nearly identical to one, they are copies.',
      },
      one: {
        name: 'A single number',
        text: 'FID mixes quality and variety. A generator that makes only a few perfect images has a high precision and a low recall; one that makes varied but poor images, the opposite. Look at both, at the classes, and at the samples.',
      },
    },
  },
  balance: {
    theory:
      'If the generated images were perfect, the discriminator could only guess: D(x) and D(G(z)) would be equal, and neither network could lower its loss any further. The table above gives the values at this equilibrium; the charts mark them with dotted lines.',
    practice:
      'Good runs seldom get there, and need not. Usually the discriminator stays ahead: scores, as here, stay close to 0, and probabilities at about 0.6 to 0.8 for D(x) and 0.2 to 0.4 for D(G(z)). Both fluctuate without drifting apart, while the samples improve and stay varied.',
  },
  trouble: {
    text: 'GAN training usually fails in one of three ways. GAN Studio watches every run: its page and its badge show an alarm if the images are nearly identical or lack variety or classes, if a loss is far too high, or if D recognises every image or is fooled by most. The alarm says when the problem began and offers a new run from a checkpoint before that. It ends if training recovers.',
    unsure:
      'Which values suit your images is hard to tell in advance. A sweep trains the same run with several, stops those that fall behind, and ranks the rest by an image metric.',
    sweep: 'Go to Sweeps',
    todo: 'What to do:',
    kinds: {
      collapse: {
        name: 'Mode collapse',
        looks:
          'The samples all look alike: the generator has found a few images that fool the discriminator and makes nothing else. The charts may look normal.',
        remedy:
          'Start a new run with another seed, a lower learning rate or a larger batch size, or generate from a checkpoint saved before the collapse.',
      },
      overpowered: {
        name: 'The discriminator wins',
        looks:
          'D(x) and D(G(z)) drift apart; as probabilities, they approach 1 and 0. With the non-saturating loss, D loss approaches 0 and G loss climbs. The samples remain noise or stop improving.',
        remedy:
          'Lower the learning rate, or add a penalty such as R1. If the data set is small, the discriminator can memorise it: augmentation or more images help.',
      },
      swinging: {
        name: 'Wild swings',
        looks:
          'The metrics swing widely, and the samples are good at one moment and bad at the next: each network overreacts to the other.',
        remedy:
          'Lower the learning rate or Adam beta 1, or use a larger batch size. The gallery shows at which step the samples were best.',
      },
    },
  },
  pictures: {
    real: 'D(x)',
    fake: 'D(G(z)), dashed',
    samples: 'Right: samples from the end.',
    made: (preset: string, steps: string, changes: string) =>
      `A real run: ${steps} steps of “${preset}”${changes === '' ? '' : `, changed to ${changes}`}.`,
    alt: {
      healthy:
        'D(x) stays just above 0 and D(G(z)) just below; the samples are the digits 0, 1 and 2, each in three handwritings.',
      collapse:
        'D(x) fluctuates far above D(G(z)); the samples of each class are three copies of one image.',
      overpowered: 'D(x) rises and D(G(z)) falls, steadily; every sample is the same grey pattern.',
      swinging: 'Both curves swing widely; the samples are fragments of digits.',
    },
  },
}
