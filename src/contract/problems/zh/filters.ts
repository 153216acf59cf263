import type { filtersProblems as english } from '../filters'

/** Problems with filters of the list of runs in Chinese. */
export const filtersProblems: typeof english = {
  filterFieldUnknown: {
    message: ({ name }) => `“${name}”不是设置或指标`,
    remedy: () =>
      '请使用设置、指标，或名称、标签、分组、备注、数据集、状态；要搜索文本，请加引号。',
  },
  filterOperatorUnfit: {
    message: ({ name, operator }) => `“${name}”不能用 ${operator} 比较`,
    remedy: ({ operators }) => `请改用 ${operators} 之一。`,
  },
  filterValueMissing: {
    message: ({ name, operator }) => `“${name} ${operator}”之后缺少数值`,
    remedy: () => '请补上，例如：FID <= 5。',
  },
  filterNumberInvalid: {
    message: ({ name, typed }) => `“${name}”应与数字比较，而不是“${typed}”`,
    remedy: () => '请写成 0.001 或 1e-3，多个条件用逗号分隔。',
  },
  filterOptionUnknown: {
    message: ({ name, typed }) => `“${name}”没有“${typed}”这个选项`,
    remedy: ({ options }) => `请使用以下选项之一，多个条件用逗号分隔：${options}。`,
  },
}
