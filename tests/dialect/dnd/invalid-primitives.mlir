// What the verifiers of primitives refuse, one message each.
// RUN: dnd-opt %s -split-input-file -verify-diagnostics

func.func @contract_count(%x: tensor<?x4xf32>) {
  // expected-error@+1 {{has 1 inputs and 2 index maps}}
  %0 = dnd.contract (%x) over [?, 4] {maps = [affine_map<(b,i) -> (b,i)>, affine_map<(b,i) -> (b,i)>], out_map = affine_map<(b,i) -> (b)>} : (tensor<?x4xf32>) -> tensor<?xf32>
  return
}

// -----

func.func @contract_rank(%x: tensor<?x4xf32>) {
  // expected-error@+1 {{input #0: the index map has 1 results for 'tensor<?x4xf32>'}}
  %0 = dnd.contract (%x) over [?, 4] {maps = [affine_map<(b,i) -> (b)>], out_map = affine_map<(b,i) -> (b)>} : (tensor<?x4xf32>) -> tensor<?xf32>
  return
}

// -----

func.func @contract_range(%x: tensor<?x4xf32>) {
  // expected-error@+1 {{input #0, dimension 1: the index reaches from 1 to 4, the extent is 4}}
  %0 = dnd.contract (%x) over [?, 4] {maps = [affine_map<(b,i) -> (b,i + 1)>], out_map = affine_map<(b,i) -> (b)>} : (tensor<?x4xf32>) -> tensor<?xf32>
  return
}

// -----

func.func @contract_dims(%x: tensor<?x4xf32>) {
  // expected-error@+1 {{result: the index map has 1 dimensions, expected 2}}
  %0 = dnd.contract (%x) over [?, 4] {maps = [affine_map<(b,i) -> (b,i)>], out_map = affine_map<(b) -> (b)>} : (tensor<?x4xf32>) -> tensor<?xf32>
  return
}

// -----

func.func @contract_batch_index(%x: tensor<?x4xf32>) {
  // expected-error@+1 {{input #0, dimension 0: 'tensor<?x4xf32>' has its batch there, the index must be the batch}}
  %0 = dnd.contract (%x) over [?, 4] {maps = [affine_map<(b,i) -> (i,b)>], out_map = affine_map<(b,i) -> (b)>} : (tensor<?x4xf32>) -> tensor<?xf32>
  return
}

// -----

func.func @contract_batch_lost(%w: tensor<4xf32>) {
  // expected-error@+1 {{no operand has the batch; 'dnd.batch_ones' can bring it in}}
  %0 = dnd.contract (%w) over [?, 4] {maps = [affine_map<(b,i) -> (i)>], out_map = affine_map<(b,i) -> (b)>} : (tensor<4xf32>) -> tensor<?xf32>
  return
}

// -----

func.func @contract_two_batches(%x: tensor<?x4xf32>) {
  // expected-error@+1 {{has 2 dynamic extents, only the batch may be one}}
  %0 = dnd.contract (%x) over [?, ?] {maps = [affine_map<(b,i) -> (b,i)>], out_map = affine_map<(b,i) -> (b)>} : (tensor<?x4xf32>) -> tensor<?xf32>
  return
}

// -----

func.func @contract_extent(%x: tensor<4xf32>) {
  // expected-error@+1 {{extent 0 is not positive}}
  %0 = dnd.contract (%x) over [0] {maps = [affine_map<(i) -> (i)>], out_map = affine_map<(i) -> ()>} : (tensor<4xf32>) -> tensor<f32>
  return
}

// -----

func.func @contract_sum_type(%x: tensor<4xf32>, %y: tensor<4xf32>) {
  // expected-error@+1 {{adds products of 'f32' up in 'bf16'}}
  %0 = dnd.contract (%x, %y) over [4] {maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], out_map = affine_map<(i) -> ()>} : (tensor<4xf32>, tensor<4xf32>) -> tensor<bf16>
  return
}

// -----

func.func @contract_factor_types(%x: tensor<4xbf16>, %y: tensor<4xf32>) {
  // expected-error@+1 {{mixes element types 'bf16' and 'f32'}}
  %0 = dnd.contract (%x, %y) over [4] {maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], out_map = affine_map<(i) -> ()>} : (tensor<4xbf16>, tensor<4xf32>) -> tensor<f32>
  return
}

// -----

func.func @cast_integers(%x: tensor<4xi32>) {
  // expected-error@+1 {{changes the type of floats, found 'i32'}}
  %0 = dnd.cast %x : (tensor<4xi32>) -> tensor<4xf32>
  return
}

