// Runs .mm scripts on the running kernel and prints what each operation returned and the whole state after it.
//
//   cc -O2 -Wall -Wextra -pthread record.c -o record
//   record FILE.mm...         one JSON object a line: meta, op..., end for each file, in order
//
// Exit status: 0 every script was recorded, 1 a script hung or crashed, 2 a script is not valid (nothing was run),
// 3 something this needs is missing here (root, THP, userfaultfd, tracefs, BPF, ...).
//
// Four processes, so that looking changes nothing:
//   keeper    owns a VMA khugepaged may visit, so that khugepaged's list is never empty: the first mm on an empty list
//             wakes it at once. When the recorder ends, in whatever way, the keeper puts every knob back.
//   recorder  looks from outside: /proc/PID/{pagemap,smaps}, /proc/kpage{flags,count}, and the bytes of a frame through
//             the kernel's direct map (a BPF program). No page table walk of the subject faults anything in, marks
//             anything young or takes a reference, as reading through its addresses would.
//   subject   one for each script: idle threads, stacks and code mapped beforehand, pinned to one CPU because per-CPU
//             LRU batches decide whether a page may be reused, split or moved. All it does is what the script says.
//   child     what `fork` makes of the subject.
//
// Left out: swap, hugetlb, NUMA; other page sizes than 4 KiB with 2 MiB huge pages.

#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/futex.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef uint64_t u64;
typedef int64_t s64;
typedef uint32_t u32;

#define PAGE 4096UL
#define HUGE 0x200000UL
#define GIB 0x40000000UL
#define HUGE_PAGES 512

// ---------------------------------------------------------------- what older kernel headers do not have

#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ 22
#define MADV_POPULATE_WRITE 23
#endif
#ifndef MADV_DONTNEED_LOCKED
#define MADV_DONTNEED_LOCKED 24
#endif
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif
#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#define MADV_GUARD_REMOVE 103
#endif
#ifndef PR_THP_DISABLE_EXCEPT_ADVISED
#define PR_THP_DISABLE_EXCEPT_ADVISED (1 << 1)
#endif
#ifndef UFFD_FEATURE_WP_UNPOPULATED
#define UFFD_FEATURE_WP_UNPOPULATED (1 << 13)
#endif
#ifndef UFFDIO_POISON
#define UFFD_FEATURE_POISON (1 << 14)
struct uffdio_poison {
	struct uffdio_range range;
	u64 mode;
	s64 updated;
};
#define UFFDIO_POISON _IOWR(UFFDIO, 0x08, struct uffdio_poison)
#endif
#ifndef UFFD_FEATURE_WP_ASYNC
#define UFFD_FEATURE_WP_ASYNC (1 << 15)
#endif
#ifndef UFFDIO_MOVE
#define UFFD_FEATURE_MOVE (1 << 16)
struct uffdio_move {
	u64 dst, src, len, mode;
	s64 move;
};
#define UFFDIO_MOVE _IOWR(UFFDIO, 0x05, struct uffdio_move)
#define UFFDIO_MOVE_MODE_DONTWAKE ((u64)1 << 0)
#define UFFDIO_MOVE_MODE_ALLOW_SRC_HOLES ((u64)1 << 1)
#endif
#ifndef PAGEMAP_SCAN
#define PAGE_IS_WPALLOWED (1 << 0)
#define PAGE_IS_WRITTEN (1 << 1)
#define PAGE_IS_FILE (1 << 2)
#define PAGE_IS_PRESENT (1 << 3)
#define PAGE_IS_SWAPPED (1 << 4)
#define PAGE_IS_PFNZERO (1 << 5)
#define PAGE_IS_HUGE (1 << 6)
#define PAGE_IS_SOFT_DIRTY (1 << 7)
struct page_region {
	u64 start, end, categories;
};
#define PM_SCAN_WP_MATCHING (1 << 0)
#define PM_SCAN_CHECK_WPASYNC (1 << 1)
struct pm_scan_arg {
	u64 size, flags, start, end, walk_end, vec, vec_len, max_pages;
	u64 category_inverted, category_mask, category_anyof_mask, return_mask;
};
#define PAGEMAP_SCAN _IOWR('f', 16, struct pm_scan_arg)
#endif
#ifndef PAGE_IS_GUARD
#define PAGE_IS_GUARD (1 << 8)
#endif

// Documentation/admin-guide/mm/pagemap.rst; linux/kernel-page-flags.h
#define PM_PFN(entry) ((entry) & ((1ULL << 55) - 1))
#define PM_EXCLUSIVE (1ULL << 56)
#define PM_UFFD_WP (1ULL << 57)
#define PM_GUARD (1ULL << 58)
#define PM_FILE (1ULL << 61)
#define PM_SWAP (1ULL << 62)
#define PM_PRESENT (1ULL << 63)
#define KPF_ANON (1ULL << 12)
#define KPF_SWAPBACKED (1ULL << 14)
#define KPF_COMPOUND_HEAD (1ULL << 15)
#define KPF_COMPOUND_TAIL (1ULL << 16)
#define KPF_ZERO_PAGE (1ULL << 24)

// ---------------------------------------------------------------- ending early

enum { EXIT_FAILED = 1, EXIT_SYNTAX = 2, EXIT_LACKING = 3 };

#define WATCHDOG_SECONDS 60

