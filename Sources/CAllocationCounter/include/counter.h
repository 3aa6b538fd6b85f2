// Counts what the calling thread asks of the allocator, by standing in front of it.
#ifndef LOWRANK_ALLOCATION_COUNTER_H
#define LOWRANK_ALLOCATION_COUNTER_H

#include <stdint.h>

// The number of allocations and reallocations of the calling thread since it began.
int64_t lowrank_allocations(void);

// Whether this system's allocator can be stood in front of: 1 with glibc, else 0, and then the
// number above is always 0.
int lowrank_counts_allocations(void);

#endif
