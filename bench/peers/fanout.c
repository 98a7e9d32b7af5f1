/* An audience in one thread: N connections that read one thing after the other and note when each came.
 *
 *     fanout MODE PORT PATH N FIRST OUT
 *
 * MODE seg: keep-alive GET PATH<n>, n from FIRST on.  lp: Nchan's long-poll, the next by Last-Modified and ETag.
 *      ws: a WebSocket, one text frame after the other.  Prints "up" when every viewer has had its first answer, runs
 * until its standard input is closed, then writes OUT: records of (number 8, place of body 8, received µs 8), and
 * OUT.bodies: each distinct body once as (length 4, bytes). Bodies are told apart by an FNV-1a hash of 64 bits.
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

enum { BUFFER = 1 << 18, BODIES = 1 << 16, IN_FLIGHT = 400 };

typedef struct {
    int fd, state; /* 0 connecting, 1 handshake of ws, 2 reading */
    uint64_t next;
    char *held;    /* an incomplete answer */
    size_t length, room;
    char modified[64], etag[64];
    int served;
} viewer;

typedef struct { uint64_t number, place, received; } record;

static int mode, port, viewers;
static const char *path;
static viewer *all;
static record *records;
static size_t recorded, record_room;
static struct { uint64_t hash, place; } seen[BODIES];
static FILE *bodies;
static uint64_t bodies_at;
static int epoll, up, connecting, started;
static char buffer[BUFFER];

static void fail(const char *what) { perror(what); exit(1); }

static uint64_t now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (uint64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static uint64_t place_of(const char *body, size_t length) {
    uint64_t hash = 1469598103934665603ULL;
    size_t i = 0;
    for (; i + 8 <= length; i += 8) {
        uint64_t word;
        memcpy(&word, body + i, 8);
        hash = (hash ^ word) * 1099511628211ULL;
    }
    for (; i < length; i++) hash = (hash ^ (unsigned char)body[i]) * 1099511628211ULL;
    hash ^= length;
    size_t slot = hash % BODIES;
    while (seen[slot].hash && seen[slot].hash != hash) slot = (slot + 1) % BODIES;
    if (!seen[slot].hash) {
        uint32_t size = length;
        seen[slot].hash = hash;
        seen[slot].place = bodies_at;
        fwrite(&size, 4, 1, bodies);
        fwrite(body, 1, length, bodies);
        bodies_at += 4 + length;
    }
    return seen[slot].place;
}

static void note(viewer *v, const char *body, size_t length) {
    if (recorded == record_room) {
        record_room = record_room ? record_room * 2 : 1 << 20;
        records = realloc(records, record_room * sizeof *records);
        if (!records) fail("memory");
    }
    records[recorded++] = (record){v->next, place_of(body, length), now_us()};
    v->next++;
    if (!v->served) {
        v->served = 1;
        if (++up == viewers) { puts("up"); fflush(stdout); }
    }
}

static void say(viewer *v, const char *text, int length) {
    if (write(v->fd, text, length) != length) fail("write");
}

static void ask(viewer *v) {
    char text[512];
    int n;
    if (mode == 's')
        n = snprintf(text, sizeof text, "GET %s%llu HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip, deflate, br\r\n"
                     "User-Agent: Mozilla/5.0 (Linux; Android 12) MicroMessenger/8.0\r\nAccept: */*\r\n\r\n",
                     path, (unsigned long long)v->next);
    else if (mode == 'l')
        n = snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n"
                     "User-Agent: Mozilla/5.0 (Linux; Android 12) MicroMessenger/8.0\r\n%s%s%s%s%s%s\r\n", path,
                     *v->modified ? "If-Modified-Since: " : "", v->modified, *v->modified ? "\r\n" : "",
                     *v->etag ? "If-None-Match: " : "", v->etag, *v->etag ? "\r\n" : "");
    else
        n = snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n", path);
    say(v, text, n);
}

static void copy_field(const char *head, const char *end, const char *name, char *to, size_t room) {
    const char *at = memmem(head, end - head, name, strlen(name));
    if (!at) return;
    at += strlen(name);
    const char *stop = memchr(at, '\r', end - at);
    size_t length = stop - at;
    if (length >= room) length = room - 1;
    memcpy(to, at, length);
    to[length] = 0;
}