static __attribute__((noreturn, format(printf, 1, 2))) void lacking(const char *format, ...)
{
	va_list args;

	fputs("record: cannot run here: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(EXIT_LACKING);
}

static u64 now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (u64)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void pause_us(long us)
{
	nanosleep(&(struct timespec){.tv_nsec = us * 1000}, NULL);
}

// ---------------------------------------------------------------- the language

enum op_kind {
	OP_MMAP,
	OP_MUNMAP,
	OP_MLOCK,
	OP_MUNLOCK,
	OP_MPROTECT,
	OP_MREMAP,
	OP_MADVISE,
	OP_FLOOD,
	OP_PMADVISE,
	OP_READ,
	OP_WRITE,
	OP_READ_RANGE,
	OP_WRITE_RANGE,
	OP_SYSREAD,
	OP_UFFD_OPEN,
	OP_UFFD_CLOSE,
	OP_UFFD_REGISTER,
	OP_UFFD_UNREGISTER,
	OP_UFFD_WAKE,
	OP_UFFD_COPY,
	OP_UFFD_ZEROPAGE,
	OP_UFFD_WP,
	OP_UFFD_POISON,
	OP_UFFD_MOVE,
	OP_PAGEMAP_SCAN,
	OP_KHUGEPAGED_RUN,
	OP_KHUGEPAGED_SET,
	OP_THP_SET,
	OP_PRCTL_THP_DISABLE,
	OP_FORK,
	OP_REAP,
	OP_CHILD_READ,
	OP_CHILD_WRITE,
	OP_PFN_MARK,
	OP_PFN_CHECK,
	OP_PFN_OLD,
	OP_SLEEP,
	OP_BEACON, // not in the language: makes the subject's mm known to the tracer
};

enum {
	MMAP_READONLY = 1,
	MMAP_NONE = 2,
	MMAP_NORESERVE = 4,
	MMAP_SHARED = 8,
	MMAP_MEMFD = 16,
	UFFD_USER_ONLY = 1 << 30, // beside the feature bits
	COPY_DONTWAKE = 1,
	COPY_WP = 2,
	MOVE_HOLES = 2,
	SCAN_WP = 1,
	SCAN_CHECK_ASYNC = 2,
};

struct word {
	const char *name;
	long value;
};

static const struct word PROTECTIONS[] = {{"rw", PROT_READ | PROT_WRITE}, {"r", PROT_READ}, {"none", PROT_NONE}, {0}};
static const struct word MODES[] = {
	{"missing", UFFDIO_REGISTER_MODE_MISSING},
	{"wp", UFFDIO_REGISTER_MODE_WP},
	{"missing+wp", UFFDIO_REGISTER_MODE_MISSING | UFFDIO_REGISTER_MODE_WP},
	{0},
};
static const struct word ON_OFF[] = {{"on", 1}, {"off", 0}, {0}};
static const struct word ADVICES[] = {
	{"NORMAL", MADV_NORMAL},
	{"RANDOM", MADV_RANDOM},
	{"SEQUENTIAL", MADV_SEQUENTIAL},
	{"WILLNEED", MADV_WILLNEED},
	{"DONTNEED", MADV_DONTNEED},
	{"FREE", MADV_FREE},
	{"REMOVE", MADV_REMOVE},
	{"DONTFORK", MADV_DONTFORK},
	{"DOFORK", MADV_DOFORK},
	{"MERGEABLE", MADV_MERGEABLE},
	{"UNMERGEABLE", MADV_UNMERGEABLE},
	{"HUGEPAGE", MADV_HUGEPAGE},
	{"NOHUGEPAGE", MADV_NOHUGEPAGE},
	{"DONTDUMP", MADV_DONTDUMP},
	{"DODUMP", MADV_DODUMP},
	{"WIPEONFORK", MADV_WIPEONFORK},
	{"KEEPONFORK", MADV_KEEPONFORK},
	{"COLD", MADV_COLD},
	{"PAGEOUT", MADV_PAGEOUT},
	{"POPULATE_READ", MADV_POPULATE_READ},
	{"POPULATE_WRITE", MADV_POPULATE_WRITE},
	{"DONTNEED_LOCKED", MADV_DONTNEED_LOCKED},
	{"COLLAPSE", MADV_COLLAPSE},
	{"GUARD_INSTALL", MADV_GUARD_INSTALL},
	{"GUARD_REMOVE", MADV_GUARD_REMOVE},
	{0},
};
static const struct word MMAP_OPTIONS[] = {
	{"ro", MMAP_READONLY}, {"none", MMAP_NONE},	{"noreserve", MMAP_NORESERVE}, {"shared", MMAP_SHARED},
	{"memfd", MMAP_MEMFD}, {0},
};
static const struct word MREMAP_OPTIONS[] = {{"dontunmap", 1}, {0}};
static const struct word PMADVISE_OPTIONS[] = {{"child", 1}, {0}};
static const struct word COPY_OPTIONS[] = {{"dontwake", COPY_DONTWAKE}, {"wp", COPY_WP}, {0}};
static const struct word WAKE_OPTIONS[] = {{"dontwake", COPY_DONTWAKE}, {0}};
static const struct word MOVE_OPTIONS[] = {{"dontwake", COPY_DONTWAKE}, {"holes", MOVE_HOLES}, {0}};
static const struct word SCAN_OPTIONS[] = {{"wp", SCAN_WP}, {"checkasync", SCAN_CHECK_ASYNC}, {0}};
static const struct word UFFD_OPTIONS[] = {
	{"event_fork", UFFD_FEATURE_EVENT_FORK},
	{"event_remap", UFFD_FEATURE_EVENT_REMAP},
	{"event_remove", UFFD_FEATURE_EVENT_REMOVE},
	{"event_unmap", UFFD_FEATURE_EVENT_UNMAP},
	{"sigbus", UFFD_FEATURE_SIGBUS},
	{"thread_id", UFFD_FEATURE_THREAD_ID},
	{"exact_address", UFFD_FEATURE_EXACT_ADDRESS},
	{"wp_unpopulated", UFFD_FEATURE_WP_UNPOPULATED},
	{"poison", UFFD_FEATURE_POISON},
	{"wp_async", UFFD_FEATURE_WP_ASYNC},
	{"move", UFFD_FEATURE_MOVE},
	{"pagefault_flag_wp", UFFD_FEATURE_PAGEFAULT_FLAG_WP},
	{"user_mode_only", UFFD_USER_ONLY},
	{0},
};

// One letter an operand. N: new region; r: region; o offset, l length, t stride: sizes; c: count; v: byte value;
// a: advice; p: protection; m: register mode; s: on or off; K: knob; V: its value; R,x: second region and offset.
// Everything after ? may be missing.
struct syntax {
	const char *name;
	enum op_kind kind;
	const char *operands;
	const struct word *options;
};

static const struct syntax SYNTAX[] = {
	{"mmap", OP_MMAP, "Nl", MMAP_OPTIONS},
	{"munmap", OP_MUNMAP, "rol", NULL},
	{"mlock", OP_MLOCK, "rol", NULL},
	{"munlock", OP_MUNLOCK, "rol", NULL},
	{"mprotect", OP_MPROTECT, "rolp", NULL},
	{"mremap", OP_MREMAP, "rolN", MREMAP_OPTIONS},
	{"madvise", OP_MADVISE, "rola", NULL},
	{"flood", OP_FLOOD, "rotlca", NULL},
	{"pmadvise", OP_PMADVISE, "rotlca", PMADVISE_OPTIONS},
	{"read", OP_READ, "ro", NULL},
	{"write", OP_WRITE, "ro?v", NULL},
	{"read-range", OP_READ_RANGE, "rol?t", NULL},
	{"write-range", OP_WRITE_RANGE, "rol?vt", NULL},
	{"sysread", OP_SYSREAD, "ro", NULL},
	{"uffd-open", OP_UFFD_OPEN, "", UFFD_OPTIONS},
	{"uffd-close", OP_UFFD_CLOSE, "", NULL},
	{"uffd-register", OP_UFFD_REGISTER, "rolm", NULL},
	{"uffd-unregister", OP_UFFD_UNREGISTER, "rol", NULL},
	{"uffd-wake", OP_UFFD_WAKE, "rol", NULL},
	{"uffd-copy", OP_UFFD_COPY, "rolv", COPY_OPTIONS},
	{"uffd-zeropage", OP_UFFD_ZEROPAGE, "rol", WAKE_OPTIONS},
	{"uffd-wp", OP_UFFD_WP, "rols", WAKE_OPTIONS},
	{"uffd-poison", OP_UFFD_POISON, "rol", NULL},
	{"uffd-move", OP_UFFD_MOVE, "roRxl", MOVE_OPTIONS},
	{"pagemap-scan", OP_PAGEMAP_SCAN, "rol", SCAN_OPTIONS},
	{"khugepaged-run", OP_KHUGEPAGED_RUN, "?c", NULL},
	{"khugepaged-set", OP_KHUGEPAGED_SET, "KV", NULL},
	{"thp-enabled", OP_THP_SET, "V", NULL},
	{"thp-defrag", OP_THP_SET, "V", NULL},
	{"thp-set", OP_THP_SET, "KV", NULL},
	{"prctl-thp-disable", OP_PRCTL_THP_DISABLE, "c", NULL},
	{"fork", OP_FORK, "", NULL},
	{"reap", OP_REAP, "", NULL},
	{"child-read", OP_CHILD_READ, "ro", NULL},
	{"child-write", OP_CHILD_WRITE, "ro?v", NULL},
	{"pfn-mark", OP_PFN_MARK, "r", NULL},
	{"pfn-check", OP_PFN_CHECK, "r", NULL},
	{"pfn-old", OP_PFN_OLD, "ro", NULL},
	{"sleep", OP_SLEEP, "c", NULL},
};

#define MAX_SCRIPT (1 << 20)
#define MAX_OPS 10000
#define MAX_REGIONS 64
#define MAX_TEXT 240
#define MAX_COUNT (1 << 20)
#define MAX_IOV 1025 // one more than the kernel takes; what it refuses it does not read
#define MAX_KNOB 64

struct op {
	enum op_kind kind;
	int line;
	int region, other;
	u64 off, off2, len, stride, count;
	long value, flags;
	char knob[MAX_KNOB], setting[MAX_KNOB];
	char text[MAX_TEXT];
};

struct region {
	char name[32];
	u64 base, len;
	bool made; // the operation that makes it has succeeded
	u64 *marked_pfn, *marked_head; // pfn-mark; 0 where no page was
};

struct script {
	const char *path, *name;
	char question[512];
	struct op *ops;
	int nops;
	struct region regions[MAX_REGIONS];
	int nregions;
	u64 arena_end, longest_copy;
	int accesses, child_accesses; // operations that may need a thread of their own
};

// Addresses are the same in every run. Page-table memory is compared, so each GiB that holds a region start also holds
// an anchor, a page of shared memory that keeps the GiB's PMD table in being; and the beacon lies beside the first.
#define ARENA 0x100000000000UL
#define BEACON (ARENA + 2 * HUGE)
#define FIRST_REGION (ARENA + 8 * HUGE)

static u64 round_up(u64 n, u64 unit)
{
	return (n + unit - 1) / unit * unit;
}

/** The next free slot: 2 MiB aligned, never adjacent to another, in a GiB of its own when it does not fit this one. */
static u64 place_region(struct script *s, u64 len, u64 shift)
{
	u64 base = round_up(s->arena_end + 2 * HUGE, HUGE), end = base + shift + len;

	if (base / GIB != (end - 1) / GIB)
		base = round_up(base, GIB) + 8 * HUGE;
	s->arena_end = base + shift + len;
	return base + shift;
}

struct parser {
	struct script *script;
	const char *line_start, *at;
	int line;
	bool uffd_open, forked;
};

static __attribute__((noreturn, format(printf, 3, 4))) void syntax_error(struct parser *p, const char *where,
									 const char *format, ...)
{
	va_list args;

	fprintf(stderr, "%s:%d:%d: ", p->script->path, p->line, (int)(where - p->line_start) + 1);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(EXIT_SYNTAX);
}

static bool line_ends(char c)
{
	return c == '\0' || c == '\n' || c == '#';
}

/** The next word into buf, false at the end of the line. */
static bool next_word(struct parser *p, char *buf, size_t size, const char **start)
{
	size_t n = 0;

	while (*p->at == ' ' || *p->at == '\t' || *p->at == '\r')
		p->at++;
	*start = p->at;
	while (!line_ends(*p->at) && !isspace((unsigned char)*p->at)) {
		if (n + 1 >= size)
			syntax_error(p, *start, "expected a word of at most %zu characters", size - 1);
		buf[n++] = *p->at++;
	}
	buf[n] = '\0';
	return n > 0;
}

static const struct word *find_word(const struct word *words, const char *name)
{
	for (; words->name; words++)
		if (!strcmp(words->name, name))
			return words;
	return NULL;
}

static void list_words(const struct word *words, char *buf, size_t size)
{
	size_t n = 0;

	for (buf[0] = '\0'; words->name && n < size; words++)
		n += snprintf(buf + n, size - n, "%s%s", n ? ", " : "", words->name);
}

static long parse_word(struct parser *p, const struct word *words, const char *name, const char *at)
{
	const struct word *w = find_word(words, name);
	char list[512];

	if (!w) {
		list_words(words, list, sizeof list);
		syntax_error(p, at, "expected one of %s, got \"%s\"", list, name);
	}
	return w->value;
}

/** `N[k|m|g|p|h]` and sums of them. */
static u64 parse_size(struct parser *p, const char *word, const char *at)
{
	const char *c = word;
	u64 total = 0;
	int sign = 1;

	for (;;) {
		char *end;
		u64 n, unit = 1;

		if (!isdigit((unsigned char)*c))
			syntax_error(p, at + (c - word), "expected a size such as 4k, 2m or 2m+3p, got \"%s\"", word);
		n = strtoull(c, &end, 10);
		c = end;
		switch (*c) {
		case 'k': unit = 1 << 10; break;
		case 'm': unit = 1 << 20; break;
		case 'g': unit = GIB; break;
		case 'p': unit = PAGE; break;
		case 'h': unit = HUGE; break;
		}
		if (unit > 1)
			c++;
		total += sign * n * unit;
		if (*c == '\0')
			break;
		if (*c != '+' && *c != '-')
			syntax_error(p, at + (c - word), "expected k, m, g, p, h, + or - in \"%s\"", word);
		sign = *c++ == '+' ? 1 : -1;
	}
	if (total > 64 * GIB)
		syntax_error(p, at, "expected a size from 0 to 64g, got \"%s\"", word);
	return total;
}

static u64 parse_number(struct parser *p, const char *word, const char *at, u64 max)
{
	char *end;
	u64 n = strtoull(word, &end, 10);

	if (!isdigit((unsigned char)*word) || *end || n > max)
		syntax_error(p, at, "expected a number from 0 to %lu, got \"%s\"", (unsigned long)max, word);
	return n;
}

static int find_region(struct script *s, const char *name)
{
	for (int i = 0; i < s->nregions; i++)
		if (!strcmp(s->regions[i].name, name))
			return i;
	return -1;
}

static int parse_region(struct parser *p, const char *word, const char *at)
{
	int i = find_region(p->script, word);

	if (i < 0)
		syntax_error(p, at, "expected a region made before this line, got \"%s\"", word);
	return i;
}

#define NAME_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"

static int new_region(struct parser *p, const char *word, const char *at)
{
	struct script *s = p->script;
	struct region *r;

	if (!isalpha((unsigned char)*word) || word[strspn(word, NAME_LETTERS)] || strlen(word) >= sizeof r->name)
		syntax_error(p, at, "expected the name of a new region, got \"%s\"", word);
	if (find_region(s, word) >= 0)
		syntax_error(p, at, "expected a name not yet used, got \"%s\"", word);
	if (s->nregions == MAX_REGIONS)
		syntax_error(p, at, "expected at most %d regions", MAX_REGIONS);
	r = &s->regions[s->nregions];
	strcpy(r->name, word);
	return s->nregions++;
}

/** A knob is a file below transparent_hugepage; nothing outside of it can be named. */
static void parse_knob(struct parser *p, struct op *op, const char *word, const char *at)
{
	for (const char *c = word; *c; c++)
		if (!isalnum((unsigned char)*c) && *c != '_' && *c != '-' && *c != '/')
			syntax_error(p, at, "expected the name of a knob, got \"%s\"", word);
	// writing these wakes khugepaged, which may run in khugepaged-run only
	if (strstr(word, "sleep_millisecs"))
		syntax_error(p, at, "expected a knob that does not wake khugepaged, got \"%s\"", word);
	snprintf(op->knob, sizeof op->knob, "%s%s", op->kind == OP_KHUGEPAGED_SET ? "khugepaged/" : "", word);
}

static const char *operand_name(char letter)
{
	switch (letter) {
	case 'N': return "the name of a new region";
	case 'r':
	case 'R': return "a region";
	case 'o':
	case 'x': return "an offset";
	case 'l': return "a length";
	case 't': return "a stride";
	case 'c': return "a number";
	case 'v': return "a byte value";
	case 'a': return "an advice";
	case 'p': return "a protection";
	case 'm': return "a mode (missing, wp, missing+wp)";
	case 's': return "on or off";
	case 'K': return "a knob";
	default: return "a value";
	}
}

static u64 largest_count(enum op_kind kind)
{
	switch (kind) {
	case OP_PRCTL_THP_DISABLE: return 2;
	case OP_KHUGEPAGED_RUN: return 100;
	case OP_SLEEP: return 600000;
	default: return MAX_COUNT;
	}
}

static void parse_operand(struct parser *p, struct op *op, char letter, const char *word, const char *at)
{
	switch (letter) {
	case 'N':
		*(op->kind == OP_MREMAP ? &op->other : &op->region) = new_region(p, word, at);
		break;
	case 'r': op->region = parse_region(p, word, at); break;
	case 'R': op->other = parse_region(p, word, at); break;
	case 'o': op->off = parse_size(p, word, at); break;
	case 'x': op->off2 = parse_size(p, word, at); break;
	case 'l': op->len = parse_size(p, word, at); break;
	case 't': op->stride = parse_size(p, word, at); break;
	case 'c': op->count = parse_number(p, word, at, largest_count(op->kind)); break;
	case 'v': op->value = parse_number(p, word, at, 255); break;
	case 'a': op->value = parse_word(p, ADVICES, word, at); break;
	case 'p': op->value = parse_word(p, PROTECTIONS, word, at); break;
	case 'm': op->value = parse_word(p, MODES, word, at); break;
	case 's': op->value = parse_word(p, ON_OFF, word, at); break;
	case 'K': parse_knob(p, op, word, at); break;
	case 'V': snprintf(op->setting, sizeof op->setting, "%s", word); break;
	}
}

/** What a line needs to have gone before it, and what it leaves for the ones after it. */
static void check_order(struct parser *p, struct op *op, const char *at)
{
	switch (op->kind) {
	case OP_UFFD_OPEN:
		if (p->uffd_open)
			syntax_error(p, at, "expected uffd-close before another uffd-open");
		p->uffd_open = true;
		break;
	case OP_UFFD_CLOSE:
		if (!p->uffd_open)
			syntax_error(p, at, "expected uffd-open before uffd-close");
		p->uffd_open = false;
		break;
	case OP_FORK:
		if (p->forked)
			syntax_error(p, at, "expected reap before another fork");
		p->forked = true;
		break;
	case OP_REAP:
	case OP_CHILD_READ:
	case OP_CHILD_WRITE:
		if (!p->forked)
			syntax_error(p, at, "expected fork before this");
		p->forked = op->kind != OP_REAP;
		break;
	default: break;
	}
}

static bool is_child_access(enum op_kind kind)
{
	return kind == OP_CHILD_READ || kind == OP_CHILD_WRITE;
}

static void finish_op(struct parser *p, struct op *op, u64 shift)
{
	struct script *s = p->script;
	struct region *r;

	if (op->kind == OP_MMAP || op->kind == OP_MREMAP) {
		r = &s->regions[op->kind == OP_MMAP ? op->region : op->other];
		r->len = round_up(op->len, PAGE);
		r->base = place_region(s, r->len, shift);
	}
	if (op->kind == OP_UFFD_COPY && op->len > s->longest_copy)
		s->longest_copy = op->len;
	if (op->kind == OP_READ_RANGE || op->kind == OP_WRITE_RANGE)
		if (!op->stride)
			op->stride = PAGE;
	if (is_child_access(op->kind))
		s->child_accesses++;
	else
		s->accesses++;
}

static void parse_line(struct parser *p)
{
	struct script *s = p->script;
	struct op *op = &s->ops[s->nops];
	const struct syntax *syn = NULL;
	const char *at, *first;
	char word[MAX_KNOB];
	u64 shift = 0;
	bool optional = false;
	size_t len;

	if (!next_word(p, word, sizeof word, &first))
		return;
	if (s->nops == MAX_OPS)
		syntax_error(p, first, "expected at most %d operations", MAX_OPS);
	for (size_t i = 0; i < sizeof SYNTAX / sizeof *SYNTAX; i++)
		if (!strcmp(SYNTAX[i].name, word))
			syn = &SYNTAX[i];
	if (!syn)
		syntax_error(p, first, "expected an operation, got \"%s\"", word);
	memset(op, 0, sizeof *op);
	op->kind = syn->kind;
	op->line = p->line;
	op->region = op->other = -1;
	if (op->kind == OP_WRITE || op->kind == OP_WRITE_RANGE || op->kind == OP_CHILD_WRITE)
		op->value = 1;
	if (op->kind == OP_KHUGEPAGED_RUN)
		op->count = 3;
	if (op->kind == OP_THP_SET && syn->operands[0] == 'V')
		strcpy(op->knob, word + strlen("thp-"));
	for (const char *operand = syn->operands; *operand; operand++) {
		if (*operand == '?') {
			optional = true;
			continue;
		}
		if (!next_word(p, word, sizeof word, &at)) {
			if (optional)
				break;
			syntax_error(p, at, "expected %s", operand_name(*operand));
		}
		parse_operand(p, op, *operand, word, at);
	}
	while (next_word(p, word, sizeof word, &at)) {
		if (!strncmp(word, "shift=", 6) && (op->kind == OP_MMAP || op->kind == OP_MREMAP))
			shift = parse_size(p, word + 6, at + 6);
		else if (syn->options)
			op->flags |= parse_word(p, syn->options, word, at);
		else
			syntax_error(p, at, "expected the end of the line, got \"%s\"", word);
	}
	check_order(p, op, first);
	finish_op(p, op, shift);
	for (len = p->at - first; len && isspace((unsigned char)first[len - 1]); len--)
		;
	if (len >= MAX_TEXT)
		syntax_error(p, first, "expected at most %d characters", MAX_TEXT - 1);
	memcpy(op->text, first, len);
	op->text[len] = '\0';
	s->nops++;
}

static void parse_script(struct script *s, const char *path)
{
	struct parser p = {.script = s};
	char *text, *next;
	size_t size;
	FILE *f;

	s->path = path;
	s->name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	s->arena_end = FIRST_REGION;
	f = fopen(path, "r");
	text = malloc(MAX_SCRIPT);
	if (!f || !text) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		exit(EXIT_SYNTAX);
	}
	size = fread(text, 1, MAX_SCRIPT - 1, f);
	fclose(f);
	text[size] = '\0';
	s->ops = calloc(MAX_OPS, sizeof *s->ops);
	for (char *line = text; *line; line = next) {
		next = strchr(line, '\n');
		next = next ? next + 1 : line + strlen(line);
		p.line++;
		p.line_start = p.at = line;
		if (!strncmp(line, "# Q: ", 5) && !s->question[0])
			snprintf(s->question, sizeof s->question, "%.*s", (int)strcspn(line + 5, "\r\n"), line + 5);
		parse_line(&p);
	}
	free(text);
	s->ops = realloc(s->ops, (s->nops + 1) * sizeof *s->ops);
}

