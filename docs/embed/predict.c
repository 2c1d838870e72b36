/* A model in a C program: classes of the samples in a file of raw floats, by several threads at once.
 *
 *   dnd export --to shared --weights runs/first -o libdigits.so
 *   cc predict.c -I. ./libdigits.so -lpthread -o predict
 *   ./predict runs/first samples.f32
 */
#include "digits.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { INPUT = DIGITS_INPUT_IMAGE_SIZE, OUTPUT = DIGITS_OUTPUT_LOGITS_SIZE, THREADS = 4 };

struct part {
  digits *model;
  const float *samples;
  float *results;
  long count;
  int failed;
};

static void *predict(void *argument) {
  struct part *part = argument;
  const float *inputs[DIGITS_INPUTS] = {part->samples};
  float *outputs[DIGITS_OUTPUTS] = {part->results};
  char error[256];
  part->failed = digits_predict(part->model, part->count, inputs, outputs, error, sizeof error);
  if (part->failed)
    fprintf(stderr, "%s\n", error);
  return NULL;
}

int main(int argc, char **argv) {
  char error[256];
  digits *model = argc == 3 ? digits_open(argv[1], 0, error, sizeof error) : NULL;
  FILE *file = argc == 3 ? fopen(argv[2], "rb") : NULL;
  if (!model || !file) {
    fprintf(stderr, "%s\n", argc != 3 ? "usage: predict WEIGHTS SAMPLES" : model ? "cannot read the samples" : error);
    return 1;
  }
  fseek(file, 0, SEEK_END);
  long count = ftell(file) / (long)(INPUT * sizeof(float));
  rewind(file);
  float *samples = malloc(sizeof(float) * INPUT * (size_t)(count + 1));
  float *results = malloc(sizeof(float) * OUTPUT * (size_t)(count + 1));
  if (fread(samples, sizeof(float) * INPUT, (size_t)count, file) != (size_t)count)
    return 1;
  pthread_t threads[THREADS];
  struct part parts[THREADS];
  for (int t = 0; t < THREADS; ++t) {
    long first = count * t / THREADS, last = count * (t + 1) / THREADS;
    parts[t] = (struct part){model, samples + first * INPUT, results + first * OUTPUT, last - first, 0};
    pthread_create(&threads[t], NULL, predict, &parts[t]);
  }
  int failed = 0;
  for (int t = 0; t < THREADS; ++t) {
    pthread_join(threads[t], NULL);
    failed |= parts[t].failed;
  }
  for (long n = 0; n < count && !failed; ++n) {
    for (int k = 0; k < OUTPUT; ++k)
      printf("%s%.9g", k ? "," : "", (double)results[n * OUTPUT + k]);
    printf("\n");
  }
  digits_close(model);
  free(samples);
  free(results);
  return failed;
}
