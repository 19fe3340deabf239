"""System call numbers of Linux, from the kernel's syscall_64.tbl (x86) and asm-generic/unistd.h (aarch64)."""

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

X86_64: dict[str, int] = {
    "read": 0, "write": 1, "open": 2, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "poll": 7, "lseek": 8, "mmap": 9,
    "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "ioctl": 16,
    "pread64": 17, "pwrite64": 18, "readv": 19, "writev": 20, "access": 21, "select": 23, "sched_yield": 24,
    "mremap": 25, "madvise": 28, "dup": 32, "nanosleep": 35, "getpid": 39, "sendfile": 40, "exit": 60, "uname": 63,
    "fcntl": 72, "fsync": 74, "fdatasync": 75, "ftruncate": 77, "getcwd": 79, "rename": 82, "mkdir": 83, "rmdir": 84,
    "unlink": 87, "readlink": 89, "chmod": 90, "fchmod": 91, "gettimeofday": 96, "getrusage": 98, "sysinfo": 99,
    "times": 100, "getuid": 102, "getgid": 104, "geteuid": 107, "getegid": 108, "sigaltstack": 131, "gettid": 186,
    "time": 201, "futex": 202, "sched_getaffinity": 204, "getdents64": 217, "restart_syscall": 219,
    "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230, "exit_group": 231, "openat": 257,
    "mkdirat": 258, "newfstatat": 262, "unlinkat": 263, "renameat": 264, "readlinkat": 267, "fchmodat": 268,
    "faccessat": 269, "pselect6": 270, "ppoll": 271, "set_robust_list": 273, "utimensat": 280, "renameat2": 316,
    "getrandom": 318, "membarrier": 324, "copy_file_range": 326, "statx": 332, "rseq": 334, "clone3": 435,
    "faccessat2": 439,
}  # fmt: skip

AARCH64: dict[str, int] = {
    "getcwd": 17, "dup": 23, "fcntl": 25, "ioctl": 29, "mkdirat": 34, "unlinkat": 35, "renameat": 38, "ftruncate": 46,
    "faccessat": 48, "fchmod": 52, "fchmodat": 53, "openat": 56, "close": 57, "getdents64": 61, "lseek": 62,
    "read": 63, "write": 64, "readv": 65, "writev": 66, "pread64": 67, "pwrite64": 68, "sendfile": 71, "pselect6": 72,
    "ppoll": 73, "readlinkat": 78, "newfstatat": 79, "fstat": 80, "fsync": 82, "fdatasync": 83, "utimensat": 88,
    "exit": 93, "exit_group": 94, "futex": 98, "set_robust_list": 99, "nanosleep": 101, "clock_gettime": 113,
    "clock_getres": 114, "clock_nanosleep": 115, "sched_getaffinity": 123, "sched_yield": 124, "restart_syscall": 128,
    "sigaltstack": 132, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139, "times": 153, "uname": 160,
    "getrusage": 165, "gettimeofday": 169, "getpid": 172, "getuid": 174, "geteuid": 175, "getgid": 176,
    "getegid": 177, "gettid": 178, "sysinfo": 179, "brk": 214, "munmap": 215, "mremap": 216, "mmap": 222,
    "mprotect": 226, "madvise": 233, "renameat2": 276, "getrandom": 278, "membarrier": 283, "copy_file_range": 285,
    "statx": 291, "rseq": 293, "clone3": 435, "faccessat2": 439,
}  # fmt: skip

NUMBERS = {"x86_64": X86_64, "aarch64": AARCH64}

COMPUTE = frozenset({
    "munmap", "brk", "mremap", "madvise", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack",
    "sched_yield", "nanosleep", "getpid", "gettid", "exit", "exit_group", "uname", "getrusage", "sysinfo",
    "times", "getuid", "getgid", "geteuid", "getegid", "time", "gettimeofday", "futex", "poll", "select",
    "pselect6", "ppoll", "sched_getaffinity", "restart_syscall", "clock_gettime", "clock_getres",
    "clock_nanosleep", "set_robust_list", "getrandom", "membarrier", "rseq", "close",
})  # fmt: skip
"""What computing needs; none of it reaches anything outside the process."""

ON_OPEN_FILES = frozenset({
    "read", "write", "readv", "writev", "pread64", "pwrite64", "lseek", "fstat", "dup", "fsync", "fdatasync",
})  # fmt: skip
"""Harmless on descriptors that are open already; granted with the file effects."""

LOOK = frozenset({
    "stat", "lstat", "newfstatat", "statx", "access", "faccessat", "faccessat2", "readlink", "readlinkat",
    "getdents64", "getcwd",
})  # fmt: skip
"""Reading names and attributes of files, granted with both file effects."""

CHANGE = frozenset({
    "mkdir", "mkdirat", "rmdir", "unlink", "unlinkat", "rename", "renameat", "renameat2", "ftruncate",
    "sendfile", "copy_file_range",
})  # fmt: skip
"""Changing files, granted with `writes files`; Landlock narrows the paths."""

PRETEND = frozenset({
    "chmod", "fchmod", "fchmodat", "utimensat",
})  # fmt: skip
"""Landlock does not cover these: with `writes files` they report success and do nothing, so that shutil.copy works."""
