# Q: mremap of shared memory, whole and with DONTUNMAP: both see the same pages?
mmap S 2m shared
write-range S 0 4p 7
mremap S 0 2m T dontunmap
read S 0
write S 1p 9
read T 1p
mremap T 0 1m U
read U 1p
