import { defaultOptions } from '../architectures/architecture'
import { hasOption } from '../architectures/architectures'
import { choice, integer, real } from './entries'
import type { Values } from './entries'

const options = {
  none: {
    label: { en: 'None', zh: '无' },
    meaning: { en: 'labels are not used.', zh: '不使用标签。' },
  },
  projection: {
    label: { en: 'Projection', zh: '投影' },
    meaning: {
      en: 'D is given the label and compares it with the image (Miyato and Koyama, 2018); the better choice in most cases.',
      zh: '判别器得到标签，并与图像比较（Miyato 与 Koyama，2018），多数情况下效果更好。',
    },
  },
  auxiliaryClassifier: {
    label: { en: 'Auxiliary classifier', zh: '辅助分类器' },
    meaning: {
      en: 'D also predicts the label, and both networks are trained to make that prediction correct (ACGAN; Odena et al., 2017).',
      zh: '判别器还要预测标签，两个网络都为预测正确而训练（ACGAN；Odena 等，2017）。',
    },
  },
}

const isConditional = ({ conditioning }: Values): boolean => conditioning !== 'none'

/** The classes of class-conditional networks, and how both networks use labels. */
export const conditioning = {
  conditioning: choice({
    label: { en: 'Classes', zh: '类别条件' },
    about: {
      en: 'Whether the networks learn the classes of a labelled data set, so that images of a chosen class can be generated, and how the discriminator judges the class.',
      zh: '网络是否学习带标签数据集的类别，以便生成指定类别的图像，以及判别器如何判断类别。',
    },
    group: 'networks',
    default: defaultOptions.conditioning,
    absent: 'none',
    options,
    changesStepCost: true,
    appliesWhen: hasOption('conditioning'),
  }),
  classes: integer({
    label: { en: 'Number of classes', zh: '类别数' },
    meaning: {
      en: 'Number of classes in the data set. Labels are whole numbers from 0 to this number minus 1.',
      zh: '数据集的类别数。标签是从 0 到类别数减 1 的整数。',
    },
    group: 'networks',
    default: defaultOptions.classes,
    absent: defaultOptions.classes,
    min: 2,
    max: 1000,
    unit: { en: 'classes', one: 'class', zh: '类' },
    arrowStep: 1,
    changesStepCost: true,
    appliesWhen: isConditional,
  }),
  labelInput: choice({
    label: { en: 'Labels in G', zh: 'G 中的标签' },
    meaning: {
      en: 'How the generator receives the class: a vector for each class, appended to the latent, or batch norm with its own scales and offsets for each class.',
      zh: '如何把类别告诉生成器：在潜变量后附加每个类别的向量，或让批归一化对每个类别使用各自的缩放与偏移。',
    },
    group: 'networks',
    default: defaultOptions.labelInput,
    absent: 'embedding',
    options: {
      embedding: { label: { en: 'Embedding', zh: '嵌入向量' } },
      batchNorm: { label: { en: 'Conditional batch norm', zh: '条件批归一化' } },
    },
    changesStepCost: true,
    appliesWhen: (values) => isConditional(values) && hasOption('labelInput')(values),
  }),
  classifierWeight: real({
    label: { en: 'Classifier weight', zh: '分类权重' },
    meaning: {
      en: 'Weight of the classification loss in both networks’ losses. If too large, images become typical of their class but lose variety.',
      zh: '两个损失中分类项的系数。过大时，图像虽具类别特征，却彼此相似。',
    },
    group: 'objective',
    default: 1,
    absent: 1,
    min: 0.001,
    max: 1000,
    arrowStep: 0.1,
    changesStepCost: true,
    appliesWhen: ({ conditioning }) => conditioning === 'auxiliaryClassifier',
  }),
}
