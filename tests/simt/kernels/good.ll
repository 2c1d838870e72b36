; Kernels that are right, in the LLVM IR that goes to the NVPTX back end.
target datalayout = "e-i64:64-i128:128-v16:16-v32:32-n16:32:64"
target triple = "nvptx64-nvidia-cuda"

@partial = internal addrspace(3) global [128 x float] undef, align 16
@tile = internal addrspace(3) global [256 x i16] undef, align 16
@stage = internal addrspace(3) global [2 x [32 x float]] undef, align 16
@dynamic = external addrspace(3) global [0 x float], align 16
@table = internal addrspace(4) constant [4 x float] [float 1.0, float 10.0, float 100.0, float 1000.0], align 4

declare i32 @llvm.nvvm.read.ptx.sreg.tid.x()
declare i32 @llvm.nvvm.read.ptx.sreg.ntid.x()
declare i32 @llvm.nvvm.read.ptx.sreg.ctaid.x()
declare void @llvm.nvvm.barrier0()
declare i32 @llvm.nvvm.barrier0.popc(i32)
declare void @llvm.nvvm.bar.warp.sync(i32)
declare float @llvm.nvvm.shfl.sync.bfly.f32(i32, float, i32, i32)
declare { i32, i1 } @llvm.nvvm.shfl.sync.up.i32p(i32, i32, i32, i32)
declare i32 @llvm.nvvm.vote.ballot.sync(i32, i1)
declare i32 @llvm.nvvm.match.any.sync.i32(i32, i32)
declare i32 @llvm.nvvm.redux.sync.add(i32, i32)
declare float @llvm.nvvm.rcp.approx.ftz.f(float)
declare { float, float, float, float } @llvm.nvvm.mma.m16n8k8.row.col.tf32(i32, i32, i32, i32, i32, i32, float, float, float, float)
declare { float, float, float, float } @llvm.nvvm.mma.m16n8k16.row.col.bf16(i32, i32, i32, i32, i32, i32, float, float, float, float)
declare { i32, i32, i32, i32 } @llvm.nvvm.ldmatrix.sync.aligned.m8n8.x4.b16.p3(ptr addrspace(3))
declare i32 @llvm.nvvm.ldmatrix.sync.aligned.m8n8.x1.trans.b16.p3(ptr addrspace(3))
declare void @llvm.nvvm.cp.async.ca.shared.global.4(ptr addrspace(3), ptr addrspace(1))
declare void @llvm.nvvm.cp.async.commit.group()
declare void @llvm.nvvm.cp.async.wait.group(i32)

; y[i] = 1 / x[i] * table[i % 4], each thread for itself
define void @pointwise(ptr %x, ptr %y, i64 %n) {
  %t = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %d = call i32 @llvm.nvvm.read.ptx.sreg.ntid.x()
  %b = call i32 @llvm.nvvm.read.ptx.sreg.ctaid.x()
  %bd = mul i32 %b, %d
  %i32 = add i32 %bd, %t
  %i = sext i32 %i32 to i64
  %in = icmp slt i64 %i, %n
  br i1 %in, label %body, label %end
body:
  %px = getelementptr float, ptr %x, i64 %i
  %v = load float, ptr %px, align 4
  %r = call float @llvm.nvvm.rcp.approx.ftz.f(float %v)
  %m = and i64 %i, 3
  %pt = getelementptr float, ptr addrspace(4) @table, i64 %m
  %w = load float, ptr addrspace(4) %pt, align 4
  %rw = fmul float %r, %w
  %py = getelementptr float, ptr %y, i64 %i
  store float %rw, ptr %py, align 4
  br label %end
end:
  ret void
}

