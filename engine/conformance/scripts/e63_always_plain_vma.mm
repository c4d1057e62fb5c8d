# Q: THP=always: khugepaged fills plain VMAs of an enlisted process, but not NOHUGEPAGE ones; with madvise again?
thp-enabled always
mmap A 6m
madvise A 4m 2m NOHUGEPAGE
write A 0 7
madvise A 1p 1p DONTNEED
write A 4m 7
khugepaged-run
thp-enabled madvise
madvise A 1p 1p DONTNEED
khugepaged-run
