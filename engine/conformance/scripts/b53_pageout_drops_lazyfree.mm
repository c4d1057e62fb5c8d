# Q: MADV_FREE then PAGEOUT without swap: are the lazyfree pages dropped at once, and what of the one that was rewritten?
mmap A 2m
write-range A 0 8p 7
madvise A 0 6p FREE
write A 1p 9
madvise A 0 8p PAGEOUT
read A 0