// -----

func.func @cast_shape(%x: tensor<4xf32>) {
  // expected-error@+1 {{result has shape}}
  %0 = dnd.cast %x : (tensor<4xf32>) -> tensor<5xbf16>
  return
}

// -----

func.func @contract_types(%x: tensor<4xf32>, %y: tensor<4xf64>) {
  // expected-error@+1 {{mixes element types 'f32' and 'f64'}}
  %0 = dnd.contract (%x, %y) over [4] {maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], out_map = affine_map<(i) -> ()>} : (tensor<4xf32>, tensor<4xf64>) -> tensor<f32>
  return
}

// -----

func.func @contract_tables(%x: tensor<?x4xf32>, %t: tensor<3xi32>) {
  // expected-error@+1 {{has 1 tables and 0 table maps}}
  %0 = dnd.contract (%x) tables(%t) over [?, 3] {maps = [affine_map<(b,k)[s] -> (b,s)>], out_map = affine_map<(b,k)[s] -> (b,k)>} : (tensor<?x4xf32>, tensor<3xi32>) -> tensor<?x3xf32>
  return
}

// -----

func.func @contract_table_range(%x: tensor<?x4xf32>) {
  %t = dnd.table "t" gen = {fn = "choice"} range = 5 : tensor<3xi32>
  // expected-error@+1 {{input #0, dimension 1: the index reaches from 0 to 4, the extent is 4}}
  %0 = dnd.contract (%x) tables(%t) over [?, 3] {maps = [affine_map<(b,k)[s] -> (b,s)>], table_maps = [affine_map<(b,k) -> (k)>], out_map = affine_map<(b,k)[s] -> (b,k)>} : (tensor<?x4xf32>, tensor<3xi32>) -> tensor<?x3xf32>
  return
}

// -----

func.func @contract_table_floats(%x: tensor<?x4xf32>, %t: tensor<3xf32>) {
  // expected-error@+1 {{table #0 holds indices (i32), found 'tensor<3xf32>'}}
  %0 = dnd.contract (%x) tables(%t) over [?, 3] {maps = [affine_map<(b,k)[s] -> (b,s)>], table_maps = [affine_map<(b,k) -> (k)>], out_map = affine_map<(b,k)[s] -> (b,k)>} : (tensor<?x4xf32>, tensor<3xf32>) -> tensor<?x3xf32>
  return
}

// -----

func.func @map_arity(%x: tensor<?x4xf32>) {
  // expected-error@+1 {{'add' takes 2 inputs, found 1}}
  %0 = dnd.map add (%x) {maps = [affine_map<(b,i) -> (b,i)>]} : (tensor<?x4xf32>) -> tensor<?x4xf32>
  return
}

// -----

func.func @map_params(%x: tensor<?x4xf32>) {
  // expected-error@+1 {{'leaky_relu' takes 1 params, found 0}}
  %0 = dnd.map leaky_relu (%x) {maps = [affine_map<(b,i) -> (b,i)>]} : (tensor<?x4xf32>) -> tensor<?x4xf32>
  return
}

// -----

func.func @map_exponent(%x: tensor<?x4xf32>) {
  // expected-error@+1 {{'powi' needs an integer exponent, found 1.5}}
  %0 = dnd.map powi (%x) {maps = [affine_map<(b,i) -> (b,i)>], params = array<f64: 1.5>} : (tensor<?x4xf32>) -> tensor<?x4xf32>
  return
}

// -----

func.func @map_range(%x: tensor<?x4xf32>) {
  // expected-error@+1 {{input #0, dimension 1: the index reaches from 0 to 4, the extent is 4}}
  %0 = dnd.map copy (%x) {maps = [affine_map<(b,i) -> (b,i)>]} : (tensor<?x4xf32>) -> tensor<?x5xf32>
  return
}

// -----

func.func @map_batch(%w: tensor<4xf32>) {
  // expected-error@+1 {{no input has the batch}}
  %0 = dnd.map copy (%w) {maps = [affine_map<(b,i) -> (i)>]} : (tensor<4xf32>) -> tensor<?x4xf32>
  return
}

// -----

func.func @map_integers(%w: tensor<4xi32>) {
  // expected-error@+1 {{computes with floats, found 'tensor<4xi32>'}}
  %0 = dnd.map neg (%w) {maps = [affine_map<(i) -> (i)>]} : (tensor<4xi32>) -> tensor<4xi32>
  return
}

// -----

