; Kernels with one planted fault each, in the LLVM IR that goes to the NVPTX back end.
target datalayout = "e-i64:64-i128:128-v16:16-v32:32-n16:32:64"
target triple = "nvptx64-nvidia-cuda"

@one = internal addrspace(3) global [32 x float] undef, align 16
@two = internal addrspace(3) global [64 x float] undef, align 16
@constants = internal addrspace(4) constant [4 x float] zeroinitializer, align 4

declare i32 @llvm.nvvm.read.ptx.sreg.tid.x()
declare i32 @llvm.nvvm.read.ptx.sreg.ctaid.x()
declare void @llvm.nvvm.barrier0()
declare void @llvm.nvvm.bar.warp.sync(i32)
declare i32 @llvm.nvvm.shfl.sync.bfly.i32(i32, i32, i32, i32)
declare i1 @llvm.nvvm.vote.any.sync(i32, i1)
declare { float, float, float, float } @llvm.nvvm.mma.m16n8k8.row.col.tf32(i32, i32, i32, i32, i32, i32, float, float, float, float)
declare void @llvm.nvvm.cp.async.ca.shared.global.4(ptr addrspace(3), ptr addrspace(1))
declare void @llvm.nvvm.cp.async.commit.group()
declare void @llvm.nvvm.cp.async.wait.group(i32)

; x[i + by] is read, x[i] written
define void @offset(ptr %x, ptr %y, i64 %by) !dbg !20 {
  %t = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %i = sext i32 %t to i64
  %o = add i64 %i, %by
  %p = getelementptr float, ptr %x, i64 %o
  %v = load float, ptr %p, align 4, !dbg !21
  %q = getelementptr float, ptr %y, i64 %i
  store float %v, ptr %q, align 4
  ret void
}

; as @offset, and it says that x has 8 bytes for each that n counts
define void @extent(ptr %x, ptr %y, i64 %n) #0 {
  %t = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %p = getelementptr float, ptr %x, i32 %t
  %v = load float, ptr %p, align 4
  %q = getelementptr float, ptr %y, i32 %t
  store float %v, ptr %q, align 4
  ret void
}
attributes #0 = { "dnd-extents"="0:8*2;1:256" }

define void @misaligned(ptr %x, i64 %by) {
  %p = getelementptr float, ptr %x, i64 %by
  %v = load <4 x float>, ptr %p, align 16
  store <4 x float> %v, ptr %x, align 16
  ret void
}

define void @write_constant(i64 %i) {
  %p = getelementptr float, ptr addrspace(4) @constants, i64 %i
  %g = addrspacecast ptr addrspace(4) %p to ptr
  store float 1.0, ptr %g, align 4
  ret void
}

; the next shared variable is no excuse
define void @shared_bounds(ptr %y, i64 %by) {
  %t = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %i = sext i32 %t to i64
  %p2 = getelementptr float, ptr addrspace(3) @two, i64 %i
  store float 1.0, ptr addrspace(3) %p2, align 4
  %o = add i64 %i, %by
  %p = getelementptr float, ptr addrspace(3) @one, i64 %o
  store float 2.0, ptr addrspace(3) %p, align 4
  ret void
}

define void @uninitialised(ptr %y, i64 %by) {
  %t = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %i = sext i32 %t to i64
  %p = getelementptr float, ptr addrspace(3) @two, i64 %i
  store float 1.0, ptr addrspace(3) %p, align 4
  call void @llvm.nvvm.barrier0()
  %o = add i64 %i, %by
  %q = getelementptr float, ptr addrspace(3) @two, i64 %o
  %v = load float, ptr addrspace(3) %q, align 4
  %r = getelementptr float, ptr %y, i64 %i
  store float %v, ptr %r, align 4
  ret void
}

; the barrier between the store and the neighbour's load is missing
define void @read_early(ptr %y) {
  %t = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %i = sext i32 %t to i64
  %p = getelementptr float, ptr addrspace(3) @two, i64 %i
  store float 0.0, ptr addrspace(3) %p, align 4
  call void @llvm.nvvm.barrier0()
  store float 1.0, ptr addrspace(3) %p, align 4
  %o = xor i64 %i, 1
  %q = getelementptr float, ptr addrspace(3) @two, i64 %o
  %v = load float, ptr addrspace(3) %q, align 4
  %r = getelementptr float, ptr %y, i64 %i
  store float %v, ptr %r, align 4
  ret void
}

