# Q: Postcopy breaks off: the descriptor is closed under three waiters, reopened and registered again: what has each read?
mmap RAM 2m
madvise RAM 0 2m HUGEPAGE
uffd-open
uffd-register RAM 0 2m missing
read RAM 3p
write RAM 4p 9
read RAM 300p
uffd-copy RAM 3p 1p 5
uffd-close
uffd-open
uffd-register RAM 0 2m missing
uffd-copy RAM 300p 1p 6
uffd-copy RAM 301p 1p 6
uffd-copy RAM 4p 1p 6
