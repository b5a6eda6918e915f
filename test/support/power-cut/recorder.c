/*
 * Records what a process does to the files below one folder, in the order in which it does it, and what it begins to say
 * to the internet. Loaded before the C library (LD_PRELOAD), so it sees every call of libuv and of the SQLite in Node.
 * test/support/power-cut/disk.ts makes of it what a disk would hold if the power had been cut at any point.
 *
 *   LETTERPRESS_RECORD_FOLDER   the folder, as realpath tells it
 *   LETTERPRESS_RECORD_FILE     where the records go, outside of it
 *   LETTERPRESS_RECORD_SYNC_US  a sync takes up to so many microseconds, by chance; none reaches the real disk
 *
 * A record is a head and its bytes, appended in one call; so those of several threads, or processes, never mix.
 * What changes a file is recorded once it is done: nobody was told of a change that is missing. What is said is recorded before
 * it is said: nobody has heard what is missing. A sync has a record at its beginning and one at its end, because only what was
 * written before it began must be on the disk when it ends.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

struct head {
  uint32_t type;
  uint32_t bytes;
  uint64_t inode;
  int64_t number;
};

enum what { unknown, other, file, folder, internet };

#define MOST_OPEN 65536
static unsigned char kinds[MOST_OPEN];
static uint64_t inodes[MOST_OPEN];
static char root[PATH_MAX];
static size_t root_length;
static int records = -1;
static long slowest_us;
static atomic_long syncs;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
  const char *where = getenv("LETTERPRESS_RECORD_FOLDER");
  const char *into = getenv("LETTERPRESS_RECORD_FILE");
  const char *slow = getenv("LETTERPRESS_RECORD_SYNC_US");
  if (where == NULL || into == NULL || strlen(where) >= sizeof root) return;
  strcpy(root, where);
  root_length = strlen(root);
  slowest_us = slow == NULL ? 0 : atol(slow);
  records = (int)syscall(SYS_openat, AT_FDCWD, into, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (records < 0) abort();
}

static void record(char type, uint64_t inode, int64_t number, const struct iovec *parts, int count) {
  struct iovec all[1 + 64];
  struct head head = {(uint32_t)type, 0, inode, number};
  if (records < 0) return;
  if (count > 64) abort();
  for (int at = 0; at < count; at += 1) {
    head.bytes += (uint32_t)parts[at].iov_len;
    all[at + 1] = parts[at];
  }
  all[0] = (struct iovec){&head, sizeof head};
  int before = errno;
  long written = syscall(SYS_writev, records, all, count + 1);
  if (written != (long)(sizeof head + head.bytes)) abort();
  errno = before;
}

/* The first `length` bytes of what was given. */
static void record_part(char type, uint64_t inode, int64_t number, const struct iovec *parts, int count, size_t length) {
  struct iovec cut[64];
  int used = 0;
  if (count > 64) abort();
  for (; used < count && length > 0; used += 1) {
    cut[used] = parts[used];
    if (cut[used].iov_len > length) cut[used].iov_len = length;
    length -= cut[used].iov_len;
  }
  record(type, inode, number, cut, used);
}

/* The path below the folder; NULL when it lies elsewhere. The folder itself is "". */
static const char *below(const char *path) {
  if (records < 0 || strncmp(path, root, root_length) != 0) return NULL;
  if (path[root_length] == 0) return path + root_length;
  return path[root_length] == '/' ? path + root_length + 1 : NULL;
}

static const char *named(const char *path, char *space) {
  if (path[0] == '/') return below(path);
  if (getcwd(space, PATH_MAX) == NULL || strlen(space) + strlen(path) + 2 > PATH_MAX) return NULL;
  strcat(strcat(space, "/"), path);
  return below(space);
}

static void record_path(char type, uint64_t inode, int64_t number, const char *path) {
  struct iovec part = {(void *)path, strlen(path)};
  record(type, inode, number, &part, 1);
}

static int opened(int fd, int flags) {
  char link[64], path[PATH_MAX];
  struct stat found;
  if (fd < 0 || records < 0) return fd;
  if (fd >= MOST_OPEN) abort();
  kinds[fd] = unknown;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return fd;
  path[length] = 0;
  const char *name = below(path);
  if (name == NULL || fstat(fd, &found) != 0) return fd;
  kinds[fd] = S_ISDIR(found.st_mode) ? folder : file;
  inodes[fd] = found.st_ino;
  if (kinds[fd] == folder) record_path('F', found.st_ino, 0, name);
  else record_path('o', found.st_ino, (flags & O_TRUNC) != 0, name);
  return fd;
}

#define OPENS(name)                                                              \
  int name(const char *path, int flags, ...) {                                   \
    va_list more;                                                                \
    va_start(more, flags);                                                       \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;      \
    va_end(more);                                                                \
    return opened(REAL(name)(path, flags, mode), flags);                         \
  }
OPENS(open)
OPENS(open64)

#define OPENS_AT(name)                                                           \
  int name(int from, const char *path, int flags, ...) {                         \
    va_list more;                                                                \
    va_start(more, flags);                                                       \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;      \
    va_end(more);                                                                \
    return opened(REAL(name)(from, path, flags, mode), flags);                   \
  }
OPENS_AT(openat)
OPENS_AT(openat64)

/* Some numbers come back without our having seen them closed. */
static int fresh(int fd) {
  if (fd >= 0 && fd < MOST_OPEN) kinds[fd] = unknown;
  return fd;
}

int close(int fd) {
  return REAL(close)(fresh(fd));
}

int socket(int domain, int type, int protocol) { return fresh(REAL(socket)(domain, type, protocol)); }

int accept4(int fd, struct sockaddr *peer, socklen_t *length, int flags) {
  return fresh(REAL(accept4)(fd, peer, length, flags));
}