; y[block] = sum of 128 numbers, a tree in shared memory
define void @reduce(ptr %x, ptr %y) {
entry:
  %t = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %b = call i32 @llvm.nvvm.read.ptx.sreg.ctaid.x()
  %b128 = mul i32 %b, 128
  %i = add i32 %b128, %t
  %px = getelementptr float, ptr %x, i32 %i
  %v = load float, ptr %px, align 4
  %ps = getelementptr float, ptr addrspace(3) @partial, i32 %t
  store float %v, ptr addrspace(3) %ps, align 4
  br label %loop
loop:
  %h = phi i32 [ 64, %entry ], [ %h2, %next ]
  call void @llvm.nvvm.barrier0()
  %in = icmp ult i32 %t, %h
  br i1 %in, label %add, label %next
add:
  %o = add i32 %t, %h
  %po = getelementptr float, ptr addrspace(3) @partial, i32 %o
  %a = load float, ptr addrspace(3) %ps, align 4
  %c = load float, ptr addrspace(3) %po, align 4
  %s = fadd float %a, %c
  store float %s, ptr addrspace(3) %ps, align 4
  br label %next
next:
  %h2 = lshr i32 %h, 1
  %more = icmp ne i32 %h2, 0
  br i1 %more, label %loop, label %end
end:
  %first = icmp eq i32 %t, 0
  br i1 %first, label %write, label %done
write:
  %sum = load float, ptr addrspace(3) @partial, align 4
  %py = getelementptr float, ptr %y, i32 %b
  store float %sum, ptr %py, align 4
  br label %done
done:
  ret void
}

; y[i] = sum over the warp, by shuffles
define void @shuffle(ptr %x, ptr %y) {
  %t = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %px = getelementptr float, ptr %x, i32 %t
  %v0 = load float, ptr %px, align 4
  %s0 = call float @llvm.nvvm.shfl.sync.bfly.f32(i32 -1, float %v0, i32 16, i32 31)
  %v1 = fadd float %v0, %s0
  %s1 = call float @llvm.nvvm.shfl.sync.bfly.f32(i32 -1, float %v1, i32 8, i32 31)
  %v2 = fadd float %v1, %s1
  %s2 = call float @llvm.nvvm.shfl.sync.bfly.f32(i32 -1, float %v2, i32 4, i32 31)
  %v3 = fadd float %v2, %s2
  %s3 = call float @llvm.nvvm.shfl.sync.bfly.f32(i32 -1, float %v3, i32 2, i32 31)
  %v4 = fadd float %v3, %s3
  %s4 = call float @llvm.nvvm.shfl.sync.bfly.f32(i32 -1, float %v4, i32 1, i32 31)
  %v5 = fadd float %v4, %s4
  %py = getelementptr float, ptr %y, i32 %t
  store float %v5, ptr %py, align 4
  ret void
}

; y[5 t ..] = the value of lane t - 3 and whether there is one in the segment of 8 lanes;
; lanes with odd values; lanes with the same value % 4; sum of the warp's values
define void @votes(ptr %x, ptr %y) {
  %t = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %px = getelementptr i32, ptr %x, i32 %t
  %v = load i32, ptr %px, align 4
  %up = call { i32, i1 } @llvm.nvvm.shfl.sync.up.i32p(i32 -1, i32 %v, i32 3, i32 6144)
  %value = extractvalue { i32, i1 } %up, 0
  %valid = extractvalue { i32, i1 } %up, 1
  %valid32 = zext i1 %valid to i32
  %odd = trunc i32 %v to i1
  %ballot = call i32 @llvm.nvvm.vote.ballot.sync(i32 -1, i1 %odd)
  %rest = and i32 %v, 3
  %match = call i32 @llvm.nvvm.match.any.sync.i32(i32 -1, i32 %rest)
  %sum = call i32 @llvm.nvvm.redux.sync.add(i32 %v, i32 -1)
  %i = mul i32 %t, 6
  %p0 = getelementptr i32, ptr %y, i32 %i
  store i32 %value, ptr %p0, align 4
  %p1 = getelementptr i32, ptr %p0, i32 1
  store i32 %valid32, ptr %p1, align 4
  %p2 = getelementptr i32, ptr %p0, i32 2
  store i32 %ballot, ptr %p2, align 4
  %p3 = getelementptr i32, ptr %p0, i32 3
  store i32 %match, ptr %p3, align 4
  %p4 = getelementptr i32, ptr %p0, i32 4
  store i32 %sum, ptr %p4, align 4
  %odd32 = zext i1 %odd to i32
  %count = call i32 @llvm.nvvm.barrier0.popc(i32 %odd32)
  %p5 = getelementptr i32, ptr %p0, i32 5
  store i32 %count, ptr %p5, align 4
  ret void
}

