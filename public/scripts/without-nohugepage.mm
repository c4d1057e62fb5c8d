# Q: The same order without MADV_NOHUGEPAGE: what does the guest read?

mmap RAM 2m
madvise RAM 0 2m HUGEPAGE
write-range RAM 0 2m 7
pfn-mark RAM

# Eight holes, and huge pages still wanted.
flood RAM 0 64p 1p 8 DONTNEED

# 504 pages and 8 holes become a huge page:
# every page moves to a new frame.
khugepaged-run
pfn-check RAM

uffd-open
uffd-register RAM 0 2m missing
madvise RAM 0 2m HUGEPAGE

# 0 instead of what the source holds, and
# postcopy cannot mend it.
read RAM 64p
uffd-copy RAM 64p 1p 9
read RAM 64p
