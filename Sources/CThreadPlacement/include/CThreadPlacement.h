// Where threads run: calls of Linux that its headers keep from Swift.
#ifndef CTHREADPLACEMENT_H
#define CTHREADPLACEMENT_H

// The CPU that the calling thread runs on, or -1 where nobody can tell.
int gtp_current_cpu(void);

// Lets the calling thread run on every CPU that the process may use but this one. Does nothing where
// there is no other, or where the system has no such call.
void gtp_leave_cpu(int cpu);

#endif
