// The floor of a selective forwarder on this machine: for every packet of 1,100 bytes encrypt with AES-128-GCM (OpenSSL, context reused,
// only the nonce reset) and send it, SEGMENTS packets as one message (UDP_SEGMENT), many messages a sendmmsg. Nothing else: no receiving,
// no rooms, no statistics. Receivers are another process: one thread that looks at every socket once a millisecond, or (WAKES 1) a thread each,
// asleep on its socket, as the participants of the bench are.
//
//   cc -O2 -o floor floor.c -lcrypto -lpthread
//   ./floor SEGMENTS RECEIVERS PACKETS PERIOD_US WAKES
//
// PERIOD_US > 0 sends one message to every receiver each period, as live media does; 0 sends as fast as the receivers take. Prints microseconds of the sender's processor time a packet, packets sent, packets received.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/udp.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SIZE = 1100, TAG = 16, HEADER = 20, WIRE = SIZE + TAG, MOST_RECEIVERS = 512, MOST_SEGMENTS = 32, READ = 16 };

static long *received; // one counter a receiver, shared

static void fail(const char *what) { perror(what); exit(1); }

// Takes what is there, at most READ datagrams; returns how many.
static int take(int *pair, int flags) { // socket, number
  static __thread char buffers[READ][2048];
  struct iovec vectors[READ];
  struct mmsghdr messages[READ];
  memset(messages, 0, sizeof messages);
  for (int i = 0; i < READ; i++) {
    vectors[i] = (struct iovec){buffers[i], sizeof buffers[i]};
    messages[i].msg_hdr.msg_iov = &vectors[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  int n = recvmmsg(pair[0], messages, READ, flags, NULL);
  if (n > 0) __atomic_fetch_add(&received[pair[1] * 8], n, __ATOMIC_RELAXED);
  return n;
}

static void *receive(void *argument) {
  for (;;) take(argument, MSG_WAITFORONE);
  return NULL;
}

static long total(int receivers) {
  long sum = 0;
  for (int i = 0; i < receivers; i++) sum += __atomic_load_n(&received[i * 8], __ATOMIC_RELAXED);
  return sum;
}

static double cpu_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

int main(int argc, char **argv) {
  if (argc != 6) { fprintf(stderr, "usage: floor SEGMENTS RECEIVERS PACKETS PERIOD_US WAKES\n"); return 2; }
  int segments = atoi(argv[1]), receivers = atoi(argv[2]);
  long packets = atol(argv[3]), period = atol(argv[4]);
  int wakes = atoi(argv[5]);
  if (segments < 1 || segments > MOST_SEGMENTS || receivers < 1 || receivers > MOST_RECEIVERS) return 2;
  received = mmap(NULL, MOST_RECEIVERS * 64, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  static int sockets[MOST_RECEIVERS][2];
  static struct sockaddr_in to[MOST_RECEIVERS];
  for (int i = 0; i < receivers; i++) {
    int size = 4 << 20;
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof at;
    if ((sockets[i][0] = socket(AF_INET, SOCK_DGRAM, 0)) < 0 || bind(sockets[i][0], (void *)&at, sizeof at)) fail("socket");
    setsockopt(sockets[i][0], SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    getsockname(sockets[i][0], (void *)&to[i], &length);
    sockets[i][1] = i;
  }
  pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    while (!wakes) {
      for (int i = 0; i < receivers; i++) while (take(sockets[i], MSG_DONTWAIT) == READ);
      usleep(1000);
    }
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 256 * 1024);
    for (int i = 0; i < receivers; i++) {
      pthread_t thread;
      if (pthread_create(&thread, &small, receive, sockets[i])) fail("thread");
    }
    pause();
    return 0;
  }

  int out = socket(AF_INET, SOCK_DGRAM, 0);
  int big = 8 << 20;
  setsockopt(out, SOL_SOCKET, SO_SNDBUF, &big, sizeof big);
  unsigned char key[16] = {1}, nonce[12] = {0};
  EVP_CIPHER *gcm = EVP_CIPHER_fetch(NULL, "AES-128-GCM", NULL);
  EVP_CIPHER_CTX *context[MOST_RECEIVERS]; // a receiver has keys of its own
  for (int i = 0; i < receivers; i++) {
    context[i] = EVP_CIPHER_CTX_new();
    if (EVP_EncryptInit_ex2(context[i], gcm, key, nonce, NULL) != 1) return 1;
  }
  size_t message = (size_t)segments * WIRE;
  unsigned char *arena = malloc(message * receivers), *plain = malloc(SIZE);
  memset(arena, 0x55, message * receivers);
  memset(plain, 0xaa, SIZE);
  static struct mmsghdr messages[MOST_RECEIVERS];
  static struct iovec vectors[MOST_RECEIVERS];
  static char controls[MOST_RECEIVERS][CMSG_SPACE(sizeof(uint16_t))];
  for (int i = 0; i < receivers; i++) {
    vectors[i] = (struct iovec){arena + i * message, message};
    messages[i].msg_hdr = (struct msghdr){.msg_name = &to[i], .msg_namelen = sizeof to[i], .msg_iov = &vectors[i], .msg_iovlen = 1};
    if (segments == 1) continue;
    messages[i].msg_hdr.msg_control = controls[i];
    messages[i].msg_hdr.msg_controllen = sizeof controls[i];
    struct cmsghdr *control = CMSG_FIRSTHDR(&messages[i].msg_hdr);
    *control = (struct cmsghdr){.cmsg_level = IPPROTO_UDP, .cmsg_type = UDP_SEGMENT, .cmsg_len = CMSG_LEN(sizeof(uint16_t))};
    *(uint16_t *)CMSG_DATA(control) = WIRE;
  }

  long sent = 0, counter = 0;
  double begun = 0;
  struct timespec next;
  clock_gettime(CLOCK_MONOTONIC, &next);
  for (int warm = 1; sent < packets;) {
    for (int r = 0; r < receivers; r++)
      for (int s = 0; s < segments; s++) {
        unsigned char *packet = arena + r * message + (size_t)s * WIRE;
        int n;
        counter++;
        memcpy(nonce, &counter, sizeof counter);
        memcpy(packet, plain, SIZE); // a forwarder copies the publisher's bytes to where they leave
        EVP_EncryptInit_ex2(context[r], NULL, NULL, nonce, NULL);
        EVP_EncryptUpdate(context[r], NULL, &n, packet, HEADER);
        EVP_EncryptUpdate(context[r], packet + HEADER, &n, packet + HEADER, SIZE - HEADER);
        EVP_EncryptFinal_ex(context[r], packet + SIZE, &n);
        EVP_CIPHER_CTX_ctrl(context[r], EVP_CTRL_AEAD_GET_TAG, TAG, packet + SIZE);
      }
    for (int done = 0; done < receivers;) {
      int n = sendmmsg(out, messages + done, receivers - done, 0);
      if (n < 0) fail("sendmmsg");
      done += n;
    }
    sent += (long)receivers * segments;
    if (warm && sent >= packets / 10) { warm = 0; sent = 0; begun = cpu_us(); for (int i = 0; i < receivers; i++) received[i * 8] = 0; }
    if (period > 0) {
      next.tv_nsec += period * 1000;
      while (next.tv_nsec >= 1000000000) { next.tv_nsec -= 1000000000; next.tv_sec++; }
      clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
    } else {
      while (sent - total(receivers) > 40L * receivers) usleep(200);
    }
  }
  double used = cpu_us() - begun;
  usleep(100000);
  printf("%.3f %ld %ld\n", used / sent, sent, total(receivers));
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
  return 0;
}
