// Interposes the allocator of glibc: a definition in the executable precedes that of the C
// library, for the Swift runtime and OpenBLAS as well. Tests run in parallel, so the counter
// belongs to the thread; a thread-local needs no atomic.
//
// With other C libraries nothing is interposed and nothing is counted.
//
// What OpenBLAS allocates for itself is left out: on some processors its kernels for small
// matrices take a buffer at every call, which is neither ours to see nor ours to change.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "counter.h"

#include <stddef.h>

static __thread int64_t allocations;

#ifdef __GLIBC__
#include <errno.h>
#include <link.h>
#include <string.h>

static uintptr_t blas_begin, blas_end;

static int find_blas(struct dl_phdr_info *info, size_t size, void *unused) {
  (void)size;
  (void)unused;
  if (strstr(info->dlpi_name, "blas") == NULL) return 0;
  for (int k = 0; k < info->dlpi_phnum; k++) {
    const ElfW(Phdr) *segment = &info->dlpi_phdr[k];
    if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_X)) continue;
    blas_begin = info->dlpi_addr + segment->p_vaddr;
    blas_end = blas_begin + segment->p_memsz;
  }
  return 1;
}

// Every thread finds the same range, so a race is harmless.
int64_t lowrank_allocations(void) {
  if (blas_end == 0) dl_iterate_phdr(find_blas, NULL);
  return allocations;
}

static void note(const void *caller) {
  if ((uintptr_t)caller < blas_begin || (uintptr_t)caller >= blas_end) allocations++;
}

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
  note(__builtin_return_address(0));
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  note(__builtin_return_address(0));
  return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
  note(__builtin_return_address(0));
  return __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size) {
  note(__builtin_return_address(0));
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
  void *block = memalign(alignment, size);
  if (block == NULL) return ENOMEM;
  *result = block;
  return 0;
}
int lowrank_counts_allocations(void) { return 1; }
#else
int64_t lowrank_allocations(void) { return allocations; }

int lowrank_counts_allocations(void) { return 0; }
#endif
