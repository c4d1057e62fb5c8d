# Q: Two neighbouring parts registered one after the other in the same mode merge? In different modes? After unregistering one?
mmap A 6m
write-range A 0 1p 7
uffd-open pagefault_flag_wp
uffd-register A 0 2m missing
uffd-register A 2m 2m missing
uffd-register A 4m 2m wp
uffd-register A 2m 4m missing+wp
uffd-unregister A 2m 2m
uffd-register A 0 6m missing
uffd-close
