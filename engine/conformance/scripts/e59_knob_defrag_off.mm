# Q: khugepaged/defrag=0 and pages_to_scan=1: is anything different?
mmap A 4m
write-range A 0 300p 7
write A 2m 8
madvise A 0 4m HUGEPAGE
khugepaged-set defrag 0
khugepaged-set pages_to_scan 1
khugepaged-run 1