; c(16x8) += a(16x8 row-major) b(8x8 row-major) in tf32
define void @mma_tf32(ptr %a, ptr %b, ptr %c) {
  %lane = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %g = lshr i32 %lane, 2
  %t = and i32 %lane, 3
  %a0i = call i32 @at(i32 %g, i32 %t)
  %g8 = add i32 %g, 8
  %t4 = add i32 %t, 4
  %a1i = call i32 @at(i32 %g8, i32 %t)
  %a2i = call i32 @at(i32 %g, i32 %t4)
  %a3i = call i32 @at(i32 %g8, i32 %t4)
  %b0i = call i32 @at(i32 %t, i32 %g)
  %b1i = call i32 @at(i32 %t4, i32 %g)
  %pa0 = getelementptr i32, ptr %a, i32 %a0i
  %pa1 = getelementptr i32, ptr %a, i32 %a1i
  %pa2 = getelementptr i32, ptr %a, i32 %a2i
  %pa3 = getelementptr i32, ptr %a, i32 %a3i
  %pb0 = getelementptr i32, ptr %b, i32 %b0i
  %pb1 = getelementptr i32, ptr %b, i32 %b1i
  %a0 = load i32, ptr %pa0, align 4
  %a1 = load i32, ptr %pa1, align 4
  %a2 = load i32, ptr %pa2, align 4
  %a3 = load i32, ptr %pa3, align 4
  %b0 = load i32, ptr %pb0, align 4
  %b1 = load i32, ptr %pb1, align 4
  %t2 = shl i32 %t, 1
  %c0i = call i32 @at(i32 %g, i32 %t2)
  %c2i = call i32 @at(i32 %g8, i32 %t2)
  %pc0 = getelementptr float, ptr %c, i32 %c0i
  %pc2 = getelementptr float, ptr %c, i32 %c2i
  %v0 = load <2 x float>, ptr %pc0, align 8
  %v2 = load <2 x float>, ptr %pc2, align 8
  %c0 = extractelement <2 x float> %v0, i32 0
  %c1 = extractelement <2 x float> %v0, i32 1
  %c2 = extractelement <2 x float> %v2, i32 0
  %c3 = extractelement <2 x float> %v2, i32 1
  %r = call { float, float, float, float } @llvm.nvvm.mma.m16n8k8.row.col.tf32(i32 %a0, i32 %a1, i32 %a2, i32 %a3, i32 %b0, i32 %b1, float %c0, float %c1, float %c2, float %c3)
  call void @put(ptr %pc0, ptr %pc2, { float, float, float, float } %r)
  ret void
}

define internal i32 @at(i32 %row, i32 %column) {
  %r = mul i32 %row, 8
  %i = add i32 %r, %column
  ret i32 %i
}

define internal void @put(ptr %upper, ptr %lower, { float, float, float, float } %r) {
  %r0 = extractvalue { float, float, float, float } %r, 0
  %r1 = extractvalue { float, float, float, float } %r, 1
  %r2 = extractvalue { float, float, float, float } %r, 2
  %r3 = extractvalue { float, float, float, float } %r, 3
  %u0 = insertelement <2 x float> poison, float %r0, i32 0
  %u1 = insertelement <2 x float> %u0, float %r1, i32 1
  %l0 = insertelement <2 x float> poison, float %r2, i32 0
  %l1 = insertelement <2 x float> %l0, float %r3, i32 1
  store <2 x float> %u1, ptr %upper, align 8
  store <2 x float> %l1, ptr %lower, align 8
  ret void
}

