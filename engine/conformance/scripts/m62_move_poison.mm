# Q: mremap of poisoned pages: does the poison go along?
mmap A 2m
uffd-open poison event_remap
uffd-register A 0 2m missing
uffd-poison A 2p 2p
mremap A 0 2m B
read B 2p
