# Q: Three parts get different advice, each is touched apart, then the same advice on all: which merge?
mmap A 6m
madvise A 2m 2m NOHUGEPAGE
write A 0 7
write A 2m 8
write A 4m 9
madvise A 0 6m NOHUGEPAGE
madvise A 0 6m DONTNEED
madvise A 0 6m DONTDUMP
