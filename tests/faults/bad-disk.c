/*
 * A bad disk and a wall clock that was set, for one process: preloaded (LD_PRELOAD), it reads what to do from the file that
 * BAD_DISK_FILE names, which it maps. Linux, 64 bit.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct faults {
  int64_t syncMs;   /* each fsync takes so much longer */
  int64_t isFull;   /* writes into files of the data fail as on a full disk */
  int64_t clockMs;  /* the wall clock is ahead by so much */
  int64_t syncs;    /* out: how many there were */
  int64_t killAt;   /* the process is killed before this step: each fsync and each rename is one; 0: never */
  int64_t steps;    /* out: how many there were */
};

static struct faults *faults;

__attribute__((constructor)) static void begin(void) {
  const char *name = getenv("BAD_DISK_FILE");
  int file = name ? open(name, O_RDWR) : -1;
  if (file < 0) return;
  void *map = mmap(NULL, sizeof(struct faults), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (map != MAP_FAILED) faults = map;
}

static void step(void) {
  if (faults && __atomic_add_fetch(&faults->steps, 1, __ATOMIC_RELAXED) == faults->killAt) kill(getpid(), SIGKILL);
}

static void slow(void) {
  if (!faults) return;
  step();
  __atomic_add_fetch(&faults->syncs, 1, __ATOMIC_RELAXED);
  struct timespec pause = { faults->syncMs / 1000, (faults->syncMs % 1000) * 1000000L };
  if (faults->syncMs > 0) nanosleep(&pause, NULL);
}

#define NEXT(name) \
  static __typeof__(&name) real; \
  if (!real) real = dlsym(RTLD_NEXT, #name)

int fsync(int file) {
  NEXT(fsync);
  slow();
  return real(file);
}

int fdatasync(int file) {
  NEXT(fdatasync);
  slow();
  return real(file);
}

int rename(const char *from, const char *to) {
  NEXT(rename);
  step();
  return real(from, to);
}

/* Regular files alone: sockets and pipes know no full disk. */
static int isFull(int file) {
  struct stat stat;
  if (!faults || !faults->isFull) return 0;
  if (fstat(file, &stat) != 0 || !S_ISREG(stat.st_mode)) return 0;
  errno = ENOSPC;
  return 1;
}

ssize_t write(int file, const void *bytes, size_t count) {
  NEXT(write);
  return isFull(file) ? -1 : real(file, bytes, count);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) {
  NEXT(pwrite);
  return isFull(file) ? -1 : real(file, bytes, count, at);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) {
  NEXT(pwrite64);
  return isFull(file) ? -1 : real(file, bytes, count, at);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  NEXT(clock_gettime);
  int result = real(clock, now);
  if (result == 0 && faults && faults->clockMs != 0 && clock == CLOCK_REALTIME) {
    int64_t ns = now->tv_nsec + (faults->clockMs % 1000) * 1000000L;
    now->tv_sec += faults->clockMs / 1000 + ns / 1000000000L;
    now->tv_nsec = ns % 1000000000L;
    if (now->tv_nsec < 0) {
      now->tv_nsec += 1000000000L;
      now->tv_sec--;
    }
  }
  return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  NEXT(gettimeofday);
  int result = real(now, zone);
  struct timespec exact;
  if (result == 0 && faults && clock_gettime(CLOCK_REALTIME, &exact) == 0) {
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
  }
  return result;
}

time_t time(time_t *result) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (result) *result = now.tv_sec;
  return now.tv_sec;
}
