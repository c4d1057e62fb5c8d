# Q: What does khugepaged do to a hole that nobody has registered yet?

# Precopy: one huge page, every byte 7.
mmap RAM 2m
madvise RAM 0 2m HUGEPAGE
write-range RAM 0 2m 7

# Page 8 was written again at the source.
# Its copy here is stale and is dropped.
madvise RAM 8p 1p DONTNEED

# The worst moment: one hole, 511 pages.
khugepaged-run

# Too late: page 8 reads as 0, and nobody
# is asked. The copy meets a page.
uffd-open
uffd-register RAM 0 2m missing
read RAM 8p
uffd-copy RAM 8p 1p 9
