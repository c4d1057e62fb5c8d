# Q: What would MADV_CLR_HUGEPAGE have given CRIU?
# era: 2017

# The process had no flag before it was saved.
mmap RAM 4m

# Restore: huge pages are kept away while pages are filled in.
madvise RAM 0 4m NOHUGEPAGE
write-range RAM 0 8p 7
uffd-open
uffd-register RAM 0 4m missing

# Two flags, and no advice of today leads back to none:
# HUGEPAGE would leave hg. The proposed one clears both.
madvise RAM 0 4m CLR_HUGEPAGE
uffd-unregister RAM 0 4m

# Change the second line to "# era: modern" and run again: EINVAL, it was never merged.
