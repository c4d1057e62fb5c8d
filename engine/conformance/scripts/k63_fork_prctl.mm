# Q: Does a child inherit PR_SET_THP_DISABLE, and does the parent's change reach it?
mmap A 6m
madvise A 0 6m HUGEPAGE
prctl-thp-disable 1
fork
child-write A 0 9
prctl-thp-disable 0
child-write A 2m 9
write A 0 7
reap
fork
child-write A 4m 9
reap
