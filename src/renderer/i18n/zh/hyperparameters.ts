import type { HyperparameterName } from '../../../contract/hyperparameters'
import type { HyperparameterText } from '../en/hyperparameters'

const text = (
  label: string,
  meaning: string,
  unit = '',
  options: Record<string, string> = {},
): HyperparameterText => ({ label, meaning, unit, options })

export const hyperparameters: Record<HyperparameterName, HyperparameterText> = {
  architecture: text(
    '网络结构',
    '全连接（MLP），与参考实现相同；或卷积（DCGAN）：图像更好，计算量更大，图像尺寸须为 4 的倍数。',
    '',
    { mlp: '全连接', dcgan: '卷积' },
  ),
  epochs: text('训练轮数', '整个数据集要给判别器看多少遍。', '轮'),
  steps: text('步数上限', '到达此步数即停止，即使还有剩余轮数；0 表示由轮数决定。', '步'),
  batchSize: text('批大小', '每个训练步使用的图像数；越大越稳定，也越慢。', '张'),
  learningRate: text('学习率', '两个网络每一步由 Adam 移动权重的幅度。'),
  beta1: text('Adam 的 β₁', '梯度滑动平均的衰减系数；GAN 适合用较小的值。'),
  beta2: text('Adam 的 β₂', '梯度平方滑动平均的衰减系数。'),
  latentDim: text('潜变量维数', '生成器用来变成一幅图像的随机向量的长度。', '维'),
  imageSize: text('图像尺寸', '高与宽的像素数；其他尺寸的图像会被缩放。', '像素'),
  channels: text('通道数', '1 为灰度，3 为彩色；另一种图像会被转换。', '个'),
  sampleInterval: text('样本间隔', '每隔多少步绘制一张样本图。', '步'),
  sampleLatents: text(
    '样本潜变量',
    '“固定”每次使用相同的潜变量，便于前后比较；“取自批次”则显示最近一个训练批次的图像，与参考实现相同。',
    '',
    { fixed: '固定', batch: '取自批次' },
  ),
  checkpointInterval: text(
    '检查点间隔',
    '每隔多少步保存一次检查点，即崩溃时最多损失的步数。',
    '步',
  ),
  keepCheckpoints: text('保留检查点', '磁盘上保留最新的多少个检查点；0 表示全部保留。', '个'),
  seed: text('随机种子', '一切随机选择都由它决定：种子相同，训练结果相同。'),
}
