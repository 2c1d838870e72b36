// y = a x + y over a batch of rows, one thread for each element; phase gpu.
module attributes {gpu.container_module} {
  func.func @forward(%x: memref<?x3xf32> {dnd.arg = #dnd.arg<input, 0>}, %a: memref<f32> {dnd.arg = #dnd.arg<hyper, 0>},
                     %y: memref<?x3xf32> {dnd.arg = #dnd.arg<output, 0>}, %batch: index {dnd.arg = #dnd.arg<batch>}) {
    %c1 = arith.constant 1 : index
    %c3 = arith.constant 3 : index
    %c127 = arith.constant 127 : index
    %c128 = arith.constant 128 : index
    %all = arith.muli %batch, %c3 : index
    %up = arith.addi %all, %c127 : index
    %blocks = arith.divui %up, %c128 : index
    gpu.launch_func @kernels::@forward_k0_saxpy blocks in (%blocks, %c1, %c1) threads in (%c128, %c1, %c1)
        args(%x : memref<?x3xf32>, %a : memref<f32>, %y : memref<?x3xf32>, %all : index) loc(#layer)
    return
  }
  gpu.module @kernels {
    gpu.func @forward_k0_saxpy(%x: memref<?x3xf32>, %a: memref<f32>, %y: memref<?x3xf32>, %all: index) kernel
        attributes {nvvm.maxntid = array<i32: 128>} {
      %c3 = arith.constant 3 : index
      %c128 = arith.constant 128 : index
      %block = gpu.block_id x
      %thread = gpu.thread_id x
      %first = arith.muli %block, %c128 : index
      %at = arith.addi %first, %thread : index
      %inside = arith.cmpi ult, %at, %all : index
      scf.if %inside {
        %i = arith.divui %at, %c3 : index
        %j = arith.remui %at, %c3 : index
        %xv = memref.load %x[%i, %j] : memref<?x3xf32>
        %av = memref.load %a[] : memref<f32>
        %yv = memref.load %y[%i, %j] : memref<?x3xf32>
        %p = arith.mulf %xv, %av : f32
        %e = math.exp %p : f32
        %s = arith.addf %e, %yv : f32
        memref.store %s, %y[%i, %j] : memref<?x3xf32>
      }
      gpu.return
    } loc(#layer)
  }
}
#file = loc("saxpy.dnd":4:3)
#layer = loc("net.saxpy"(#file))
