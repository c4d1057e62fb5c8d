# Q: A huge zero page read fault enlists; khugepaged on it and on zero PTEs of another VMA of the process.
mmap A 2m
mmap B 2m
madvise A 0 2m HUGEPAGE
read A 0
read-range B 0 2m
write B 3p 7
madvise B 0 2m HUGEPAGE
khugepaged-run
