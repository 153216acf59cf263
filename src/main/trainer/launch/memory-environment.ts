/** glibc's names: its heap in pages of 2 MiB where the kernel has them, and one heap for all threads. */
const TUNABLES = 'glibc.malloc.hugetlb=1:glibc.malloc.arena_max=1'

/**
 * The environment a trainer starts with, such that glibc takes its memory in large pages and keeps
 * it. A training step walks through all weights and moments several times, some 30 MB: in pages of
 * 4 KiB the processor looks up where each begins, again and again. Other C libraries and kernels
 * ignore it, and who has set something else there keeps it.
 */
export function memoryEnvironment(inherited: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { GLIBC_TUNABLES: TUNABLES, ...inherited }
}
