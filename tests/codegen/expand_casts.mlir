// Changes between f32 and bf16 are integer arithmetic: round to nearest, ties to
// even, NaN kept. Other conversions stay.
// RUN: dnd-opt %s --dnd-expand-casts | FileCheck %s
// RUN: dnd-opt %s --dnd-expand-casts --dnd-store-halves | FileCheck %s --check-prefix=MOVED

// CHECK-LABEL: func.func @round
// CHECK-SAME: (%[[X:.*]]: vector<8xf32>)
// CHECK: %[[W:.*]] = arith.bitcast %[[X]] : vector<8xf32> to vector<8xi32>
// CHECK: %[[UP:.*]] = arith.shrui %[[W]], %{{.*}}
// CHECK: %[[ODD:.*]] = arith.andi %[[UP]], %{{.*}}
// CHECK: %[[BIAS:.*]] = arith.addi %[[ODD]], %{{.*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[W]], %[[BIAS]]
// CHECK: %[[R:.*]] = arith.shrui %[[SUM]], %{{.*}}
// CHECK: %[[NAN:.*]] = arith.cmpi ugt, %{{.*}}, %{{.*}} : vector<8xi32>
// CHECK: %[[QUIET:.*]] = arith.ori %[[UP]], %{{.*}}
// CHECK: %[[CHOSEN:.*]] = arith.select %[[NAN]], %[[QUIET]], %[[R]]
// CHECK: %[[HALF:.*]] = arith.trunci %[[CHOSEN]] : vector<8xi32> to vector<8xi16>
// CHECK: arith.bitcast %[[HALF]] : vector<8xi16> to vector<8xbf16>
func.func @round(%x: vector<8xf32>) -> vector<8xbf16> {
  %y = arith.truncf %x : vector<8xf32> to vector<8xbf16>
  return %y : vector<8xbf16>
}

// CHECK-LABEL: func.func @widen
// CHECK: arith.bitcast %{{.*}} : bf16 to i16
// CHECK: arith.extui %{{.*}} : i16 to i32
// CHECK: arith.shli
// CHECK: arith.bitcast %{{.*}} : i32 to f32
func.func @widen(%x: bf16) -> f32 {
  %y = arith.extf %x : bf16 to f32
  return %y : f32
}

// CHECK-LABEL: func.func @other
// CHECK: arith.extf %{{.*}} : f32 to f64
func.func @other(%x: f32) -> f64 {
  %y = arith.extf %x : f32 to f64
  return %y : f64
}

// What is only moved is moved as integers.
// MOVED-LABEL: llvm.func @move
// MOVED: %[[ONE:.*]] = llvm.mlir.constant(16256 : i16) : i16
// MOVED: %[[TWOS:.*]] = llvm.mlir.constant(dense<16384> : vector<2xi16>) : vector<2xi16>
// MOVED: %[[X:.*]] = llvm.load %{{.*}} : !llvm.ptr -> i16
// MOVED: llvm.select %{{.*}}, %[[X]], %[[ONE]] : i1, i16
// MOVED-NOT: bf16
llvm.func @move(%from: !llvm.ptr, %to: !llvm.ptr, %which: i1) {
  %one = llvm.mlir.constant(1.0 : bf16) : bf16
  %twos = llvm.mlir.constant(dense<2.0> : vector<2xbf16>) : vector<2xbf16>
  %x = llvm.load %from : !llvm.ptr -> bf16
  %y = llvm.select %which, %x, %one : i1, bf16
  llvm.store %y, %to : bf16, !llvm.ptr
  llvm.store %twos, %to : vector<2xbf16>, !llvm.ptr
  llvm.return
}
