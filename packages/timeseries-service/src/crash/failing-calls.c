/*
 * Loaded before the C library (LD_PRELOAD): lets one call that writes a file or makes it durable fail.
 *
 * FAILING_FILE  end of the file's path
 * FAILING_CALL  which call, counted from 1; with FAILING_ONLY=sync only those that make durable are counted
 * FAILING_WAY   eio, enospc, or short: a write of half of what was asked
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static long calls;

static int is_meant(int fd) {
  const char *end = getenv("FAILING_FILE");
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (end == NULL || length < (ssize_t)strlen(end)) return 0;
  path[length] = 0;
  return strcmp(path + length - strlen(end), end) == 0;
}

/* 0: go on; 1: fail with errno set; 2: write half. */
static int verdict(int fd, int is_sync) {
  int saved = errno;
  const char *call = getenv("FAILING_CALL"), *way = getenv("FAILING_WAY"), *only = getenv("FAILING_ONLY");
  if (call == NULL || way == NULL || !is_meant(fd)) {
    errno = saved;
    return 0;
  }
  if (only != NULL && strcmp(only, "sync") == 0 && !is_sync) return 0;
  if (__sync_add_and_fetch(&calls, 1) != atol(call)) {
    errno = saved;
    return 0;
  }
  fprintf(stderr, "failing call %s\n", call);
  if (strcmp(way, "short") == 0 && !is_sync) return 2;
  errno = strcmp(way, "enospc") == 0 ? ENOSPC : EIO;
  return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t count) {
  int v = verdict(fd, 0);
  return v == 1 ? -1 : REAL(write)(fd, bytes, v == 2 ? count / 2 : count);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
  int v = verdict(fd, 0);
  return v == 1 ? -1 : REAL(pwrite64)(fd, bytes, v == 2 ? count / 2 : count, offset);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  int v = verdict(fd, 0);
  if (v == 1) return -1;
  if (v == 0) return REAL(writev)(fd, parts, count);
  return REAL(write)(fd, parts[0].iov_base, parts[0].iov_len / 2);
}

int ftruncate64(int fd, off64_t length) {
  return verdict(fd, 0) == 1 ? -1 : REAL(ftruncate64)(fd, length);
}

int fsync(int fd) {
  return verdict(fd, 1) ? -1 : REAL(fsync)(fd);
}

int fdatasync(int fd) {
  return verdict(fd, 1) ? -1 : REAL(fdatasync)(fd);
}
