# Q: Without swap, do COLD and PAGEOUT of whole and part of a THP split anything? Of small pages?
mmap A 6m
madvise A 0 4m HUGEPAGE
write-range A 0 2m 7
write-range A 2m 2m 8
write-range A 4m 4p 9
madvise A 0 2m COLD
madvise A 3p 1p COLD
madvise A 2m 2m PAGEOUT
madvise A 2m+3p 1p PAGEOUT
madvise A 4m 2m COLD
madvise A 4m 2m PAGEOUT