; the barrier between the load and the neighbour's next store is missing
define void @write_early(ptr %y) {
  %t = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %i = sext i32 %t to i64
  %p = getelementptr float, ptr addrspace(3) @two, i64 %i
  store float 1.0, ptr addrspace(3) %p, align 4
  call void @llvm.nvvm.barrier0()
  %o = xor i64 %i, 1
  %q = getelementptr float, ptr addrspace(3) @two, i64 %o
  %v = load float, ptr addrspace(3) %q, align 4
  store float 2.0, ptr addrspace(3) %p, align 4
  %r = getelementptr float, ptr %y, i64 %i
  store float %v, ptr %r, align 4
  ret void
}

; bar.warp.sync does not order the threads of two warps
define void @warp_barrier(ptr %y) {
  %t = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %i = sext i32 %t to i64
  %p = getelementptr float, ptr addrspace(3) @two, i64 %i
  store float 1.0, ptr addrspace(3) %p, align 4
  call void @llvm.nvvm.bar.warp.sync(i32 -1)
  %o = sub i64 63, %i
  %in = icmp slt i64 %i, 32
  br i1 %in, label %read, label %end
read:
  %q = getelementptr float, ptr addrspace(3) @two, i64 %o
  %v = load float, ptr addrspace(3) %q, align 4
  %r = getelementptr float, ptr %y, i64 %i
  store float %v, ptr %r, align 4
  br label %end
end:
  ret void
}

; every block writes the same words
define void @blocks_write(ptr %y) {
  %t = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %r = getelementptr i32, ptr %y, i32 %t
  store i32 %t, ptr %r, align 4
  ret void
}

; each block reads what the next one writes
define void @blocks_read(ptr %y) {
  %b = call i32 @llvm.nvvm.read.ptx.sreg.ctaid.x()
  %b1 = add i32 %b, 1
  %q = getelementptr i32, ptr %y, i32 %b1
  %v = load i32, ptr %q, align 4
  %r = getelementptr i32, ptr %y, i32 %b
  store i32 %v, ptr %r, align 4
  ret void
}

; half of the threads do not come to the barrier
define void @half_barrier(ptr %y) {
  %t = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %in = icmp slt i32 %t, 32
  br i1 %in, label %meet, label %end
meet:
  call void @llvm.nvvm.barrier0()
  br label %end
end:
  ret void
}

; two barriers for the two halves of a warp
define void @two_barriers(ptr %y) {
  %t = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %in = icmp slt i32 %t, 16
  br i1 %in, label %here, label %there
here:
  call void @llvm.nvvm.barrier0()
  store i32 1, ptr %y, align 4
  br label %end
there:
  call void @llvm.nvvm.barrier0()
  br label %end
end:
  ret void
}

; lanes of one mask at a shuffle and at a vote
define void @mixed_collectives(ptr %y) {
  %t = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %in = icmp slt i32 %t, 16
  br i1 %in, label %here, label %there
here:
  %s = call i32 @llvm.nvvm.shfl.sync.bfly.i32(i32 -1, i32 %t, i32 1, i32 31)
  br label %end
there:
  %v = call i1 @llvm.nvvm.vote.any.sync(i32 -1, i1 true)
  %w = zext i1 %v to i32
  br label %end
end:
  %r = phi i32 [ %s, %here ], [ %w, %there ]
  %p = getelementptr i32, ptr %y, i32 %t
  store i32 %r, ptr %p, align 4
  ret void
}

; the mask leaves out the lanes that come
define void @wrong_mask(ptr %y) {
  %t = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %s = call i32 @llvm.nvvm.shfl.sync.bfly.i32(i32 65535, i32 %t, i32 1, i32 31)
  %p = getelementptr i32, ptr %y, i32 %t
  store i32 %s, ptr %p, align 4
  ret void
}

