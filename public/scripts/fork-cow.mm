# Q: Parent and child share a huge page: who copies what, and when?

mmap A 2m
madvise A 0 2m HUGEPAGE
write-range A 0 2m 7
pfn-mark A

# One folio, two mappings, both read-only.
fork

# The child's mapping splits; it copies
# 4 KB.
child-write A 3p 9
child-read A 4p
read A 3p

# Now the parent's mapping splits too.
write A 4p 8
pfn-check A

# Shared pages count: max_ptes_shared.
khugepaged-run
reap
khugepaged-run
