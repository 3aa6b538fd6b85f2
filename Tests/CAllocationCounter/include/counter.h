// Counts what the calling thread asks of the allocator, by standing in front of it.
#ifndef LOWRANK_ALLOCATION_COUNTER_H
#define LOWRANK_ALLOCATION_COUNTER_H

#include <stdint.h>

// The number of allocations and reallocations of the calling thread since it began.
int64_t lowrank_allocations(void);

#endif
