# Q: The same advice on shared and memfd mappings: what is refused?
mmap S 2m shared
mmap M 2m memfd
write S 0 7
write M 0 7
madvise S 0 2m MERGEABLE
madvise S 0 2m WIPEONFORK
madvise S 0 2m HUGEPAGE
madvise S 0 2m DONTFORK
madvise M 0 2m FREE
madvise M 0 2m NOHUGEPAGE
madvise M 0 2m COLD
