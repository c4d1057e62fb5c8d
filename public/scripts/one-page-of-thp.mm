# Q: One page of a huge page is dropped: what is split, and what is freed?

mmap A 2m
madvise A 0 2m HUGEPAGE
write-range A 0 2m 7
pfn-mark A

# The mapping is split, the folio is not:
# the dropped frame still belongs to it.
madvise A 3p 1p DONTNEED
pfn-check A
pfn-old A 3p

# A small page from elsewhere fills in.
write A 3p 9

# One page left holds all 2 MiB.
flood A 0 1p 1p 511 DONTNEED
pfn-old A 0

# Now the folio is free.
madvise A 511p 1p DONTNEED
pfn-old A 0