// ---------------------------------------------------------------- what recorder, subject and child share

#define MAX_THREADS 512
#define MAX_SCAN_REGIONS 16384

struct call {
	enum op_kind kind;
	u64 addr, addr2, len, stride, count;
	long value, flags;
};

struct result {
	long ret;
	int err, sig;
	u64 ns;
	long minflt;
	s64 done; // copy, zeropage, move, updated: what the ioctl reported; get: PR_GET_THP_DISABLE
	u64 features, ioctls;
	int fd, pid;
	u32 nscan;
};

enum slot_state { SLOT_IDLE, SLOT_RUN, SLOT_DONE };

struct slot {
	_Atomic u32 state;
	_Atomic int tid;
	struct call call;
	struct result result;
} __attribute__((aligned(128)));

struct team { // the threads of one process
	_Atomic u32 ready;
	int nthreads;
	struct slot slots[MAX_THREADS];
};

struct shared {
	_Atomic u32 pulse; // bumped whenever a slot is done
	struct team subject, child;
	struct page_region scan[MAX_SCAN_REGIONS];
};

static struct shared *shared;
static char *copy_source; // shared: the recorder fills it, UFFDIO_COPY reads it
static int shared_fd = -1; // its first page is also the anchor

static void futex_wait(_Atomic u32 *word, u32 value, long us)
{
	struct timespec t = {.tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000};

	syscall(SYS_futex, word, FUTEX_WAIT, value, us < 0 ? NULL : &t, NULL, 0);
}

static void futex_wake(_Atomic u32 *word)
{
	syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

// ---------------------------------------------------------------- the subject: system calls and accesses, nothing else

#define STACK_SIZE (64UL << 10)

static int uffd = -1, pagemap_fd = -1;
static pid_t child_pid;
static char *stacks, *child_stacks;
static size_t stacks_size;
static struct iovec iov[MAX_IOV];
static __thread sigjmp_buf *on_signal;

static void caught(int sig)
{
	siglongjmp(*on_signal, sig);
}

static long page_fill(volatile char *p, long value)
{
	*p = value; // the access; what follows meets a page that is there
	memset((void *)((uintptr_t)p & ~(PAGE - 1)), value, PAGE);
	return 0;
}

static long access_range(struct call *c)
{
	long n = 0;

	for (u64 a = c->addr; a < c->addr + c->len; a += c->stride, n++) {
		if (c->kind == OP_WRITE_RANGE)
			page_fill((char *)a, c->value);
		else
			(void)*(volatile char *)a;
	}
	return n;
}

// The kernel's own access: write(2) from the page. A pipe of its own, because a writer that sleeps in a userfault holds the
// lock of its pipe. -1 with errno as the write left it.
static long kernel_read(u64 addr)
{
	unsigned char byte;
	int ends[2], error;
	long done;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -1;
	done = syscall(SYS_write, ends[1], addr, 1L);
	error = errno;
	if (done == 1)
		done = syscall(SYS_read, ends[0], &byte, 1L) == 1 ? byte : -1;
	close(ends[0]);
	close(ends[1]);
	errno = error;
	return done;
}

static long run_access(struct call *c)
{
	switch (c->kind) {
	case OP_READ:
	case OP_CHILD_READ: return *(volatile unsigned char *)c->addr;
	case OP_WRITE:
	case OP_CHILD_WRITE: return page_fill((char *)c->addr, c->value);
	case OP_SYSREAD: return kernel_read(c->addr);
	default: return access_range(c);
	}
}

static long run_mmap(struct call *c)
{
	int prot = c->flags & MMAP_NONE ? PROT_NONE : c->flags & MMAP_READONLY ? PROT_READ : PROT_READ | PROT_WRITE;
	int flags = MAP_FIXED_NOREPLACE | (c->flags & (MMAP_SHARED | MMAP_MEMFD) ? MAP_SHARED : MAP_PRIVATE);
	int fd = -1;
	long ret;

	if (c->flags & MMAP_NORESERVE)
		flags |= MAP_NORESERVE;
	if (c->flags & MMAP_MEMFD) {
		fd = syscall(SYS_memfd_create, "region", MFD_CLOEXEC);
		if (fd < 0 || ftruncate(fd, c->len) < 0)
			return -1;
	} else {
		flags |= MAP_ANONYMOUS;
	}
	ret = syscall(SYS_mmap, c->addr, c->len, prot, flags, fd, 0L);
	if (fd >= 0)
		close(fd);
	return ret == -1 ? -1 : 0;
}

static long run_mremap(struct call *c)
{
	int flags = MREMAP_MAYMOVE | MREMAP_FIXED | (c->flags ? MREMAP_DONTUNMAP : 0);

	return syscall(SYS_mremap, c->addr, c->len, c->len, flags, c->addr2) == -1 ? -1 : 0;
}

static long run_flood(struct call *c)
{
	long n = 0;

	for (u64 i = 0; i < c->count; i++)
		n += syscall(SYS_madvise, c->addr + i * c->stride, c->len, c->value) == 0;
	return n;
}

static void fill_iov(struct call *c)
{
	for (u64 i = 0; i < c->count && i < MAX_IOV; i++)
		iov[i] = (struct iovec){(void *)(c->addr + i * c->stride), c->len};
}

static long run_pmadvise(struct call *c)
{
	int pidfd = syscall(SYS_pidfd_open, c->flags ? child_pid : getpid(), 0);
	long ret = syscall(SYS_process_madvise, pidfd, iov, c->count, c->value, 0L);
	int err = errno;

	close(pidfd);
	errno = err;
	return ret;
}

static long run_uffd_open(struct call *c, struct result *r)
{
	struct uffdio_api api = {.api = UFFD_API, .features = c->flags & ~UFFD_USER_ONLY};

	uffd = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK | (c->flags & UFFD_USER_ONLY ? UFFD_USER_MODE_ONLY : 0));
	if (uffd < 0)
		return -1;
	if (ioctl(uffd, UFFDIO_API, &api) < 0) {
		int err = errno;

		close(uffd);
		uffd = -1;
		errno = err;
		return -1;
	}
	r->fd = uffd;
	r->features = api.features;
	r->ioctls = api.ioctls;
	return 0;
}

static long run_uffd_close(void)
{
	int fd = uffd;

	uffd = -1;
	return close(fd);
}

static long run_uffd(struct call *c, struct result *r)
{
	struct uffdio_range range = {c->addr, c->len};
	u64 dontwake = c->flags & COPY_DONTWAKE;
	long ret;

	switch (c->kind) {
	case OP_UFFD_REGISTER: {
		struct uffdio_register reg = {.range = range, .mode = c->value};

		ret = ioctl(uffd, UFFDIO_REGISTER, &reg);
		r->ioctls = reg.ioctls;
		return ret;
	}
	case OP_UFFD_UNREGISTER: return ioctl(uffd, UFFDIO_UNREGISTER, &range);
	case OP_UFFD_WAKE: return ioctl(uffd, UFFDIO_WAKE, &range);
	case OP_UFFD_COPY: {
		struct uffdio_copy copy = {.dst = c->addr, .src = (uintptr_t)copy_source, .len = c->len};

		copy.mode = (dontwake ? UFFDIO_COPY_MODE_DONTWAKE : 0) | (c->flags & COPY_WP ? UFFDIO_COPY_MODE_WP : 0);
		ret = ioctl(uffd, UFFDIO_COPY, &copy);
		r->done = copy.copy;
		return ret;
	}
	case OP_UFFD_ZEROPAGE: {
		struct uffdio_zeropage zero = {.range = range, .mode = dontwake ? UFFDIO_ZEROPAGE_MODE_DONTWAKE : 0};

		ret = ioctl(uffd, UFFDIO_ZEROPAGE, &zero);
		r->done = zero.zeropage;
		return ret;
	}
	case OP_UFFD_WP: {
		struct uffdio_writeprotect wp = {.range = range};

		wp.mode = (c->value ? UFFDIO_WRITEPROTECT_MODE_WP : 0) |
			  (dontwake ? UFFDIO_WRITEPROTECT_MODE_DONTWAKE : 0);
		return ioctl(uffd, UFFDIO_WRITEPROTECT, &wp);
	}
	case OP_UFFD_POISON: {
		struct uffdio_poison poison = {.range = range};

		ret = ioctl(uffd, UFFDIO_POISON, &poison);
		r->done = poison.updated;
		return ret;
	}
	default: {
		struct uffdio_move move = {.dst = c->addr, .src = c->addr2, .len = c->len};

		move.mode = (dontwake ? UFFDIO_MOVE_MODE_DONTWAKE : 0) |
			    (c->flags & MOVE_HOLES ? UFFDIO_MOVE_MODE_ALLOW_SRC_HOLES : 0);
		ret = ioctl(uffd, UFFDIO_MOVE, &move);
		r->done = move.move;
		return ret;
	}
	}
}

/** Lists the written pages; with `wp` also protects them again, in the same walk. */
static long run_pagemap_scan(struct call *c, struct result *r)
{
	struct pm_scan_arg arg = {.size = sizeof arg, .start = c->addr, .end = c->addr + c->len};
	long n;

	arg.flags = (c->flags & SCAN_WP ? PM_SCAN_WP_MATCHING : 0) |
		    (c->flags & SCAN_CHECK_ASYNC ? PM_SCAN_CHECK_WPASYNC : 0);
	arg.category_mask = PAGE_IS_WRITTEN;
	arg.return_mask = PAGE_IS_WPALLOWED | PAGE_IS_WRITTEN | PAGE_IS_FILE | PAGE_IS_PRESENT | PAGE_IS_SWAPPED |
			  PAGE_IS_PFNZERO | PAGE_IS_HUGE | PAGE_IS_SOFT_DIRTY | PAGE_IS_GUARD;
	arg.vec = (uintptr_t)shared->scan;
	arg.vec_len = MAX_SCAN_REGIONS;
	n = ioctl(pagemap_fd, PAGEMAP_SCAN, &arg);
	r->nscan = n > 0 ? n : 0;
	return n;
}

static long run_prctl(struct call *c, struct result *r)
{
	long flags = c->count == 2 ? PR_THP_DISABLE_EXCEPT_ADVISED : 0;
	long ret = prctl(PR_SET_THP_DISABLE, c->count != 0, flags, 0, 0);

	r->done = prctl(PR_GET_THP_DISABLE, 0, 0, 0, 0);
	return ret;
}

static void serve(struct team *team, char *stack_arena, int nthreads);

static long run_fork(struct result *r)
{
	int threads = shared->child.nthreads;
	pid_t pid = fork();

	if (pid < 0)
		return -1;
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(uffd); // or the subject's uffd-close would not be the last
		serve(&shared->child, child_stacks, threads);
	}
	child_pid = r->pid = pid;
	// the threads' stacks are shared with the child now: copy them here, or their faults would be counted
	madvise(stacks, stacks_size, MADV_POPULATE_WRITE);
	return 0;
}

static long run_reap(void)
{
	kill(child_pid, SIGKILL);
	return waitpid(child_pid, NULL, 0) == child_pid ? 0 : -1;
}

/** MADV_COLLAPSE of an empty PMD: fails, changes nothing, and leaves a trace event that names this mm. */
static long run_beacon(void)
{
	long ret;

	if (mmap((void *)BEACON, 2 * HUGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) ==
	    MAP_FAILED)
		return -1;
	*(volatile char *)(BEACON + HUGE) = 1; // without an anon_vma the VMA is not looked at
	ret = syscall(SYS_madvise, BEACON, HUGE, (long)MADV_COLLAPSE);
	munmap((void *)BEACON, 2 * HUGE);
	return ret;
}

static long run_call(struct call *c, struct result *r)
{
	switch (c->kind) {
	case OP_READ:
	case OP_WRITE:
	case OP_READ_RANGE:
	case OP_WRITE_RANGE:
	case OP_SYSREAD:
	case OP_CHILD_READ:
	case OP_CHILD_WRITE: return run_access(c);
	case OP_MMAP: return run_mmap(c);
	case OP_MUNMAP: return syscall(SYS_munmap, c->addr, c->len);
	case OP_MLOCK: return syscall(SYS_mlock, c->addr, c->len);
	case OP_MUNLOCK: return syscall(SYS_munlock, c->addr, c->len);
	case OP_MPROTECT: return syscall(SYS_mprotect, c->addr, c->len, c->value);
	case OP_MREMAP: return run_mremap(c);
	case OP_MADVISE: return syscall(SYS_madvise, c->addr, c->len, c->value);
	case OP_FLOOD: return run_flood(c);
	case OP_PMADVISE: return run_pmadvise(c);
	case OP_UFFD_OPEN: return run_uffd_open(c, r);
	case OP_UFFD_CLOSE: return run_uffd_close();
	case OP_PAGEMAP_SCAN: return run_pagemap_scan(c, r);
	case OP_PRCTL_THP_DISABLE: return run_prctl(c, r);
	case OP_FORK: return run_fork(r);
	case OP_REAP: return run_reap();
	case OP_BEACON: return run_beacon();
	default: return run_uffd(c, r);
	}
}

/** Writes what this thread will write again while it is counted: its stack, errno. After a fork they are shared. */
static void warm_up(void)
{
	volatile char stack[3 * PAGE];

	for (size_t i = 0; i < sizeof stack; i += PAGE / 2)
		stack[i] = 0;
	errno = 0;
}

static void execute(struct slot *slot)
{
	struct result *r = &slot->result;
	struct rusage before, after;
	sigjmp_buf env;
	u64 start;
	int sig;

	memset(r, 0, sizeof *r);
	if (slot->call.kind == OP_PMADVISE)
		fill_iov(&slot->call);
	warm_up();
	on_signal = &env;
	syscall(SYS_getrusage, RUSAGE_THREAD, &before);
	start = now_ns();
	sig = sigsetjmp(env, 0);
	if (sig == 0) {
		r->ret = run_call(&slot->call, r);
		r->err = r->ret == -1 ? errno : 0;
	} else {
		r->ret = -1;
		r->sig = sig;
	}
	r->ns = now_ns() - start;
	syscall(SYS_getrusage, RUSAGE_THREAD, &after);
	r->minflt = after.ru_minflt - before.ru_minflt;
}

