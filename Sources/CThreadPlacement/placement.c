#define _GNU_SOURCE
#include "CThreadPlacement.h"

#if defined(__linux__)
#include <sched.h>
#include <unistd.h>

int gtp_current_cpu(void) { return sched_getcpu(); }

void gtp_leave_cpu(int cpu) {
  cpu_set_t allowed;
  // The main thread's CPUs: the calling thread may have left some already.
  if (cpu < 0 || cpu >= CPU_SETSIZE || sched_getaffinity(getpid(), sizeof allowed, &allowed)) return;
  CPU_CLR(cpu, &allowed);
  if (CPU_COUNT(&allowed)) sched_setaffinity(0, sizeof allowed, &allowed);
}
#else
int gtp_current_cpu(void) { return -1; }

void gtp_leave_cpu(int cpu) { (void)cpu; }
#endif
