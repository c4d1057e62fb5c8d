# Q: A page range moved out and back again in between: do the VMAs merge, with one anon_vma and its page offsets?
mmap A 2m
write-range A 0 8p 7
mremap A 2p 2p B
write A 4p 8
mremap B 0 2p C
read C 0
