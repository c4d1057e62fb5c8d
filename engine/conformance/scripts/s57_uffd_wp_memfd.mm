# Q: userfaultfd wp on a memfd: arming pages and holes; DONTNEED keeps the arming as a marker?
mmap M 2m memfd
write-range M 0 4p 7
uffd-open pagefault_flag_wp
uffd-register M 0 2m wp
uffd-wp M 0 8p on
madvise M 0 1p DONTNEED
read M 0
write M 0 9
uffd-wp M 0 1p off
write M 5p 9
uffd-wp M 0 8p off