func.func @dynamic_behind(%x: tensor<4x?xf32>) {
  // expected-error@+1 {{only the first dimension, the batch, may be dynamic, found 'tensor<4x?xf32>'}}
  %0 = dnd.map neg (%x) {maps = [affine_map<(b,i) -> (b,i)>]} : (tensor<4x?xf32>) -> tensor<4x?xf32>
  return
}

// -----

func.func @reduce_batch(%x: tensor<?x4xf32>) {
  // expected-error@+1 {{dimension 0 of 'tensor<?x4xf32>' is the batch}}
  %0 = dnd.reduce max %x dims [0] : (tensor<?x4xf32>) -> tensor<4xf32>
  return
}

// -----

func.func @reduce_order(%x: tensor<?x4x5xf32>) {
  // expected-error@+1 {{dimensions must increase, found 2 before 1}}
  %0 = dnd.reduce max %x dims [2, 1] : (tensor<?x4x5xf32>) -> tensor<?xf32>
  return
}

// -----

func.func @reduce_shape(%x: tensor<?x4xf32>) {
  // expected-error@+1 {{result has shape [?, 4], expected [?]}}
  %0 = dnd.reduce max %x dims [1] : (tensor<?x4xf32>) -> tensor<?x4xf32>
  return
}

// -----

func.func @extremum_kind(%x: tensor<?x4xf32>) {
  // expected-error@+1 {{is for max and min, found prod}}
  %0 = dnd.first_extremum prod %x dims [1] : (tensor<?x4xf32>) -> tensor<?x4xf32>
  return
}

// -----

func.func @prod_others_shape(%x: tensor<?x4xf32>) {
  // expected-error@+1 {{result has type 'tensor<?xf32>', but the input has type 'tensor<?x4xf32>'}}
  %0 = dnd.prod_others %x dims [1] : (tensor<?x4xf32>) -> tensor<?xf32>
  return
}

// -----

func.func @reshape_count(%x: tensor<?x4xf32>) {
  // expected-error@+1 {{cannot turn 4 elements ('tensor<?x4xf32>') into 6 ('tensor<?x2x3xf32>')}}
  %0 = dnd.reshape %x : (tensor<?x4xf32>) -> tensor<?x2x3xf32>
  return
}

// -----

func.func @reshape_batch(%x: tensor<?x4xf32>) {
  // expected-error@+1 {{must keep the batch}}
  %0 = dnd.reshape %x : (tensor<?x4xf32>) -> tensor<4xf32>
  return
}

// -----

func.func @concat_shapes(%x: tensor<?x4xf32>, %y: tensor<?x4x2xf32>) {
  // expected-error@+1 {{input #1 has type 'tensor<?x4x2xf32>', which differs from 'tensor<?x4xf32>' in more than dimension 1}}
  %0 = dnd.concat (%x, %y) dim 1 : (tensor<?x4xf32>, tensor<?x4x2xf32>) -> tensor<?x8xf32>
  return
}

// -----

