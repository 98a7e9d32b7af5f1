/* Requests in one thread: each is sent when it is due, on the first connection that is free, kept alive.
 *
 *     post PORT CONNECTIONS SECONDS FILE
 *
 * FILE holds the requests, each as (length 4, bytes). Request k of n is due at SECONDS * k / n after the start; what it
 * waits for a connection counts as its own delay. Prints a line for each: microseconds from due to answered, status.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ROOM = 8192 };

typedef struct { int fd, busy; uint64_t due; size_t length; char held[ROOM]; } line;
typedef struct { char *bytes; uint32_t length; } request;

static void fail(const char *what) { perror(what); exit(1); }

static uint64_t now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* The status once a whole answer is held, 0 before that. */
static int answered(line *l) {
    l->held[l->length] = 0;
    char *end = strstr(l->held, "\r\n\r\n"), *size = strcasestr(l->held, "content-length:");
    if (!end || !size || size > end) return 0;
    if (l->length < (size_t)(end + 4 - l->held) + strtoul(size + 15, NULL, 10)) return 0;
    return atoi(l->held + 9);
}

int main(int argc, char **argv) {
    if (argc != 5) return 2;
    int port = atoi(argv[1]), lines = atoi(argv[2]), epoll = epoll_create1(0);
    double seconds = atof(argv[3]);
    FILE *file = fopen(argv[4], "rb");
    if (!file) fail("file");
    size_t count = 0, room = 1024;
    request *all = malloc(room * sizeof *all);
    for (uint32_t length; fread(&length, 4, 1, file) == 1; count++) {
        if (count == room) all = realloc(all, (room *= 2) * sizeof *all);
        all[count] = (request){malloc(length), length};
        if (fread(all[count].bytes, 1, length, file) != length) fail("file");
    }
    line *every = calloc(lines, sizeof *every);
    int *free_ones = malloc(lines * sizeof *free_ones), free_count = 0;
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    for (int i = 0, one = 1; i < lines; i++) {
        int fd = every[i].fd = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(fd, (struct sockaddr *)&to, sizeof to)) fail("connect");
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        fcntl(fd, F_SETFL, O_NONBLOCK);
        struct epoll_event want = {.events = EPOLLIN, .data.u32 = i};
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &want);
        free_ones[free_count++] = i;
    }
    uint64_t start = now_us();
    for (size_t sent = 0, done = 0; done < count;) {
        uint64_t now = now_us(), due = start + (uint64_t)(seconds * 1e6 * sent / count);
        while (sent < count && free_count && due <= now) {
            int i = free_ones[--free_count];
            every[i].busy = 1, every[i].due = due, every[i].length = 0;
            if (write(every[i].fd, all[sent].bytes, all[sent].length) != all[sent].length) fail("write");
            due = start + (uint64_t)(seconds * 1e6 * ++sent / count);
        }
        struct epoll_event found[256];
        int wait = sent < count && free_count ? (due > now ? (int)((due - now) / 1000) : 0) : 1000;
        int n = epoll_wait(epoll, found, 256, wait);
        for (int k = 0; k < n; k++) {
            line *l = &every[found[k].data.u32];
            ssize_t got = read(l->fd, l->held + l->length, ROOM - 1 - l->length);
            if (got <= 0) { if (got < 0 && errno == EAGAIN) continue; fail("closed"); }
            l->length += got;
            int status = l->busy ? answered(l) : 0;
            if (!status) continue;
            printf("%llu %d\n", (unsigned long long)(now_us() - l->due), status);
            l->busy = 0, done++, free_ones[free_count++] = found[k].data.u32;
        }
    }
    return 0;
}
