# Q: A thread sleeps on a hole; MOVE into it wakes it, with DONTWAKE it does not; the source read then?
mmap A 2m
mmap B 2m
write-range B 0 4p 42
uffd-open move
uffd-register A 0 2m missing
read A 3p
uffd-move A 3p B 3p 1p
read A 2p
uffd-move A 2p B 2p 1p dontwake
uffd-wake A 2p 1p
read B 3p
