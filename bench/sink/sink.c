/*
 * An SMTP server that takes everything and keeps nothing: the least work that still reads every byte, so that it is the
 * sender that is measured. One thread, epoll, Linux. It offers PIPELINING, SIZE, 8BITMIME, SMTPUTF8 and,
 * unless it is told to be plain, CHUNKING.
 *
 *   sink [delay in ms] [chunking | plain]
 *
 * Prints "port N". For each line on standard input it prints "<messages> <bytes> <seconds of CPU>", all since its start, and at
 * the end of standard input it ends, so it never outlives the bench. With a delay every reply leaves that long after its
 * command (or message) was complete. Replies do not wait for one another, so a client that pipelines gains by it as
 * on a long line: the delay is the round trip time.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <netinet/tcp.h>
#include <time.h>
#include <unistd.h>

enum { longest_line = 4096, read_size = 256 * 1024 };

/* What is read now: commands, a message up to its dot, or a chunk of so many bytes. */
enum reading { COMMANDS, DATA, CHUNK };

struct client {
  int fd;
  enum reading reading;
  int last_chunk, leaving, waiting, closed;
  size_t chunk_left;
  /* The start of a command line, or the last bytes of a message in which its end may have begun. */
  size_t kept;
  char keep[longest_line];
};

/* All delays are equal, so replies are due in the order in which they are made, whoever they are for. */
struct reply {
  struct reply *next;
  struct client *client;
  struct timespec due;
  size_t length;
  char text[];
};

static unsigned long long messages, bytes;
static long delay_ms;
static int chunking = 1;
static int timer;
static struct reply *first, **last = &first;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void drop(struct client *client) {
  if (client->fd >= 0) close(client->fd);
  client->fd = -1;
  client->closed = 1;
  if (client->waiting == 0) free(client);
}

/* Blocking, which is safe: a client has never more than a few hundred bytes of replies unread. */
static void transmit(struct client *client, const char *text, size_t length) {
  if (client->fd >= 0 && send(client->fd, text, length, MSG_NOSIGNAL) != (ssize_t)length) shutdown(client->fd, SHUT_RDWR);
}

static void arm(void) {
  struct itimerspec when = {0};
  if (first != NULL) when.it_value = first->due;
  timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL);
}

static void answer(struct client *client, const char *text, size_t length) {
  if (length == 0) return;
  if (delay_ms == 0) return transmit(client, text, length);
  struct reply *reply = malloc(sizeof *reply + length);
  if (reply == NULL) fail("malloc");
  *reply = (struct reply){.client = client, .length = length};
  memcpy(reply->text, text, length);
  clock_gettime(CLOCK_MONOTONIC, &reply->due);
  reply->due.tv_nsec += delay_ms % 1000 * 1000000;
  reply->due.tv_sec += delay_ms / 1000 + reply->due.tv_nsec / 1000000000;
  reply->due.tv_nsec %= 1000000000;
  client->waiting++;
  int alone = first == NULL;
  *last = reply;
  last = &reply->next;
  if (alone) arm();
}

static void answer_due(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  while (first != NULL && (first->due.tv_sec < now.tv_sec ||
                           (first->due.tv_sec == now.tv_sec && first->due.tv_nsec <= now.tv_nsec))) {
    struct reply *reply = first;
    struct client *client = reply->client;
    first = reply->next;
    if (first == NULL) last = &first;
    transmit(client, reply->text, reply->length);
    free(reply);
    client->waiting--;
    if (client->waiting == 0 && client->closed) free(client);
    else if (client->waiting == 0 && client->leaving) shutdown(client->fd, SHUT_RDWR);
  }
  arm();
}

static const char *obey(struct client *client, const char *line) {
  if (strncasecmp(line, "EHLO", 4) == 0)
    return chunking ? "250-sink\r\n250-PIPELINING\r\n250-CHUNKING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 50000000\r\n"
                    : "250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 50000000\r\n";
  if (strncasecmp(line, "DATA", 4) == 0) {
    client->reading = DATA;
    return "354 go on\r\n";
  }
  if (strncasecmp(line, "BDAT ", 5) == 0) {
    char *rest;
    client->chunk_left = strtoull(line + 5, &rest, 10);
    client->last_chunk = strncasecmp(rest, " LAST", 5) == 0;
    client->reading = CHUNK;
    return "";
  }
  if (strncasecmp(line, "QUIT", 4) == 0) {
    client->leaving = 1;
    return "221 2.0.0 bye\r\n";
  }
  return "250 2.1.0 fine\r\n";
}