; c(16x8) += a(16x16 row-major) b(16x8 column-major) in bf16, a by ldmatrix
define void @mma_bf16(ptr %a, ptr %b, ptr %c) {
  %lane = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  ; eight numbers of a to shared memory by each lane
  %i8 = mul i32 %lane, 8
  %from = getelementptr i16, ptr %a, i32 %i8
  %to = getelementptr i16, ptr addrspace(3) @tile, i32 %i8
  %chunk = load <4 x i32>, ptr %from, align 16
  store <4 x i32> %chunk, ptr addrspace(3) %to, align 16
  call void @llvm.nvvm.bar.warp.sync(i32 -1)
  ; matrices: rows 0-7 and 8-15 of columns 0-7, then of columns 8-15
  %row = and i32 %lane, 15
  %half = lshr i32 %lane, 4
  %ri = mul i32 %row, 16
  %hi = mul i32 %half, 8
  %mi = add i32 %ri, %hi
  %pm = getelementptr i16, ptr addrspace(3) @tile, i32 %mi
  %m = call { i32, i32, i32, i32 } @llvm.nvvm.ldmatrix.sync.aligned.m8n8.x4.b16.p3(ptr addrspace(3) %pm)
  %a0 = extractvalue { i32, i32, i32, i32 } %m, 0
  %a1 = extractvalue { i32, i32, i32, i32 } %m, 1
  %a2 = extractvalue { i32, i32, i32, i32 } %m, 2
  %a3 = extractvalue { i32, i32, i32, i32 } %m, 3
  %g = lshr i32 %lane, 2
  %t = and i32 %lane, 3
  %t2 = shl i32 %t, 1
  %bg = mul i32 %g, 16
  %bi = add i32 %bg, %t2
  %pb0 = getelementptr i16, ptr %b, i32 %bi
  %pb1 = getelementptr i16, ptr %pb0, i32 8
  %b0 = load i32, ptr %pb0, align 4
  %b1 = load i32, ptr %pb1, align 4
  %g8 = add i32 %g, 8
  %c0i = call i32 @at(i32 %g, i32 %t2)
  %c2i = call i32 @at(i32 %g8, i32 %t2)
  %pc0 = getelementptr float, ptr %c, i32 %c0i
  %pc2 = getelementptr float, ptr %c, i32 %c2i
  %c0 = load float, ptr %pc0, align 4
  %pc1 = getelementptr float, ptr %pc0, i32 1
  %c1 = load float, ptr %pc1, align 4
  %c2 = load float, ptr %pc2, align 4
  %pc3 = getelementptr float, ptr %pc2, i32 1
  %c3 = load float, ptr %pc3, align 4
  %r = call { float, float, float, float } @llvm.nvvm.mma.m16n8k16.row.col.bf16(i32 %a0, i32 %a1, i32 %a2, i32 %a3, i32 %b0, i32 %b1, float %c0, float %c1, float %c2, float %c3)
  call void @put(ptr %pc0, ptr %pc2, { float, float, float, float } %r)
  ret void
}

; y = x transposed, 8 x 8 of 16 bits
define void @transpose(ptr %x, ptr %y) {
  %lane = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %l2 = shl i32 %lane, 1
  %from = getelementptr i16, ptr %x, i32 %l2
  %v = load i32, ptr %from, align 4
  %to = getelementptr i16, ptr addrspace(3) @tile, i32 %l2
  store i32 %v, ptr addrspace(3) %to, align 4
  call void @llvm.nvvm.bar.warp.sync(i32 -1)
  %row = and i32 %lane, 7
  %ri = shl i32 %row, 3
  %pm = getelementptr i16, ptr addrspace(3) @tile, i32 %ri
  %r = call i32 @llvm.nvvm.ldmatrix.sync.aligned.m8n8.x1.trans.b16.p3(ptr addrspace(3) %pm)
  %py = getelementptr i16, ptr %y, i32 %l2
  store i32 %r, ptr %py, align 4
  ret void
}

