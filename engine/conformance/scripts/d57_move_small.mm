# Q: UFFDIO_MOVE of small pages: frames, holes in the source with and without the flag, an occupied destination, partly done.
mmap A 2m
mmap B 2m
write-range B 0 4p 42
write-range B 6p 2p 43
uffd-open move
uffd-register A 0 2m missing
pfn-mark B
uffd-move A 0 B 0 1p
uffd-move A 0 B 1p 1p
uffd-move A 4p B 4p 1p
uffd-move A 4p B 4p 1p holes
uffd-move A 2p B 2p 6p
uffd-move A 2p B 2p 6p holes
uffd-move A 4p B 4p 4p holes
pfn-check B
