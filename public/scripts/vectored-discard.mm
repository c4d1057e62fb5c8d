# Q: Can one system call do the flood, and where does a vector stop?

mmap A 8m
madvise A 0 8m HUGEPAGE
write-range A 0 8m 7
madvise A 0 8m NOHUGEPAGE

# The same to two regions each: 512 calls,
# and one call with 512 entries.
flood A 0 2p 1p 512 DONTNEED
pmadvise A 4m 2p 1p 512 DONTNEED

# As many entries as fit, and one more.
pmadvise A 0 1p 1p 1024 DONTNEED
pmadvise A 0 1p 1p 1025 DONTNEED

# A gap: it stops there and says how far
# it came.
munmap A 4m+3p 1p
pmadvise A 4m 1p 1p 8 DONTNEED