func.func @concat_result(%x: tensor<?x4xf32>) {
  // expected-error@+1 {{result has shape [?, 9], expected [?, 8]}}
  %0 = dnd.concat (%x, %x) dim 1 : (tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<?x9xf32>
  return
}

// -----

func.func @softmax_dim(%x: tensor<?x4xf32>) {
  // expected-error@+1 {{dimension 2 is outside 'tensor<?x4xf32>'}}
  %0 = dnd.softmax %x dim 2 : (tensor<?x4xf32>) -> tensor<?x4xf32>
  return
}

// -----

func.func @log_softmax_dim(%x: tensor<?x4xf32>) {
  // expected-error@+1 {{dimension 0 of 'tensor<?x4xf32>' is the batch}}
  %0 = dnd.log_softmax %x dim 0 : (tensor<?x4xf32>) -> tensor<?x4xf32>
  return
}

// -----

func.func @stop_gradient_type(%x: tensor<?x4xf32>) {
  // expected-error@+1 {{result has type 'tensor<?x5xf32>', but the input has type 'tensor<?x4xf32>'}}
  %0 = dnd.stop_gradient %x : (tensor<?x4xf32>) -> tensor<?x5xf32>
  return
}

// -----

func.func @inverse_batch_static(%x: tensor<4xf32>) {
  // expected-error@+1 {{needs a tensor with the batch, found 'tensor<4xf32>'}}
  %0 = dnd.inverse_batch %x : (tensor<4xf32>) -> tensor<f32>
  return
}

// -----

func.func @batch_ones_static(%x: tensor<?x4xf32>) {
  // expected-error@+1 {{result must be as long as the batch, found 'tensor<4xf32>'}}
  %0 = dnd.batch_ones %x : (tensor<?x4xf32>) -> tensor<4xf32>
  return
}

// -----

func.func @cross_entropy_labels(%x: tensor<?x4xf32>, %l: tensor<?xf32>) {
  // expected-error@+1 {{target holds indices (i32), found 'tensor<?xf32>'}}
  %0 = dnd.cross_entropy %x, %l : (tensor<?x4xf32>, tensor<?xf32>) -> tensor<?xf32>
  return
}

// -----

func.func @cross_entropy_smoothing(%x: tensor<?x4xf32>, %l: tensor<?xi32>) {
  // expected-error@+1 {{label_smoothing = 1.000000e+00 is outside [0, 1)}}
  %0 = dnd.cross_entropy %x, %l {label_smoothing = 1.0} : (tensor<?x4xf32>, tensor<?xi32>) -> tensor<?xf32>
  return
}

// -----

func.func @cross_entropy_grad_adjoint(%x: tensor<?x4xf32>, %l: tensor<?xi32>) {
  // expected-error@+1 {{adjoint has shape [?, 4], expected [?]}}
  %0 = dnd.cross_entropy_grad %x, %l, %x : (tensor<?x4xf32>, tensor<?xi32>, tensor<?x4xf32>) -> tensor<?x4xf32>
  return
}

// -----

func.func @margin_classes(%x: tensor<?x1xf32>, %l: tensor<?xi32>) {
  // expected-error@+1 {{needs at least 2 classes, found 1}}
  %0 = dnd.margin %x, %l : (tensor<?x1xf32>, tensor<?xi32>) -> tensor<?xf32>
  return
}

// -----

func.func @margin_grad_result(%x: tensor<?x4xf32>, %l: tensor<?xi32>, %g: tensor<?xf32>) {
  // expected-error@+1 {{result has type 'tensor<?xf32>', but logits has type 'tensor<?x4xf32>'}}
  %0 = dnd.margin_grad %x, %l, %g : (tensor<?x4xf32>, tensor<?xi32>, tensor<?xf32>) -> tensor<?xf32>
  return
}

// -----

func.func @one_hot_rank(%l: tensor<?x2xi32>) {
  // expected-error@+1 {{labels has type 'tensor<?x2xi32>', expected rank 1}}
  %0 = dnd.one_hot %l : (tensor<?x2xi32>) -> tensor<?x4xf32>
  return
}

// -----

func.func @f(%x: tensor<?x4xf32>, %p: tensor<f32>) {
  // expected-error@+1 {{the result needs the batch as dynamic first dimension, found 'tensor<4xf32>'}}
  %0 = dnd.noise bernoulli "n" (%p) like %x : (tensor<f32>, tensor<?x4xf32>) -> tensor<4xf32>
  return
}

// -----

func.func @f(%x: tensor<4xf32>, %p: tensor<f32>) {
  // expected-error@+1 {{needs a tensor with the batch, found 'tensor<4xf32>'}}
  %0 = dnd.noise bernoulli "n" (%p) like %x : (tensor<f32>, tensor<4xf32>) -> tensor<?xf32>
  return
}

// -----

func.func @f(%x: tensor<?x4xf32>, %p: tensor<f32>) {
  // expected-error@+1 {{normal has 2 parameters, found 1}}
  %0 = dnd.noise normal "n" (%p) like %x : (tensor<f32>, tensor<?x4xf32>) -> tensor<?xf32>
  return
}

// -----

func.func @f(%x: tensor<?x4xf32>, %p: tensor<f32>) {
  // expected-error@+1 {{needs a path}}
  %0 = dnd.noise bernoulli "" (%p) like %x : (tensor<f32>, tensor<?x4xf32>) -> tensor<?xf32>
  return
}

// -----

func.func @f(%x: tensor<?x4xf32>, %p: tensor<f32>, %s: tensor<i64>) {
  // expected-error@+1 {{needs the seed and the step together}}
  %0 = "dnd.noise"(%p, %x, %s) {kind = #dnd<noise bernoulli>, path = "n", operandSegmentSizes = array<i32: 1, 1, 1, 0>} : (tensor<f32>, tensor<?x4xf32>, tensor<i64>) -> tensor<?xf32>
  return
}

// -----

func.func @f(%x: tensor<?x4xf32>, %y: tensor<?x5xf32>) {
  // expected-note@-1 {{prior use here}}
  // expected-error@+1 {{expects different type than prior uses}}
  %0 = dnd.by_mode training (%x) otherwise (%y) : tensor<?x4xf32>
  return
}