/* Far faster than memmem, which looks at every byte by itself. */
static char *end_of_data(char *input, size_t length) {
  if (length < 5) return NULL;
  char *stop = input + length - 2;
  for (char *dot = input + 2; dot < stop && (dot = memchr(dot, '.', stop - dot)) != NULL; dot++)
    if (dot[-1] == '\n' && dot[-2] == '\r' && dot[1] == '\r' && dot[2] == '\n') return dot - 2;
  return NULL;
}

/* Takes one step in the input and returns how far it came; 0: more has to be read. `text` is the reply, if there is one. */
static size_t step(struct client *client, char *input, size_t length, const char **text) {
  if (client->reading == CHUNK) {
    size_t taken = length < client->chunk_left ? length : client->chunk_left;
    client->chunk_left -= taken;
    bytes += taken;
    if (client->chunk_left > 0) return taken;
    client->reading = COMMANDS;
    messages += client->last_chunk;
    *text = client->last_chunk ? "250 2.0.0 taken\r\n" : "250 2.0.0 more\r\n";
    return taken;
  }
  if (client->reading == DATA) {
    char *end = end_of_data(input, length);
    if (end == NULL) {
      size_t safe = length > 4 ? length - 4 : 0;
      bytes += safe;
      return safe;
    }
    bytes += end - input;
    messages++;
    client->reading = COMMANDS;
    *text = "250 2.0.0 taken\r\n";
    return end - input + 5;
  }
  char *end = memchr(input, '\n', length);
  if (end == NULL) return 0;
  *end = '\0';
  *text = obey(client, input);
  return end - input + 1;
}

static void converse(struct client *client) {
  static char room[longest_line + read_size];
  memcpy(room, client->keep, client->kept);
  ssize_t got = recv(client->fd, room + client->kept, read_size, 0);
  if (got <= 0) return drop(client);
  char replies[8192];
  size_t said = 0, at = 0, length = client->kept + got;
  client->kept = 0;
  while (!client->leaving) {
    enum reading before = client->reading;
    const char *text = "";
    size_t taken = step(client, room + at, length - at, &text);
    if (taken == 0 && client->reading == before) break;
    at += taken;
    if (before == COMMANDS && client->reading == DATA) {
      /* The dot may be the first sign of the message: the line end of DATA stands before it. */
      at -= 2;
      memcpy(room + at, "\r\n", 2);
    }
    size_t more = strlen(text);
    if (said + more > sizeof replies) answer(client, replies, said), said = 0;
    memcpy(replies + said, text, more);
    said += more;
  }
  if (length - at > longest_line) return drop(client);
  client->kept = client->leaving ? 0 : length - at;
  memcpy(client->keep, room + at, client->kept);
  answer(client, replies, said);
  if (client->leaving && delay_ms == 0) drop(client);
}

static void tell(void) {
  char input[256];
  ssize_t got = read(STDIN_FILENO, input, sizeof input);
  if (got <= 0) exit(0);
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  double cpu = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  for (ssize_t index = 0; index < got; index++)
    if (input[index] == '\n') printf("%llu %llu %.3f\n", messages, bytes, cpu);
}

static int listening(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int server = socket(AF_INET, SOCK_STREAM, 0);
  if (server < 0 || bind(server, (struct sockaddr *)&address, size) < 0 || listen(server, 256) < 0) fail("listen");
  if (getsockname(server, (struct sockaddr *)&address, &size) < 0) fail("getsockname");
  printf("port %d\n", ntohs(address.sin_port));
  return server;
}

static void watch(int poll, int fd, void *as) {
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = as};
  if (epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event) < 0) fail("epoll_ctl");
}

int main(int count, char **arguments) {
  static int server, control;
  delay_ms = count > 1 ? atol(arguments[1]) : 0;
  chunking = count < 3 || strcmp(arguments[2], "plain") != 0;
  setvbuf(stdout, NULL, _IOLBF, 0);
  int poll = epoll_create1(0);
  timer = timerfd_create(CLOCK_MONOTONIC, 0);
  server = listening();
  watch(poll, server, &server);
  watch(poll, STDIN_FILENO, &control);
  watch(poll, timer, &timer);
  for (;;) {
    struct epoll_event events[64];
    int ready = epoll_wait(poll, events, 64, -1);
    for (int index = 0; index < ready; index++) {
      void *what = events[index].data.ptr;
      if (what == &control) tell();
      else if (what == &timer) answer_due();
      else if (what == &server) {
        struct client *client = calloc(1, sizeof *client);
        client->fd = accept(server, NULL, NULL);
        int on = 1;
        setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        watch(poll, client->fd, client);
        answer(client, "220 sink ESMTP\r\n", 16);
      } else converse(what);
    }
  }
}
