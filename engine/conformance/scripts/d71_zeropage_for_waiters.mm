# Q: ZEROPAGE for a sleeping reader and a sleeping writer, in hg memory; DONTWAKE.
mmap A 2m
madvise A 0 2m HUGEPAGE
uffd-open
uffd-register A 0 2m missing
read A 3p
write A 4p 9
uffd-zeropage A 3p 2p dontwake
uffd-wake A 3p 2p
