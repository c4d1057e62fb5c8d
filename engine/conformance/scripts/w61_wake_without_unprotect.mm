# Q: A writer on an armed page: WAKE without un-protecting gives a new event; un-protect with DONTWAKE leaves it asleep.
mmap A 2m
write-range A 0 4p 7
uffd-open pagefault_flag_wp
uffd-register A 0 2m wp
uffd-wp A 0 4p on
write A 0 9
uffd-wake A 0 1p
uffd-wp A 0 4p off dontwake
uffd-wake A 0 1p
