import { exactly } from '../../counted'
import type { zipFaults as english } from '../zip-faults'

/** Faults of zip files in Chinese. */
export const zipFaults: typeof english = {
  zipTrailingData: { message: () => '文件末尾之后还有其他数据' },
  zipEndMissing: { message: () => '缺少文件末尾' },
  zipEndDamaged: { message: () => '文件末尾已损坏' },
  zipEndsEarly: { message: () => '文件过早结束' },
  zipInParts: { message: () => '它是分卷之一，需要先合并' },
  zipListDamaged: { message: () => '文件列表已损坏' },
  zipNamesUnsafe: { message: () => '其中有绝对路径或指向上级文件夹的文件名' },
  zipStronglyEncrypted: { message: () => '它已加密' },
  zipTooShort: {
    message: ({ count }) => `文件太短，容不下所声明的 ${exactly(count, '超过')} 个条目`,
  },
  zipMoreEntries: {
    message: ({ count }) => `实际条目多于所声明的 ${exactly(count, '超过')} 个`,
  },
}
