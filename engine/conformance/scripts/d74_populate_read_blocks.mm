# Q: POPULATE_READ and mlock of registered holes: blocked, one event a page, of which kind?
mmap A 2m
uffd-open
uffd-register A 0 2m missing
madvise A 0 3p POPULATE_READ
uffd-zeropage A 0 1p
mlock A 4p 2p
uffd-copy A 1p 2p 5
uffd-copy A 4p 1p 6
uffd-copy A 5p 1p 6