static void *work(void *arg)
{
	struct slot *slot = arg;
	u32 state;

	warm_up();
	atomic_store(&slot->tid, (int)syscall(SYS_gettid));
	for (;;) {
		while ((state = atomic_load(&slot->state)) != SLOT_RUN)
			futex_wait(&slot->state, state, -1);
		execute(slot);
		atomic_store(&slot->state, SLOT_DONE);
		atomic_fetch_add(&shared->pulse, 1);
		futex_wake(&shared->pulse);
	}
	return NULL;
}

/** Starts the threads and says so. The calling thread has nothing more to do. */
static void serve(struct team *team, char *stack_arena, int nthreads)
{
	pthread_attr_t attr;
	pthread_t thread;

	for (int i = 0; i < nthreads; i++) {
		pthread_attr_init(&attr);
		pthread_attr_setstack(&attr, stack_arena + i * STACK_SIZE, STACK_SIZE);
		if (pthread_create(&thread, &attr, work, &team->slots[i]))
			_exit(EXIT_FAILED);
		while (!atomic_load(&team->slots[i].tid))
			sched_yield();
	}
	team->nthreads = nthreads;
	atomic_store(&team->ready, 1);
	for (;;)
		pause();
}

/** Stacks no THP is ever made of, with their page tables and pages. */
static char *make_stacks(int n)
{
	char *p = mmap(NULL, n * STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	madvise(p, n * STACK_SIZE, MADV_NOHUGEPAGE);
	return p;
}

/** Maps every page of code and data there is, so that no later call meets a fault of its own making. */
static void populate_self(void)
{
	unsigned long start, end;
	char line[512], prot[8];
	FILE *maps = fopen("/proc/self/maps", "r");

	while (maps && fgets(line, sizeof line, maps)) {
		if (sscanf(line, "%lx-%lx %7s", &start, &end, prot) != 3 || strstr(line, "[v"))
			continue;
		madvise((void *)start, end - start, prot[1] == 'w' ? MADV_POPULATE_WRITE : MADV_POPULATE_READ);
	}
	if (maps)
		fclose(maps);
}

static void make_anchors(struct script *s)
{
	for (int i = -1; i < s->nregions; i++) {
		u64 at = i < 0 ? ARENA : s->regions[i].base / GIB * GIB;
		volatile char *anchor = mmap((void *)at, PAGE, PROT_READ, MAP_SHARED | MAP_FIXED_NOREPLACE, shared_fd, 0);

		if (anchor != MAP_FAILED)
			(void)*anchor;
	}
}

static __attribute__((noreturn)) void subject_main(struct script *s, pid_t recorder, int cpu, int nthreads)
{
	struct sigaction action = {.sa_handler = caught, .sa_flags = SA_NODEFER};
	cpu_set_t cpus;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != recorder)
		_exit(EXIT_FAILED);
	for (int sig = 1; sig < 32; sig++)
		signal(sig, SIG_DFL);
	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
	CPU_ZERO(&cpus);
	CPU_SET(cpu, &cpus);
	sched_setaffinity(0, sizeof cpus, &cpus);
	pagemap_fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	if (pagemap_fd < 0)
		_exit(EXIT_FAILED);
	make_anchors(s);
	stacks = make_stacks(nthreads);
	stacks_size = nthreads * STACK_SIZE;
	child_stacks = make_stacks(shared->child.nthreads + 1);
	populate_self();
	serve(&shared->subject, stacks, nthreads);
	_exit(EXIT_FAILED);
}

// ---------------------------------------------------------------- knobs

#define THP_DIR "/sys/kernel/mm/transparent_hugepage/"
#define SCAN_SLEEP "khugepaged/scan_sleep_millisecs"
#define PAGES_TO_SCAN "khugepaged/pages_to_scan"
#define MAX_KNOBS 64

struct knob {
	char path[MAX_KNOB], value[MAX_KNOB];
};

// What every script starts from; also the order of the meta line.
static const struct knob BASELINE[] = {
	{"enabled", "madvise"},
	{"defrag", "madvise"},
	{"use_zero_page", "1"},
	{"shrink_underused", "1"},
	{"khugepaged/defrag", "1"},
	{"khugepaged/max_ptes_none", "511"},
	{"khugepaged/max_ptes_shared", "256"},
	{"khugepaged/max_ptes_swap", "64"},
	{PAGES_TO_SCAN, "4096"},
	{"khugepaged/alloc_sleep_millisecs", "60000"},
	{SCAN_SLEEP, "600000"},
	{"hugepages-16kB/enabled", "never"},
	{"hugepages-32kB/enabled", "never"},
	{"hugepages-64kB/enabled", "never"},
	{"hugepages-128kB/enabled", "never"},
	{"hugepages-256kB/enabled", "never"},
	{"hugepages-512kB/enabled", "never"},
	{"hugepages-1024kB/enabled", "never"},
	{"hugepages-2048kB/enabled", "inherit"},
};

static struct knob saved[MAX_KNOBS]; // as they were before the recorder
static int nsaved;

