# Q: EXACT_ADDRESS and THREAD_ID: does the message differ in page and flags for an access inside a page?
mmap A 2m
uffd-open exact_address thread_id
uffd-register A 0 2m missing
read A 3p+100
write A 4p+200 9
uffd-copy A 3p 2p 6