define void @mma_half_warp(ptr %y) {
  %t = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %r = call { float, float, float, float } @llvm.nvvm.mma.m16n8k8.row.col.tf32(i32 %t, i32 %t, i32 %t, i32 %t, i32 %t, i32 %t, float 0.0, float 0.0, float 0.0, float 0.0)
  %r0 = extractvalue { float, float, float, float } %r, 0
  %p = getelementptr float, ptr %y, i32 %t
  store float %r0, ptr %p, align 4
  ret void
}

; nobody waits for the copy
define void @copy_in_flight(ptr %x, ptr %y) {
  %t = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %gx = addrspacecast ptr %x to ptr addrspace(1)
  %p = getelementptr float, ptr addrspace(1) %gx, i32 %t
  %s = getelementptr float, ptr addrspace(3) @one, i32 %t
  call void @llvm.nvvm.cp.async.ca.shared.global.4(ptr addrspace(3) %s, ptr addrspace(1) %p)
  call void @llvm.nvvm.cp.async.commit.group()
  call void @llvm.nvvm.cp.async.wait.group(i32 1)
  call void @llvm.nvvm.barrier0()
  %v = load float, ptr addrspace(3) %s, align 4
  %q = getelementptr float, ptr %y, i32 %t
  store float %v, ptr %q, align 4
  ret void
}

; each thread waits for its own copy, but no barrier tells the others
define void @copy_unshared(ptr %x, ptr %y) {
  %t = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %gx = addrspacecast ptr %x to ptr addrspace(1)
  %p = getelementptr float, ptr addrspace(1) %gx, i32 %t
  %s = getelementptr float, ptr addrspace(3) @one, i32 %t
  call void @llvm.nvvm.cp.async.ca.shared.global.4(ptr addrspace(3) %s, ptr addrspace(1) %p)
  call void @llvm.nvvm.cp.async.commit.group()
  call void @llvm.nvvm.cp.async.wait.group(i32 0)
  %o = xor i32 %t, 1
  %so = getelementptr float, ptr addrspace(3) @one, i32 %o
  call void @llvm.nvvm.bar.warp.sync(i32 1431655765)
  %v = load float, ptr addrspace(3) %so, align 4
  %q = getelementptr float, ptr %y, i32 %t
  store float %v, ptr %q, align 4
  ret void
}

!nvvm.annotations = !{!0, !1, !2, !3, !4, !5, !6, !7, !8, !9, !10, !11, !12, !13, !14, !15, !16, !24}
!0 = !{ptr @offset, !"kernel", i32 1}
!1 = !{ptr @misaligned, !"kernel", i32 1}
!2 = !{ptr @write_constant, !"kernel", i32 1}
!3 = !{ptr @shared_bounds, !"kernel", i32 1}
!4 = !{ptr @uninitialised, !"kernel", i32 1}
!5 = !{ptr @read_early, !"kernel", i32 1}
!6 = !{ptr @write_early, !"kernel", i32 1}
!7 = !{ptr @warp_barrier, !"kernel", i32 1}
!8 = !{ptr @blocks_write, !"kernel", i32 1}
!9 = !{ptr @blocks_read, !"kernel", i32 1}
!10 = !{ptr @half_barrier, !"kernel", i32 1}
!11 = !{ptr @two_barriers, !"kernel", i32 1}
!12 = !{ptr @mixed_collectives, !"kernel", i32 1}
!13 = !{ptr @wrong_mask, !"kernel", i32 1}
!14 = !{ptr @mma_half_warp, !"kernel", i32 1}
!15 = !{ptr @copy_in_flight, !"kernel", i32 1}
!16 = !{ptr @copy_unshared, !"kernel", i32 1}

!24 = !{ptr @extent, !"kernel", i32 1}

!llvm.dbg.cu = !{!17}
!llvm.module.flags = !{!18}
!17 = distinct !DICompileUnit(language: DW_LANG_C, file: !19, producer: "dndc", emissionKind: LineTablesOnly)
!18 = !{i32 2, !"Debug Info Version", i32 3}
!19 = !DIFile(filename: "planted.dnd", directory: ".")
!20 = distinct !DISubprogram(name: "offset", file: !19, line: 3, type: !22, unit: !17, spFlags: DISPFlagDefinition)
!21 = !DILocation(line: 4, column: 7, scope: !20)
!22 = !DISubroutineType(types: !23)
!23 = !{}
