# Q: In which order do QEMU's calls keep every page, though khugepaged never sleeps?

# One precopy pass into two huge pages.
mmap RAM 4m
madvise RAM 0 4m HUGEPAGE
write-range RAM 0 4m 7

# From here khugepaged does not even look.
madvise RAM 0 4m NOHUGEPAGE
khugepaged-run

# Every eighth page is stale: 128 calls.
flood RAM 0 8p 1p 128 DONTNEED
khugepaged-run

# The registration guards the holes now, so
# huge pages may be wanted again.
uffd-open
uffd-register RAM 0 4m missing
madvise RAM 0 4m HUGEPAGE
khugepaged-run

# Postcopy: the guest touches a hole and
# sleeps until its page arrives.
read RAM 0
uffd-copy RAM 0 1p 9
uffd-copy RAM 8p 1p 9
uffd-copy RAM 16p 1p 9

# The regions become huge again. Holes that
# were never filled are zeroes now.
uffd-unregister RAM 0 4m
khugepaged-run
