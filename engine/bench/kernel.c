// What the benchmark asks of the running kernel: one loop of 65,536 calls over 256 MiB, timed.
//
//   cc -O2 -Wall -Wextra kernel.c -o kernel
//   kernel flood-small|flood-thp|copy     prints {"loop":...,"calls":65536,"ns":...,"huge":...}
//
//   flood-small  MADV_DONTNEED of every page, one a call, all mapped by small pages
//   flood-thp    the same, all mapped by huge pages
//   copy         UFFDIO_COPY into every page of registered empty memory, one a call
//
// Exit status: 0 done, 2 no such loop, 3 something this needs is missing here.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define PAGE 4096UL
#define HUGE 0x200000UL
#define LENGTH (256UL << 20)
#define CALLS (LENGTH / PAGE)

#ifndef UFFD_USER_MODE_ONLY
#define UFFD_USER_MODE_ONLY 1
#endif

static __attribute__((noreturn)) void lacking(const char *what, const char *hint)
{
	fprintf(stderr, "%s: %s%s\n", what, strerror(errno), hint);
	exit(3);
}

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

// Empty memory at a 2 MiB boundary, a VMA of its own.
static char *map(int advice)
{
	char *all = mmap(NULL, LENGTH + HUGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	char *base;

	if (all == MAP_FAILED)
		lacking("mmap of 256 MiB", "");
	base = (char *)(((uintptr_t)all + HUGE - 1) & ~(HUGE - 1));
	if (madvise(base, LENGTH, advice))
		lacking("madvise", ": transparent huge pages are needed");
	return base;
}

// AnonHugePages of this process in huge pages.
static long huge_pages(void)
{
	FILE *f = fopen("/proc/self/smaps_rollup", "r");
	char line[256];
	long kb = 0;

	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "AnonHugePages: %ld", &kb) == 1)
			break;
	if (f)
		fclose(f);
	return kb / 2048;
}

static int open_uffd(char *base)
{
	struct uffdio_api api = {.api = UFFD_API};
	struct uffdio_register reg = {.range = {(uintptr_t)base, LENGTH}, .mode = UFFDIO_REGISTER_MODE_MISSING};
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC | UFFD_USER_MODE_ONLY);

	if (fd < 0 && errno == EINVAL)
		fd = syscall(SYS_userfaultfd, O_CLOEXEC);
	if (fd < 0)
		lacking("userfaultfd", ": it needs root, or a kernel and a container that let others use it");
	if (ioctl(fd, UFFDIO_API, &api) || ioctl(fd, UFFDIO_REGISTER, &reg))
		lacking("UFFDIO_REGISTER", "");
	return fd;
}

int main(int argc, char **argv)
{
	const char *loop = argc == 2 ? argv[1] : "";
	int thp = !strcmp(loop, "flood-thp");
	int copies = !strcmp(loop, "copy");
	char *base;
	long huge;
	uint64_t from, ns;

	if (!thp && !copies && strcmp(loop, "flood-small")) {
		fputs("usage: kernel flood-small|flood-thp|copy\n", stderr);
		return 2;
	}
	base = map(thp ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
	if (copies) {
		int fd = open_uffd(base);
		char *source = aligned_alloc(PAGE, PAGE);

		if (!source)
			lacking("aligned_alloc", "");
		memset(source, 7, PAGE);
		huge = huge_pages();
		from = now_ns();
		for (uint64_t i = 0; i < CALLS; i++) {
			struct uffdio_copy copy = {.dst = (uintptr_t)base + i * PAGE, .src = (uintptr_t)source, .len = PAGE};

			if (ioctl(fd, UFFDIO_COPY, &copy))
				lacking("UFFDIO_COPY", "");
		}
	} else {
		for (uint64_t i = 0; i < CALLS; i++)
			base[i * PAGE] = 1;
		huge = huge_pages();
		from = now_ns();
		for (uint64_t i = 0; i < CALLS; i++)
			if (madvise(base + i * PAGE, PAGE, MADV_DONTNEED))
				lacking("MADV_DONTNEED", "");
	}
	ns = now_ns() - from;
	printf("{\"loop\":\"%s\",\"calls\":%lu,\"ns\":%llu,\"huge\":%ld}\n", loop, CALLS, (unsigned long long)ns, huge);
	return 0;
}