static enum what kind_of(int fd) {
  int domain = 0;
  socklen_t size = sizeof domain;
  if (records < 0 || fd < 0 || fd >= MOST_OPEN) return other;
  if (kinds[fd] != unknown) return kinds[fd];
  int before = errno;
  int found = getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size);
  errno = before;
  if (found != 0) return other;
  kinds[fd] = domain == AF_INET || domain == AF_INET6 ? internet : other;
  return kinds[fd];
}

/* Before something is written: what is said. */
static void saying(int fd, const struct iovec *parts, int count) {
  if (kind_of(fd) == internet) record('s', 0, fd, parts, count);
}

/* After it: where it stands. `at` is -1 where the file knows its place. */
static ssize_t wrote(int fd, const struct iovec *parts, int count, int64_t at, ssize_t result) {
  if (result <= 0 || kind_of(fd) != file) return result;
  int before = errno;
  if (at < 0) at = (int64_t)lseek(fd, 0, SEEK_CUR) - result;
  record_part('w', inodes[fd], at, parts, count, (size_t)result);
  errno = before;
  return result;
}

ssize_t write(int fd, const void *bytes, size_t length) {
  struct iovec part = {(void *)bytes, length};
  saying(fd, &part, 1);
  return wrote(fd, &part, 1, -1, REAL(write)(fd, bytes, length));
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  saying(fd, parts, count);
  return wrote(fd, parts, count, -1, REAL(writev)(fd, parts, count));
}

#define PLACED(name, type)                                                       \
  ssize_t name(int fd, const void *bytes, size_t length, type at) {              \
    struct iovec part = {(void *)bytes, length};                                 \
    return wrote(fd, &part, 1, at, REAL(name)(fd, bytes, length, at));           \
  }
PLACED(pwrite, off_t)
PLACED(pwrite64, off64_t)

#define PLACED_PARTS(name, type)                                                 \
  ssize_t name(int fd, const struct iovec *parts, int count, type at) {          \
    return wrote(fd, parts, count, at, REAL(name)(fd, parts, count, at));        \
  }
PLACED_PARTS(pwritev, off_t)
PLACED_PARTS(pwritev64, off64_t)

ssize_t send(int fd, const void *bytes, size_t length, int flags) {
  struct iovec part = {(void *)bytes, length};
  saying(fd, &part, 1);
  return REAL(send)(fd, bytes, length, flags);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
  saying(fd, message->msg_iov, (int)message->msg_iovlen);
  return REAL(sendmsg)(fd, message, flags);
}

#define SHORTENS(name, type)                                                     \
  int name(int fd, type length) {                                                \
    int result = REAL(name)(fd, length);                                         \
    if (result == 0 && kind_of(fd) == file) record('t', inodes[fd], length, NULL, 0); \
    return result;                                                               \
  }
SHORTENS(ftruncate, off_t)
SHORTENS(ftruncate64, off64_t)

static int synced(int fd) {
  struct stat found;
  enum what kind = kind_of(fd);
  if (kind != file && kind != folder) return -1;
  if (fstat(fd, &found) != 0) return -1;
  /* Of this process and nobody else: several may write into one file of records. */
  int64_t ticket = ((int64_t)getpid() << 32) + atomic_fetch_add(&syncs, 1);
  record('b', inodes[fd], ticket, NULL, 0);
  if (slowest_us > 0) usleep((useconds_t)(random() % slowest_us));
  record('e', inodes[fd], ticket, NULL, 0);
  return 0;
}

int fsync(int fd) { return synced(fd) == 0 ? 0 : REAL(fsync)(fd); }

int fdatasync(int fd) { return synced(fd) == 0 ? 0 : REAL(fdatasync)(fd); }

#define REMOVES(name, type)                                                      \
  int name(const char *path) {                                                   \
    char space[PATH_MAX];                                                        \
    const char *inside = named(path, space);                                     \
    int result = REAL(name)(path);                                               \
    if (result == 0 && inside != NULL) record_path(type, 0, 0, inside);          \
    return result;                                                               \
  }
REMOVES(unlink, 'u')
REMOVES(remove, 'u')
REMOVES(rmdir, 'u')

int rename(const char *from, const char *to) {
  char first[PATH_MAX], second[PATH_MAX];
  const char *old = named(from, first), *new = named(to, second);
  int result = REAL(rename)(from, to);
  if (result != 0 || (old == NULL && new == NULL)) return result;
  /* Nothing comes in from elsewhere or leaves; the two names are parted by a zero. */
  if (old == NULL || new == NULL) abort();
  struct iovec parts[2] = {{(void *)old, strlen(old) + 1}, {(void *)new, strlen(new)}};
  record('r', 0, 0, parts, 2);
  return result;
}

int mkdir(const char *path, mode_t mode) {
  char space[PATH_MAX];
  struct stat found;
  const char *inside = named(path, space);
  int result = REAL(mkdir)(path, mode);
  if (result == 0 && inside != NULL && stat(path, &found) == 0) record_path('m', found.st_ino, 0, inside);
  return result;
}

/* Ways in which nothing is written here: a test that meets one ends at once. */
int link(const char *from, const char *to) {
  char space[PATH_MAX];
  if (named(to, space) != NULL) abort();
  return REAL(link)(from, to);
}

int unlinkat(int from, const char *path, int flags) {
  char space[PATH_MAX];
  if (from == AT_FDCWD && named(path, space) != NULL) abort();
  return REAL(unlinkat)(from, path, flags);
}

int truncate(const char *path, off_t length) {
  char space[PATH_MAX];
  if (named(path, space) != NULL) abort();
  return REAL(truncate)(path, length);
}
