# Q: MADV_COLLAPSE of pages shared with a child copies them; what is left to the child, can it reuse without a copy?
mmap A 2m
write-range A 0 2m 7
fork
madvise A 0 2m COLLAPSE
child-write A 3p 9
child-read A 4p
reap
