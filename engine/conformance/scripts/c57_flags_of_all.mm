# Q: Which VmFlags come from each advice, and which exclude one another?
mmap A 2m
write A 0 7
madvise A 0 2m HUGEPAGE
madvise A 0 2m MERGEABLE
madvise A 0 2m DONTDUMP
madvise A 0 2m DONTFORK
madvise A 0 2m WIPEONFORK
madvise A 0 2m RANDOM
mlock A 0 2m
madvise A 0 2m NOHUGEPAGE
madvise A 0 2m UNMERGEABLE
madvise A 0 2m DODUMP
madvise A 0 2m DOFORK
madvise A 0 2m KEEPONFORK
madvise A 0 2m NORMAL
munlock A 0 2m
