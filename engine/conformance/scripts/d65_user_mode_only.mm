# Q: UFFD_USER_MODE_ONLY: user faults block; write(2), POPULATE and mlock of holes fail.
mmap A 2m
uffd-open user_mode_only
uffd-register A 0 2m missing
read A 0
sysread A 1p
madvise A 1p 1p POPULATE_READ
madvise A 1p 1p POPULATE_WRITE
mlock A 1p 1p
uffd-copy A 0 1p 5
