//===- Fibre.cpp - Stacks that take turns ---------------------------------===//
#include "tests/simt/Fibre.h"
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <sys/mman.h>

using namespace dnd::simt;

#ifndef __x86_64__
#error "the fibres of the SIMT driver are written for x86-64"
#endif

// Saves the registers that a call keeps on the stack, its pointer to *from, and
// goes on with the stack `to`.
extern "C" void dnd_simt_switch(void **from, void *to);
extern "C" void dnd_simt_enter();
asm(R"(
  .text
  .p2align 4
  .hidden dnd_simt_switch
  .type dnd_simt_switch,@function
dnd_simt_switch:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
  .size dnd_simt_switch, .-dnd_simt_switch

  .p2align 4
  .hidden dnd_simt_enter
  .type dnd_simt_enter,@function
dnd_simt_enter:
  movq %r12, %rdi
  callq *%rbx
  ud2
  .size dnd_simt_enter, .-dnd_simt_enter
)");

Fibre::Fibre() {
  // The lowest page stays without access: an overflow is a clean crash.
  memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED || mprotect(memory, 4096, PROT_NONE) != 0) {
    std::fputs("dnd SIMT: no memory for the stack of a thread\n", stderr);
    std::abort();
  }
}

Fibre::~Fibre() { munmap(memory, bytes); }

void Fibre::start(void (*entry)(void *), void *argument) {
  void **top = reinterpret_cast<void **>(static_cast<char *>(memory) + bytes);
  *--top = nullptr; // keeps the stack aligned where the entry is called
  *--top = nullptr;
  *--top = reinterpret_cast<void *>(&dnd_simt_enter);
  *--top = nullptr;                         // rbp
  *--top = reinterpret_cast<void *>(entry); // rbx
  *--top = argument;                        // r12
  *--top = nullptr;                         // r13
  *--top = nullptr;                         // r14
  *--top = nullptr;                         // r15
  inside = top;
}

void Fibre::resume() { dnd_simt_switch(&outside, inside); }
void Fibre::leave() { dnd_simt_switch(&inside, outside); }
