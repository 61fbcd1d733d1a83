#include "guard.h"
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where to go on; null outside of a guarded call. */
static _Thread_local jmp_buf *escape;

int guarded_loop_read(struct mosquitto *client, int packets)
{
    jmp_buf place;
    /* Without the signal mask, which costs a system call. */
    if (_setjmp(place)) {
        escape = NULL;
        return GUARD_ABORTED;
    }
    escape = &place;
    int code = mosquitto_loop_read(client, packets);
    escape = NULL;
    return code;
}

/* Takes the place of the C library's function for the whole program (ld.so(8): the program's symbols come first).
 *
 * The jump passes only frames of the library that hold no lock: packet__read, handle__packet, a handler, and the reading of
 * properties. No callback has been called yet. */
__attribute__((visibility("default"), noreturn))
void __assert_fail(const char *assertion, const char *file, unsigned int line, const char *function)
{
    if (escape && function && strcmp(function, "log__printf") == 0) longjmp(*escape, 1);
    fprintf(stderr, "%s:%u: %s: Assertion `%s' failed.\n", file, line, function ? function : "", assertion);
    abort();
}
