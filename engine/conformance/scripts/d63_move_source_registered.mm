# Q: UFFDIO_MOVE from a range registered too, and back again: is the left hole a new event?
mmap A 2m
mmap B 2m
write-range B 0 4p 42
uffd-open move pagefault_flag_wp
uffd-register A 0 2m missing
uffd-register B 0 2m missing
uffd-move A 0 B 0 2p
read B 0
uffd-move B 0 A 0 2p
uffd-unregister B 0 2m
uffd-register B 0 2m missing+wp
uffd-wp B 2p 1p on
uffd-move A 2p B 2p 1p
