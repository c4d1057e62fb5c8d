# Q: mprotect of each page in turn and back: how many VMAs, with pages of one anon_vma and without.
mmap A 2m
write-range A 0 6p 7
mprotect A 1p 1p r
mprotect A 3p 1p none
mprotect A 5p 1p r
mprotect A 4p 1p r
mprotect A 0 6p rw
mprotect A 100p 4p r
mprotect A 104p 4p none
mprotect A 100p 8p rw