/* Bytes of one complete HTTP answer at the beginning, or 0. */
static size_t take_answer(viewer *v, const char *data, size_t length) {
    const char *end = memmem(data, length, "\r\n\r\n", 4);
    if (!end) return 0;
    size_t head = end - data + 4;
    if (mode == 'w') {
        if (memcmp(data, "HTTP/1.1 101", 12)) { fprintf(stderr, "%.200s\n", data); exit(1); }
        v->state = 2;
        if (!v->served) { v->served = 1; if (++up == viewers) { puts("up"); fflush(stdout); } }
        return head;
    }
    if (memcmp(data, "HTTP/1.1 200", 12)) { fprintf(stderr, "viewer at %llu: %.300s\n", (unsigned long long)v->next, data); exit(1); }
    char size[32] = "";
    copy_field(data, end + 2, "ontent-Length: ", size, sizeof size);
    size_t body = strtoul(size, NULL, 10);
    if (length < head + body) return 0;
    if (mode == 'l') {
        copy_field(data, end + 2, "Last-Modified: ", v->modified, sizeof v->modified);
        copy_field(data, end + 2, "Etag: ", v->etag, sizeof v->etag);
    }
    note(v, data + head, body);
    ask(v);
    return head + body;
}

static size_t take_frame(viewer *v, const unsigned char *data, size_t length) {
    if (length < 2) return 0;
    size_t size = data[1] & 127, head = 2;
    if (size == 126) { if (length < 4) return 0; size = data[2] << 8 | data[3]; head = 4; }
    else if (size == 127) {
        if (length < 10) return 0;
        size = 0;
        for (int i = 2; i < 10; i++) size = size << 8 | data[i];
        head = 10;
    }
    if (length < head + size) return 0;
    if ((data[0] & 15) == 1) note(v, (const char *)data + head, size);
    return head + size;
}

static void readable(viewer *v) {
    for (;;) {
        size_t before = v->length;
        if (before > BUFFER / 2) { fprintf(stderr, "answer too large\n"); exit(1); }
        memcpy(buffer, v->held, before);
        ssize_t n = read(v->fd, buffer + before, BUFFER - before);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (n <= 0) { fprintf(stderr, "connection lost at %llu\n", (unsigned long long)v->next); exit(1); }
        size_t length = before + n, at = 0, taken;
        while (at < length) {
            taken = mode == 'w' && v->state == 2 ? take_frame(v, (unsigned char *)buffer + at, length - at)
                                                 : take_answer(v, buffer + at, length - at);
            if (!taken) break;
            at += taken;
        }
        v->length = length - at;
        if (v->length > v->room) {
            v->room = v->length * 2;
            v->held = realloc(v->held, v->room);
        }
        if (v->length) memcpy(v->held, buffer + at, v->length);
        if ((size_t)n < BUFFER - before) return;
    }
}

static void connect_more(void) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    while (started < viewers && connecting < IN_FLIGHT) {
        viewer *v = &all[started];
        int one = 1;
        v->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        if (v->fd < 0) fail("socket");
        setsockopt(v->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        if (connect(v->fd, (struct sockaddr *)&to, sizeof to) < 0 && errno != EINPROGRESS) fail("connect");
        struct epoll_event event = {.events = EPOLLOUT, .data.u32 = started};
        epoll_ctl(epoll, EPOLL_CTL_ADD, v->fd, &event);
        started++;
        connecting++;
    }
}

int main(int argc, char **argv) {
    if (argc != 7) { fprintf(stderr, "fanout MODE PORT PATH N FIRST OUT\n"); return 2; }
    mode = argv[1][0];
    port = atoi(argv[2]);
    path = argv[3];
    viewers = atoi(argv[4]);
    all = calloc(viewers, sizeof *all);
    for (int i = 0; i < viewers; i++) all[i].next = strtoull(argv[5], NULL, 10);
    char name[512];
    snprintf(name, sizeof name, "%s.bodies", argv[6]);
    bodies = fopen(name, "wb");
    if (!bodies) fail(name);
    epoll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = UINT32_MAX}, events[512];
    epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &event);
    connect_more();
    for (int running = 1; running;) {
        int n = epoll_wait(epoll, events, 512, -1);
        for (int i = 0; i < n; i++) {
            if (events[i].data.u32 == UINT32_MAX) { running = 0; continue; }
            viewer *v = &all[events[i].data.u32];
            if (v->state == 0) {
                int error = 0;
                socklen_t size = sizeof error;
                getsockopt(v->fd, SOL_SOCKET, SO_ERROR, &error, &size);
                if (error) { errno = error; fail("connect"); }
                v->state = mode == 'w' ? 1 : 2;
                event = (struct epoll_event){.events = EPOLLIN, .data.u32 = events[i].data.u32};
                epoll_ctl(epoll, EPOLL_CTL_MOD, v->fd, &event);
                ask(v);
                connecting--;
                connect_more();
            } else readable(v);
        }
    }
    FILE *out = fopen(argv[6], "wb");
    if (!out) fail(argv[6]);
    fwrite(records, sizeof *records, recorded, out);
    fclose(out);
    fclose(bodies);
    return 0;
}
