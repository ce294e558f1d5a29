// The floor of a durable append: write and fdatasync of one line, <count> times. Prints microseconds per line.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv) {
  char line[320];
  struct timespec from, to;
  int count = argc > 2 ? atoi(argv[2]) : 0;
  int fd = argc > 1 ? open(argv[1], O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
  if (fd < 0 || count < 1) return 1;
  memset(line, 'x', sizeof line - 1);
  line[sizeof line - 1] = '\n';
  clock_gettime(CLOCK_MONOTONIC, &from);
  for (int i = 0; i < count; i++)
    if (write(fd, line, sizeof line) != sizeof line || fdatasync(fd) != 0) return 1;
  clock_gettime(CLOCK_MONOTONIC, &to);
  printf("%f\n", ((to.tv_sec - from.tv_sec) * 1e9 + (to.tv_nsec - from.tv_nsec)) / 1e3 / count);
  return close(fd);
}
