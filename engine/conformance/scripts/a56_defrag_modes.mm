# Q: Does the defrag mode change what a fault maps while memory is plenty?
mmap A 8m
madvise A 0 8m HUGEPAGE
thp-defrag never
write A 0 7
thp-defrag defer
write A 2m 7
thp-defrag always
write A 4m 7
thp-defrag defer+madvise
write A 6m 7