; y[i] = x[i] + x[i ^ 1] through two stages of asynchronous copies of a warp
define void @pipeline(ptr %x, ptr %y, i64 %steps) {
entry:
  %t = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %other = xor i32 %t, 1
  %gx = addrspacecast ptr %x to ptr addrspace(1)
  %p0 = getelementptr float, ptr addrspace(1) %gx, i32 %t
  %s0 = getelementptr float, ptr addrspace(3) @stage, i32 %t
  call void @llvm.nvvm.cp.async.ca.shared.global.4(ptr addrspace(3) %s0, ptr addrspace(1) %p0)
  call void @llvm.nvvm.cp.async.commit.group()
  br label %loop
loop:
  %i = phi i64 [ 0, %entry ], [ %i1, %next ]
  %i1 = add i64 %i, 1
  %more = icmp slt i64 %i1, %steps
  br i1 %more, label %fetch, label %wait
fetch:
  %k = mul i64 %i1, 32
  %pn = getelementptr float, ptr addrspace(1) %p0, i64 %k
  %parity1 = and i64 %i1, 1
  %sn = getelementptr [32 x float], ptr addrspace(3) %s0, i64 %parity1
  call void @llvm.nvvm.cp.async.ca.shared.global.4(ptr addrspace(3) %sn, ptr addrspace(1) %pn)
  br label %wait
wait:
  call void @llvm.nvvm.cp.async.commit.group()
  call void @llvm.nvvm.cp.async.wait.group(i32 1)
  call void @llvm.nvvm.barrier0()
  %parity = and i64 %i, 1
  %buffer = getelementptr [32 x float], ptr addrspace(3) @stage, i64 %parity
  %pa = getelementptr float, ptr addrspace(3) %buffer, i32 %t
  %pb = getelementptr float, ptr addrspace(3) %buffer, i32 %other
  %a = load float, ptr addrspace(3) %pa, align 4
  %b = load float, ptr addrspace(3) %pb, align 4
  %s = fadd float %a, %b
  %ik = mul i64 %i, 32
  %py0 = getelementptr float, ptr %y, i64 %ik
  %py = getelementptr float, ptr %py0, i32 %t
  store float %s, ptr %py, align 4
  br label %next
next:
  call void @llvm.nvvm.barrier0()
  br i1 %more, label %loop, label %end
end:
  ret void
}

; y[i] = x[n - 1 - i], through dynamic shared memory
define void @mirror(ptr %x, ptr %y) {
  %t = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %n = call i32 @llvm.nvvm.read.ptx.sreg.ntid.x()
  %px = getelementptr float, ptr %x, i32 %t
  %v = load float, ptr %px, align 4
  %ps = getelementptr float, ptr addrspace(3) @dynamic, i32 %t
  store float %v, ptr addrspace(3) %ps, align 4
  call void @llvm.nvvm.barrier0()
  %n1 = sub i32 %n, 1
  %o = sub i32 %n1, %t
  %po = getelementptr float, ptr addrspace(3) @dynamic, i32 %o
  %w = load float, ptr addrspace(3) %po, align 4
  %py = getelementptr float, ptr %y, i32 %t
  store float %w, ptr %py, align 4
  ret void
}

; y[i] = x[i] rounded to bfloat
define void @to_bfloat(ptr %x, ptr %y) {
  %t = call i32 @llvm.nvvm.read.ptx.sreg.tid.x()
  %px = getelementptr float, ptr %x, i32 %t
  %v = load float, ptr %px, align 4
  %w = fptrunc float %v to bfloat
  %py = getelementptr bfloat, ptr %y, i32 %t
  store bfloat %w, ptr %py, align 2
  ret void
}

; *y += 1 by every thread
define void @count(ptr %y) {
  %old = atomicrmw add ptr %y, i32 1 monotonic, align 4
  ret void
}

!nvvm.annotations = !{!0, !1, !2, !3, !4, !5, !6, !7, !8, !9, !10, !11}
!0 = !{ptr @pointwise, !"kernel", i32 1}
!1 = !{ptr @reduce, !"kernel", i32 1}
!2 = !{ptr @shuffle, !"kernel", i32 1}
!3 = !{ptr @votes, !"kernel", i32 1}
!4 = !{ptr @mma_tf32, !"kernel", i32 1}
!5 = !{ptr @mma_bf16, !"kernel", i32 1}
!6 = !{ptr @transpose, !"kernel", i32 1}
!7 = !{ptr @pipeline, !"kernel", i32 1}
!8 = !{ptr @mirror, !"kernel", i32 1}
!9 = !{ptr @count, !"kernel", i32 1}
!10 = !{ptr @reduce, !"maxntidx", i32 128}
!11 = !{ptr @to_bfloat, !"kernel", i32 1}
