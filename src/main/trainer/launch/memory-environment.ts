/**
 * glibc's tunables: a heap in pages of 2 MiB if the kernel supports them, and one heap for all
 * threads.
 */
const TUNABLES = 'glibc.malloc.hugetlb=1:glibc.malloc.arena_max=1'

/**
 * The environment for trainers, which makes glibc use large pages and keep freed memory. A training
 * step goes through all weights and moments several times, some 30 MB; with pages of 4 KiB, that is
 * too many for the TLB. Other C libraries and kernels ignore these variables, and the user's own
 * settings take precedence.
 */
export function memoryEnvironment(inherited: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { GLIBC_TUNABLES: TUNABLES, ...inherited }
}