/** The value in force: of `always [madvise] never`, the one in brackets. Empty when the knob does not exist. */
static void read_knob(const char *path, char *value, size_t size)
{
	char full[128], text[256] = "", *open_bracket;
	int fd;
	ssize_t n;

	snprintf(full, sizeof full, THP_DIR "%s", path);
	value[0] = '\0';
	fd = open(full, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	n = read(fd, text, sizeof text - 1);
	close(fd);
	text[n > 0 ? n : 0] = '\0';
	open_bracket = strchr(text, '[');
	if (open_bracket)
		snprintf(value, size, "%.*s", (int)strcspn(open_bracket + 1, "]"), open_bracket + 1);
	else
		snprintf(value, size, "%.*s", (int)strcspn(text, "\n"), text);
}

/** 0, or the errno of the write. */
static int write_knob(const char *path, const char *value)
{
	char full[128];
	int fd, err = 0;

	snprintf(full, sizeof full, THP_DIR "%s", path);
	fd = open(full, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	if (write(fd, value, strlen(value)) < 0)
		err = errno;
	close(fd);
	return err;
}

static void set_knob(const char *path, const char *value)
{
	char current[MAX_KNOB];

	read_knob(path, current, sizeof current);
	if (current[0] && strcmp(current, value))
		write_knob(path, value);
}

static long read_counter(const char *path)
{
	char value[MAX_KNOB];

	read_knob(path, value, sizeof value);
	return atol(value);
}

static void save_knobs(const char *dir)
{
	char full[128], path[MAX_KNOB];
	struct dirent *entry;
	struct stat st;
	DIR *d;

	snprintf(full, sizeof full, THP_DIR "%s", dir);
	d = opendir(full);
	while (d && (entry = readdir(d))) {
		if (entry->d_name[0] == '.' || !strcmp(entry->d_name, "stats") ||
		    snprintf(path, sizeof path, "%s%s", dir, entry->d_name) >= (int)sizeof path)
			continue;
		if (fstatat(dirfd(d), entry->d_name, &st, 0) < 0)
			continue;
		if (S_ISDIR(st.st_mode)) {
			strcat(path, "/");
			save_knobs(path);
		} else if ((st.st_mode & S_IWUSR) && nsaved < MAX_KNOBS) {
			strcpy(saved[nsaved].path, path);
			read_knob(path, saved[nsaved].value, sizeof saved->value);
			nsaved++;
		}
	}
	if (d)
		closedir(d);
}

// ---------------------------------------------------------------- khugepaged

static bool in_time(u64 deadline)
{
	return now_ns() < deadline;
}

/** State letter of a thread, 0 when it is gone. */
static char thread_state(const char *stat_path)
{
	char text[256], *paren;
	int fd = open(stat_path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return 0;
	n = read(fd, text, sizeof text - 1);
	close(fd);
	if (n <= 0)
		return 0;
	text[n] = '\0';
	paren = strrchr(text, ')');
	return paren ? paren[2] : 0;
}

static bool comm_is(int pid, const char *name)
{
	char path[64], comm[32] = "";
	int fd;
	ssize_t n;

	snprintf(path, sizeof path, "/proc/%d/comm", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, comm, sizeof comm - 1);
	close(fd);
	return n > 1 && !strncmp(comm, name, n - 1) && !name[n - 1];
}

/** khugepaged's pid, 0 when it does not run. It is stopped and started with the knobs, so its pid changes. */
static int khugepaged_pid(void)
{
	static int known;
	struct dirent *entry;
	DIR *d;

	if (known && comm_is(known, "khugepaged"))
		return known;
	known = 0;
	d = opendir("/proc");
	while (d && !known && (entry = readdir(d)))
		if (isdigit((unsigned char)entry->d_name[0]) && comm_is(atoi(entry->d_name), "khugepaged"))
			known = atoi(entry->d_name);
	if (d)
		closedir(d);
	return known;
}

/** Waits until khugepaged sleeps again; in S it waits for its time, in any other state it works. False when it did not
 *  come to rest. */
static bool khugepaged_rests(u64 deadline)
{
	char path[64];
	int pid = khugepaged_pid();

	if (!pid)
		return true;
	snprintf(path, sizeof path, "/proc/%d/stat", pid);
	for (;;) {
		char state = thread_state(path);

		if (state == 'S' || state == 0)
			return true;
		if (!in_time(deadline))
			return false;
		pause_us(50);
	}
}

/** One pass over the whole list: writing the sleep time wakes it, and no limit of pages ends it early. A woken
 *  khugepaged goes on from where it stood and stops at the head of the list: there it stands between passes. */
static bool khugepaged_pass(u64 deadline)
{
	char pages[MAX_KNOB], sleep[MAX_KNOB];
	bool rests;

	read_knob(PAGES_TO_SCAN, pages, sizeof pages);
	read_knob(SCAN_SLEEP, sleep, sizeof sleep);
	write_knob(PAGES_TO_SCAN, "4294967295");
	write_knob(SCAN_SLEEP, sleep);
	rests = khugepaged_rests(deadline);
	write_knob(PAGES_TO_SCAN, pages);
	return rests;
}

/** Sets a knob that may start khugepaged. It scans as soon as it starts: give it one page to scan, so that it gets no
 *  further than the first mm on its list, which is the keeper's. */
static int set_enabling_knob(const char *path, const char *value, u64 deadline)
{
	char pages[MAX_KNOB];
	int err;

	read_knob(PAGES_TO_SCAN, pages, sizeof pages);
	write_knob(PAGES_TO_SCAN, "1");
	err = write_knob(path, value);
	khugepaged_rests(deadline);
	write_knob(PAGES_TO_SCAN, pages);
	return err;
}

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && !strcmp(s + n - m, end);
}

static void set_baseline(void)
{
	for (size_t i = 0; i < sizeof BASELINE / sizeof *BASELINE; i++)
		set_knob(BASELINE[i].path, BASELINE[i].value);
	for (int i = 0; i < nsaved; i++) // shmem is not in the meta line: what kernels start with
		if (ends_with(saved[i].path, "shmem_enabled"))
			set_knob(saved[i].path, strstr(saved[i].path, "2048kB") ? "inherit" : "never");
}

// ---------------------------------------------------------------- tracing: verdicts of khugepaged and MADV_COLLAPSE

#define TRACEFS "/sys/kernel/tracing"
#define INSTANCE TRACEFS "/instances/mm-record"

static const char *const TRACE_EVENTS[] = {
	"mm_khugepaged_scan_pmd",
	"mm_collapse_huge_page",
	"mm_khugepaged_scan_file",
	"mm_khugepaged_collapse_file",
};
static const char *const TRACE_NAMES[] = {"scan_pmd", "collapse", "scan_file", "collapse_file"};
#define NEVENTS (sizeof TRACE_EVENTS / sizeof *TRACE_EVENTS)

static int trace_fd = -1;
static bool mounted_tracefs;

struct verdict {
	int fn;
	char status[40];
	long none_or_zero; // -1: not a field of this event
	int times;
};

struct verdicts {
	struct verdict list[64];
	int n;
	char mm[32]; // whose; when empty, the first seen is taken
	char not_mm[32];
};

static void write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		lacking("cannot write %s: %s", path, strerror(errno));
	close(fd);
}

/** An instance of its own: nobody else's tracing is touched, and removing it removes all of it. */
static void open_trace(void)
{
	char path[160];

	if (access(TRACEFS "/instances", F_OK)) {
		if (mount("tracefs", TRACEFS, "tracefs", 0, NULL))
			lacking("no tracefs: %s", strerror(errno));
		mounted_tracefs = true;
	}
	rmdir(INSTANCE);
	if (mkdir(INSTANCE, 0700))
		lacking("no trace instance: %s", strerror(errno));
	for (size_t i = 0; i < NEVENTS; i++) {
		snprintf(path, sizeof path, INSTANCE "/events/huge_memory/%s/enable", TRACE_EVENTS[i]);
		write_file(path, "1");
	}
	trace_fd = open(INSTANCE "/trace_pipe", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (trace_fd < 0)
		lacking("no trace_pipe: %s", strerror(errno));
}

/** Another process may be on its way out with the pipe open: both are tried for a second. */
static void close_trace(void)
{
	for (int tries = 0; rmdir(INSTANCE) && errno == EBUSY && tries < 100; tries++)
		pause_us(10000);
	for (int tries = 0; mounted_tracefs && umount(TRACEFS) && errno == EBUSY && tries < 100; tries++)
		pause_us(10000);
}

/** Copies the word after `name=`; false when there is none. */
static bool trace_field(const char *line, const char *name, char *buf, size_t size)
{
	const char *at = strstr(line, name);

	if (!at)
		return false;
	at += strlen(name);
	snprintf(buf, size, "%.*s", (int)strcspn(at, ", \n"), at);
	return true;
}

static void add_verdict(struct verdicts *v, int fn, const char *status, long none_or_zero)
{
	struct verdict *d;

	for (int i = 0; i < v->n; i++) {
		d = &v->list[i];
		if (d->fn == fn && d->none_or_zero == none_or_zero && !strcmp(d->status, status)) {
			d->times++;
			return;
		}
	}
	if (v->n == (int)(sizeof v->list / sizeof *v->list))
		return;
	d = &v->list[v->n++];
	d->fn = fn;
	d->none_or_zero = none_or_zero;
	d->times = 1;
	snprintf(d->status, sizeof d->status, "%s", status);
}

static void read_trace_line(const char *line, struct verdicts *v)
{
	char mm[32], status[40], number[32], tag[64];

	for (size_t i = 0; i < NEVENTS; i++) {
		const char *at;

		snprintf(tag, sizeof tag, "%s: ", TRACE_EVENTS[i]);
		at = strstr(line, tag);
		if (!at || !trace_field(at, "mm=", mm, sizeof mm) || !strcmp(mm, v->not_mm))
			continue;
		if (!v->mm[0])
			strcpy(v->mm, mm);
		if (strcmp(mm, v->mm))
			continue;
		if (!trace_field(at, "status=", status, sizeof status) && !trace_field(at, "result=", status, sizeof status))
			strcpy(status, "unknown");
		add_verdict(v, i, status, trace_field(at, "none_or_zero=", number, sizeof number) ? atol(number) : -1);
	}
}

static void read_trace(struct verdicts *v)
{
	static char buf[65536];
	size_t kept = 0;
	ssize_t n;

	v->n = 0;
	while ((n = read(trace_fd, buf + kept, sizeof buf - 1 - kept)) > 0) {
		char *line = buf, *end;

		buf[kept + n] = '\0';
		for (; (end = strchr(line, '\n')); line = end + 1) {
			*end = '\0';
			read_trace_line(line, v);
		}
		kept = strlen(line);
		memmove(buf, line, kept);
	}
}

// ---------------------------------------------------------------- the keeper

static int keeper_pipe = -1;
static pid_t keeper;

static void restore_all(void)
{
	for (int i = 0; i < nsaved; i++)
		set_knob(saved[i].path, saved[i].value);
	close_trace();
}

static __attribute__((noreturn)) void keeper_main(int alive, int ready)
{
	char byte;
	void *canary = mmap(NULL, 2 * HUGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	setsid();
	close(trace_fd);
	for (int sig = 1; sig < 32; sig++)
		signal(sig, SIG_IGN);
	set_baseline();
	madvise(canary, 2 * HUGE, MADV_HUGEPAGE);
	*(volatile char *)round_up((uintptr_t)canary, HUGE) = 1; // a THP fault: on khugepaged's list, nothing to collapse
	write(ready, "", 1) < 0 ? _exit(EXIT_FAILED) : (void)0;
	close(ready);
	while (read(alive, &byte, 1) < 0 && errno == EINTR)
		;
	restore_all();
	_exit(0);
}

static void start_keeper(void)
{
	int alive[2], ready[2];
	char byte;

	if (pipe2(alive, O_CLOEXEC) || pipe2(ready, O_CLOEXEC) || (keeper = fork()) < 0)
		lacking("no second process: %s", strerror(errno));
	if (keeper == 0) {
		close(alive[1]);
		close(ready[0]);
		keeper_main(alive[0], ready[1]);
	}
	close(alive[0]);
	close(ready[1]);
	if (read(ready[0], &byte, 1) != 1)
		lacking("the keeper process did not start");
	close(ready[0]);
	keeper_pipe = alive[1];
}

/** Lets the keeper restore and waits for it: only calls that a signal handler may make. */
static void end_keeper(void)
{
	if (keeper_pipe < 0)
		return;
	close(trace_fd);
	close(keeper_pipe);
	keeper_pipe = -1;
	while (waitpid(keeper, NULL, 0) < 0 && errno == EINTR)
		;
}

static pid_t subject_pid;

static void end_on_signal(int sig)
{
	if (subject_pid > 0)
		kill(subject_pid, SIGKILL);
	end_keeper();
	signal(sig, SIG_DFL);
	raise(sig);
}

// ---------------------------------------------------------------- bytes of a page frame

// A load through an address of the subject marks its PTE young, and get_user_pages marks the folio referenced; both
// decide what khugepaged does. The kernel's direct map of all memory is read instead, by a BPF program that copies
// from a kernel address.

#define FRAME_BYTES HUGE

static int frame_prog = -1;
static unsigned char *frame_buf; // the program's map
static u64 direct_map;

struct frame_request {
	u64 address, size;
};

static long bpf(int cmd, union bpf_attr *attr)
{
	return syscall(SYS_bpf, cmd, attr, sizeof *attr);
}

#define INSN(c, d, s, o, i) ((struct bpf_insn){.code = (c), .dst_reg = (d), .src_reg = (s), .off = (o), .imm = (i)})

/** Copies request.size bytes from request.address into the map; with address 0 returns a kernel pointer in it. */
static int load_frame_prog(int map)
{
	struct bpf_insn prog[] = {
		INSN(BPF_ALU64 | BPF_MOV | BPF_X, 6, 1, 0, 0),
		INSN(BPF_LDX | BPF_MEM | BPF_DW, 3, 6, offsetof(struct frame_request, address), 0),
		INSN(BPF_LDX | BPF_MEM | BPF_DW, 2, 6, offsetof(struct frame_request, size), 0),
		INSN(BPF_JMP | BPF_JEQ | BPF_K, 3, 0, 5, 0),
		INSN(BPF_JMP | BPF_JGT | BPF_K, 2, 0, 6, FRAME_BYTES),
		INSN(BPF_LD | BPF_IMM | BPF_DW, 1, BPF_PSEUDO_MAP_VALUE, 0, map),
		INSN(0, 0, 0, 0, 0),
		INSN(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_probe_read_kernel),
		INSN(BPF_JMP | BPF_EXIT, 0, 0, 0, 0),
		INSN(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_get_current_task),
		INSN(BPF_STX | BPF_MEM | BPF_DW, 6, 0, offsetof(struct frame_request, address), 0),
		INSN(BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, -1),
		INSN(BPF_JMP | BPF_EXIT, 0, 0, 0, 0),
	};
	union bpf_attr attr = {
		.prog_type = BPF_PROG_TYPE_SYSCALL,
		.insns = (uintptr_t)prog,
		.insn_cnt = sizeof prog / sizeof *prog,
		.license = (uintptr_t) "GPL",
		.prog_flags = BPF_F_SLEEPABLE,
	};

	return bpf(BPF_PROG_LOAD, &attr);
}

static bool run_frame_prog(struct frame_request *req)
{
	union bpf_attr attr = {.test = {.prog_fd = frame_prog, .ctx_in = (uintptr_t)req, .ctx_size_in = sizeof *req}};

	return bpf(BPF_PROG_TEST_RUN, &attr) == 0 && attr.test.retval == 0;
}

/** The bytes of consecutive frames, NULL when they cannot be read. */
static const unsigned char *read_frames(u64 pfn, u64 n)
{
	struct frame_request req = {direct_map + pfn * PAGE, n * PAGE};

	return run_frame_prog(&req) ? frame_buf : NULL;
}

/** Memory of the recorder that is in nobody's way: not in the subject, never huge. */
static void *private_buffer(size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		lacking("no memory: %s", strerror(errno));
	madvise(p, size, MADV_NOHUGEPAGE);
	madvise(p, size, MADV_DONTFORK);
	return p;
}

static u64 own_pfn(void *p)
{
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	u64 entry = 0;

	if (fd < 0 || pread(fd, &entry, sizeof entry, (uintptr_t)p / PAGE * sizeof entry) != sizeof entry)
		lacking("no /proc/self/pagemap: %s", strerror(errno));
	close(fd);
	return PM_PFN(entry);
}

/** The direct map starts at a random GiB below any kernel object; the right one shows a page of ours at its frame. */
static void find_direct_map(void)
{
	struct frame_request req = {0};
	u64 *page = private_buffer(PAGE), pfn, top;

	for (size_t i = 0; i < PAGE / sizeof *page; i++)
		page[i] = i * 0x9e3779b97f4a7c15ULL + now_ns();
	pfn = own_pfn(page);
	if (!pfn)
		lacking("no page frame numbers: CAP_SYS_ADMIN is missing");
	run_frame_prog(&req);
	top = req.address / GIB * GIB;
	for (u64 gib = 0; gib < 65536 && !direct_map; gib++) {
		req = (struct frame_request){top - gib * GIB + pfn * PAGE, PAGE};
		if (run_frame_prog(&req) && !memcmp(frame_buf, page, PAGE))
			direct_map = top - gib * GIB;
	}
	if (!direct_map)
		lacking("the direct map of the kernel cannot be read");
	munmap(page, PAGE);
}

static void open_frames(void)
{
	union bpf_attr attr = {
		.map_type = BPF_MAP_TYPE_ARRAY,
		.key_size = 4,
		.value_size = FRAME_BYTES,
		.max_entries = 1,
		.map_flags = BPF_F_MMAPABLE,
	};
	int map = bpf(BPF_MAP_CREATE, &attr);

	if (map < 0)
		lacking("no BPF maps: %s", strerror(errno));
	frame_buf = mmap(NULL, FRAME_BYTES, PROT_READ, MAP_SHARED, map, 0);
	frame_prog = load_frame_prog(map);
	if (frame_buf == MAP_FAILED || frame_prog < 0)
		lacking("no BPF program that reads kernel memory: %s", strerror(errno));
	madvise(frame_buf, FRAME_BYTES, MADV_DONTFORK);
	find_direct_map();
}

// ---------------------------------------------------------------- the state of a process, from outside

struct process {
	pid_t pid;
	int pagemap;
	struct team *team;
};

enum page_kind {
	KIND_HOLE,
	KIND_SMALL,
	KIND_THP_PMD,
	KIND_THP_PTE,
	KIND_MTHP_PTE,
	KIND_ZERO,
	KIND_HZERO,
	KIND_WP_MARKER,
	KIND_SWAPENT,
	KIND_GUARD,
};

static const char *const KINDS[] = {"hole",  "small", "thp-pmd",   "thp-pte", "",
				    "zero", "hzero", "wp-marker", "swapent", "guard"};

#define VALUE_MIXED 256
#define VALUE_NONE -1

struct page { // one line of the output, but for p and n
	enum page_kind kind;
	int value;
	int folio_pages; // 1: not a large folio
	int folio, sub;
	int exclusive; // -1: not said of this kind
	long mapcount;
	bool wp, lazy, file, pfnzero;
};

static int kpageflags_fd = -1, kpagecount_fd = -1;
static FILE *out;

static u64 *pagemap_buf; // entries of the region that is looked at
static u64 *heads; // head frame of each numbered folio in the snapshot of a region
static u64 *pfn_buf, *head_buf;
static struct page *page_buf;
static int nheads;

static u64 flags_buf[HUGE_PAGES], count_buf[HUGE_PAGES];
static int value_buf[HUGE_PAGES];

static u64 frame_flags(u64 pfn)
{
	u64 flags = 0;

	if (pread(kpageflags_fd, &flags, sizeof flags, pfn * sizeof flags) != sizeof flags)
		return 0;
	return flags;
}

static u64 folio_head(u64 pfn, u64 flags)
{
	while (flags & KPF_COMPOUND_TAIL)
		flags = frame_flags(--pfn);
	return pfn;
}

static struct {
	u64 head;
	int pages;
} last_folio; // good for one snapshot; its pages follow one another, so this spares nearly every walk

static void find_folio(u64 pfn, u64 flags)
{
	u64 following[HUGE_PAGES];
	int n;

	if (pfn >= last_folio.head && pfn < last_folio.head + last_folio.pages)
		return;
	last_folio.head = folio_head(pfn, flags);
	n = pread(kpageflags_fd, following, sizeof following, last_folio.head * sizeof(u64)) / (int)sizeof(u64);
	for (last_folio.pages = 1; last_folio.pages < n; last_folio.pages++)
		if (!(following[last_folio.pages] & KPF_COMPOUND_TAIL))
			break;
}

static int folio_number(u64 head)
{
	for (int i = nheads - 1; i >= 0; i--)
		if (heads[i] == head)
			return i;
	heads[nheads] = head;
	return nheads++;
}

/** The byte a page is full of, or VALUE_MIXED. */
static int uniform_value(const unsigned char *page)
{
	return memcmp(page, page + 1, PAGE - 1) ? VALUE_MIXED : page[0];
}

/** Flags, map counts and contents of n consecutive frames. */
static void load_frames(u64 pfn, int n)
{
	const unsigned char *bytes = read_frames(pfn, n);
	ssize_t size = n * sizeof(u64);

	if (pread(kpageflags_fd, flags_buf, size, pfn * sizeof(u64)) != size ||
	    pread(kpagecount_fd, count_buf, size, pfn * sizeof(u64)) != size)
		lacking("cannot read /proc/kpageflags or /proc/kpagecount: %s", strerror(errno));
	for (int i = 0; i < n; i++)
		value_buf[i] = bytes ? uniform_value(bytes + i * PAGE) : VALUE_NONE;
}

static struct page absent_page(u64 entry)
{
	struct page p = {.kind = KIND_HOLE, .value = VALUE_NONE, .folio_pages = 1, .exclusive = -1, .mapcount = 1};

	p.wp = entry & PM_UFFD_WP;
	if (entry & PM_SWAP)
		p.kind = entry & PM_GUARD ? KIND_GUARD : p.wp ? KIND_WP_MARKER : KIND_SWAPENT;
	return p;
}

/** `i` is the frame's place in what load_frames left. */
static struct page present_page(u64 entry, int i, bool huge, u64 *head)
{
	struct page p = {.folio_pages = 1, .exclusive = -1, .mapcount = 1, .value = value_buf[i]};
	u64 flags = flags_buf[i], pfn = PM_PFN(entry);

	*head = pfn;
	p.wp = entry & PM_UFFD_WP;
	p.file = entry & PM_FILE;
	if (flags & KPF_ZERO_PAGE) {
		p.kind = huge ? KIND_HZERO : KIND_ZERO;
		p.pfnzero = true;
		p.file = false;
		return p;
	}
	p.exclusive = !!(entry & PM_EXCLUSIVE);
	p.mapcount = count_buf[i];
	p.lazy = (flags & KPF_ANON) && !(flags & KPF_SWAPBACKED);
	p.kind = KIND_SMALL;
	if (flags & (KPF_COMPOUND_HEAD | KPF_COMPOUND_TAIL)) {
		find_folio(pfn, flags);
		*head = last_folio.head;
		p.folio_pages = last_folio.pages;
		p.folio = folio_number(*head);
		p.sub = pfn - *head;
		p.kind = p.folio_pages < HUGE_PAGES ? KIND_MTHP_PTE : huge ? KIND_THP_PMD : KIND_THP_PTE;
	}
	return p;
}

static bool same_run(const struct page *a, const struct page *b, int distance)
{
	return a->kind == b->kind && a->value == b->value && a->folio_pages == b->folio_pages && a->folio == b->folio &&
	       (a->folio_pages == 1 || a->sub + distance == b->sub) && a->exclusive == b->exclusive &&
	       a->mapcount == b->mapcount && a->wp == b->wp && a->lazy == b->lazy && a->file == b->file;
}

static void print_run(const struct page *p, u64 first, u64 n)
{
	fprintf(out, "%s{\"p\":%lu,\"n\":%lu,\"k\":\"", first ? "," : "", first, n);
	if (p->kind == KIND_MTHP_PTE)
		fprintf(out, "m%d-pte\"", p->folio_pages);
	else
		fprintf(out, "%s\"", KINDS[p->kind]);
	if (p->value == VALUE_MIXED)
		fputs(",\"v\":\"mixed\"", out);
	else if (p->value != VALUE_NONE)
		fprintf(out, ",\"v\":%d", p->value);
	if (p->folio_pages > 1)
		fprintf(out, ",\"f\":%d,\"sub\":%d", p->folio, p->sub);
	if (p->exclusive >= 0)
		fprintf(out, ",\"x\":%d", p->exclusive);
	if (p->mapcount != 1)
		fprintf(out, ",\"mc\":%ld", p->mapcount);
	if (p->wp)
		fputs(",\"wp\":1", out);
	if (p->lazy)
		fputs(",\"lazy\":1", out);
	if (p->file)
		fputs(",\"file\":1", out);
	if (p->pfnzero)
		fputs(",\"pz\":1", out);
	fputc('}', out);
}

struct huge_ranges {
	struct page_region list[512];
	int n, at;
};

/** Which parts of a region are mapped by huge PMDs. */
static void find_huge(int pagemap, const struct region *r, struct huge_ranges *h)
{
	struct pm_scan_arg arg = {
		.size = sizeof arg,
		.start = r->base & ~(PAGE - 1),
		.end = r->base + r->len,
		.vec = (uintptr_t)h->list,
		.vec_len = sizeof h->list / sizeof *h->list,
		.category_mask = PAGE_IS_HUGE,
		.return_mask = PAGE_IS_HUGE,
	};
	int n = ioctl(pagemap, PAGEMAP_SCAN, &arg);

	if (n < 0)
		lacking("no PAGEMAP_SCAN: %s", strerror(errno));
	h->n = n;
	h->at = 0;
}

static bool is_huge(struct huge_ranges *h, u64 addr)
{
	while (h->at < h->n && h->list[h->at].end <= addr)
		h->at++;
	return h->at < h->n && h->list[h->at].start <= addr;
}

/** How many pages from i on lie in consecutive frames, at most as many as the buffers hold. */
static int frame_run(u64 i, u64 n)
{
	u64 pfn = PM_PFN(pagemap_buf[i]);
	int run = 1;

	while (run < HUGE_PAGES && i + run < n && (pagemap_buf[i + run] & PM_PRESENT) &&
	       PM_PFN(pagemap_buf[i + run]) == pfn + run)
		run++;
	return run;
}

/** Fills page_buf, pfn_buf and head_buf with the pages of a region. */
static void read_pages(const struct process *proc, const struct region *r)
{
	u64 n = r->len / PAGE, frame_end = 0, frame_start = 0;
	ssize_t size = n * sizeof(u64);
	struct huge_ranges huge;

	nheads = 0;
	last_folio.pages = 0;
	if (pread(proc->pagemap, pagemap_buf, size, r->base / PAGE * sizeof(u64)) != size)
		memset(pagemap_buf, 0, size);
	find_huge(proc->pagemap, r, &huge);
	for (u64 i = 0; i < n; i++) {
		u64 entry = pagemap_buf[i];

		pfn_buf[i] = head_buf[i] = 0;
		if (!(entry & PM_PRESENT)) {
			page_buf[i] = absent_page(entry);
			continue;
		}
		if (i >= frame_end) {
			frame_start = i;
			frame_end = i + frame_run(i, n);
			load_frames(PM_PFN(entry), frame_end - i);
		}
		pfn_buf[i] = PM_PFN(entry);
		page_buf[i] = present_page(entry, i - frame_start, is_huge(&huge, r->base + i * PAGE), &head_buf[i]);
	}
}

static void print_pages(const struct process *proc, const struct region *r)
{
	u64 n = r->len / PAGE, first = 0;

	read_pages(proc, r);
	fputs("\"pages\":[", out);
	for (u64 i = 1; i <= n; i++)
		if (i == n || !same_run(&page_buf[first], &page_buf[i], i - first)) {
			print_run(&page_buf[first], first, i - first);
			first = i;
		}
	fputc(']', out);
}

// ---------------------------------------------------------------- VMAs

struct vma {
	u64 start, end;
	char prot[8], flags[160];
	long rss, anon, anon_huge, lazyfree;
	int eligible;
};

#define MAX_VMAS 4096
static struct vma *vmas;
static int nvmas;

static void read_smaps_flags(struct vma *v, const char *text)
{
	size_t n = 0;

	while (isspace((unsigned char)*text))
		text++;
	for (; *text && *text != '\n' && n + 1 < sizeof v->flags; text++)
		v->flags[n++] = *text;
	while (n && v->flags[n - 1] == ' ')
		n--;
	v->flags[n] = '\0';
}

/** The VMAs in the arena, in order. */
static void read_vmas(pid_t pid)
{
	char path[64], line[512];
	struct vma *v = NULL;
	u64 start, end;
	char prot[8];
	FILE *f;

	nvmas = 0;
	snprintf(path, sizeof path, "/proc/%d/smaps", pid);
	f = fopen(path, "re");
	while (f && fgets(line, sizeof line, f)) {
		if (sscanf(line, "%lx-%lx %7s", &start, &end, prot) == 3) {
			v = NULL;
			if (start < FIRST_REGION || start >= FIRST_REGION + 4096 * GIB || nvmas == MAX_VMAS)
				continue;
			v = &vmas[nvmas++];
			*v = (struct vma){.start = start, .end = end};
			strcpy(v->prot, prot);
		} else if (v) {
			sscanf(line, "Rss: %ld", &v->rss);
			sscanf(line, "Anonymous: %ld", &v->anon);
			sscanf(line, "AnonHugePages: %ld", &v->anon_huge);
			sscanf(line, "LazyFree: %ld", &v->lazyfree);
			sscanf(line, "THPeligible: %d", &v->eligible);
			if (!strncmp(line, "VmFlags:", 8))
				read_smaps_flags(v, line + 8);
		}
	}
	if (f)
		fclose(f);
}

static bool has_vmas(pid_t pid, const struct region *r)
{
	read_vmas(pid);
	for (int i = 0; i < nvmas; i++)
		if (vmas[i].end > r->base && vmas[i].start < r->base + r->len)
			return true;
	return false;
}

static void print_flags(const char *flags)
{
	fputs("\"fl\":[", out);
	for (const char *c = flags; *c;) {
		int n = strcspn(c, " ");

		fprintf(out, "%s\"%.*s\"", c == flags ? "" : ",", n, c);
		c += n + (c[n] == ' ');
	}
	fputc(']', out);
}

static void print_vmas(const struct region *r)
{
	bool any = false;

	fputs("\"vmas\":[", out);
	for (int i = 0; i < nvmas; i++) {
		const struct vma *v = &vmas[i];

		if (v->end <= r->base || v->start >= r->base + r->len)
			continue;
		fprintf(out, "%s{\"s\":%ld,\"e\":%ld,\"prot\":\"%s\",", any ? "," : "", (s64)(v->start - r->base) / (s64)PAGE,
			(s64)(v->end - r->base) / (s64)PAGE, v->prot);
		any = true;
		print_flags(v->flags);
		fprintf(out, ",\"rss\":%ld,\"anon\":%ld,\"ahp\":%ld,\"elig\":%d", v->rss, v->anon, v->anon_huge, v->eligible);
		if (v->lazyfree)
			fprintf(out, ",\"lazyfree\":%ld", v->lazyfree);
		fputc('}', out);
	}
	fputc(']', out);
}

static long page_table_kb(pid_t pid)
{
	char path[64], line[256];
	long kb = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/status", pid);
	f = fopen(path, "re");
	while (f && fgets(line, sizeof line, f))
		if (sscanf(line, "VmPTE: %ld", &kb) == 1)
			break;
	if (f)
		fclose(f);
	return kb;
}

// ---------------------------------------------------------------- running a script

struct pending { // an operation that sleeps in a userfault
	int op, slot;
	struct team *team;
};

#define MAX_MESSAGES 4096

struct run {
	struct script *script;
	struct process subject, child; // child.pid is 0 when there is none
	struct pending pending[MAX_THREADS];
	int npending;
	int uffd, child_uffd;
	struct uffd_msg messages[MAX_MESSAGES];
	bool from_child[MAX_MESSAGES];
	int nmessages;
	struct verdicts verdicts;
	long page_table_kb;
	int foreign; // verdicts at a time when khugepaged should sleep
	u64 deadline;
	const char *failure;
};

static void fail(struct run *run, const char *why)
{
	if (!run->failure)
		run->failure = why;
}

static pid_t slot_tid(struct slot *slot)
{
	return atomic_load(&slot->tid);
}

/** True when the thread sleeps in handle_userfault. A thread that was woken is runnable from then on, and then the
 *  kernel says "0": what this says is never a moment old. */
static bool asleep_in_userfault(pid_t pid, pid_t tid)
{
	char path[64], symbol[64] = "";
	int fd;
	ssize_t n;

	snprintf(path, sizeof path, "/proc/%d/task/%d/wchan", pid, tid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, symbol, sizeof symbol - 1);
	close(fd);
	return n > 0 && !strncmp(symbol, "handle_userfault", 16);
}

static bool read_messages_of(struct run *run, int fd, bool from_child)
{
	struct uffd_msg *msg = &run->messages[run->nmessages];
	bool any = false;

	while (fd >= 0 && run->nmessages < MAX_MESSAGES && read(fd, msg, sizeof *msg) == sizeof *msg) {
		if (msg->event == UFFD_EVENT_FORK) {
			run->child_uffd = msg->arg.fork.ufd;
			fcntl(run->child_uffd, F_SETFL, O_NONBLOCK);
		}
		run->from_child[run->nmessages++] = from_child;
		msg++;
		any = true;
	}
	return any;
}

/** Reads what there is to read, as a monitor would; an event's operation goes on only then. */
static bool read_messages(struct run *run)
{
	bool any = read_messages_of(run, run->uffd, false);

	return read_messages_of(run, run->child_uffd, true) || any;
}

static pid_t team_pid(struct run *run, struct team *team)
{
	return team == &shared->child ? run->child.pid : run->subject.pid;
}

static bool settled(struct run *run, struct team *team, int slot)
{
	struct slot *s = &team->slots[slot];

	return atomic_load(&s->state) == SLOT_DONE || asleep_in_userfault(team_pid(run, team), slot_tid(s));
}

static bool all_settled(struct run *run, struct team *team, int slot)
{
	if (slot >= 0 && !settled(run, team, slot))
		return false;
	for (int i = 0; i < run->npending; i++)
		if (!settled(run, run->pending[i].team, run->pending[i].slot))
			return false;
	return true;
}

/** Waits until every operation under way is done or sleeps in a userfault whose message has been read. */
static void settle(struct run *run, struct team *team, int slot)
{
	while (!run->failure) {
		u32 pulse = atomic_load(&shared->pulse);

		if (!read_messages(run) && all_settled(run, team, slot) && !read_messages(run))
			return;
		if (waitpid(run->subject.pid, NULL, WNOHANG) != 0) {
			subject_pid = 0;
			fail(run, "the subject died");
		} else if (!in_time(run->deadline)) {
			fail(run, "it did not end in time");
		}
		futex_wait(&shared->pulse, pulse, 50);
	}
}

static int idle_slot(struct team *team)
{
	for (int i = 0; i < team->nthreads; i++)
		if (atomic_load(&team->slots[i].state) == SLOT_IDLE)
			return i;
	return -1;
}

/** Has a thread of the team make the call, and waits until all is settled. Returns its slot, -1 when it failed. */
static int start_call(struct run *run, struct team *team, const struct call *call)
{
	int i = idle_slot(team);
	struct slot *slot = &team->slots[i];

	if (i < 0) {
		fail(run, "more blocked threads than there are threads");
		return -1;
	}
	slot->call = *call;
	atomic_store(&slot->state, SLOT_RUN);
	futex_wake(&slot->state);
	settle(run, team, i);
	return run->failure ? -1 : i;
}

// ---------------------------------------------------------------- one line of output

static void print_string(const char *s)
{
	fputc('"', out);
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			fputc('\\', out);
		if ((unsigned char)*s < ' ')
			fprintf(out, "\\u%04x", *s);
		else
			fputc(*s, out);
	}
	fputc('"', out);
}

static void print_error(int err)
{
	const char *name = strerrorname_np(err);

	if (name)
		fprintf(out, ",\"err\":\"%s\"", name);
	else
		fprintf(out, ",\"err\":\"%d\"", err);
}

static void print_result(const struct result *r)
{
	fprintf(out, ",\"ret\":%ld", r->ret);
	if (r->sig)
		fprintf(out, ",\"sig\":\"SIG%s\"", sigabbrev_np(r->sig));
	else if (r->ret == -1)
		print_error(r->err);
}

/** Region and page of an address, as `"region":"A","page":3`; the address itself where there is no region. */
static void print_place(const struct script *s, u64 addr)
{
	for (int i = 0; i < s->nregions; i++) {
		const struct region *r = &s->regions[i];

		if (addr >= r->base && addr < r->base + r->len) {
			fprintf(out, "\"region\":\"%s\",\"page\":%lu", r->name, (addr - r->base) / PAGE);
			return;
		}
	}
	fprintf(out, "\"address\":\"0x%lx\"", addr);
}

static void print_flag(bool set, const char *name, const char **separator)
{
	if (set) {
		fprintf(out, "%s\"%s\"", *separator, name);
		*separator = ",";
	}
}

static const char *region_at(const struct script *s, u64 addr)
{
	for (int i = 0; i < s->nregions; i++)
		if (addr >= s->regions[i].base && addr < s->regions[i].base + s->regions[i].len)
			return s->regions[i].name;
	return "?";
}

static void print_remap(const struct script *s, const struct uffd_msg *m)
{
	const char *from = region_at(s, m->arg.remap.from);
	u64 base = 0;

	for (int i = 0; i < s->nregions; i++)
		if (!strcmp(s->regions[i].name, from))
			base = s->regions[i].base;
	fprintf(out, "\"remap\",\"from\":\"%s\",\"page\":%lu,\"to\":{", from, (u64)(m->arg.remap.from - base) / PAGE);
	print_place(s, m->arg.remap.to);
	fprintf(out, "},\"pages\":%lu", (u64)m->arg.remap.len / PAGE);
}

static void print_message(const struct script *s, const struct uffd_msg *m, bool from_child)
{
	const char *separator = "";

	fputs("{\"event\":", out);
	switch (m->event) {
	case UFFD_EVENT_PAGEFAULT:
		fputs("\"pagefault\",", out);
		print_place(s, m->arg.pagefault.address);
		fputs(",\"flags\":[", out);
		print_flag(m->arg.pagefault.flags & UFFD_PAGEFAULT_FLAG_WRITE, "write", &separator);
		print_flag(m->arg.pagefault.flags & UFFD_PAGEFAULT_FLAG_WP, "wp", &separator);
		print_flag(m->arg.pagefault.flags & UFFD_PAGEFAULT_FLAG_MINOR, "minor", &separator);
		fputc(']', out);
		break;
	case UFFD_EVENT_REMAP: print_remap(s, m); break;
	case UFFD_EVENT_REMOVE:
	case UFFD_EVENT_UNMAP:
		fprintf(out, "\"%s\",", m->event == UFFD_EVENT_REMOVE ? "remove" : "unmap");
		print_place(s, m->arg.remove.start);
		fprintf(out, ",\"pages\":%lu", (u64)(m->arg.remove.end - m->arg.remove.start) / PAGE);
		break;
	case UFFD_EVENT_FORK: fputs("\"fork\"", out); break;
	}
	if (from_child)
		fputs(",\"child\":true", out);
	fputc('}', out);
}

static void print_messages(struct run *run)
{
	if (!run->nmessages)
		return;
	fputs(",\"ev\":[", out);
	for (int i = 0; i < run->nmessages; i++) {
		if (i)
			fputc(',', out);
		print_message(run->script, &run->messages[i], run->from_child[i]);
	}
	fputc(']', out);
	run->nmessages = 0;
}

/** The operations that slept before this one, and whether they still do. Those that are done are forgotten. */
static void print_threads(struct run *run, int before)
{
	int kept = 0;

	if (before)
		fputs(",\"thr\":[", out);
	for (int i = 0; i < run->npending; i++) {
		struct pending *p = &run->pending[i];
		struct slot *slot = &p->team->slots[p->slot];
		bool done = atomic_load(&slot->state) == SLOT_DONE;

		if (i < before) {
			fprintf(out, "%s{\"of\":%d,\"op\":", i ? "," : "", p->op);
			print_string(run->script->ops[p->op].text);
			fprintf(out, ",\"st\":\"%s\"", done ? "done" : "blocked");
			if (done) {
				print_result(&slot->result);
				fprintf(out, ",\"minflt\":%ld", slot->result.minflt);
				atomic_store(&slot->state, SLOT_IDLE);
			}
			fputc('}', out);
		}
		if (!done || i >= before)
			run->pending[kept++] = *p;
	}
	run->npending = kept;
	if (before)
		fputc(']', out);
}

static void print_verdicts(const struct verdicts *v)
{
	fputs(",\"scan\":[", out);
	for (int i = 0; i < v->n; i++) {
		const struct verdict *d = &v->list[i];

		fprintf(out, "%s{\"fn\":\"%s\",\"status\":\"%s\"", i ? "," : "", TRACE_NAMES[d->fn], d->status);
		if (d->none_or_zero >= 0)
			fprintf(out, ",\"none_or_zero\":%ld", d->none_or_zero);
		fprintf(out, ",\"times\":%d}", d->times);
	}
	fputc(']', out);
}

static void print_categories(u64 categories)
{
	static const struct {
		u64 bit;
		char letter;
	} LETTERS[] = {
		{PAGE_IS_WRITTEN, 'W'}, {PAGE_IS_FILE, 'F'},	   {PAGE_IS_PRESENT, 'P'},
		{PAGE_IS_SWAPPED, 'S'}, {PAGE_IS_PFNZERO, 'Z'},	   {PAGE_IS_HUGE, 'H'},
		{PAGE_IS_GUARD, 'G'},	{PAGE_IS_SOFT_DIRTY, 'D'}, {PAGE_IS_WPALLOWED, 'A'},
	};

	for (size_t i = 0; i < sizeof LETTERS / sizeof *LETTERS; i++)
		if (categories & LETTERS[i].bit)
			fputc(LETTERS[i].letter, out);
}

static void print_scan_regions(const struct region *r, u32 n)
{
	fputs(",\"regions\":[", out);
	for (u32 i = 0; i < n; i++) {
		const struct page_region *p = &shared->scan[i];

		fprintf(out, "%s[%lu,%lu,\"", i ? "," : "", (u64)(p->start - r->base) / PAGE, (u64)(p->end - p->start) / PAGE);
		print_categories(p->categories);
		fputs("\"]", out);
	}
	fputc(']', out);
}

// System-wide counters: a hint at what happened, disturbed by everything else that runs.
static const char *const VMSTAT[] = {
	"thp_fault_alloc",	   "thp_fault_fallback",       "thp_collapse_alloc",	"thp_split_page",
	"thp_split_page_failed",   "thp_deferred_split_page",  "thp_split_pmd",		"thp_scan_exceed_none_pte",
	"thp_scan_exceed_swap_pte", "thp_scan_exceed_share_pte", "thp_zero_page_alloc",
};
#define NVMSTAT (sizeof VMSTAT / sizeof *VMSTAT)

static void read_vmstat(long *counters)
{
	char name[64];
	long value;
	FILE *f = fopen("/proc/vmstat", "re");

	while (f && fscanf(f, "%63s %ld", name, &value) == 2)
		for (size_t i = 0; i < NVMSTAT; i++)
			if (!strcmp(name, VMSTAT[i]))
				counters[i] = value;
	if (f)
		fclose(f);
}

static void print_vmstat(const long *before)
{
	long after[NVMSTAT] = {0};
	const char *separator = ",\"vmstat\":{";

	read_vmstat(after);
	for (size_t i = 0; i < NVMSTAT; i++)
		if (after[i] != before[i]) {
			fprintf(out, "%s\"%s\":%ld", separator, VMSTAT[i], after[i] - before[i]);
			separator = ",";
		}
	if (separator[1] == '\0')
		fputc('}', out);
}

/** Prints every region of a process. */
static void print_state(struct run *run, const struct process *proc, const char *key)
{
	struct script *s = run->script;
	bool any = false;

	read_vmas(proc->pid);
	fprintf(out, ",\"%s\":{", key);
	for (int i = 0; i < s->nregions; i++) {
		struct region *r = &s->regions[i];

		if (!r->made)
			continue;
		fprintf(out, "%s\"%s\":{\"len\":%lu,", any ? "," : "", r->name, r->len / PAGE);
		any = true;
		print_vmas(r);
		fputc(',', out);
		print_pages(proc, r);
		fputc('}', out);
	}
	fputc('}', out);
}

// ---------------------------------------------------------------- one operation

// Pages just faulted in wait in per-CPU batches, not yet on the LRU; MADV_FREE marks in batches too. Whether they are
// flushed at a given moment is chance, so they always are: MADV_COLLAPSE of anything flushes them on all CPUs.
static char *drain_area;

static void open_drain(void)
{
	char *p = mmap(NULL, 3 * HUGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		lacking("no memory: %s", strerror(errno));
	madvise(p, 3 * HUGE, MADV_DONTFORK);
	drain_area = (char *)round_up((uintptr_t)p, HUGE);
	drain_area[HUGE] = 1; // without an anon_vma the VMA is not looked at
}

static void drain_lru(void)
{
	madvise(drain_area, HUGE, MADV_COLLAPSE);
}

static u64 address(const struct script *s, int region, u64 off)
{
	return region < 0 ? 0 : s->regions[region].base + off;
}

static struct call make_call(const struct script *s, const struct op *op)
{
	struct call c = {
		.kind = op->kind,
		.addr = address(s, op->region, op->off),
		.addr2 = address(s, op->other, op->off2),
		.len = op->len,
		.stride = op->stride,
		.count = op->count,
		.value = op->value,
		.flags = op->flags,
	};

	return c;
}

static int duplicate_fd(pid_t pid, int fd)
{
	int pidfd = syscall(SYS_pidfd_open, pid, 0), mine = syscall(SYS_pidfd_getfd, pidfd, fd, 0);

	close(pidfd);
	if (mine < 0)
		lacking("no pidfd_getfd: %s", strerror(errno));
	return mine;
}

static bool open_process(struct process *p, pid_t pid, struct team *team)
{
	char path[64];

	snprintf(path, sizeof path, "/proc/%d/pagemap", pid);
	*p = (struct process){.pid = pid, .pagemap = open(path, O_RDONLY | O_CLOEXEC), .team = team};
	return p->pagemap >= 0;
}

static void close_process(struct process *p)
{
	if (p->pid > 0)
		close(p->pagemap);
	p->pid = 0;
}

static void close_uffd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/** A child is there when its threads are. */
static void meet_child(struct run *run, pid_t pid)
{
	while (!atomic_load(&shared->child.ready) && in_time(run->deadline)) {
		read_messages(run);
		pause_us(50);
	}
	if (!atomic_load(&shared->child.ready) || !open_process(&run->child, pid, &shared->child))
		fail(run, "the child did not start");
}

static void forget_child(struct run *run)
{
	int kept = 0;

	for (int i = 0; i < run->npending; i++)
		if (run->pending[i].team != &shared->child)
			run->pending[kept++] = run->pending[i];
	run->npending = kept;
	close_uffd(&run->child_uffd);
	close_process(&run->child);
	for (int i = 0; i < MAX_THREADS; i++) {
		atomic_store(&shared->child.slots[i].state, SLOT_IDLE);
		atomic_store(&shared->child.slots[i].tid, 0);
	}
	atomic_store(&shared->child.ready, 0);
}

static void before_call(struct run *run, const struct op *op)
{
	if (op->kind == OP_UFFD_COPY)
		memset(copy_source, op->value, op->len);
	if (op->kind == OP_UFFD_CLOSE)
		close_uffd(&run->uffd); // the subject's must be the last
	if (op->kind == OP_REAP)
		forget_child(run);
}

static void after_call(struct run *run, const struct op *op, const struct result *r)
{
	if (op->kind == OP_MREMAP) { // over several VMAs it may fail with some of them moved
		struct region *to = &run->script->regions[op->other];

		to->made = r->ret == 0 || has_vmas(run->subject.pid, to);
	}
	if (r->ret == -1)
		return;
	if (op->kind == OP_MMAP)
		run->script->regions[op->region].made = true;
	if (op->kind == OP_UFFD_OPEN)
		run->uffd = duplicate_fd(run->subject.pid, r->fd);
	if (op->kind == OP_FORK)
		meet_child(run, r->pid);
}

static bool counts_faults(enum op_kind kind)
{
	return kind != OP_MMAP && kind != OP_UFFD_OPEN && kind != OP_UFFD_CLOSE && kind != OP_PRCTL_THP_DISABLE &&
	       kind != OP_FORK && kind != OP_REAP && !is_child_access(kind);
}

static void print_reported(struct run *run, const struct op *op, const struct result *r)
{
	switch (op->kind) {
	case OP_UFFD_OPEN:
		if (!r->ret)
			fprintf(out, ",\"features\":\"0x%lx\",\"ioctls\":\"0x%lx\"", r->features, r->ioctls);
		break;
	case OP_UFFD_REGISTER:
		if (!r->ret)
			fprintf(out, ",\"ioctls\":\"0x%lx\"", r->ioctls);
		break;
	case OP_UFFD_COPY: fprintf(out, ",\"copy\":%ld", r->done); break;
	case OP_UFFD_ZEROPAGE: fprintf(out, ",\"zeropage\":%ld", r->done); break;
	case OP_UFFD_MOVE: fprintf(out, ",\"move\":%ld", r->done); break;
	case OP_UFFD_POISON: fprintf(out, ",\"updated\":%ld", r->done); break;
	case OP_PRCTL_THP_DISABLE: fprintf(out, ",\"get\":%ld", r->done); break;
	case OP_PAGEMAP_SCAN: print_scan_regions(&run->script->regions[op->region], r->nscan); break;
	default: break;
	}
}

/** Makes the call and prints what it returned, or that it blocks. */
static void run_in_subject(struct run *run, int index)
{
	const struct op *op = &run->script->ops[index];
	struct team *team = is_child_access(op->kind) ? &shared->child : &shared->subject;
	struct call call = make_call(run->script, op);
	struct slot *slot;
	int i;

	before_call(run, op);
	i = start_call(run, team, &call);
	if (i < 0)
		return;
	slot = &team->slots[i];
	if (atomic_load(&slot->state) != SLOT_DONE) {
		run->pending[run->npending++] = (struct pending){index, i, team};
		fputs(",\"blocked\":true,\"ret\":null", out);
		return;
	}
	after_call(run, op, &slot->result);
	print_result(&slot->result);
	fprintf(out, ",\"ns\":%lu", slot->result.ns);
	if (counts_faults(op->kind))
		fprintf(out, ",\"minflt\":%ld", slot->result.minflt);
	print_reported(run, op, &slot->result);
	atomic_store(&slot->state, SLOT_IDLE);
}

/** Lets khugepaged walk its list so many times; at every other time it sleeps. */
static void run_khugepaged(struct run *run, const struct op *op)
{
	long scans = read_counter("khugepaged/full_scans");

	for (u64 pass = 0; pass < op->count && khugepaged_pid(); pass++)
		if (!khugepaged_pass(run->deadline)) {
			fail(run, "khugepaged did not come to rest");
			break;
		}
	fprintf(out, ",\"ret\":0,\"kh\":{\"full_scans\":%ld", read_counter("khugepaged/full_scans") - scans);
}

static int count_collapses(const struct verdicts *v)
{
	int n = 0;

	for (int i = 0; i < v->n; i++)
		if (strstr(TRACE_NAMES[v->list[i].fn], "collapse") && !strcmp(v->list[i].status, "succeeded"))
			n += v->list[i].times;
	return n;
}

static void run_knob(struct run *run, const struct op *op)
{
	int err;

	if (strstr(op->knob, "enabled"))
		err = set_enabling_knob(op->knob, op->setting, run->deadline);
	else
		err = write_knob(op->knob, op->setting);
	fprintf(out, ",\"ret\":%d", err ? -1 : 0);
	if (err)
		print_error(err);
}

static void run_sleep(struct run *run, const struct op *op)
{
	u64 end = now_ns() + op->count * 1000000;

	while (in_time(end) && in_time(run->deadline))
		pause_us(500);
	if (!in_time(run->deadline))
		fail(run, "it did not end in time");
	fputs(",\"ret\":0", out);
}

/** True when the verdicts of this operation are part of its line. */
static bool shows_verdicts(const struct op *op)
{
	bool advises = op->kind == OP_MADVISE || op->kind == OP_FLOOD || op->kind == OP_PMADVISE;

	return op->kind == OP_KHUGEPAGED_RUN || (advises && op->value == MADV_COLLAPSE);
}

static void run_verdicts(struct run *run, const struct op *op)
{
	read_trace(&run->verdicts);
	if (op->kind == OP_KHUGEPAGED_RUN)
		fprintf(out, ",\"collapsed\":%d}", count_collapses(&run->verdicts));
	if (shows_verdicts(op) && (run->verdicts.n || op->kind == OP_KHUGEPAGED_RUN))
		print_verdicts(&run->verdicts);
	else if (!shows_verdicts(op))
		run->foreign += run->verdicts.n;
}

/** Marks the frames of a region, compares them with the marked ones, or asks what became of one. */
static void print_frames(const struct process *proc, struct region *r, const struct op *op)
{
	u64 n = r->len / PAGE, page = op->off / PAGE, old = 0;
	int same = 0, moved = 0, gone = 0, new = 0, absent = 0;

	if (op->kind == OP_PFN_OLD) {
		old = r->marked_pfn && page < n ? r->marked_pfn[page] : 0;
		fprintf(out, ",\"old_frame\":{\"still_in_large_folio\":%s}",
			old && (frame_flags(old) & (KPF_COMPOUND_HEAD | KPF_COMPOUND_TAIL)) &&
					folio_head(old, frame_flags(old)) == r->marked_head[page]
				? "true"
				: "false");
		return;
	}
	read_pages(proc, r);
	if (op->kind == OP_PFN_MARK) {
		if (!r->marked_pfn) {
			r->marked_pfn = private_buffer(n * sizeof(u64));
			r->marked_head = private_buffer(n * sizeof(u64));
		}
		memcpy(r->marked_pfn, pfn_buf, n * sizeof(u64));
		memcpy(r->marked_head, head_buf, n * sizeof(u64));
		return;
	}
	for (u64 i = 0; i < n; i++) {
		old = r->marked_pfn ? r->marked_pfn[i] : 0;
		if (!old)
			*(pfn_buf[i] ? &new : &absent) += 1;
		else
			*(!pfn_buf[i] ? &gone : pfn_buf[i] == old ? &same : &moved) += 1;
	}
	fprintf(out, ",\"pfn\":{\"same\":%d,\"moved\":%d,\"gone\":%d,\"new\":%d,\"absent\":%d}", same, moved, gone, new,
		absent);
}

static void run_op(struct run *run, int index)
{
	const struct op *op = &run->script->ops[index];
	int before = run->npending;
	long vmstat[NVMSTAT] = {0}, kb;
	u64 start = now_ns();

	read_vmstat(vmstat);
	fprintf(out, "{\"rec\":\"op\",\"i\":%d,\"line\":%d,\"op\":", index, op->line);
	print_string(op->text);
	switch (op->kind) {
	case OP_KHUGEPAGED_RUN: run_khugepaged(run, op); break;
	case OP_KHUGEPAGED_SET:
	case OP_THP_SET: run_knob(run, op); break;
	case OP_SLEEP: run_sleep(run, op); break;
	case OP_PFN_MARK:
	case OP_PFN_CHECK:
	case OP_PFN_OLD:
		fputs(",\"ret\":0", out);
		print_frames(&run->subject, &run->script->regions[op->region], op);
		break;
	default: run_in_subject(run, index); break;
	}
	if (run->failure)
		return;
	run_verdicts(run, op);
	if (op->kind == OP_KHUGEPAGED_RUN)
		fprintf(out, ",\"ns\":%lu", now_ns() - start);
	print_vmstat(vmstat);
	kb = page_table_kb(run->subject.pid);
	if (kb != run->page_table_kb)
		fprintf(out, ",\"vmpte_kb\":%ld", kb - run->page_table_kb);
	run->page_table_kb = kb;
	if (op->kind == OP_REAP)
		before = run->npending;
	print_threads(run, before);
	print_messages(run);
	drain_lru();
	print_state(run, &run->subject, "st");
	if (run->child.pid)
		print_state(run, &run->child, "child");
	fputs("}\n", out);
}

/** A line is written when it is whole; of an operation that failed nothing is. */
static void record_op(struct run *run, int index)
{
	char *line = NULL;
	size_t size = 0;

	out = open_memstream(&line, &size);
	if (!out)
		lacking("no memory: %s", strerror(errno));
	run_op(run, index);
	fclose(out);
	out = stdout;
	if (!run->failure)
		fwrite(line, 1, size, out);
	free(line);
}

// ---------------------------------------------------------------- one script

static void print_meta(const struct script *s)
{
	struct utsname u;
	char value[MAX_KNOB];

	uname(&u);
	fputs("{\"rec\":\"meta\",\"script\":", out);
	print_string(s->name);
	fputs(",\"q\":", out);
	print_string(s->question);
	fprintf(out, ",\"kernel\":\"%.*s\",\"trace\":true,\"knobs\":{", (int)strspn(u.release, "0123456789."), u.release);
	for (size_t i = 0; i < sizeof BASELINE / sizeof *BASELINE; i++) {
		read_knob(BASELINE[i].path, value, sizeof value);
		fprintf(out, "%s\"%s\":\"%s\"", i ? "," : "", BASELINE[i].path, value);
	}
	fputs("}}\n", out);
}

/** Buffers for the longest region; what a snapshot needs, and what the subject must not have. */
static void allocate_buffers(const struct script *s, u64 *longest)
{
	*longest = 1;
	for (int i = 0; i < s->nregions; i++)
		if (s->regions[i].len / PAGE > *longest)
			*longest = s->regions[i].len / PAGE;
	pagemap_buf = private_buffer(*longest * sizeof(u64));
	pfn_buf = private_buffer(*longest * sizeof(u64));
	head_buf = private_buffer(*longest * sizeof(u64));
	heads = private_buffer(*longest * sizeof(u64));
	page_buf = private_buffer(*longest * sizeof(struct page));
}

static void free_buffers(struct script *s, u64 longest)
{
	munmap(pagemap_buf, longest * sizeof(u64));
	munmap(pfn_buf, longest * sizeof(u64));
	munmap(head_buf, longest * sizeof(u64));
	munmap(heads, longest * sizeof(u64));
	munmap(page_buf, longest * sizeof(struct page));
	for (int i = 0; i < s->nregions; i++) {
		if (!s->regions[i].marked_pfn)
			continue;
		munmap(s->regions[i].marked_pfn, s->regions[i].len / PAGE * sizeof(u64));
		munmap(s->regions[i].marked_head, s->regions[i].len / PAGE * sizeof(u64));
	}
}

static void allocate_shared(const struct script *s)
{
	shared_fd = memfd_create("mm-record", MFD_CLOEXEC);
	if (shared_fd < 0 || ftruncate(shared_fd, round_up(sizeof *shared, PAGE)))
		lacking("no memfd: %s", strerror(errno));
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, shared_fd, 0);
	copy_source = mmap(NULL, s->longest_copy + PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED || copy_source == MAP_FAILED)
		lacking("no shared memory: %s", strerror(errno));
}

static void free_shared(const struct script *s)
{
	munmap(shared, sizeof *shared);
	munmap(copy_source, s->longest_copy + PAGE);
	close(shared_fd);
}

static int last_cpu(void)
{
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	sched_getaffinity(0, sizeof cpus, &cpus);
	for (int cpu = CPU_SETSIZE - 1; cpu > 0; cpu--)
		if (CPU_ISSET(cpu, &cpus))
			return cpu;
	return 0;
}

static int thread_count(int accesses)
{
	return accesses < MAX_THREADS ? accesses + 1 : MAX_THREADS;
}

static bool start_subject(struct run *run)
{
	struct call beacon = {.kind = OP_BEACON};
	pid_t self = getpid(), pid;
	int slot;

	shared->child.nthreads = thread_count(run->script->child_accesses);
	pid = fork();
	if (pid < 0)
		lacking("no second process: %s", strerror(errno));
	if (pid == 0) {
		close(keeper_pipe);
		close(trace_fd);
		subject_main(run->script, self, last_cpu(), thread_count(run->script->accesses));
	}
	subject_pid = run->subject.pid = pid;
	while (!atomic_load(&shared->subject.ready) && in_time(run->deadline) && waitpid(pid, NULL, WNOHANG) == 0)
		pause_us(50);
	if (!atomic_load(&shared->subject.ready) || !open_process(&run->subject, pid, &shared->subject)) {
		fail(run, "the subject did not start");
		return false;
	}
	drain_lru();
	run->verdicts.mm[0] = '\0';
	read_trace(&run->verdicts);
	run->verdicts.mm[0] = '\0';
	slot = start_call(run, &shared->subject, &beacon);
	if (slot < 0)
		return false;
	atomic_store(&shared->subject.slots[slot].state, SLOT_IDLE);
	read_trace(&run->verdicts);
	if (!run->verdicts.mm[0])
		lacking("no trace event for MADV_COLLAPSE");
	run->page_table_kb = page_table_kb(pid);
	drain_lru();
	return true;
}

static void end_subject(struct run *run)
{
	close_uffd(&run->uffd);
	forget_child(run);
	if (run->subject.pid > 0)
		kill(run->subject.pid, SIGKILL);
	if (subject_pid > 0)
		waitpid(run->subject.pid, NULL, 0);
	close_process(&run->subject);
	subject_pid = 0;
}

static char recorder_mm[32];

/** Records one script. False when it hung or its process died. */
static bool run_script(struct script *s)
{
	static struct run run;
	u64 longest;
	int done = 0;

	memset(&run, 0, sizeof run);
	run.script = s;
	run.uffd = run.child_uffd = -1;
	run.deadline = now_ns() + WATCHDOG_SECONDS * 1000000000ULL;
	strcpy(run.verdicts.not_mm, recorder_mm);
	alarm(2 * WATCHDOG_SECONDS); // should the recorder itself hang: restore and end
	set_baseline();
	if (!khugepaged_pass(run.deadline))
		fail(&run, "khugepaged did not come to rest");
	allocate_buffers(s, &longest);
	allocate_shared(s);
	print_meta(s);
	if (start_subject(&run))
		for (; done < s->nops && !run.failure; done++)
			record_op(&run, done);
	alarm(0);
	end_subject(&run);
	if (run.failure) {
		done -= done > 0;
		fprintf(out, "{\"rec\":\"end\",\"ops\":%d,\"failed\":\"%s\"}\n", done, run.failure);
		fprintf(stderr, "%s:%d: %s\n", s->path, s->nops ? s->ops[done].line : 0, run.failure);
	} else {
		fprintf(out, "{\"rec\":\"end\",\"ops\":%d,\"interference\":%d}\n", done, run.foreign);
	}
	fflush(out);
	free_shared(s);
	free_buffers(s, longest);
	return !run.failure;
}

// ---------------------------------------------------------------- main

/** The knobs are the machine's, so one recorder at a time; the keeper shares the lock until it has restored them. */
static void take_lock(void)
{
	int fd = open(THP_DIR, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		lacking("no transparent huge pages: %s", strerror(errno));
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return;
	fputs("record: waiting for another recorder\n", stderr);
	if (flock(fd, LOCK_EX))
		lacking("no lock on " THP_DIR ": %s", strerror(errno));
}

static void check_kernel(void)
{
	int fd;

	if (geteuid())
		lacking("not root");
	if (sysconf(_SC_PAGESIZE) != (long)PAGE || read_counter("hpage_pmd_size") != (long)HUGE)
		lacking("pages are not of 4 KiB and 2 MiB");
	fd = syscall(SYS_userfaultfd, O_CLOEXEC | UFFD_USER_MODE_ONLY);
	if (fd < 0)
		lacking("no userfaultfd: %s", strerror(errno));
	close(fd);
	kpageflags_fd = open("/proc/kpageflags", O_RDONLY | O_CLOEXEC);
	kpagecount_fd = open("/proc/kpagecount", O_RDONLY | O_CLOEXEC);
	if (kpageflags_fd < 0 || kpagecount_fd < 0)
		lacking("no /proc/kpageflags or /proc/kpagecount: %s", strerror(errno));
	if (access("/proc/self/wchan", R_OK))
		lacking("no /proc/PID/wchan");
}

/** How the trace names the recorder's mm, whose events are not the script's. */
static void learn_own_mm(void)
{
	struct verdicts v = {.n = 0};

	read_trace(&v);
	v.mm[0] = '\0';
	drain_lru();
	read_trace(&v);
	if (!v.mm[0])
		lacking("no trace event for MADV_COLLAPSE");
	strcpy(recorder_mm, v.mm);
}

static void catch_signals(void)
{
	static const int SIGNALS[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM, SIGSEGV, SIGBUS, SIGABRT, SIGXCPU};

	for (size_t i = 0; i < sizeof SIGNALS / sizeof *SIGNALS; i++)
		signal(SIGNALS[i], end_on_signal);
	signal(SIGPIPE, end_on_signal);
	atexit(end_keeper);
}

static void free_script(struct script *s)
{
	free(s->ops);
	memset(s, 0, sizeof *s);
}

int main(int argc, char **argv)
{
	static struct script script;
	int status = 0;

	if (argc < 2) {
		fputs("usage: record FILE.mm...\n", stderr);
		return EXIT_SYNTAX;
	}
	for (int i = 1; i < argc; i++) {
		parse_script(&script, argv[i]);
		free_script(&script);
	}
	out = stdout;
	take_lock();
	check_kernel();
	save_knobs("");
	open_frames();
	vmas = private_buffer(MAX_VMAS * sizeof *vmas);
	open_trace();
	start_keeper();
	catch_signals();
	open_drain();
	learn_own_mm();
	for (int i = 1; i < argc; i++) {
		parse_script(&script, argv[i]);
		if (!run_script(&script))
			status = EXIT_FAILED;
		free_script(&script);
	}
	return status;
}
