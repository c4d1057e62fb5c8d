# Q: Only the middle is touched while apart: does it merge with untouched neighbours, and what when those are touched later?
mmap A 6m
madvise A 2m 2m DONTFORK
write A 2m 8
madvise A 2m 2m DOFORK
write A 0 7
madvise A 2m 2m DONTFORK
write A 4m 9
madvise A 2m 2m DOFORK
