# Q: Which advice does process_madvise take for a forked child, and does it change the child only?
mmap A 2m
write-range A 0 8p 7
fork
pmadvise A 0 1p 1p 2 COLD child
pmadvise A 0 1p 1p 2 PAGEOUT child
pmadvise A 0 1p 1p 2 WILLNEED child
pmadvise A 0 1p 1p 2 FREE child
pmadvise A 0 1p 1p 2 DONTNEED child
pmadvise A 0 1p 1p 2 NOHUGEPAGE child
pmadvise A 0 1p 1p 2 POPULATE_WRITE child
pmadvise A 0 2m 2m 1 COLLAPSE child
pmadvise A 0 2m 2m 1 COLLAPSE
reap
