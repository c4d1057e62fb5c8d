# Q: Registering again in another mode over armed pages: are the arms kept?
mmap A 2m
write-range A 0 4p 7
uffd-open pagefault_flag_wp wp_unpopulated
uffd-register A 0 2m wp
uffd-wp A 0 8p on
uffd-register A 0 2m missing+wp
uffd-register A 0 2m missing
write A 0 9
read A 5p
uffd-zeropage A 5p 1p
