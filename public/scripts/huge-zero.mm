# Q: How far does the huge zero page carry, and does NOHUGEPAGE stop it?

# One read maps 2 MiB of zeroes.
mmap A 4m
madvise A 0 4m HUGEPAGE
read A 0
read A 2m

# 511 small zero pages and a hole.
madvise A 3p 1p DONTNEED

# Huge pages are forbidden here, and yet
# this write makes one.
madvise A 2m 2m NOHUGEPAGE
write A 2m 7

# Zeroes that were mapped before raise no
# userfault. The hole does.
uffd-open
uffd-register A 0 4m missing
read A 4p
read A 3p
uffd-copy A 3p 1p 5
