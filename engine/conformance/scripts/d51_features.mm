# Q: WRITEPROTECT, MOVE and POISON on a descriptor opened without their feature bits: refused?
mmap A 2m
mmap B 2m
write B 0 42
uffd-open
uffd-register A 0 2m wp
uffd-wp A 0 1p on
uffd-register A 0 2m missing
uffd-move A 0 B 0 1p
uffd-poison A 3p 1p
uffd-copy A 4p 1p 5 wp
uffd-close
uffd-open wp_async
uffd-close
uffd-open event_fork event_remap event_remove event_unmap sigbus thread_id exact_address
